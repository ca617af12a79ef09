"""Counts of one thing that a text tells as a whole and in parts.

What several companies count together is the figure of none of them, once one tells its own:
"Hyundai and Kia recall 170,000 cars. Kia calls in 56,016 of them." And a recall is one step, though
the text tells how many of it are of which model.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.milestones.statement import Fact, Statement
from storage.records import Kind, Quantity

SHARED: Final = frozenset((Kind.RECALL,))
ROUNDED: Final = Decimal("0.02")  # a whole in round figures may be so much off
PARTS: Final = 2
_OF_IT: Final = re.compile(
    r"^[^，,]{0,4}(?:其中|当中|當中)|\d of (?:these|those|them|which)\b", re.IGNORECASE
)


def without_totals(
    statements: Sequence[Statement], facts: Sequence[Fact]
) -> tuple[list[Statement], list[Fact]]:
    """The statements and facts of a text, but for the counts that are of several together."""
    totals = {s.quantity for s in statements if _is_total(s, statements)}
    if not totals:
        return list(statements), list(facts)
    return (
        [replace(s, quantity=None) if _is_one_of(s, totals) else s for s in statements],
        [replace(f, quantity=None) if _is_one_of(f, totals) else f for f in facts],
    )


def without_parts(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of a text, but for those that tell one part of a recall told as a whole."""
    parts: list[Statement] = []
    recalls = [s for s in statements if s.kind is Kind.RECALL and s.quantity]
    for _, told in groupby(sorted(recalls, key=_whose), key=_whose):
        parts += _parts(list(told))
    return [s for s in statements if not any(s is part for part in parts)]


_whose = attrgetter("company", "phase")


def _parts(recalls: Sequence[Statement]) -> list[Statement]:
    """Those that say to be part of the largest, or all the smaller ones that make it up."""
    whole = max(map(_count, recalls))
    begins = min(s.start for s in recalls if _count(s) == whole)
    smaller = [s for s in recalls if _count(s) < whole and s.start >= begins]
    counts = {_count(s) for s in smaller}
    if len(counts) >= PARTS and abs(sum(counts) - whole) <= whole * ROUNDED:
        return smaller
    return [s for s in smaller if _OF_IT.search(s.evidence)]


def _count(s: Statement) -> Decimal:
    return s.quantity.value if s.quantity else Decimal()


def _is_one_of(told: Statement | Fact, totals: set[Quantity | None]) -> bool:
    return told.kind in SHARED and told.quantity in totals


def _is_total(s: Statement, statements: Sequence[Statement]) -> bool:
    """Is it told of two companies at once, and is less told of one of them?"""
    if s.kind not in SHARED or s.quantity is None:
        return False
    sides = {
        o.company
        for o in statements
        if (o.kind, o.start, o.quantity) == (s.kind, s.start, s.quantity)
    }
    return len(sides) > 1 and any(
        o.kind is s.kind
        and o.company in sides
        and o.quantity is not None
        and o.quantity.value < s.quantity.value
        for o in statements
        if o.start != s.start
    )
