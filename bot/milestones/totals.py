"""What several companies count together: the figure of none of them, once one tells its own.

"Hyundai and Kia recall 170,000 cars. Kia calls in 56,016 of them."
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.milestones.rounded import rounds
from bot.milestones.statement import Fact, Statement
from storage.records import Kind, Quantity

SHARED: Final = frozenset((Kind.RECALL,))


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


def without_parts(steps: Sequence[Statement]) -> list[Statement]:
    """The steps, but for the parts of a recall whose total is told: "88,981, of which 52,890"."""
    parts = [p for s in steps if s.kind in SHARED and s.quantity for p in _parts(s, steps)]
    return [s for s in steps if not any(s is p for p in parts)]


def _parts(whole: Statement, steps: Sequence[Statement]) -> list[Statement]:
    """The smaller recalls of the same company, if they add up to this one."""
    total = whole.quantity
    if total is None:
        return []
    smaller = [
        s
        for s in steps
        if s.kind is whole.kind
        and s.company == whole.company
        and s.quantity is not None
        and s.quantity.value < total.value
    ]
    told = sum((s.quantity.value for s in smaller if s.quantity), Decimal(0))
    added = Quantity(value=told, unit=total.unit)
    if len(smaller) < 2 or not (added == total or rounds(total, added)):  # noqa: PLR2004
        return []
    return smaller


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
