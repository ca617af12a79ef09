"""English wording of days: "2 August 2023", "Aug. 2", "July 13-19", "on Sunday", "next Monday"."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import (
    DAY,
    IN_YEAR,
    MONTH,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    is_person,
    is_relative,
    month_of,
    shift_of,
    year_of,
)
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from storage.records import Span

A_MONTH: Final = timedelta(days=31)

_VERBS: Final = words("may march mar")  # as a month they need their capital, or a year
_NO_DAY: Final = re.compile(
    r"\b(?:every|each|Black|Cyber|Good|Easter|Super|Casual)\s$", re.IGNORECASE
)


def _day(match: re.Match[str], context: Context) -> Reading | None:
    month, day = month_of(match), int(match["day"])
    year = int(match["dashed"]) if match.groupdict().get("dashed") else year_of(match, context)
    if year is None and match["month"].lower() in _VERBS and match["month"][0].islower():
        return None
    if is_person(match, context):
        return None
    at = spans.each_day(month, day)
    if year is None:
        return Reading(grain=Grain.DAY, at=at)
    span = at(year)
    return Reading(grain=Grain.DAY, span=span, relative=is_relative(match)) if span else None


def _days(match: re.Match[str], context: Context) -> Reading | None:
    """July 13-19, 2024; 13 to 19 July."""
    year, month = year_of(match, context), month_of(match)
    first, last = (
        spans.each_day(month, int(match["day"])),
        spans.each_day(month, int(match["last"])),
    )

    def occurrence(at: int) -> Span | None:
        start, end = first(at), last(at)
        return (
            Span(start=start.start, end=end.end)
            if start and end and start.start < end.start
            else None
        )

    if occurrence(2000) is None:
        return None
    if year is None:
        return Reading(grain=Grain.RANGE, at=occurrence)
    span = occurrence(year)
    return Reading(grain=Grain.RANGE, span=span, relative=is_relative(match)) if span else None


def _numeric(match: re.Match[str], _: Context) -> Reading | None:
    return _exact(int(match["year"]), int(match["m"]), int(match["d"]))


def _slashed(match: re.Match[str], _: Context) -> Reading | None:
    """8/24/2023 and 24/8/2023; 2/8/2023 may be February or August and is left alone."""
    year, one, other = int(match["year"]), int(match["m"]), int(match["d"])
    if one > spans.MONTHS:
        return _exact(year, other, one)
    return _exact(year, one, other) if other > spans.MONTHS or one == other else None


def _exact(year: int, month: int, day: int) -> Reading | None:
    span = spans.each_day(month, day)(year)
    return Reading(grain=Grain.DAY, span=span) if span else None


def _nth_of_month(match: re.Match[str], context: Context) -> Reading | None:
    here = context.published
    month = spans.of_month(here.year, here.month + shift_of(match["which"])).start
    span = spans.each_day(month.month, int(match["day"]))(month.year)
    return Reading(grain=Grain.DAY, span=span, relative=True) if span else None


def _chosen(match: re.Match[str], context: Context) -> Reading:
    """Last March, next Monday, this summer."""
    which, name = match["which"].lower().split()[-1], match["name"].lower()
    if name in WEEKDAYS:
        day = _weekday(context.published, WEEKDAYS[name], which)
        return Reading(grain=Grain.DAY, span=spans.of_day(day), relative=True)
    season = SEASONS.get(name)
    at = spans.each_season(season) if season else spans.each_month(MONTHS[name])
    grain = Grain.SEASON if season else Grain.MONTH
    return Reading(grain=grain, span=_yearly(at, which, context.published), relative=True)


def _yearly(at: Callable[[int], Span], which: str, here: date) -> Span:
    found = [at(year) for year in range(here.year - 2, here.year + 3)]
    if which in {"last", "past"}:
        return [span for span in found if span.end < here][-1]
    if which == "coming":
        return next(span for span in found if span.start > here)
    if which == "next":  # the one that is about to begin is called "this" or "the coming"
        ahead = (span for span in found if span.start > here)
        return next(s for s in ahead if s.start > here + A_MONTH or s.start.year > here.year)
    return next((span for span in found if span.start <= here <= span.end), at(here.year))


def _weekday(here: date, weekday: int, which: str) -> date:
    if which in {"last", "past"}:
        return here - timedelta(days=(here.weekday() - weekday - 1) % 7 + 1)
    if which in {"next", "coming"}:
        return here + timedelta(days=(weekday - here.weekday() - 1) % 7 + 1)
    return spans.of_week(here).start + timedelta(days=weekday)


def _bare_weekday(match: re.Match[str], context: Context) -> Reading | None:
    weekday, here = WEEKDAYS[match["name"].lower()], context.published
    if _NO_DAY.search(context.text[max(0, match.start() - 12) : match.start()]):
        return None
    if match["week"]:
        week = spans.of_week(here, shift=shift_of(match["week"]))
        return Reading(
            grain=Grain.DAY, span=spans.of_day(week.start + timedelta(days=weekday)), relative=True
        )
    before = here - timedelta(days=(here.weekday() - weekday) % 7)
    after = here + timedelta(days=(weekday - here.weekday()) % 7)
    return Reading(
        grain=Grain.DAY, behind=spans.of_day(before), ahead=spans.of_day(after), relative=True
    )


def _week_from(match: re.Match[str], context: Context) -> Reading:
    at, year = spans.each_day(month_of(match), int(match["day"])), year_of(match, context)

    def week(number: int) -> Span | None:
        day = at(number)
        return spans.of_week(day.start) if day else None

    if year is None:
        return Reading(grain=Grain.WEEK, at=week)
    return Reading(grain=Grain.WEEK, span=week(year), relative=is_relative(match))


def _weekend(match: re.Match[str], context: Context) -> Reading:
    which, here = match["which"].lower().split()[-1], context.published
    shift = {"this": 0, "next": 1, "coming": 0, "last": -1, "past": -1}.get(which, 0)
    week = spans.of_week(here, shift=shift)
    span = Span(start=week.end - timedelta(days=1), end=week.end)
    if which == "the":
        last = Span(start=span.start - timedelta(weeks=1), end=span.end - timedelta(weeks=1))
        return Reading(grain=Grain.RANGE, behind=last, ahead=span, relative=True)
    return Reading(grain=Grain.RANGE, span=span, relative=True)


_MONTH_STARTS: Final = frozenset(MONTHS)
_CHOSEN: Final = r"(?P<which>last|next|this\spast|this\scoming|this|the\scoming|coming|this|past)\s"
_LONG_MONTHS: Final = tuple(
    name for name in MONTHS if len(name) > len("sept") or name in {"may", "june", "july"}
)
_NAMED: Final = "|".join((*WEEKDAYS, *_LONG_MONTHS, *SEASONS))
_DAYS: Final = (
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?:\s?[-\u2010-\u2015]\s?|\s(?:to|"
    r"through|until|and|till)\s)"
)
RULES: Final = (
    Rule(
        starts=words("#"),
        pattern=re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<year>20[0-4][0-9])(?![\w/])"),
        make=_slashed,
    ),
    Rule(
        starts=_MONTH_STARTS,
        pattern=re.compile(
            rf"{MONTH.format('month')}\s{_DAYS}{DAY.format('last')}(?:{IN_YEAR})?", re.IGNORECASE
        ),
        make=_days,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            rf"{_DAYS}{DAY.format('last')}(?:\sof)?\s{MONTH.format('month')}\b(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_days,
    ),
    Rule(
        starts=_MONTH_STARTS,
        pattern=re.compile(
            rf"{MONTH.format('month')}\s{DAY.format('day')}(?:{IN_YEAR})?", re.IGNORECASE
        ),
        make=_day,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            rf"{DAY.format('day')}(?:\sof)?(?:\s|-){MONTH.format('month')}\b(?:{IN_YEAR}|-"
            rf"(?P<dashed>20[0-4][0-9])(?!\w))?",
            re.IGNORECASE,
        ),
        make=_day,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            r"(?P<year>(?:19[5-9]|20[0-4])[0-9])[-/](?P<m>[01]?[0-9])[-/](?P<d>[0-3]?[0-9])"
            r"(?![\w-])"
        ),
        make=_numeric,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            r"(?P<d>[0-3]?[0-9])(?P<mark>[.-])\s?(?P<m>[01]?[0-9])(?P=mark)\s?"
            r"(?P<year>(?:19[5-9]|20[0-4])[0-9])(?![\w])"
        ),
        make=_numeric,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            r"(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)\sof\s(?P<which>this|last|next|"
            r"the\scurrent)\smonth\b",
            re.IGNORECASE,
        ),
        make=_nth_of_month,
    ),
    Rule(
        starts=frozenset({"last", "next", "this", "the", "coming", "past"}),
        pattern=re.compile(
            rf"{_CHOSEN}(?P<name>{_NAMED})\b(?!\s(?:Times|Telegraph)\b)", re.IGNORECASE
        ),
        make=_chosen,
    ),
    Rule(
        starts=frozenset({"the"}),
        pattern=re.compile(
            rf"the\sweek\s(?:of|from|beginning|"
            rf"starting)\s{MONTH.format('month')}\s{DAY.format('day')}(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_week_from,
    ),
    Rule(
        starts=frozenset({"this", "last", "next", "the", "over", "at"}),
        pattern=re.compile(
            r"(?P<which>this|last|next|the\spast|the\scoming|(?:over|at)\sthe)\sweek-?end\b",
            re.IGNORECASE,
        ),
        make=_weekend,
    ),
    Rule(
        starts=frozenset(WEEKDAYS),
        pattern=re.compile(
            r"(?P<name>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:\s(?:morning|afternoon|"
            r"evening|night))?"
            r"(?:\s(?:of\s)?(?P<week>last|next|this)\sweek)?\b(?!\s(?:Times|Telegraph|Post|"
            r"Mail|Mirror|Express|Herald|News))",
            re.IGNORECASE,
        ),
        make=_bare_weekday,
    ),
)
