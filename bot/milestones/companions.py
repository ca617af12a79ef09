"""Which steps are the two sides, or the two kinds, of one step."""

from typing import Final

from bot.milestones.statement import Statement
from storage.records import Kind

PAID_IN: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
CHANGED_HANDS: Final = frozenset((Kind.INVESTMENT, Kind.RESTRUCTURING))  # of two companies
# Two kinds, or two companies, that one sentence states of one deal.
ONE_DEAL: Final = frozenset(
    (
        PAID_IN,
        frozenset((Kind.REGISTRATION, Kind.INVESTMENT)),
        frozenset((Kind.PARTNERSHIP,)),
        frozenset((Kind.FUNDING,)),
        frozenset((Kind.INFRASTRUCTURE,)),
        frozenset((Kind.FACTORY,)),
        frozenset((Kind.PRODUCTION,)),
        frozenset((Kind.LAUNCH,)),
        frozenset((Kind.RECALL,)),
        frozenset((Kind.APPROVAL,)),
    )
)


def is_one_deal(a: Statement, b: Statement) -> bool:
    """Are these the two sides, or the two kinds, of one step?"""
    kinds = frozenset((a.kind, b.kind))
    if a.evidence != b.evidence or a is b:
        return False
    if kinds == CHANGED_HANDS:
        return a.phase is b.phase and a.company != b.company
    return kinds in ONE_DEAL and (a.phase is b.phase or kinds == PAID_IN)
