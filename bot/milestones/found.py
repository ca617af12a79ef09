"""What the grammars find in a text: numbers, dates, sums and counts, each with its exact place.

`start` and `end` are offsets in the text as given: `text[start:end]` are the words that say it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from storage.records import Money, Quantity, Span


class Grain(StrEnum):
    """How fine a date is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SEASON = "season"
    PART = "part"  # early, mid, late, the rest of a year
    DECADE = "decade"
    RANGE = "range"  # from one time to another
    HORIZON = "horizon"  # over the next N years


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A numeral. `ordinal`: the 200,000th; `scale`: what it is told in (10 million, 5k), else 1."""

    value: Decimal
    start: int
    end: int
    ordinal: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date, as the days it may mean.

    Where the words leave the year (or week) open ("in May", "on Sunday"), `earlier` is the last
    such time begun by the day of publication and `later` the first one not over then; `span` is the
    one that the words around speak for, `earlier` when nothing speaks. Otherwise both are None.
    """

    span: Span
    start: int
    end: int
    text: str
    relative: bool  # counts from the day of publication
    granularity: str  # one of Grain
    earlier: Span | None = None
    later: Span | None = None
    years: int = 0  # length of a horizon, for `spans.horizon` from another starting year

    def towards(self, *, future: bool) -> Span:
        """The reading ahead or behind where the words leave it open, else the only one."""
        return (self.later if future else self.earlier) or self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum of money; of a range the lower end. `converted`: told beside another currency's sum."""

    money: Money
    start: int
    end: int
    converted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count of a unit. `inferred`: the number stands bare, words further away tell the unit."""

    quantity: Quantity
    start: int
    end: int
    inferred: bool = False
    ordinal: bool = False  # the N-th of its kind
