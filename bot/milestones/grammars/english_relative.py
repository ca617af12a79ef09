"""English wording that counts from the day of publication, and the bare year."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import COUNT_WORD, YEAR, count_of, shift_of
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from storage.records import Span

MAX_YEARS: Final = 60  # a longer horizon is no plan

_NEAR: Final = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _day(match: re.Match[str], context: Context) -> Reading:
    shift = _NEAR[" ".join(match["word"].lower().split())]
    return Reading(
        grain=Grain.DAY, span=spans.of_day(context.published + timedelta(days=shift)), relative=True
    )


def _unit(match: re.Match[str], context: Context) -> Reading | None:
    """Last week, this month, later next month."""
    here, when = context.published, (match["when"] or "").lower()
    which = match["which"].lower()
    week = match["unit"].lower() == "week"
    shift = -1 if which in {"past", "the past"} else shift_of(which)
    if which == "the" and not when:
        return None
    span = (
        spans.of_week(here, shift=shift) if week else spans.of_month(here.year, here.month + shift)
    )
    if when == "later" and shift == 0:
        return Reading(grain=Grain.PART, span=Span(start=here, end=span.end), relative=True)
    return Reading(grain=Grain.WEEK if week else Grain.MONTH, span=span, relative=True)


def _week_before_last(_: re.Match[str], context: Context) -> Reading:
    return Reading(grain=Grain.WEEK, span=spans.of_week(context.published, shift=-2), relative=True)


def _away(match: re.Match[str], context: Context) -> Reading | None:
    """Three weeks ago; in two months: the unit that lies so far away."""
    count = 2 if match["count"].lower().startswith("a couple") else count_of(match["count"])
    ago = match["ago"] is not None
    if not ago and not match["into"]:
        return None
    reading = _shifted(
        match["unit"].lower().rstrip("s"), -count if ago else count, context.published
    )
    return reading if ago or reading is None else replace(reading, span=None, ahead=reading.span)


def _years_back(match: re.Match[str], context: Context) -> Reading | None:
    """Ten years ago this month: that month, week or day of the year that lies so far back."""
    here, count = context.published, count_of(match["count"])
    if count > MAX_YEARS:
        return None
    unit = (match["unit"] or "").lower()
    if unit == "month":
        month = spans.of_month(here.year - count, here.month)
        return Reading(grain=Grain.MONTH, span=month, relative=True)
    day = spans.each_day(here.month, here.day)(here.year - count)
    if day is None:
        return None
    if not unit:
        return Reading(grain=Grain.DAY, span=day, relative=True)
    return Reading(grain=Grain.WEEK, span=spans.of_week(day.start), relative=True)


def _shifted(unit: str, count: int, here: date) -> Reading | None:
    if unit == "day":
        return Reading(
            grain=Grain.DAY, span=spans.of_day(here + timedelta(days=count)), relative=True
        )
    if unit == "week":
        return Reading(grain=Grain.WEEK, span=spans.of_week(here, shift=count), relative=True)
    if unit == "month":
        return Reading(
            grain=Grain.MONTH, span=spans.of_month(here.year, here.month + count), relative=True
        )
    years = count * 10 if unit == "decade" else count
    if abs(years) > MAX_YEARS:
        return None
    return Reading(grain=Grain.YEAR, span=spans.of_year(here.year + years), relative=True)


def _horizon(match: re.Match[str], context: Context) -> Reading | None:
    """Over the next decade; over ten years; within three months."""
    here, unit = context.published, match["unit"].lower().rstrip("s")
    count = count_of(match["count"]) if match["count"] else 1
    if unit in {"year", "decade"}:
        years = count * 10 if unit == "decade" else count
        if years > MAX_YEARS:
            return None
        return Reading(
            grain=Grain.HORIZON, span=spans.horizon(here.year, years), relative=True, years=years
        )
    end = {
        "month": spans.of_month(here.year, here.month + count).end,
        "week": here + timedelta(weeks=count),
        "day": here + timedelta(days=count),
    }[unit]
    return Reading(grain=Grain.HORIZON, span=Span(start=here, end=end), relative=True)


def _checked_horizon(match: re.Match[str], context: Context) -> Reading | None:
    """Over a year, next months, within days: no horizon."""
    said = match[0].lower().split()
    ahead = bool({"next", "coming", "future", "following"} & set(said))
    if (
        not ahead
        and said[0] == "over"
        and match["unit"].lower().startswith(("month", "week", "day"))
    ):
        return None
    if match["count"] is None and not (ahead and match["unit"].lower() in {"decade", "year"}):
        return None
    if (
        match["count"] is None
        and match["unit"].lower() == "year"
        and said[0] not in {"over", "within", "during"}
    ):
        return None  # next year is a year
    return _horizon(match, context)


def _bare_year(match: re.Match[str], context: Context) -> Reading | None:
    year = int(match[0])
    before = context.text[max(0, match.start() - 24) : match.start()]
    if _NO_YEAR_BEFORE.search(before):
        return None
    if _LEAD.search(before):
        return Reading(grain=Grain.YEAR, span=spans.of_year(year))
    behind = context.text[match.end() : match.end() + 60]
    is_number = _DIGITS_AROUND.search(before[-2:]) or _DIGITS_AROUND.match(behind)
    is_model = (
        _MODEL_YEAR.match(behind)
        or (_CAPITAL.match(behind) and not _EVENT.match(behind))  # "2012 Leaf", "2025 Model Y"
        or (_NAME_BEFORE.search(before) and not _EVENT_BEFORE.search(before))  # "Vision 2030"
    )
    if is_number or is_model:
        return None
    return Reading(grain=Grain.YEAR, span=spans.of_year(year))


def _years(match: re.Match[str], context: Context) -> Reading | None:
    """2024-25: two years, or one fiscal year where the fiscal year is not the calendar's."""
    first, last = int(match["first"]), int(match["last"])
    if match["last"].startswith("20") and len(match["last"]) > 2:  # noqa: PLR2004
        return (
            Reading(grain=Grain.RANGE, span=spans.of_years(first, last)) if first < last else None
        )
    if last != (first + 1) % 100:
        return None
    if context.fiscal.first_month != 1:
        return Reading(grain=Grain.YEAR, span=spans.months(first, context.fiscal.first_month, 12))
    return Reading(grain=Grain.PART, span=spans.of_years(first, first + 1))


