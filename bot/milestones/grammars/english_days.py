"""English wording of days, months and seasons: "2 August 2023", "Aug. 2", "in May", "on Sunday"."""

import re
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
    is_relative,
    month_of,
    shift_of,
    year_of,
)
from bot.milestones.grammars.readings import Context, Reading, Rule, YearSpan
from storage.records import Span

_WORDY: Final = frozenset({"may", "march", "mar"})  # also verbs or names
_NAMES: Final = frozenset({"jan", "jun", "mar", "dec", "may", "april", "june", "august"})
_LEADS: Final = (
    r"in|since|until|till|by|of|from|early|late|mid|last|next|this|and|or|to|through|during|"
    r"for|before|after|"
    r"between|around|on|than|already|end|beginning|start|middle|as"
)
_LEAD: Final = re.compile(rf"(?:\b(?:{_LEADS})[\s-]|[(\u2013\u2014/:-]\s?)$", re.IGNORECASE)
_MODEL: Final = re.compile(r"\b(?:Nissan|Dacia|Theresa|Brian)\s$")  # their March, Spring, May
_SALES: Final = re.compile(
    r"['\u2019]s\b|\s(?:deliver|sales|output|production|order|registration|figure|result|"
    r"number|was|saw|volume|"
    r"export|shipment)",
    re.IGNORECASE,
)
_FALL: Final = re.compile(r"fall(?:\sof)?\s[0-9]", re.IGNORECASE)
_PERSON: Final = re.compile(r"\b(?:[A-Z][a-z]+)\s$")
_NO_DAY: Final = re.compile(
    r"\b(?:every|each|Black|Cyber|Good|Easter|Super|Casual)\s$", re.IGNORECASE
)
_NOT_A_NAME: Final = re.compile(
    r"\b(?:On|In|By|Since|From|Until|Till|To|Mid|Early|Late|Last|Next|This|Of|And|Before|After|"
    r"For|Published|"
    r"Updated|Posted|Between|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|"
    r"Sat|Sun)\s$"
)


def at_day(month: int, day: int) -> YearSpan:
    """The yearly occurrence of a day; None in years without it."""

    def occurrence(year: int) -> Span | None:
        try:
            return spans.of_day(date(year, month, day))
        except ValueError:
            return None

    return occurrence


def at_month(month: int) -> YearSpan:
    """The yearly occurrence of a month."""
    return lambda year: spans.of_month(year, month)


def _day(match: re.Match[str], context: Context) -> Reading | None:
    month, day = month_of(match), int(match["day"])
    year = year_of(match, context)
    if year is None and match["month"].lower() in _WORDY and match["month"][0].islower():
        return None
    if _is_person(match, context):
        return None
    at = at_day(month, day)
    if year is None:
        return Reading(grain=Grain.DAY, at=at)
    span = at(year)
    return Reading(grain=Grain.DAY, span=span, relative=is_relative(match)) if span else None


def _days(match: re.Match[str], context: Context) -> Reading | None:
    """July 13-19, 2024; 13 to 19 July."""
    year, month = year_of(match, context), month_of(match)
    first, last = at_day(month, int(match["day"])), at_day(month, int(match["last"]))

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


def _is_person(match: re.Match[str], context: Context) -> bool:
    """Jun and Jan behind another name are people: Lei Jun."""
    if match["month"].lower() not in {"jan", "jun"}:
        return False
    before = context.text[max(0, match.start() - 16) : match.start()]
    return bool(_PERSON.search(before)) and not _NOT_A_NAME.search(before)


def _numeric(match: re.Match[str], _: Context) -> Reading | None:
    year, month, day = int(match["year"]), int(match["m"]), int(match["d"])
    if match.re is _SLASHED.pattern:
        if month > spans.MONTHS:
            month, day = day, month
        elif day <= spans.MONTHS and day != month:
            return None  # 2/8/2023: February or August
    span = at_day(month, day)(year)
    return Reading(grain=Grain.DAY, span=span) if span else None


def _nth_of_month(match: re.Match[str], context: Context) -> Reading | None:
    here = context.published
    month = spans.of_month(here.year, here.month + shift_of(match["which"])).start
    span = at_day(month.month, int(match["day"]))(month.year)
    return Reading(grain=Grain.DAY, span=span, relative=True) if span else None


def _month(match: re.Match[str], context: Context) -> Reading | None:
    if _is_person(match, context):
        return None
    word = match["month"].rstrip(".").lower()
    year = year_of(match, context)
    if year is None and match["yy"]:
        year = 2000 + int(match["yy"])
    at = at_month(MONTHS[word])
    if year is not None:
        return Reading(grain=Grain.MONTH, span=at(year), relative=is_relative(match))
    return Reading(grain=Grain.MONTH, at=at) if _is_month(match, word, context) else None


def _is_month(match: re.Match[str], word: str, context: Context) -> bool:
    """Is a month without day and year a month, rather than a verb or a name?"""
    before = context.text[max(0, match.start() - 16) : match.start()]
    led = bool(_LEAD.search(before))
    if _MODEL.search(before):
        return False
    if match["month"][0].islower():
        return led and (
            word not in _WORDY
            or bool(
                re.search(
                    r"\b(?:in|since|until|by|of|last|next|this|early|late)[\s-]$",
                    before,
                    re.IGNORECASE,
                )
            )
        )
    if len(word) <= 3 and word != "may":  # noqa: PLR2004
        return led
    if word in _WORDY or word in _NAMES:
        return led or bool(_SALES.match(context.text, match.end("month")))
    return True


