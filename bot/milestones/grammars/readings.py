"""How a rule of a date grammar tells what it read; the same for every language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.milestones.found import Grain
from bot.milestones.spans import Fiscal
from storage.records import Span

YearSpan = Callable[[int], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides its own match."""

    text: str
    published: date
    fiscal: Fiscal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A date as read: a `span`; or `at`, the span of each year, where the year is left open; or both
    occurrences around the day of publication (`behind`, `ahead`)."""

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
    """A wording: the first words (lower case, "#" for a digit) it can begin with, its pattern, its sense."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    make: Make
