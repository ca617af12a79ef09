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
    """What a rule may look at besides its own match."""

    text: str
    published: date
    fiscal: Fiscal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A date as read: its `span`; or, where words leave the year open, `at`, the span of each year.

    `behind` and `ahead` are the occurrences around the day of publication where the week is left
    open. `ahead` alone counts only where something speaks of the future ("in two months").
    """

    grain: Grain
    span: Span | None = None
    at: YearSpan | None = None
    behind: Span | None = None
    ahead: Span | None = None
    relative: bool = False
    years: int = 0


Make = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A wording: first words it can begin with (lower case, "#" for a digit), pattern, sense."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    make: Make
