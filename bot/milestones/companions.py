"""Which steps are part of one piece of news: its other sides, and what was done in the same hour.

A plan that is told behind a deed ("deliveries begin in May") is none of them, unless it is what
partners have just agreed to build.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.milestones.newsworth import is_old
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

NEAR: Final = 2  # sentences
DEAL: Final = frozenset((Kind.PARTNERSHIP, Kind.INVESTMENT, Kind.FUNDING))
BUILT: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE))
PAID_IN: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
# Done in one breath: a plant and the first car out of it, a model and its price.
ONE_HOUR: Final = (
    frozenset((Kind.FACTORY, Kind.PRODUCTION)),
    frozenset((Kind.UNVEIL, Kind.LAUNCH)),
)
# Two kinds, or two companies, that one sentence states of one deal.
ONE_DEAL: Final = frozenset(
    (
        PAID_IN,
        frozenset((Kind.REGISTRATION, Kind.INVESTMENT)),
        frozenset((Kind.PARTNERSHIP,)),
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
    return kinds in ONE_DEAL and (a.phase is b.phase or kinds == PAID_IN)


def goes_with(s: Statement, news: Statement, steps: Sequence[Statement], published: date) -> bool:
    """Does the text tell a step as part of the news, not as what came before or comes next?"""
    if s is news or abs(s.position - news.position) > NEAR or is_old(s, published):
        return False
    if s.certainty is Certainty.RUMOURED is not news.certainty:
        return False
    sides = {o.company for o in steps if (o.evidence, o.kind) == (news.evidence, news.kind)}
    return (
        _is_of_deal(s, news, sides)
        or _is_agreed_on(s, news, sides)
        or _is_of_the_hour(s, news)
        or _is_the_same_elsewhere(s, news)
    )


def _is_of_deal(s: Statement, news: Statement, sides: set[str]) -> bool:
    """An agreement and the money that goes with it: "... will form a venture and put in $1bn"."""
    kinds = {s.kind, news.kind}
    return len(kinds) > 1 and kinds <= DEAL and s.company in sides and not s.background


def _is_agreed_on(s: Statement, news: Statement, sides: set[str]) -> bool:
    """What partners have just agreed to build."""
    ahead = s.phase in {Phase.PLANNED, Phase.PENDING}
    return news.kind is Kind.PARTNERSHIP and s.kind in BUILT and s.company in sides and ahead


def _is_of_the_hour(s: Statement, news: Statement) -> bool:
    done = s.phase is news.phase is Phase.DONE and s.company == news.company
    return done and frozenset((s.kind, news.kind)) in ONE_HOUR


def _is_the_same_elsewhere(s: Statement, news: Statement) -> bool:
    """The same step of another company on the same day; figures of a period are a list, no step."""
    same = (s.kind, s.phase, s.when) == (news.kind, news.phase, news.when)
    other = s.company != news.company and s.kind is not Kind.DELIVERY
    return same and other and s.when is not None
