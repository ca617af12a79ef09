"""English wording of quarters, halves, parts of years, years, decades and fiscal years."""

import re
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import (
    IN_YEAR,
    MONTH,
    NOT_COUNTED,
    NTH,
    YEAR,
    is_relative,
    month_of,
    nth_of,
    shift_of,
    year_of,
)
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from bot.milestones.spans import Part
from storage.records import Span

_CENTURY: Final = 2000
_PARTS: Final = {
    **dict.fromkeys(("early", "beginning", "start", "turn", "opening"), Part.EARLY),
    **dict.fromkeys(("mid", "middle"), Part.MIDDLE),
    **dict.fromkeys(("late", "end", "close"), Part.LATE),
}


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else _CENTURY + int(text)  # noqa: PLR2004


def _quarter(match: re.Match[str], context: Context) -> Reading | None:
    which = nth_of(match["nth"], last=4)
    year = year_of(match, context)
    if match["fiscal"] or match["fiscal2"] or match["fy"]:
        return _fiscal_part(match, context, which, Grain.QUARTER)
    if year is not None:
        return Reading(
            grain=Grain.QUARTER, span=spans.of_quarter(year, which), relative=is_relative(match)
        )
    if match["nth"].lower() == "last":
        return _near_quarter(-1, context)  # "last quarter" is the one before this
    return Reading(grain=Grain.QUARTER, at=lambda y: spans.of_quarter(y, which))


def _half(match: re.Match[str], context: Context) -> Reading | None:
    which = nth_of(match["nth"], last=2)
    if which > 2:  # noqa: PLR2004
        return None
    year = year_of(match, context)
    if match["fiscal"] or match["fiscal2"] or match["fy"]:
        return _fiscal_part(match, context, which, Grain.HALF)
    if year is not None:
        return Reading(
            grain=Grain.HALF, span=spans.of_half(year, which), relative=is_relative(match)
        )
    return Reading(grain=Grain.HALF, at=lambda y: spans.of_half(y, which))


def _half_decade(match: re.Match[str], _: Context) -> Reading | None:
    first, which = int(match["decade"]), nth_of(match["nth"], last=2)
    if which > 2:  # noqa: PLR2004
        return None
    # The rulings let the second half begin in July of the fifth year.
    if which == 1:
        return Reading(
            grain=Grain.DECADE,
            span=Span(start=spans.first_of(first, 1), end=spans.of_half(first + 5, 1).end),
        )
    return Reading(
        grain=Grain.DECADE,
        span=Span(start=spans.first_of(first + 5, 7), end=spans.of_year(first + 9).end),
    )


def _half_month(match: re.Match[str], context: Context) -> Reading:
    month, year = month_of(match), year_of(match, context)
    if year is not None:
        return Reading(
            grain=Grain.MONTH, span=spans.of_month(year, month), relative=is_relative(match)
        )
    return Reading(grain=Grain.MONTH, at=lambda y: spans.of_month(y, month))


def _fiscal_part(match: re.Match[str], context: Context, which: int, grain: Grain) -> Reading:
    fiscal = context.fiscal
    part = fiscal.quarter if grain is Grain.QUARTER else fiscal.half
    if match["fy"]:
        return Reading(grain=grain, span=part(_year(match["fy"]), which))
    year = year_of(match, context)
    if match["year"]:
        return Reading(grain=grain, span=part(int(match["year"]), which))
    if year is not None:
        number = fiscal.number_on(context.published) + year - context.published.year
        return Reading(grain=grain, span=part(number, which), relative=True)
    return Reading(grain=grain, at=lambda y: part(y, which))


def _short(match: re.Match[str], context: Context) -> Reading | None:
    """Q3 2024, 3Q24, H1 2024, 1H24, 2024 Q3."""
    if not _is_period(match, context):
        return None
    letter, which = (match["letter"] or match["letter2"]).upper(), int(match["n"] or match["n2"])
    if letter == "H" and which > 2:  # noqa: PLR2004
        return None
    grain = Grain.QUARTER if letter == "Q" else Grain.HALF
    calendar = spans.of_quarter if letter == "Q" else spans.of_half
    fiscal = context.fiscal.quarter if letter == "Q" else context.fiscal.half
    if match["fy"]:
        return Reading(grain=grain, span=fiscal(_year(match["fy"]), which))
    if match["yy"] or match["before"]:
        return Reading(grain=grain, span=calendar(_year(match["yy"] or match["before"]), which))
    year = year_of(match, context)
    if year is not None:
        return Reading(grain=grain, span=calendar(year, which), relative=is_relative(match))
    return Reading(grain=grain, at=lambda y: calendar(y, which))


