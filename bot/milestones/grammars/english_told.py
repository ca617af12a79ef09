"""English years that count from the date told before: that year, late in the same year."""

import re
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import MONTH, month_of
from bot.milestones.grammars.readings import Context, Reading, Rule, YearSpan, words
from bot.milestones.spans import Part, Season

HALVES: Final = 2
_PARTS: Final = {
    "early": Part.EARLY,
    "beginning": Part.EARLY,
    "start": Part.EARLY,
    "mid": Part.MIDDLE,
    "middle": Part.MIDDLE,
}
_FOLLOWING: Final = "following"
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_SEASONS: Final = {
    "spring": Season.SPRING,
    "summer": Season.SUMMER,
    "autumn": Season.AUTUMN,
    "fall": Season.AUTUMN,
    "winter": Season.WINTER,
}


def _that_year(match: re.Match[str], _: Context) -> Reading:
    shift = int(match["which"].lower().split()[-1] == _FOLLOWING)
    grain, at = _within(match)
    return Reading(grain=grain, at=lambda year: at(year + shift), told=True)


def _within(match: re.Match[str]) -> tuple[Grain, YearSpan]:
    """The time within that year: a day, a month, a quarter, a season, a part, or all of it."""
    if match["month"]:
        month, day = month_of(match, "month"), match["day"]
        return (
            (Grain.DAY, spans.each_day(month, int(day)))
            if day
            else (Grain.MONTH, spans.each_month(month))
        )
    if match["nth"]:
        nth = _QUARTERS[match["nth"].lower()]
        if match["unit"].lower() == "half":
            return Grain.HALF, lambda year: spans.of_half(year, min(nth, HALVES))
        return Grain.QUARTER, lambda year: spans.months(year, 3 * nth - 2, 3)
    if match["season"]:
        return Grain.SEASON, spans.each_season(_SEASONS[match["season"].lower()])
    part = (match["part"] or "").lower()
    if not part or (match["by"] and part == "end"):
        return Grain.YEAR, spans.of_year
    return Grain.PART, lambda year: spans.of_part(year, _PARTS.get(part, Part.LATE))


RULES: Final = (
    Rule(
        starts=words(
            "first second third fourth last spring summer autumn fall winter by before until till"
            " the early late mid middle end beginning start that later earlier"
            " jan feb mar apr may jun jul aug sep sept oct nov dec january february march april"
            " june july august september october november december"
        ),
        pattern=re.compile(
            rf"(?:(?P<by>by|before|until|till)\s)?(?:(?:the\s)?(?P<part>early|late|mid|middle|end|"
            rf"beginning|start)(?:-|\s)(?:of\s|in\s)?|(?:later|earlier)\s(?:in\s)?"
            rf"|{MONTH.format('month')}\s(?:(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)?\s)?(?:of\s)?"
            r"|(?P<nth>first|second|third|fourth|last)\s(?P<unit>quarter|half)\sof\s"
            r"|(?P<season>spring|summer|autumn|fall|winter)\sof\s)?"
            r"(?P<which>that(?:\ssame)?|the\ssame|the\sfollowing)\syear\b(?!-|\sto\sdate)",
            re.IGNORECASE,
        ),
        make=_that_year,
    ),
)
