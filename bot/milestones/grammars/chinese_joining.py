"""Two Chinese dates side by side made one: from the first to the second."""

from dataclasses import dataclass

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.readings import Reading, YearSpan
from storage.records import Span


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
    reading: Reading | None = None
    relative = one.relative or two.relative
    if one.span and two.span:
        span = _span(one.span, two.span)
        reading = Reading(grain=Grain.RANGE, span=span, relative=relative) if span else None
    elif one.at and two.span:
        year = two.span.start.year
        span = _span(one.at(year), two.span) or _span(one.at(year - 1), two.span)
        reading = Reading(grain=Grain.RANGE, span=span, relative=relative) if span else None
    elif one.span and two.at:
        year = one.span.start.year
        span = _span(one.span, two.at(year)) or _span(one.span, two.at(year + 1))
        reading = Reading(grain=Grain.RANGE, span=span, relative=relative) if span else None
    elif one.at and two.at:
        reading = Reading(grain=Grain.RANGE, at=_yearly(one.at, two.at))
    elif one.span and two.behind and one.span.start.day != two.behind.start.day:
        day = two.behind.start.day
        span = spans.each_day(one.span.end.month, day)(one.span.end.year)
        whole = _span(one.span, span)
        reading = Reading(grain=Grain.RANGE, span=whole, relative=relative) if whole else None
    if reading is None:
        return None
    return Found(reading=reading, start=first.start, end=second.end, year=first.year)


def _yearly(first: YearSpan, second: YearSpan) -> YearSpan:
    return lambda year: _span(first(year), second(year)) or _span(first(year), second(year + 1))


def _span(first: Span | None, second: Span | None) -> Span | None:
    if first is None or second is None or first.start > second.end:
        return None
    return Span(start=first.start, end=second.end)
