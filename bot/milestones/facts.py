"""What sentences of their own tell of a step: its cost and size, who decides; in any language."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.milestones.merge import size
from bot.milestones.newsworth import OLD
from bot.milestones.sameness import GROWN
from bot.milestones.statement import Fact, Statement
from storage.records import Kind, Money, Phase, Quantity, Unit

OPEN_OR_DONE: Final = frozenset((Phase.PLANNED, Phase.DELAYED, Phase.PENDING, Phase.DONE))
ROUND: Final = 500  # a number of cars that is a multiple of it is rounded
NEARLY: Final = Decimal("1.1")
FACT_REACH: Final = 3  # sentences between a step and its figures
TITLED_REACH: Final = 5  # for a plant that the title says is opened or begun
REACH: Final = {Kind.RECALL: 6, Kind.PARTNERSHIP: 8}
MONEY: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
RATES: Final = frozenset((Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR))
# Kinds of which a dropped plan keeps what it would have cost and held.
INHERITING: Final = frozenset((Kind.FACTORY, Kind.PARTNERSHIP))
# The sort of step that a sum of another sentence may belong to; of other kinds any.
PAID_STAGES: Final = {
    Kind.PARTNERSHIP: "venture",
    Kind.RESTRUCTURING: "sale",
    Kind.INVESTMENT: "sale",
    Kind.FUNDING: "offer",
}


def with_facts(
    steps: Sequence[Statement], told: Sequence[Fact], published: date
) -> list[Statement]:
    """The steps with the cost, size and authority told in the sentences around them.

    Of several steps of one kind and company a figure belongs to the nearest, and to none that is
    told as history. What a plant or a venture costs is no second step of money.
    """
    own = {s.amount for s in steps if s.kind in MONEY and s.amount and not (s.carried or s.shared)}
    makers = {s.company for s in steps if s.kind is Kind.RECALL}
    full = [
        _with(
            s,
            [
                f
                for f in told
                if _is_nearest(s, f, steps)
                and not _is_spent(f, own)
                and (not _is_history(s, published) or _goes_on(s, f, steps))
            ],
            makers,
        )
        for s in steps
    ]
    full = [_shared(s, full) for s in full]
    return [s for s in full if not _is_cost(s, full)]


def told_once(steps: Sequence[Statement]) -> list[Statement]:
    """The steps; what a plant holds is no figure of the cars that begin to be made in it."""
    sizes = {(s.company, s.quantity) for s in steps if s.kind is Kind.FACTORY}
    return [
        replace(s, quantity=None)
        if s.kind is Kind.PRODUCTION and _is_rate(s) and (s.company, s.quantity) in sizes
        else s
        for s in steps
    ]


def _is_rate(s: Statement) -> bool:
    return s.quantity is not None and s.quantity.unit in RATES


def _shared(s: Statement, steps: Sequence[Statement]) -> Statement:
    """What a venture costs is told of each of its sides."""
    if s.kind is not Kind.PARTNERSHIP or s.amount is not None:
        return s
    sides = (
        o.amount
        for o in steps
        if (o.kind, o.evidence, o.phase, o.stage) == (s.kind, s.evidence, s.phase, s.stage)
    )
    return replace(s, amount=next(filter(None, sides), None))


def _is_spent(fact: Fact, own: Collection[Money]) -> bool:
    """Is the sum of a venture what one of its parents puts into the other?"""
    return fact.kind is Kind.PARTNERSHIP and fact.amount is not None and fact.amount in own


def _is_history(s: Statement, published: date) -> bool:
    old = s.when is not None and s.when.end < published - OLD
    return s.background or (old and not s.titled)


def _goes_on(s: Statement, fact: Fact, steps: Sequence[Statement]) -> bool:
    """Is an old plant told of, and in the next sentence how large it is, and no other step?"""
    built = s.kind is Kind.FACTORY and s.phase is Phase.DONE and not s.background
    others = [
        o
        for o in steps
        if o is not s and o.kind is s.kind and o.position in {s.position, fact.position}
    ]
    others = [o for o in others if o.company == s.company]
    return built and fact.position - s.position == 1 and not others


def _is_cost(s: Statement, steps: Sequence[Statement]) -> bool:
    """Is it only what a plant or a venture costs, told by a sentence that names nobody?"""
    return (
        s.kind is Kind.INVESTMENT
        and (s.carried or s.shared)
        and s.amount is not None
        and any(
            o.kind in {Kind.FACTORY, Kind.PARTNERSHIP}
            and (o.company, o.amount) == (s.company, s.amount)
            for o in steps
        )
    )


def _is_nearest(step: Statement, fact: Fact, steps: Sequence[Statement]) -> bool:
    rivals = [s for s in steps if (s.company, s.kind) == (step.company, step.kind)]
    within = [s for s in rivals if _apart(s, fact)[0] <= _reach(s)]
    rivals = _told_with(step.kind, within or rivals, fact)
    nearest = min(rivals, key=lambda s: _apart(s, fact), default=None)
    return step is nearest


def _apart(step: Statement, fact: Fact) -> tuple[int, bool]:
    """How far a figure stands from a step; of two in one sentence it is of what was done."""
    return abs(step.position - fact.position), step.phase is Phase.PLANNED


def _told_with(kind: Kind, rivals: list[Statement], fact: Fact) -> list[Statement]:
    """Of several steps of a plant a figure is of the one told with it, else of what was opened.

    A plant that is only recalled comes first by no such rule.
    """
    if kind is not Kind.FACTORY:
        return rivals
    beside = [s for s in rivals if s.position == fact.position and not s.titled]
    news = [s for s in rivals if s.phase is Phase.DONE and s.titled and s.quantity is None]
    if news and fact.quantity is not None and any(_grows(s, fact.quantity) for s in beside):
        return news
    now = [s for s in rivals if not s.background]
    opened = [s for s in now if s.stage == "opened" and s.phase is Phase.DONE]
    built = [s for s in now if s.stage != "begun"]
    return beside or opened or built or rivals


def _grows(step: Statement, told: Quantity) -> bool:
    """Has a plan a size of its own, to which the plant that is news is to grow?"""
    plan = step.phase is Phase.PLANNED and step.carried and step.stage == GROWN
    return plan and step.quantity is not None and step.quantity != told


def _with(step: Statement, told: Sequence[Fact], makers: Collection[str]) -> Statement:
    if step.phase not in OPEN_OR_DONE and step.kind not in INHERITING:
        return step
    for fact in told:
        near = abs(fact.position - step.position) <= _reach(step)
        mine = step.company in fact.companies or len(makers) == 1
        concerns = step.company in fact.companies or step.kind in {Kind.RECALL, Kind.INVESTMENT}
        if fact.kind is step.kind and near and concerns:
            step = replace(
                step,
                amount=step.amount or (fact.amount if _is_paid(step) else None),
                quantity=_counted(step, _yearly(fact.quantity, step.kind))
                if mine
                else step.quantity,
                agency=step.agency or fact.agency,
                when=step.when or fact.when,
            )
    return step


def _reach(step: Statement) -> int:
    """How many sentences off its figures may stand; what a text is about goes on for longer."""
    if step.kind is Kind.FACTORY and step.titled and step.phase is Phase.DONE:
        return TITLED_REACH
    return REACH.get(step.kind, FACT_REACH)


def _is_paid(step: Statement) -> bool:
    """May a sum of another sentence be that of this step: of a venture, a sale, a share offer?"""
    offered = step.kind is not Kind.FUNDING or step.phase is Phase.DONE
    return offered and step.stage == PAID_STAGES.get(step.kind, step.stage)


def _counted(step: Statement, told: Quantity | None) -> Quantity | None:
    """The count of a step with what a sentence tells; a title rounds, or adds up two brands."""
    if step.kind is Kind.RECALL and told is not None:
        if step.titled and step.position == 0:
            return told
        if step.quantity is not None and _is_exact(told, step.quantity):
            return told
    return size(step, replace(step, quantity=told))


def _is_exact(told: Quantity, rounded: Quantity) -> bool:
    """Is it the figure that another one rounds down: 25,564 of "more than 25,000"?"""
    full, short = told.value, rounded.value
    return not short % ROUND and bool(full % ROUND) and short < full < short * NEARLY


def _yearly(size: Quantity | None, kind: Kind) -> Quantity | None:
    """GWh of a plant are those of a year."""
    if kind is Kind.FACTORY and size is not None and size.unit is Unit.GWH:
        return Quantity(value=size.value, unit=Unit.GWH_PER_YEAR)
    return size
