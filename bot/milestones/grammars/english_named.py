"""English wording of days and weeks by name or number: "since the 6th", "the last week of July".

Source of many forms: the public specifications of Recognizers-Text (DateTime, English), where they
agree with the rulings of the milestone guide.
"""

import re
from datetime import date, timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import (
    IN_YEAR,
    MONTH,
    MONTHS,
    is_relative,
    month_of,
    year_of,
)
from bot.milestones.grammars.english_numbers import ORDINALS, SMALL
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from storage.records import Span

QUARTER_MONTHS: Final = 3
_FEASTS: Final = {
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "singles' day": (11, 11),
    "singles day": (11, 11),
    "independence day": (7, 4),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
}
_NTH_WEEK: Final = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3}
_TENS: Final = {"twenty": 20, "thirty": 30}


def _feast(match: re.Match[str], context: Context) -> Reading | None:
    month, day = _FEASTS[" ".join(match["feast"].lower().replace("\u2019", "'").split())]
    at, year = spans.each_day(month, day), year_of(match, context)
    if year is None:
        return Reading(grain=Grain.DAY, at=at)
    span = at(year)
    return Reading(grain=Grain.DAY, span=span, relative=is_relative(match)) if span else None


def _nth(match: re.Match[str], context: Context) -> Reading | None:
    """Since the 6th: the last or the coming day of that number."""
    day = int(match["day"])
    here = context.published
    found = [
        span for shift in (-2, -1, 0, 1, 2) if (span := _day_of_month(here, shift, day)) is not None
    ]
    behind = [span for span in found if span.start <= here]
    ahead = [span for span in found if span.end >= here]
    if not behind or not ahead:
        return None
    return Reading(grain=Grain.DAY, behind=behind[-1], ahead=ahead[0], relative=True)


def _day_of_month(here: date, shift: int, day: int) -> Span | None:
    first = spans.of_month(here.year, here.month + shift).start
    return spans.each_day(first.month, day)(first.year)


def _spelled(match: re.Match[str], context: Context) -> Reading | None:
    """The first of June 2022; May twenty-first."""
    day = _ordinal(match["nth"])
    if not 1 <= day <= 31:  # noqa: PLR2004
        return None
    at, year = spans.each_day(month_of(match), day), year_of(match, context)
    if year is None:
        return Reading(grain=Grain.DAY, at=at)
    span = at(year)
    return Reading(grain=Grain.DAY, span=span, relative=is_relative(match)) if span else None


def _ordinal(said: str) -> int:
    tens, _, ones = said.lower().replace(" ", "-").rpartition("-")
    return _TENS.get(tens, 0) + ORDINALS.get(ones, SMALL.get(ones, 0))


def _week(match: re.Match[str], context: Context) -> Reading | None:
    """The last week of July: its first Monday begins the first week."""
    month, year = month_of(match), year_of(match, context)
    nth = match["nth"].lower()

    def occurrence(at: int) -> Span:
        whole = spans.of_month(at, month)
        if nth in {"last", "final"}:
            return spans.of_week(whole.end - timedelta(days=3))  # the last with its Thursday
        monday = whole.start + timedelta(days=-whole.start.weekday() % 7)
        return spans.of_week(monday, shift=_NTH_WEEK[nth])

    if year is None:
        return Reading(grain=Grain.WEEK, at=occurrence)
    return Reading(grain=Grain.WEEK, span=occurrence(year), relative=is_relative(match))


def _rest(match: re.Match[str], context: Context) -> Reading:
    """The rest of the year; before the year is out."""
    here = context.published
    end = spans.of_month(here.year, here.month) if match["month"] else spans.of_year(here.year)
    if match["rest"]:
        span = Span(start=here, end=end.end)
        return Reading(grain=Grain.PART, span=span, relative=True)
    return Reading(grain=Grain.MONTH if match["month"] else Grain.YEAR, span=end, relative=True)


def _month_quarter(match: re.Match[str], context: Context) -> Reading:
    """The September quarter ends with September."""
    month, year = month_of(match), year_of(match, context)
    first = month - QUARTER_MONTHS + 1
    if year is None:
        return Reading(grain=Grain.QUARTER, at=lambda y: spans.months(y, first, QUARTER_MONTHS))
    return Reading(
        grain=Grain.QUARTER,
        span=spans.months(year, first, QUARTER_MONTHS),
        relative=is_relative(match),
    )


