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
FOUNDED: Final = frozenset((Kind.PARTNERSHIP, Kind.COMPANY_SETUP))
UPSET: Final = frozenset((Phase.DELAYED, Phase.CANCELLED))
# Done in one breath: a plant and the first cars out of it, a model and its price, a first shop.
ONE_HOUR: Final = (
    frozenset((Kind.FACTORY, Kind.PRODUCTION)),
    frozenset((Kind.FACTORY, Kind.DELIVERY)),
    frozenset((Kind.UNVEIL, Kind.LAUNCH)),
    frozenset((Kind.MARKET_ENTRY, Kind.LAUNCH)),
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
    if s is news or is_old(s, published):
        return False
    if s.certainty is Certainty.RUMOURED is not news.certainty:
        return False
    sides = {o.company for o in steps if (o.evidence, o.kind) == (news.evidence, news.kind)}
    if abs(s.position - news.position) > NEAR:
        return s.titled and _is_agreed_on(s, news, sides)
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
    """What partners have just agreed to build, or a new firm is founded for."""
    ahead = s.phase in {Phase.PLANNED, Phase.PENDING}
    return news.kind in FOUNDED and s.kind in BUILT and s.company in sides and ahead


def _is_of_the_hour(s: Statement, news: Statement) -> bool:
    done = s.phase is news.phase is Phase.DONE and s.company == news.company
    return done and frozenset((s.kind, news.kind)) in ONE_HOUR


def _is_the_same_elsewhere(s: Statement, news: Statement) -> bool:
    """The same step of another company on the same day; figures of a period are a list, no step.

    What is put off has its new date, which may be another one.
    """
    if (s.kind, s.phase) != (news.kind, news.phase) or s.company == news.company:
        return False
    same = s.when is not None and s.when == news.when
    return s.kind is not Kind.DELIVERY and (same or s.phase in UPSET)
