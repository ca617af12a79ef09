"""Two Chinese dates side by side made one: from the first to the second."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.readings import Reading, between

OR: Final = ("或", "或者")
# Parts of a year that a month in brackets says closer.
WIDE: Final = frozenset((Grain.PART, Grain.SEASON, Grain.QUARTER, Grain.HALF, Grain.YEAR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A reading at its place in the text. `year`: the year that its words name, if any."""

    reading: Reading
    start: int
    end: int
    year: int | None = None


def from_to(first: Found, second: Found) -> Found | None:
    """The range from one to the other; None where the second lies before the first.

    A place in a year takes the year of its neighbour; a day alone takes its month.
    """
    one, two = first.reading, second.reading
    if one.years or two.years:
        return None
    reading = between(one, two)
    if reading is None and not two.span and not two.at:
        reading = _to_day(one, two)
    if reading is None:
        return None
    return Found(reading=reading, start=first.start, end=second.end, year=first.year)


def _to_day(one: Reading, two: Reading) -> Reading | None:
    """From a date to a day alone, which takes its month."""
    if not one.span or not two.behind or one.span.start.day == two.behind.start.day:
        return None
    last = spans.each_day(one.span.end.month, two.behind.start.day)(one.span.end.year)
    relative = one.relative or two.relative
    return between(one, Reading(grain=Grain.DAY, span=last, relative=relative)) if last else None


def either(first: Found, second: Found) -> Found | None:
    """One of two years, or parts of them, that follow each other: 2024年底或2025年初."""
    if (first.reading.grain is Grain.YEAR) is not (second.reading.grain is Grain.YEAR):
        return None
    whole = from_to(first, second)
    ends = [found.reading.span for found in (first, second)]
    if whole is None or ends[0] is None or ends[1] is None:
        return None
    return whole if ends[1].start - ends[0].end <= timedelta(days=1) else None


def said_closer(first: Found, second: Found) -> Found | None:
    """A part of a year with its month in brackets: 明年年初(2月)."""
    one, two = first.reading, second.reading
    if one.grain not in WIDE or two.grain is not Grain.MONTH or not one.span or not two.at:
        return None
    span = two.at(one.span.start.year)
    if span is None or span.start < one.span.start or span.end > one.span.end:
        return None
    reading = replace(two, span=span, at=None, relative=one.relative)
    return Found(reading=reading, start=first.start, end=second.end, year=first.year)
