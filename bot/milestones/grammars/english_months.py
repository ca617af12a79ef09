"""English wording of months and seasons: "in May", "March of next year", "since spring"."""

import re
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import (
    IN_YEAR,
    MONTH,
    MONTHS,
    SEASONS,
    is_person,
    is_relative,
    year_of,
)
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from bot.milestones.spans import Season
from storage.records import Span

_VERBS: Final = words("may march mar")
_HOMONYMS: Final = words("may march mar jan jun")
_LEAD: Final = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|early|late|mid|last|next|this|and|or|to|through|during|"
    r"for|before|after|between|around|on|than|already|end|beginning|start|middle|as)[\s-]"
    r"|[(\u2013\u2014/:-]\s?)$",
    re.IGNORECASE,
)
_STRICT_LEAD: Final = re.compile(
    r"\b(?:in|since|until|by|of|last|next|this|early|late)[\s-]$", re.IGNORECASE
)
_FIGURES: Final = re.compile(
    r"['\u2019]s\b|\s(?:deliver|sales|output|production|order|registration|figure|result|number|"
    r"was|saw|volume|export|shipment|update|tally|handover|scoreboard)|[\u2013/-][A-Z]|\s?:\s[0-9]",
    re.IGNORECASE,
)
# "June Lee said", "August Horch built cars here".
_FULL_NAME: Final = re.compile(
    r"\s[A-Z][a-z]+\s(?:said|says|told|wrote|of|built|founded|joined|took|left|became|who)\b"
)
_MODEL: Final = re.compile(r"\b(?:Nissan|Dacia|Theresa|Brian)\s$")  # their March, Spring, May
_SEASON_LEAD: Final = re.compile(
    r"\b(?P<word>since|in|by|until|from|before|during)\s(?:the\s)?$", re.IGNORECASE
)
_FALL: Final = re.compile(r"fall(?:\sof)?\s[0-9]", re.IGNORECASE)
_CENTURY: Final = 2000


def _month(match: re.Match[str], context: Context) -> Reading | None:
    if is_person(match, context):
        return None
    word = match["month"].rstrip(".").lower()
    year = year_of(match, context)
    if year is None and match["yy"]:
        year = _CENTURY + int(match["yy"])
    at = spans.each_month(MONTHS[word])
    if year is not None:
        return Reading(grain=Grain.MONTH, span=at(year), relative=is_relative(match))
    return Reading(grain=Grain.MONTH, at=at) if _is_month(match, word, context) else None


def _is_month(match: re.Match[str], word: str, context: Context) -> bool:
    """Is a month without day and year a month, rather than a verb or a name?"""
    before = context.text[max(0, match.start() - 16) : match.start()]
    if _MODEL.search(before):
        return False
    led = bool(_LEAD.search(before))
    if match["month"][0].islower():
        return led and (word not in _VERBS or bool(_STRICT_LEAD.search(before)))
    if word in _HOMONYMS or len(word) <= len("sept"):
        return led or bool(_FIGURES.match(context.text, match.end("month")))
    return led or not _FULL_NAME.match(context.text, match.end())


def _iso_month(match: re.Match[str], _: Context) -> Reading | None:
    year, month = int(match["year"]), int(match["m"])
    if month == (year + 1) % 100:
        return None  # 2010-11: perhaps two years
    return Reading(grain=Grain.MONTH, span=spans.of_month(year, month))


def _season(match: re.Match[str], context: Context) -> Reading | None:
    season = SEASONS[match["season"].lower()]
    before = context.text[max(0, match.start() - 12) : match.start()]
    lead = _SEASON_LEAD.search(before)
    if _MODEL.search(before) or not (lead or match["part"] or _is_dated(match)):
        return None
    year = year_of(match, context)
    if lead is not None and lead["word"].lower() == "since":
        return _since(season, year, context)
    if year is not None:
        span = spans.of_season(year, season)
        return Reading(grain=Grain.SEASON, span=span, relative=is_relative(match))
    return Reading(grain=Grain.SEASON, at=lambda y: spans.of_season(y, season))


def _is_dated(match: re.Match[str]) -> bool:
    """Spring 2025, but not "prices fall in 2025"."""
    if match["season"].lower() == "fall":
        return _FALL.match(match[0]) is not None
    return bool(match["year"] or match["which"])


def _since(season: Season, year: int | None, context: Context) -> Reading | None:
    at = spans.each_season(season)
    begun = at(year) if year else spans.latest(at, context.published)
    if begun is None or begun.start > context.published:
        return None
    span = Span(start=begun.start, end=context.published)
    return Reading(grain=Grain.PART, span=span, relative=True)


RULES: Final = (
    Rule(
        starts=frozenset(MONTHS),
        pattern=re.compile(
            rf"{MONTH.format('month')}(?![a-z])"
            rf"(?:{IN_YEAR}|\s?['\u2019](?P<yy>[0-4][0-9])(?!\w))?",
            re.IGNORECASE,
        ),
        make=_month,
    ),
    Rule(
        starts=words("#"),
        pattern=re.compile(r"(?P<year>20[0-4][0-9])-(?P<m>0[1-9]|1[0-2])(?![\w-]|[.,][0-9])"),
        make=_iso_month,
    ),
    Rule(
        starts=frozenset({*SEASONS, "early", "late", "mid"}),
        pattern=re.compile(
            r"(?P<part>(?:early|late|mid)[\s-])?"
            r"(?P<season>springtime|spring|summer|autumn|fall|winter)\b"
            rf"(?!\s(?:Festival|Davos|Olympics|Games))(?:{IN_YEAR}(?:/[0-9]{{2}}(?![\w]))?)?",
            re.IGNORECASE,
        ),
        make=_season,
    ),
)
