"""English words of the calendar, as pieces of patterns and as values."""

import re
from collections.abc import Mapping
from typing import Final

from bot.milestones.grammars.english_numbers import ORDINALS, SMALL
from bot.milestones.grammars.readings import Context, listed
from bot.milestones.spans import Season

_MONTH_NAMES: Final = listed(
    "january february march april may june july august september october november december"
)
_MONTH_SHORT: Final = listed("jan feb mar apr may jun jul aug sep oct nov dec")
_WEEKDAYS: Final = listed("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final[Mapping[str, int]] = {
    **{name: at for at, name in enumerate(_MONTH_NAMES, start=1)},
    **{name: at for at, name in enumerate(_MONTH_SHORT, start=1)},
    "sept": 9,
}
WEEKDAYS: Final[Mapping[str, int]] = {name: at for at, name in enumerate(_WEEKDAYS)}
SEASONS: Final[Mapping[str, Season]] = {
    "spring": Season.SPRING,
    "springtime": Season.SPRING,
    "summer": Season.SUMMER,
    "autumn": Season.AUTUMN,
    "fall": Season.AUTUMN,
    "winter": Season.WINTER,
}

COUNTED: Final = (
    r"units?|vehicles?|cars?|EVs?|SUVs?|sedans?|trucks?|orders?|pre-?orders?|reservations?|"
    r"bookings?|jobs?|workers?|"
    r"employees|stations?|chargers?|people|km|kilomet(?:re|er)s?|miles?|mm|cc|hp|kWh?|MWh?|"
    r"GWh?|kg|lbs?|"
    r"yuan|dollars?|euros?|baht|yen|won|rupees?|points|rpm|Nm|mAh|"
    r"per\s?cent|percent|million|billion|thousand|trillion|crore|lakh|bn|mn"
)
NOT_COUNTED: Final = rf"(?!\s?%|[ \u00a0-](?:{COUNTED})\b)"
MONTH: Final = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![a-z])\.?)"
)
DAY: Final = r"(?P<{0}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?![\w]|[.,:/][0-9]|\s?%)"
_YEAR: Final = r"(?:19[5-9]|20[0-4])[0-9](?![\w]|[.,:][0-9]|[-/][0-9]{4})"
# Behind these it is a year whatever follows: "from late 2026 cars will be built there".
_DATING: Final = (
    r"(?:(?<=[Ff]rom\s)|(?<=[Ss]ince\s)|(?<=[Ll]ate\s)|(?<=[Ee]arly\s)|(?<=[Mm]id[\s-])"
    r"|(?<=end\sof\s)|(?<=half\sof\s)|(?<=start\sof\s)|(?<=quarter\sof\s))"
)
YEAR: Final = rf"(?:{_DATING}{_YEAR}|{_YEAR}{NOT_COUNTED})"
# "this year", "the year" (of the news), "next year": also behind "of", "in" or a comma.
NAMED_YEAR: Final = (
    rf"(?P<year>{YEAR})|(?P<which>this|next|last|the\s(?:current|coming|past|previous|"
    rf"next|last)|the)\syear\b(?!-)"
)
IN_YEAR: Final = rf"(?:(?:\s?,\s?|\s)(?:of\s|in\s)?(?:calendar\s(?:year\s)?)?(?:{NAMED_YEAR}))"
COUNT_WORD: Final = (
    "(?:[0-9]{1,3}|an?|"
    + "|".join(sorted((word for word in SMALL if word != "zero"), key=len, reverse=True))
    + r")(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
NTH: Final = r"(?P<nth>first|second|third|fourth|last|latter|back|final|1st|2nd|3rd|4th)"

_NAME: Final = re.compile(r"\b[A-Z][a-z]+\s$")
_NO_NAME: Final = re.compile(
    r"\b(?:On|In|By|Since|From|Until|Till|To|Mid|Early|Late|Last|Next|This|Of|And|Before|After|For|"
    r"Published|Updated|Posted|Between|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s$"
)
_NTH_DIGIT: Final = re.compile(r"[0-9]")
_SHIFTS: Final[Mapping[str, int]] = {
    "this": 0,
    "the": 0,
    "the current": 0,
    "next": 1,
    "the next": 1,
    "the coming": 1,
    "coming": 1,
    "last": -1,
    "the last": -1,
    "the past": -1,
    "past": -1,
    "the previous": -1,
    "the same": 0,
}


def month_of(match: re.Match[str], group: str = "month") -> int:
    """The number of the month that a group of this match names."""
    return MONTHS[match[group].rstrip(".").lower()]


def count_of(words: str) -> int:
    """The value of what `COUNT_WORD` matched."""
    value = 0
    for word in words.lower().split("-"):
        value += int(word) if word.isdigit() else SMALL.get(word, 1)
    return value


def nth_of(words: str, *, last: int) -> int:
    """The value of an ordinal; "last", "latter" and "final" are `last`."""
    word = words.lower()
    if word in {"last", "final", "latter", "back"}:
        return last
    digit = _NTH_DIGIT.match(word)
    return int(digit[0]) if digit else ORDINALS[word]


def shift_of(words: str) -> int:
    """How many units from now: this 0, next 1, last -1."""
    return _SHIFTS[" ".join(words.lower().split())]


def year_of(match: re.Match[str], context: Context) -> int | None:
    """The year that `IN_YEAR` named, or None when it is left open."""
    if match["year"]:
        return int(match["year"])
    if match["which"]:
        return context.published.year + shift_of(match["which"])
    return None


def is_person(match: re.Match[str], context: Context) -> bool:
    """Jun and Jan behind another name are people: Lei Jun."""
    if match["month"].lower() not in {"jan", "jun"}:
        return False
    before = context.text[max(0, match.start() - 16) : match.start()]
    return bool(_NAME.search(before)) and not _NO_NAME.search(before)


def is_relative(match: re.Match[str]) -> bool:
    """Did the match count its year from now?"""
    return bool(match["which"])