def _is_period(match: re.Match[str], context: Context) -> bool:
    """H2 is hydrogen and Q4 a car, unless a year or the words around make it a time."""
    if (
        match["before"]
        or match["fy"]
        or match["yy"]
        or match["year"]
        or match["which"]
        or match["n2"]
    ):
        return True
    before = context.text[max(0, match.start() - 12) : match.start()]
    behind = _FIGURES.match(context.text, match.end())
    return bool(_IN.search(before)) or (behind is not None and match["letter"] in {"Q", "q"})


def _near_quarter(shift: int, context: Context) -> Reading:
    here = context.published
    span = spans.of_quarter(here.year, (here.month - 1) // 3 + 1 + shift)
    return Reading(grain=Grain.QUARTER, span=span, relative=True)


def _named_quarter(match: re.Match[str], context: Context) -> Reading:
    """This quarter, next quarter; "in the quarter" is the one that figures are published for."""
    word = match["which"].lower()
    return _near_quarter(-1 if word == "the" else shift_of(word), context)


def _part(match: re.Match[str], context: Context) -> Reading | None:
    """Early 2025, mid-2025, the end of next year, by the end of the year."""
    year = year_of(match, context)
    if year is None:
        return None
    relative = is_relative(match)
    part = _PARTS[match["part"].lower()]
    if match["by"] and part is Part.LATE and match["part"].lower() != "late":
        return Reading(grain=Grain.YEAR, span=spans.of_year(year), relative=relative)
    return Reading(grain=Grain.PART, span=spans.of_part(year, part), relative=relative)


def _year_end(match: re.Match[str], context: Context) -> Reading:
    year = int(match["year"]) if match["year"] else context.published.year
    span = spans.of_year(year) if match["by"] else spans.of_part(year, Part.LATE)
    return Reading(grain=Grain.YEAR if match["by"] else Grain.PART, span=span, relative=True)


def _end_of_unit(match: re.Match[str], context: Context) -> Reading:
    """By the end of the month, at the end of this week: the unit itself."""
    here, shift = context.published, shift_of(match["near"])
    if match["unit"].lower() == "week":
        return Reading(grain=Grain.WEEK, span=spans.of_week(here, shift=shift), relative=True)
    if match["unit"].lower() == "month":
        return Reading(
            grain=Grain.MONTH, span=spans.of_month(here.year, here.month + shift), relative=True
        )
    if match["unit"].lower() == "quarter":
        return _near_quarter(shift, context)
    first = here.year - here.year % 10 + 10 * shift
    return Reading(grain=Grain.DECADE, span=spans.of_years(first, first + 9), relative=True)


def _rest_of_year(match: re.Match[str], context: Context) -> Reading | None:
    """Later this year; earlier this year; this year; next year."""
    here, word = context.published, (match["when"] or "").lower()
    year = here.year + shift_of(match["which"])
    if word.startswith("later") and year == here.year:
        return Reading(
            grain=Grain.PART, span=Span(start=here, end=spans.of_year(year).end), relative=True
        )
    if not word and match["which"].lower() == "the":
        return None
    return Reading(grain=Grain.YEAR, span=spans.of_year(year), relative=True)


# A sum before it: money is spent "until 2024" all along, a car is not sold "until 2024".
_BEGUN: Final = re.compile(
    rf"(?:{MONTH.format('begun')}|\b(?:year|quarter|half|summer|spring))\s$", re.IGNORECASE
)
_BEGINNING: Final = 12  # characters
_SPENDING: Final = 60  # characters
_SPENT: Final = re.compile(r"\b(?:million|billion|trillion|bn|crore)\b[^.;,]{0,50}$", re.IGNORECASE)


def _through(match: re.Match[str], context: Context) -> Reading | None:
    """Through 2025: from the year of publication to the end of that one, where it lies ahead."""
    year, here = int(match["year"]), context.published.year
    if _BEGUN.search(context.text[: match.start()][-_BEGINNING:]):
        return None  # "from May through 2028": the end of a range
    spent = match["until"] is None or _SPENT.search(context.text[: match.start()][-_SPENDING:])
    if year <= here or not spent:
        return None
    return Reading(grain=Grain.RANGE, span=spans.of_years(here, year), relative=True)


def _fiscal_year(match: re.Match[str], context: Context) -> Reading:
    if match["two"]:  # FY2024-25 says itself where it lies
        return Reading(grain=Grain.YEAR, span=spans.months(_year(match["year"]), 4, 12))
    return Reading(grain=Grain.YEAR, span=context.fiscal.year(_year(match["year"])))


def _fiscal_now(match: re.Match[str], context: Context) -> Reading:
    number = context.fiscal.number_on(context.published) + shift_of(match["which"])
    return Reading(grain=Grain.YEAR, span=context.fiscal.year(number), relative=True)


def _decade(match: re.Match[str], _: Context) -> Reading:
    first = int(match["decade"])
    part = (match["part"] or "").lower()
    if part.startswith("early"):
        return Reading(grain=Grain.DECADE, span=spans.of_years(first, first + 3))
    if part.startswith("mid"):
        return Reading(grain=Grain.DECADE, span=spans.of_years(first + 4, first + 6))
    if part.startswith("late"):
        return Reading(grain=Grain.DECADE, span=spans.of_years(first + 7, first + 9))
    return Reading(grain=Grain.DECADE, span=spans.of_years(first, first + 9))


def _this_decade(match: re.Match[str], context: Context) -> Reading:
    here = context.published
    first = here.year - here.year % 10
    span = spans.of_years(first, first + 9)
    if match["later"]:
        return Reading(grain=Grain.DECADE, span=Span(start=here, end=span.end), relative=True)
    return Reading(grain=Grain.DECADE, span=span, relative=True)


_IN: Final = re.compile(
    r"\b(?:in|for|of|by|from|during|since|until|and|through|its|to|the|this|last|late|early|"
    r"mid|before|after)"
    r"[\s-]$|[(\u2013-]$",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(
    r"\s(?:results?|deliver|sales|revenue|earnings|loss|profit|figures|report|output|"
    r"production)|[-\u2013][QH][1-4]",
    re.IGNORECASE,
)
_FY: Final = r"(?:fiscal(?:\syear)?|financial\syear|FY)"
_TWO_DIGIT: Final = r"(?:[12][0-9]|3[0-9])"
_OF_FY: Final = (
    rf"(?:\s(?:of\s)?(?:the\s)?{_FY}\s?['\u2019]?(?P<fy>20[0-4][0-9]|{_TWO_DIGIT})(?![\w]|\.[0-9]))"
)
_BY: Final = r"(?P<by>(?:by|before|until|till)\s)?"
_SHORT_YEAR: Final = (
    rf"(?:\s?(?:of\s)?FY\s?['\u2019]?(?P<fy>20[0-4][0-9]|{_TWO_DIGIT})"
    rf"|[\s/-]?['\u2019]?(?P<yy>20[0-4][0-9]|{_TWO_DIGIT})(?![\w%]|[.,][0-9]){NOT_COUNTED}|"
    rf"{IN_YEAR})"
)
_NTH_STARTS: Final = words("first second third fourth last latter back final fiscal #")
RULES: Final = (
    Rule(
        starts=_NTH_STARTS,
        pattern=re.compile(
            rf"(?P<fiscal>fiscal\s)?{NTH}(?P<fiscal2>\sfiscal)?[\s-]quarter(?![\w-])"
            rf"(?:{_OF_FY}|{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_quarter,
    ),
    Rule(
        starts=_NTH_STARTS,
        pattern=re.compile(
            rf"(?P<fiscal>fiscal\s)?{NTH}(?P<fiscal2>\sfiscal)?[\s-]half(?![\w-])(?:{_OF_FY}|"
            rf"{IN_YEAR})?"
            r"(?!\s(?:of|an?)\b)",
            re.IGNORECASE,
        ),
        make=_half,
    ),
    Rule(
        starts=_NTH_STARTS,
        pattern=re.compile(rf"{NTH}[\s-]half\sof\sthe\s(?P<decade>20[0-9]0)s\b", re.IGNORECASE),
        make=_half_decade,
    ),
    Rule(
        starts=_NTH_STARTS,
        pattern=re.compile(
            rf"{NTH}[\s-]half\sof\s{MONTH.format('month')}(?:{IN_YEAR})?", re.IGNORECASE
        ),
        make=_half_month,
    ),
    Rule(
        starts=frozenset({"q", "h", "#"}),
        pattern=re.compile(
            rf"(?:(?P<before>20[0-4][0-9])[\s-]?)?(?:(?P<letter>[QH])(?P<n>[1-4])|"
            rf"(?P<n2>[1-4])(?P<letter2>[QH]))"
            rf"(?:{_SHORT_YEAR})?(?!\w)"
        ),
        make=_short,
    ),
    Rule(
        starts=frozenset({"this", "last", "next", "the"}),
        pattern=re.compile(
            r"(?P<which>this|last|next|the\scurrent|the\sprevious|the\scoming|the"
            r"(?=\squarter\s?[,.;]|\squarter,))"
            r"\squarter(?![\w-])(?!\sof\b)",
            re.IGNORECASE,
        ),
        make=_named_quarter,
    ),
    Rule(
        starts=words(
            "by before until till the early late mid end beginning start middle close turn"
        ),
        pattern=re.compile(
            rf"{_BY}(?:the\s)?(?:very\s)?(?P<part>early|late|mid|end|beginning(?!\sin\s)|"
            rf"start(?=\sof\s)|middle|close|turn)"
            r"(?:(?:\s|-)(?:of\s|in\s|part\sof\s)?(?:calendar\s)?"
            rf"(?:(?P<year>{YEAR})|(?P<which>this|next|last|the(?:\s(?:current|coming|"
            rf"past|previous))?)\syear\b))",
            re.IGNORECASE,
        ),
        make=_part,
    ),
    Rule(
        starts=words("by before until till year the"),
        pattern=re.compile(
            rf"{_BY}(?:the\s)?year(?:[\s-]|['\u2019]s\s)end\b(?:\s(?:of\s)?(?P<year>{YEAR}))?",
            re.IGNORECASE,
        ),
        make=_year_end,
    ),
    Rule(
        starts=words(
            "by before until till end beginning start middle early late the later earlier"
        ),
        pattern=re.compile(
            rf"{_BY}(?:the\s)?(?:(?:end|beginning|middle|close|early|late)\s(?:of\s|in\s)?|start\sof\s)"
            r"(?P<near>the\scoming|the\scurrent|the\snext|this|next|last|the)\s(?P<unit>week|"
            r"month|quarter|decade)\b(?!-)",
            re.IGNORECASE,
        ),
        make=_end_of_unit,
    ),
    Rule(
        starts=words("later earlier sometime this next last the late early"),
        pattern=re.compile(
            r"(?P<when>later|earlier|sometime)?\s?(?:in\s)?(?P<which>this|next|last|the\s"
            r"(?:current|coming|past|previous)|the)\syear(?![\w-])"
            rf"(?!\s(?:to\s(?:date|the|{MONTH.format('to')})|through|until|end))",
            re.IGNORECASE,
        ),
        make=_rest_of_year,
    ),
    Rule(
        starts=frozenset({"through", "until"}),
        pattern=re.compile(
            rf"(?<![0-9]\s)(?:through|(?P<until>until))\s(?:the\send\sof\s)?(?P<year>{YEAR})(?!\s(?:and|to)\s20)",
            re.IGNORECASE,
        ),
        make=_through,
    ),
    Rule(
        starts=frozenset({"fiscal", "financial", "fy"}),
        pattern=re.compile(
            rf"{_FY}\s?['\u2019]?(?P<year>20[0-4][0-9]|{_TWO_DIGIT})(?:[-/\u2013](?P<two>"
            rf"(?:20)?{_TWO_DIGIT}))?(?![\w%]|[.,][0-9])",
            re.IGNORECASE,
        ),
        make=_fiscal_year,
    ),
    Rule(
        starts=frozenset({"this", "next", "last", "the"}),
        pattern=re.compile(
            r"(?P<which>this|next|last|the\scurrent|the\scoming|the\sprevious)\s(?:fiscal|"
            r"financial)\syear\b",
            re.IGNORECASE,
        ),
        make=_fiscal_now,
    ),
    Rule(
        starts=words("early mid late the end #"),
        pattern=re.compile(
            r"(?:(?P<part>early|mid|late|end\sof)[\s-](?:part\sof\s)?)?(?:the\s)?(?P<decade>"
            r"(?:19|20)[0-9]0)s\b",
            re.IGNORECASE,
        ),
        make=_decade,
    ),
    Rule(
        starts=frozenset({"later", "this", "the", "in"}),
        pattern=re.compile(
            r"(?:(?P<later>later\s(?:in\s)?)(?:this|the)|this)\sdecade\b", re.IGNORECASE
        ),
        make=_this_decade,
    ),
)
