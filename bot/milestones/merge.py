"""Statements of one step put together, in any language; what only compares is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.milestones.statement import Fact, Statement
from storage.records import Certainty, Kind, Phase, Quantity, Unit

# How far a step has come: the furthest statement of it speaks.
REACHED: Final = {
    Phase.PLANNED: 0,
    Phase.PENDING: 1,
    Phase.DELAYED: 2,
    Phase.DONE: 2,
    Phase.CANCELLED: 2,
}
SURE: Final = {Certainty.OFFICIAL: 2, Certainty.REPORTED: 1, Certainty.RUMOURED: 0}
# Kinds of which a plan and a deed in one text are two steps.
APART: Final = frozenset((Kind.APPROVAL, Kind.DELIVERY, Kind.PRODUCTION, Kind.INFRASTRUCTURE))
CROWD: Final = 4  # companies that take one step together
PRESALE: Final = timedelta(days=100)  # between the first orders and the sale of one model
FACT_REACH: Final = 3  # sentences between a plant and its figures


def merge(statements: Sequence[Statement]) -> list[Statement]:
    """One statement a step, in the order of the text; it takes what the others add to it."""
    steps: list[Statement] = []
    for statement in _single_periods(statements):
        home = next((i for i, step in enumerate(steps) if _same(step, statement)), None)
        if home is None:
            steps.append(statement)
        else:
            steps[home] = _join(steps[home], statement)
    return _main_steps(_dated_capital(steps))


def _dated_capital(steps: Sequence[Statement]) -> list[Statement]:
    """Registered capital was put in on the day of the registration."""
    days = {s.company: s for s in reversed(steps) if s.kind is Kind.REGISTRATION and s.when}
    return [
        replace(s, when=days[s.company].when, support=_sources(s, days[s.company]))
        if s.when is None and s.capital and s.company in days
        else s
        for s in steps
    ]


def _main_steps(steps: Sequence[Statement]) -> list[Statement]:
    """Of a consortium of many companies only the main step: the first one told of all."""
    tellers: dict[str, set[str]] = {}
    for step in steps:
        tellers.setdefault(step.evidence, set()).add(step.company)
    crowds = [evidence for evidence, companies in tellers.items() if len(companies) >= CROWD]
    return [step for step in steps if step.evidence not in crowds[1:]]


def _single_periods(statements: Sequence[Statement]) -> list[Statement]:
    """Of the delivery figures of a company only the first: the rest compares or adds up."""
    told: set[str] = set()
    kept: list[Statement] = []
    for s in statements:
        figure = s.kind is Kind.DELIVERY and s.phase is Phase.DONE and s.quantity is not None
        if figure and not s.titled and (s.company in told or _sums_up(s, statements)):
            continue
        if figure and not s.titled:
            told.add(s.company)
        kept.append(s)
    return kept


def _sums_up(s: Statement, statements: Sequence[Statement]) -> bool:
    """Is it a running total, and another sentence tells a figure of its own?"""
    return s.sums_up and any(
        o.kind is Kind.DELIVERY and o.quantity and o.company == s.company and o.start != s.start
        for o in statements
    )


def _same(a: Statement, b: Statement) -> bool:
    if (a.company, a.kind) != (b.company, b.kind):
        return False
    if a.phase is not b.phase and (
        a.kind in APART or (Phase.CANCELLED in {a.phase, b.phase} and a.subject != b.subject)
    ):
        return False
    titled = a.titled or b.titled  # a title rounds
    if a.amount and b.amount and a.amount != b.amount and not titled:
        return False
    if _conflicting_counts(a, b) and not titled:
        return False
    if a.agency and b.agency and a.agency != b.agency:
        return False
    return _times_agree(a, b)


def _conflicting_counts(a: Statement, b: Statement) -> bool:
    if a.quantity is None or b.quantity is None or a.quantity.unit is not b.quantity.unit:
        return False
    one = {a.quantity.value, b.quantity.value}
    return len(one) > 1


def _times_agree(a: Statement, b: Statement) -> bool:
    if a.when is None or b.when is None:
        return True
    if a.when.start <= b.when.end and b.when.start <= a.when.end:
        return True
    gap = max(a.when.start, b.when.start) - min(a.when.end, b.when.end)
    return a.kind is Kind.LAUNCH and a.phase is b.phase is Phase.DONE and gap <= PRESALE


def _join(a: Statement, b: Statement) -> Statement:
    best, other = (a, b) if _precision(a) >= _precision(b) else (b, a)
    bodies = [s.position for s in (a, b) if not s.titled]
    return replace(
        best,
        when=best.when or other.when,
        amount=best.amount or other.amount,
        quantity=best.quantity or other.quantity,
        agency=best.agency or other.agency,
        subject=best.subject or other.subject,
        support=_sources(best, other) if _gives(other, best) else best.support,
        position=min(bodies, default=0),
        titled=a.titled or b.titled,
        fresh=a.fresh or b.fresh,
        background=a.background and b.background,
    )


def _gives(other: Statement, best: Statement) -> bool:
    """Does a statement fill a slot that the better one leaves open?"""
    pairs = zip(_slots(best), _slots(other), strict=True)
    return any(mine is None and its is not None for mine, its in pairs)


def _slots(s: Statement) -> tuple[object, ...]:
    return s.when, s.amount, s.quantity, s.agency, s.subject


def _sources(s: Statement, *others: Statement) -> tuple[str, ...]:
    """The support of a statement that took slots of others: their sentences, each once."""
    told = (sentence for other in others for sentence in (other.evidence, *other.support))
    return tuple(each for each in dict.fromkeys((*s.support, *told)) if each != s.evidence)


def _precision(s: Statement) -> tuple[int, ...]:
    filled = sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency))
    # A title says "buys" of what the text says "will buy".
    return (s.position > 0, REACHED[s.phase], filled, SURE[s.certainty], -s.position)


def with_facts(steps: Sequence[Statement], told: Sequence[Fact]) -> list[Statement]:
    """Plants with the cost and size told in the sentences around them."""
    return [_with(step, told) if _lacks(step) else step for step in steps]


def _lacks(step: Statement) -> bool:
    return (
        step.kind is Kind.FACTORY
        and (step.amount is None or step.quantity is None)
        and step.phase in {Phase.PLANNED, Phase.DELAYED, Phase.PENDING, Phase.DONE}
        and not step.background
    )


def _with(step: Statement, told: Sequence[Fact]) -> Statement:
    for fact in told:
        if step.company in fact.companies and abs(fact.position - step.position) <= FACT_REACH:
            size = fact.quantity
            if size is not None and size.unit is Unit.GWH:
                size = Quantity(value=size.value, unit=Unit.GWH_PER_YEAR)
            filled = replace(
                step, amount=step.amount or fact.amount, quantity=step.quantity or size
            )
            if filled != step and fact.evidence not in {"", step.evidence, *step.support}:
                filled = replace(filled, support=(*filled.support, fact.evidence))
            step = filled
    return step