def _slashed(match: re.Match[str], _: Context) -> Reading:
    month, year = int(match["m"] or match["m2"]), int(match["y"] or match["y2"])
    return Reading(grain=Grain.MONTH, span=spans.of_month(year, month))


def _own_quarter(match: re.Match[str], context: Context) -> Reading:
    """Last year's fourth quarter; 2024's first half."""
    year = int(match["y"]) if match["y"] else context.published.year + _YEARS[match["w"].lower()]
    nth = ORDINALS.get(match["nth"].lower(), 2)
    if match["unit"].lower() == "half":
        return Reading(grain=Grain.HALF, span=spans.of_half(year, min(nth, 2)), relative=True)
    return Reading(grain=Grain.QUARTER, span=spans.of_quarter(year, min(nth, 4)), relative=True)


_YEARS: Final = {"last": -1, "this": 0, "next": 1}
_NTH: Final = (
    r"(?P<nth>(?:twenty|thirty)[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    + "|".join(sorted((w for w in ORDINALS if ORDINALS[w] <= 31), key=len, reverse=True))  # noqa: PLR2004
    + r")"
)
_NTH_STARTS: Final = frozenset({*ORDINALS, "twenty", "thirty", "the"})
RULES: Final = (
    Rule(
        starts=words("christmas boxing new singles independence valentine halloween"),
        pattern=re.compile(
            r"(?P<feast>christmas\sday|christmas\seve|christmas|boxing\sday|new\syear['\u2019]s\seve|"
            r"new\syear['\u2019]s\sday|"
            r"singles['\u2019]?\sday|independence\sday|valentine['\u2019]s\sday|halloween)\b"
            rf"(?!\s(?:gift|present|shopping|period|season|holiday|week))(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_feast,
    ),
    Rule(
        starts=words("the"),
        pattern=re.compile(
            r"(?<=[a-z]\s)the\s(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)"
            r"(?=[.,;:!?)]|$|\s(?:at|in|and|it|the)\b)"
        ),
        make=_nth,
    ),
    Rule(
        starts=_NTH_STARTS,
        pattern=re.compile(
            rf"(?:the\s)?{_NTH}\s(?:day\s)?of\s{MONTH.format('month')}\b(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_spelled,
    ),
    Rule(
        starts=frozenset(MONTHS),
        pattern=re.compile(
            rf"{MONTH.format('month')}\s(?:the\s)?{_NTH}\b(?!\s(?:half|quarter|week))(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_spelled,
    ),
    Rule(
        starts=words("the first second third fourth last final #"),
        pattern=re.compile(
            r"(?:the\s)?(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd)\s(?:full\s)?week\s"
            rf"(?:of|in)\s{MONTH.format('month')}\b(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_week,
    ),
    Rule(
        starts=words("the before within rest remainder for"),
        pattern=re.compile(
            r"(?:(?P<rest>(?:for\s)?(?:the\s)?(?:rest|remainder)\sof)|before|within)\s(?:the|this)\s"
            r"(?:current\s)?(?:year|(?P<month>month))"
            r"(?(rest)\b|(?:\sis\s(?:out|over|up)|\sends|(?<=within\sthe\syear)|(?<=within\sthis\syear)|"
            r"(?<=within\sthe\smonth)|(?<=within\sthis\smonth))\b)",
            re.IGNORECASE,
        ),
        make=_rest,
    ),
    Rule(
        starts=frozenset(MONTHS),
        pattern=re.compile(rf"{MONTH.format('month')}\squarter\b(?:{IN_YEAR})?", re.IGNORECASE),
        make=_month_quarter,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            r"(?<![\d/])(?:(?P<m>0?[1-9]|1[0-2])/(?P<y>20[0-4][0-9])|(?P<y2>20[0-4][0-9])/(?P<m2>0?[1-9]|1[0-2]))"
            r"(?![\w/]|[.,][0-9])"
        ),
        make=_slashed,
    ),
    Rule(
        starts=words("last this next #"),
        pattern=re.compile(
            r"(?:(?P<y>20[0-4][0-9])|(?P<w>last|this|next)\syear)['\u2019]s\s"
            r"(?P<nth>first|second|third|fourth|last)\s(?P<unit>quarter|half)\b",
            re.IGNORECASE,
        ),
        make=_own_quarter,
    ),
)