_DIGITS_AROUND: Final = re.compile(r"[0-9]\s$|\s[0-9]")
_LEAD: Final = re.compile(
    r"\b(?:in|by|since|from|until|till|for|of|before|after|to|during|through|throughout|than|"
    r"around|about|year|"
    r"already|late|early|mid|and|or|between|as|whole|all|calendar|with|into|on)[\s(-]{1,2}$",
    re.IGNORECASE,
)
_NO_YEAR_BEFORE: Final = re.compile(
    r"(?:[$\u20ac\u00a3\u00a5\u20b9\u20a9#@]|\b(?:Rs|RMB|CNY|USD|EUR|INR|model\syear|No|nos|"
    r"page|over|nearly|some|"
    r"up\sto|more\sthan|MY|Euro|Model|vision|ambition|agenda|batch|the\sroaring)\.?)\s?$",
    re.IGNORECASE,
)
_CAPITAL: Final = re.compile(r"\s(?:e-)?[A-Z]|\s[a-z]?[A-Z0-9]|\se-[A-Z]")
_EVENT: Final = re.compile(
    r"(?:\s\w{1,20}){0,4}\s(?:show|expo|conference|summit|fair|forum|motor|debut|launch|start|"
    r"target|plan|results|IPO)",
    re.IGNORECASE,
)
_NAME_BEFORE: Final = re.compile(r"(?<![.!?:]\s)\b[A-Z][\w'-]*\s$")
_EVENT_BEFORE: Final = re.compile(
    r"\b(?:Show|Expo|CES|IAA|Conference|Summit|Fair|Forum|Day|Shanghai|Beijing|Guangzhou|"
    r"Munich|Geneva|Paris|"
    r"Tokyo|Mobility|Motor|Week|Since|In|By|From|Until|For)\s$"
)
_MODEL_YEAR: Final = re.compile(r"[\s-](?:model|edition|version|spec)\b", re.IGNORECASE)
_SUPERLATIVE_GAP: Final = r"(?<!best\s)(?<!worst\s)(?<!time\s)(?<!first\s)(?<!half\s)"
_WHICH: Final = r"(?P<which>this|next|last|the\s(?:current|coming|past|previous)|past|the)"
RULES: Final = (
    Rule(
        starts=words("today tonight yesterday tomorrow this last the"),
        pattern=re.compile(
            r"(?P<word>today|tonight|this\s(?:morning|afternoon|evening)|yesterday|last\snight|"
            r"tomorrow"
            r"|the\sday\sbefore\syesterday|the\sday\safter\stomorrow)\b"
            r"(?!['\u2019]s\s(?:world|market|prices?|standards?|cars?|buyers|technology|"
            r"economy|drivers))",
            re.IGNORECASE,
        ),
        make=_day,
    ),
    Rule(
        starts=words("earlier later early late beginning end this next last the past in"),
        pattern=re.compile(
            rf"(?:(?P<when>earlier|later|early|late|(?:the\s)?(?:beginning|middle|end)"
            rf"(?:\sof)?|(?:the\s)?start\sof)\s)?(?:in\s)?{_WHICH}\s(?P<unit>week|month)(?![\w-])(?!\sof\b)",
            re.IGNORECASE,
        ),
        make=_unit,
    ),
    Rule(
        starts=frozenset({"the"}),
        pattern=re.compile(r"the\sweek\sbefore\slast\b", re.IGNORECASE),
        make=_week_before_last,
    ),
    Rule(
        starts=frozenset({"over", "within", "in", "during", "the", "for", "next"}),
        pattern=re.compile(
            r"(?:(?:over|within|in|during|for)\s(?:the\s)?(?:next|coming|following|future)|"
            r"(?:the\s)?(?:next|coming)|over|within)\s"
            rf"(?:the\scourse\sof\s)?(?:(?:about|around|some|roughly)\s)?(?:"
            rf"(?P<count>{COUNT_WORD})(?:(?:\s(?:to|or)\s|-){COUNT_WORD})?[\s-])?(?P<unit>years?|decades?|months|weeks|days)\b"
            r"(?!\s(?:ago|after|later|earlier|before|since|old|late)\b)",
            re.IGNORECASE,
        ),
        make=_checked_horizon,
    ),
    Rule(
        starts=words("a #")
        | words(
            "one two three four five six seven eight nine ten eleven twelve fifteen twenty "
            "thirty forty"
        ),
        pattern=re.compile(
            rf"(?P<count>{COUNT_WORD})\syears?\sago\s(?:this\s(?P<unit>month|week)|today)\b",
            re.IGNORECASE,
        ),
        make=_years_back,
    ),
    Rule(
        starts=words("in a an about # couple")
        | words(
            "one two three four five six seven eight nine ten eleven twelve fifteen twenty "
            "thirty forty"
        ),
        pattern=re.compile(
            rf"{_SUPERLATIVE_GAP}(?P<into>in\s(?:about\s|around\s|just\s|only\s)?)?"
            rf"(?P<count>a\scouple\sof|{COUNT_WORD})\s"
            r"(?P<unit>days?|weeks?|months?|years?|decades?)(?:(?P<ago>\sago)|['\u2019]\stime|"
            r"(?:\sfrom\snow)?)\b(?!\s(?:old|later|earlier|from\s[a-z]))",
            re.IGNORECASE,
        ),
        make=_away,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            r"(?P<first>20[0-4][0-9])[-/\u2013](?P<last>(?:20)?[0-9]{2})(?![\w%-]|[.,][0-9])"
        ),
        make=_years,
    ),
    Rule(
        starts=frozenset({"#"}),
        pattern=re.compile(
            rf"(?<![\w.,/$\u20ac\u00a3\u00a5\u20b9])(?<![A-Za-z]-){YEAR}", re.IGNORECASE
        ),
        make=_bare_year,
    ),
)
