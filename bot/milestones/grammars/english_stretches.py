"""English wording of stretches of months: "the first nine months", "the year ended March 31"."""

import re
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import (
    COUNT_WORD,
    IN_YEAR,
    MONTH,
    count_of,
    is_relative,
    month_of,
    year_of,
)
from bot.milestones.grammars.readings import Context, Reading, Rule, words

YEAR_OVER: Final = 3  # the month up to which figures of "the year" are of the one that has ended
JUST_ENDED: Final = 10  # days into a month in which "the last three months" are full ones
_BROUGHT: Final = re.compile(r"\b(?:brings?|brought|takes?|took|lifts?|lifted)\s$")
_OVER: Final = re.compile(r"\b(?:in|for|over)\s$")
_CLOSED: Final = re.compile(r"\s*(?:[,.;)]|as a whole\b)")


def _first_months(match: re.Match[str], context: Context) -> Reading | None:
    """The first nine months of 2024; the last three months, told as soon as they are over."""
    count, year = count_of(match["count"]), year_of(match, context)
    last = match["nth"].lower() != "first"
    if last and year is None:
        return _months_past(match, count, context)
    if not 1 <= count < spans.MONTHS:
        return None
    first = spans.MONTHS + 1 - count if last else 1
    grain = {3: Grain.QUARTER, 6: Grain.HALF}.get(count, Grain.PART)
    if year is None:
        return Reading(grain=grain, at=lambda y: spans.months(y, first, count))
    return Reading(grain=grain, span=spans.months(year, first, count), relative=is_relative(match))


def _year_over(match: re.Match[str], context: Context) -> Reading | None:
    """The year that has ended, told soon after: "so brought the year to 4,700 cars"."""
    here = context.published
    before = context.text[max(0, match.start() - 9) : match.start()]
    brought = _BROUGHT.search(before) and context.text[match.end() :].startswith(" to ")
    whole = _OVER.search(before) and _CLOSED.match(context.text, match.end())
    if here.month > YEAR_OVER or not (brought or whole):
        return None
    return Reading(grain=Grain.YEAR, span=spans.of_year(here.year - 1), relative=True)


def _months_past(match: re.Match[str], count: int, context: Context) -> Reading | None:
    """The full months up to the day of publication, if the last of them has just ended."""
    here = context.published
    the = context.text[: match.start()].lower().endswith("the ")
    if not the or here.day > JUST_ENDED or not 1 < count <= spans.MONTHS:
        return None
    span = spans.months(here.year, here.month - count, count)
    return Reading(grain=_grain_of(count), span=span, relative=True)


def _months_to(match: re.Match[str], context: Context) -> Reading | None:
    """The three months to June; the year ended March 31, 2025."""
    count = 12 if match["twelve"] else 3 if match["quarter"] else count_of(match["count"])
    month = month_of(match)
    year = year_of(match, context)
    if year is not None:
        return Reading(
            grain=_grain_of(count),
            span=spans.months(year, month - count + 1, count),
            relative=is_relative(match),
        )
    return Reading(grain=_grain_of(count), at=lambda y: spans.months(y, month - count + 1, count))


def _grain_of(count: int) -> Grain:
    return {1: Grain.MONTH, 3: Grain.QUARTER, 6: Grain.HALF, 12: Grain.YEAR}.get(count, Grain.PART)


def _first_quarters(match: re.Match[str], context: Context) -> Reading:
    """The first three quarters, of a year or of the last one in which they are over."""
    count, told = count_of(match["count"]), year_of(match, context)
    year = told if told is not None else context.published.year
    if told is None and spans.months(year, 1, 3 * count).end >= context.published:
        year -= 1
    return Reading(grain=Grain.RANGE, span=spans.months(year, 1, 3 * count))


RULES: Final = (
    Rule(
        starts=frozenset({"the"}),
        pattern=re.compile(r"the\s(?:full\s|whole\s)?year\b(?!['\u2019-])", re.IGNORECASE),
        make=_year_over,
    ),
    Rule(
        starts=frozenset({"first", "last", "past"}),
        pattern=re.compile(
            rf"(?P<nth>first|last|past)\s(?P<count>{COUNT_WORD})\smonths"
            rf"(?:{IN_YEAR}|\b(?!-|\s(?:after|since|of|in)\b))",
            re.IGNORECASE,
        ),
        make=_first_months,
    ),
    Rule(
        starts=words(
            "fiscal financial year twelve three six nine first second third fourth quarter #"
        ),
        pattern=re.compile(
            rf"(?:(?P<twelve>(?:(?:fiscal|financial)\s)?year)|(?P<quarter>(?:(?:first|second|"
            rf"third|fourth)\s)?quarter)"
            rf"|(?P<count>{COUNT_WORD})\smonths)"
            r"\s(?:to|through|until|that\sended\s(?:in|on)|end(?:ed|ing|s)(?:\s(?:in|on))?)"
            rf"\s(?:the\send\sof\s)?(?:[0-9]{{1,2}}\s)?{MONTH.format('month')}"
            rf"(?:\s[0-9]{{1,2}}(?![\w]))?(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_months_to,
    ),
    Rule(
        starts=frozenset({"first"}),
        pattern=re.compile(
            rf"first\s(?P<count>two|three|2|3)\squarters\b(?:{IN_YEAR})?",
            re.IGNORECASE,
        ),
        make=_first_quarters,
    ),
)
