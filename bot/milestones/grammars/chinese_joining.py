"""Two Chinese dates side by side made one: from the first to the second."""

from dataclasses import dataclass

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.readings import Reading, between


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
