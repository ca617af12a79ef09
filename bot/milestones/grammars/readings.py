"""How a rule of a date grammar tells what it read; the same for every language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.milestones.found import Grain
from bot.milestones.spans import Fiscal
from storage.records import Span


def words(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


def listed(text: str) -> tuple[str, ...]:
    """The same in the order in which they are written."""
    return tuple(text.split())


YearSpan = Callable[[int], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides its own match. `told`: the last date before the text."""

    text: str
    published: date
    fiscal: Fiscal
    told: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A date as read: its `span`; or, where words leave the year open, `at`, the span of each year.

    `told`: that year is the one of the date told before. `behind` and `ahead` are the occurrences
    around the day of publication where the week is left open. `ahead` alone counts only where
    something speaks of the future ("in two months").
    """

    grain: Grain
    span: Span | None = None
    at: YearSpan | None = None
    behind: Span | None = None
    ahead: Span | None = None
    relative: bool = False
    years: int = 0
    told: bool = False


Make = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A wording: first words it can begin with (lower case, "#" for a digit), pattern, sense."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    make: Make


def between(first: Reading, second: Reading) -> Reading | None:
    """From the one to the other; None where the second lies before the first.

    A place in a year takes the year of its neighbour.
    """
    relative = first.relative or second.relative
    span: Span | None = None
    if first.span and second.span:
        span = _whole(first.span, second.span)
    elif first.at and second.span:
        year = second.span.start.year
        span = _whole(first.at(year), second.span) or _whole(first.at(year - 1), second.span)
    elif first.span and second.at:
        year = first.span.start.year
        span = _whole(first.span, second.at(year)) or _whole(first.span, second.at(year + 1))
    elif first.at and second.at:
        return Reading(grain=Grain.RANGE, at=_yearly(first.at, second.at))
    return Reading(grain=Grain.RANGE, span=span, relative=relative) if span else None


def _yearly(first: YearSpan, second: YearSpan) -> YearSpan:
    return lambda year: _whole(first(year), second(year)) or _whole(first(year), second(year + 1))


def _whole(first: Span | None, second: Span | None) -> Span | None:
    if first is None or second is None or first.start > second.end:
        return None
    return Span(start=first.start, end=second.end)