def _chosen(match: re.Match[str], context: Context) -> Reading | None:
    """Last March, next Monday, this summer."""
    which, name, here = (
        match["which"].lower().split()[-1],
        match["name"].rstrip(".").lower(),
        context.published,
    )
    if name in WEEKDAYS:
        return Reading(
            grain=Grain.DAY, span=spans.of_day(_weekday(here, WEEKDAYS[name], which)), relative=True
        )
    season = SEASONS.get(name)
    at: YearSpan = (
        (lambda year: spans.of_season(year, season)) if season else at_month(MONTHS[name])
    )
    grain = Grain.SEASON if season else Grain.MONTH
    found = [span for year in range(here.year - 2, here.year + 3) if (span := at(year))]
    if which in {"last", "past"}:
        span = max((s for s in found if s.end < here), key=lambda s: s.start)
    elif which in {"next", "coming"}:
        span = min((s for s in found if s.start > here), key=lambda s: s.start)
    else:
        span = (
            next((s for s in found if s.start <= here <= s.end), None) or at(here.year) or found[0]
        )
    return Reading(grain=grain, span=span, relative=True)


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
    at, year = at_day(month_of(match), int(match["day"])), year_of(match, context)

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


def _iso_month(match: re.Match[str], _: Context) -> Reading | None:
    year, month = int(match["year"]), int(match["m"])
    if month == (year + 1) % 100:
        return None  # 2010-11: perhaps two years
    return Reading(grain=Grain.MONTH, span=spans.of_month(year, month))


def _season(match: re.Match[str], context: Context) -> Reading | None:
    season = SEASONS[match["season"].lower()]
    if _MODEL.search(context.text[max(0, match.start() - 8) : match.start()]):
        return None
    year = year_of(match, context)
    if match["lead"] is None and match["season"].lower() == "fall" and not _FALL.match(match[0]):
        return None  # "prices fall in 2025"
    if match["lead"] and match["lead"].lower().startswith("since"):
        begun = (
            spans.of_season(year, season)
            if year
            else spans.latest(lambda y: spans.of_season(y, season), context.published)
        )
        if begun and begun.start <= context.published:
            return Reading(
                grain=Grain.PART, span=Span(start=begun.start, end=context.published), relative=True
            )
    if year is not None:
        return Reading(
            grain=Grain.SEASON, span=spans.of_season(year, season), relative=is_relative(match)
        )
    if match["lead"] is None:
        return None
    return Reading(grain=Grain.SEASON, at=lambda y: spans.of_season(y, season))


_MONTH_STARTS: Final = frozenset(MONTHS)
_CHOSEN: Final = r"(?P<which>last|next|this\spast|this\scoming|this|the\scoming|coming|this|past)\s"
_LONG_MONTHS: Final = tuple(
    name for name in MONTHS if len(name) > len("sept") or name in {"may", "june", "july"}
)
_NAMED: Final = "|".join((*WEEKDAYS, *_LONG_MONTHS, *SEASONS))
_PLAIN_SEASON: Final = (
    r"(?P<season>springtime|spring|summer|autumn|fall|winter)\b(?!\s(?:Festival|Davos|Olympics|"
    r"Games))"
)
_SLASHED: Final = Rule(
    starts=frozenset({"#"}),
    pattern=re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<year>20[0-4][0-9])(?![\w/])"),
    make=_numeric,
)
_DAYS: Final = (
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?:\s?[-\u2010-\u2015]\s?|\s(?:to|"
    r"through|until|and|till)\s)"
)
RULES: Final = (
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
            r"(?P<d>[0-3]?[0-9])\.\s?(?P<m>[01]?[0-9])\.\s?(?P<year>20[0-4][0-9])(?![\w])"
        ),
        make=_numeric,
    ),
    _SLASHED,
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
        starts=_MONTH_STARTS,
        pattern=re.compile(
            rf"{MONTH.format('month')}(?![a-z])(?:{IN_YEAR}|\s?['\u2019](?P<yy>[0-4][0-9])(?!\w))?",
            re.IGNORECASE,
        ),
        make=_month,
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
        starts=frozenset({"#"}),
        pattern=re.compile(r"(?P<year>20[0-4][0-9])-(?P<m>0[1-9]|1[0-2])(?![\w-]|[.,][0-9])"),
        make=_iso_month,
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
    Rule(
        starts=frozenset(
            {
                *SEASONS,
                "early",
                "late",
                "since",
                "in",
                "by",
                "mid",
                "until",
                "from",
                "before",
                "during",
            }
        ),
        pattern=re.compile(
            rf"(?P<lead>(?:since|in|by|until|from|before|during)\s(?:(?:the|early|late|"
            rf"mid)[\s-]){{0,2}}|(?:early|late|mid)[\s-])?{_PLAIN_SEASON}(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_season,
    ),
)
