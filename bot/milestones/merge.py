"""Statements of one step put together, in any language; what only compares is left out."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.milestones.statement import Fact, Statement
from storage.records import Certainty, Kind, Money, Phase, Quantity, Span, Unit

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
APART: Final = frozenset(
    (
        Kind.APPROVAL,
        Kind.DELIVERY,
        Kind.PRODUCTION,
        Kind.INFRASTRUCTURE,
        Kind.TECHNOLOGY,
    )
)
OPEN_OR_DONE: Final = frozenset((Phase.PLANNED, Phase.DELAYED, Phase.PENDING, Phase.DONE))
MADE: Final = frozenset((Kind.PRODUCTION, Kind.FACTORY, Kind.RESTRUCTURING))
HAPPENED: Final = frozenset((Phase.DONE, Phase.DELAYED, Phase.CANCELLED))
# Kinds that are told of one car, and of the next one.
OF_MODELS: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL))
_MODEL: Final = re.compile(r"(?<![A-Za-z])[A-Z]{1,4} ?\d{1,3}(?![\d.,%])")
CROWD: Final = 4  # companies that take one step together
PRESALE: Final = timedelta(days=100)  # between the first orders and the sale of one model
SMALLEST_FIGURE: Final = 500  # below it is a handover to first customers, no sales of a period
LONG_AGO: Final = timedelta(days=60)
GROWN: Final = "grown"  # the stage of a plant that gets larger
ROUNDED: Final = Decimal("1.3")
LEADING: Final = 2  # sentences behind the title that tell the news
OLD: Final = timedelta(days=60)
# Kinds of which a text about one day tells what happened on that day.
EVENTS: Final = frozenset(
    (Kind.LAUNCH, Kind.PRODUCTION, Kind.DELIVERY, Kind.FACTORY, Kind.UNVEIL, Kind.RECALL)
)
BESIDE: Final = 8  # sentences in which a text tells its news
FACT_REACH: Final = 3  # sentences between a step and its figures
REACH: Final = {Kind.RECALL: 6, Kind.PARTNERSHIP: 8}
# Kinds of which a dropped plan keeps what it would have cost and held.
MONEY: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
INHERITING: Final = frozenset((Kind.FACTORY, Kind.PARTNERSHIP))
PAID_STAGES: Final = {
    Kind.PARTNERSHIP: "venture",
    Kind.RESTRUCTURING: "sale",
    Kind.INVESTMENT: "sale",
    Kind.FUNDING: "offer",
}


def merge(statements: Sequence[Statement], published: date | None = None) -> list[Statement]:
    """One statement a step, in the order of the text; it takes what the others add to it.

    With `published` undated news of the first sentences keeps apart from what is dated long ago.
    """
    steps: list[Statement] = []
    for statement in _single_periods(statements):
        home = next(
            (
                i
                for i, step in enumerate(steps)
                if _same(step, statement) and not _is_recalled(step, statement, published)
            ),
            None,
        )
        if home is None:
            steps.append(statement)
        else:
            steps[home] = _join(steps[home], statement)
    return _main_steps(_without_doubles(_dated_capital(steps)))


def _without_doubles(steps: Sequence[Statement]) -> list[Statement]:
    """The steps but for a launch put off or dropped in the title that the text tells otherwise.

    "Toyota postpones electric SUV" is about its production, where the first sentences say so.
    """
    return [s for s in steps if not any(_tells_otherwise(o, s) for o in steps)]


def _tells_otherwise(told: Statement, s: Statement) -> bool:
    bare = s.kind is Kind.LAUNCH and s.position == 0 and s.phase in {Phase.DELAYED, Phase.CANCELLED}
    same = (told.company, told.phase) == (s.company, s.phase) and told.kind in MADE
    return bare and same and 0 < told.position <= LEADING


def _is_recalled(news: Statement, other: Statement, published: date | None) -> bool:
    """Is this an older step of the same kind, told behind the news, or a deed before its plan?"""
    if published is None or news.when is not None or other.when is None:
        return False
    is_behind = other.position > LEADING or (
        news.phase is Phase.PLANNED and other.phase is Phase.DONE
    )
    return news.position <= LEADING and is_behind and other.when.end < published - OLD


def _dated_capital(steps: Sequence[Statement]) -> list[Statement]:
    """Registered capital was put in on the day of the registration."""
    days = {s.company: s.when for s in reversed(steps) if s.kind is Kind.REGISTRATION and s.when}
    return [
        replace(s, when=days.get(s.company)) if s.when is None and s.capital else s for s in steps
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
        figure = (
            s.kind is Kind.DELIVERY
            and s.phase is Phase.DONE
            and s.quantity is not None
            and s.quantity.value >= SMALLEST_FIGURE
        )
        if figure and not s.titled and (s.company in told or _sums_up(s, statements)):
            continue
        if figure and not s.titled:
            told.add(s.company)
        kept.append(s)
    return kept


def _sums_up(s: Statement, statements: Sequence[Statement]) -> bool:
    """Is it a running total, and another sentence tells a figure of its own?"""
    return s.sums_up and any(
        o.kind is Kind.DELIVERY
        and o.quantity
        and o.quantity.value >= SMALLEST_FIGURE
        and o.company == s.company
        and o.start != s.start
        for o in statements
    )


def _same(a: Statement, b: Statement) -> bool:
    if (a.company, a.kind) != (b.company, b.kind):
        return False
    if a.phase is not b.phase and (
        (a.kind in APART and not _retells(a, b))
        or (Phase.CANCELLED in {a.phase, b.phase} and a.subject != b.subject)
    ):
        return False
    titled = a.titled or b.titled  # a title rounds
    if _conflicting_sums(a, b, rounded=titled) or _conflicting_counts(a, b, rounded=titled):
        return False
    if _is_another(a, b) or (not titled and _is_another_below(a, b)):
        return False
    return _times_agree(a, b)


def _is_another(a: Statement, b: Statement) -> bool:
    """Are these two steps by their stage, their model, who decides or who stands for them?"""
    if a.agency and b.agency and a.agency != b.agency:
        return True
    if a.kind is Kind.FACTORY:
        return _other_stage(a, b)
    if a.kind is Kind.RESTRUCTURING:
        return "leaders" in {a.stage, b.stage} and a.stage != b.stage
    other_phase = a.phase is not b.phase
    if a.kind is Kind.FUNDING:
        return other_phase and _one_guessed(a, b)
    return a.kind in OF_MODELS and other_phase and _other_model(a, b)


def _is_another_below(a: Statement, b: Statement) -> bool:
    """Are these two steps in the body, where a title would only retell one?"""
    if a.kind is Kind.FACTORY:
        return _other_site(a, b)
    if a.kind is Kind.PARTNERSHIP:
        return _other_parties(a, b)
    return a.kind is Kind.PRODUCTION and a.start != b.start and _other_cars(a, b)


def _one_guessed(a: Statement, b: Statement) -> bool:
    """Is what bankers guess of the next issue told beside the one that took place?"""
    return (a.certainty is Certainty.RUMOURED) is not (b.certainty is Certainty.RUMOURED)


def _other_model(a: Statement, b: Statement) -> bool:
    """Are these two cars, by names with a number in them: "EV5" on sale, "EV9" to come?"""
    named = [set(_MODEL.findall(f"{s.subject} {s.evidence}")) for s in (a, b)]
    return all(named) and not named[0] & named[1]


def _other_parties(a: Statement, b: Statement) -> bool:
    """Are these agreements of one company with two others?"""
    others = [set(s.parties) - {s.company} for s in (a, b)]
    return all(others) and others[0].isdisjoint(others[1])


def _retells(a: Statement, b: Statement) -> bool:
    """Are these the title and the first sentences, which tell one step with other verbs?"""
    title, told = (a, b) if a.titled else (b, a)
    retold = title.titled and not told.titled and 0 < told.position <= LEADING
    return retold and a.kind is not Kind.TECHNOLOGY


def _other_cars(a: Statement, b: Statement) -> bool:
    """Does one tell how many were built, the other that a model starts, or are there two models?"""
    return _one_counts(a, b) or _only_one_dated(a, b)


def _only_one_dated(a: Statement, b: Statement) -> bool:
    """Are these two models by their names, of which one is dated?"""
    if a.subject is None or b.subject is None or (a.when is None) == (b.when is None):
        return False
    return not set(a.subject.split()) & set(b.subject.split())


def _one_counts(a: Statement, b: Statement) -> bool:
    counted = [s for s in (a, b) if s.quantity and s.quantity.value >= SMALLEST_FIGURE]
    return len(counted) == 1


def _other_stage(a: Statement, b: Statement) -> bool:
    """Was one plant begun and opened, or is one that stands to grow, which are two steps?"""
    if a.phase is not b.phase:
        return _grows_later(a, b) or _grows_later(b, a)
    return bool(a.stage and b.stage) and a.stage != b.stage and a.phase is Phase.DONE


def _grows_later(plan: Statement, plant: Statement) -> bool:
    """Is it planned to enlarge a plant that was opened: "a second phase will follow"?"""
    planned = plan.stage == GROWN and plan.phase is Phase.PLANNED and not plan.titled
    return planned and plant.phase is Phase.DONE and plant.stage != GROWN


def _other_site(a: Statement, b: Statement) -> bool:
    """Are these two plants, by the names of their places?"""
    if a.subject is None or b.subject is None or abs(a.position - b.position) == 0:
        return False
    return a.phase is not b.phase and not set(a.subject.split()) & set(b.subject.split())


def _conflicting_sums(a: Statement, b: Statement, *, rounded: bool) -> bool:
    if a.amount is None or b.amount is None or a.amount == b.amount:
        return False
    if rounded and a.amount.currency != b.amount.currency:
        return False  # a title converts
    one = a.amount.currency == b.amount.currency
    return not (rounded and one and _is_near(a.amount.value, b.amount.value))


def _conflicting_counts(a: Statement, b: Statement, *, rounded: bool) -> bool:
    if a.quantity is None or b.quantity is None or a.quantity.unit is not b.quantity.unit:
        return False
    one, other = a.quantity.value, b.quantity.value
    return one != other and not (rounded and _is_near(one, other))


def _is_near(a: Decimal, b: Decimal) -> bool:
    """May a title round one to the other?"""
    return max(a, b) <= ROUNDED * min(a, b)


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
    told = next((s for s in (best, other) if not s.vague), best)
    return replace(
        best,
        phase=told.phase,
        vague=told.vague,
        timeless=a.timeless and b.timeless,
        usual=a.usual and b.usual,
        when=best.when or other.when,
        amount=best.amount or other.amount,
        quantity=_size(best, other),
        agency=best.agency or other.agency,
        subject=best.subject or other.subject,
        position=min(bodies, default=0),
        titled=a.titled or b.titled,
        announced=a.announced or b.announced,
        fresh=a.fresh or b.fresh,
        background=a.background and b.background,
        stage=best.stage or other.stage,
        parties=best.parties or other.parties,
    )


def _size(best: Statement, other: Statement) -> Quantity | None:
    """The count of the better statement; of a plant its capacity rather than its jobs."""
    first, second = best.quantity, other.quantity
    if best.kind is Kind.RESTRUCTURING and best.stage != other.stage and best.start != other.start:
        return first  # how many go is no figure of who went bankrupt
    if first is None or second is None:
        return first or second
    jobs = best.kind is Kind.FACTORY and first.unit is Unit.JOBS and second.unit is not Unit.JOBS
    return second if jobs else first


def _precision(s: Statement) -> tuple[int, ...]:
    filled = sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency))
    # A title says "buys" of what the text says "will buy".
    return (s.position > 0, REACHED[s.phase], filled, SURE[s.certainty], -s.position)


def still_ahead(step: Statement, published: date) -> Statement:
    """What a title tells as done and the text dates ahead is a plan.

    A change at the top is done once it is announced.
    """
    if step.kind is Kind.RESTRUCTURING or step.phase is not Phase.DONE or step.when is None:
        return step
    return replace(step, phase=Phase.PLANNED) if step.when.start > published else step


def is_in_time(step: Statement, *, dayless: bool) -> bool:
    """Does anything tell that it happened once, and does not merely go on?

    The first sentences of a text that names a recent day do so by their place.
    """
    if step.titled or not step.timeless or (step.position <= LEADING and not dayless):
        return True
    return bool(step.when or step.amount or step.quantity or step.agency)


def with_dateline(
    steps: Sequence[Statement], marks: Sequence[bool], topic: Sequence[str], day: Span | None
) -> list[Statement]:
    """News that tells no date of its own took place on the day that the text is of.

    A plan has no date but the one that it is due.
    """
    return [
        replace(s, when=day) if _is_undated_deed(s) and (mark or _is_of_the_day(s, topic)) else s
        for s, mark in zip(steps, marks, strict=True)
    ]


def of_one_time(steps: Sequence[Statement], published: date) -> list[Statement]:
    """A deed without a date, told in one sentence with one of long ago, is of that time."""
    told: dict[str, list[Span]] = {}
    for s in steps:
        if s.when is not None and s.phase in HAPPENED:
            told.setdefault(s.evidence, []).append(s.when)
    old = {
        evidence: whens[0]
        for evidence, whens in told.items()
        if len(set(whens)) == 1 and whens[0].end < published - LONG_AGO
    }
    return [
        replace(s, when=old[s.evidence]) if _is_undated_deed(s) and s.evidence in old else s
        for s in steps
    ]


def _is_undated_deed(s: Statement) -> bool:
    undated = s.when is None and s.phase in HAPPENED and not (s.usual and s.timeless)
    return undated and s.certainty is Certainty.OFFICIAL


def _is_of_the_day(s: Statement, topic: Sequence[str]) -> bool:
    """Is it told beside the news, not as a look back?"""
    fresh = not (s.background or s.recaps) and s.position <= BESIDE
    return fresh and s.kind in EVENTS and (s.company in topic or s.kind is Kind.RECALL)


def with_facts(
    steps: Sequence[Statement], told: Sequence[Fact], published: date | None = None
) -> list[Statement]:
    """The steps with the cost, size and authority told in the sentences around them.

    Of several steps of one kind and company a figure belongs to the nearest, and to none that is
    told as history. What a plant or a venture costs is no second step of money.
    """
    own = {s.amount for s in steps if s.kind in MONEY and s.amount and not (s.carried or s.shared)}
    full = [
        s
        if _is_history(s, published)
        else _with(s, [f for f in told if _is_nearest(s, f, steps) and not _is_spent(f, own)])
        for s in steps
    ]
    return [s for s in full if not _is_cost(s, full)]


def _is_spent(fact: Fact, own: Collection[Money]) -> bool:
    """Is the sum of a venture what one of its parents puts into the other?"""
    return fact.kind is Kind.PARTNERSHIP and fact.amount is not None and fact.amount in own


def _is_history(s: Statement, published: date | None) -> bool:
    old = s.when is not None and published is not None and s.when.end < published - OLD
    return s.background or (old and not s.titled)


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
    rivals = _told_with(step.kind, rivals, fact)
    nearest = min(rivals, key=lambda s: abs(s.position - fact.position), default=None)
    return step is nearest


def _told_with(kind: Kind, rivals: list[Statement], fact: Fact) -> list[Statement]:
    """Of several steps of a plant a figure is of the one told with it, else of what was opened."""
    if kind is not Kind.FACTORY:
        return rivals
    beside = [s for s in rivals if s.position == fact.position and not s.titled]
    opened = [s for s in rivals if s.stage == "opened" and s.phase is Phase.DONE]
    built = [s for s in rivals if s.stage != "begun"]
    return beside or opened or built or rivals


def _with(step: Statement, told: Sequence[Fact]) -> Statement:
    if step.phase not in OPEN_OR_DONE and step.kind not in INHERITING:
        return step
    for fact in told:
        near = abs(fact.position - step.position) <= REACH.get(step.kind, FACT_REACH)
        concerns = step.company in fact.companies or step.kind in {Kind.RECALL, Kind.INVESTMENT}
        if fact.kind is step.kind and near and concerns:
            step = replace(
                step,
                amount=step.amount or (fact.amount if _is_paid(step) else None),
                quantity=_counted(step, _yearly(fact.quantity, step.kind)),
                agency=step.agency or fact.agency,
                when=step.when or fact.when,
            )
    return step


def _is_paid(step: Statement) -> bool:
    """May a sum of another sentence be that of this step: of a venture, a sale, a share offer?"""
    offered = step.kind is not Kind.FUNDING or step.phase is Phase.DONE
    return offered and step.stage == PAID_STAGES.get(step.kind, step.stage)


def _counted(step: Statement, told: Quantity | None) -> Quantity | None:
    """The count of a step with what a sentence tells; a title rounds, or adds up two brands."""
    if step.kind is Kind.RECALL and step.titled and step.position == 0 and told is not None:
        return told
    return _size(step, replace(step, quantity=told))


def _yearly(size: Quantity | None, kind: Kind) -> Quantity | None:
    """GWh of a plant are those of a year."""
    if kind is Kind.FACTORY and size is not None and size.unit is Unit.GWH:
        return Quantity(value=size.value, unit=Unit.GWH_PER_YEAR)
    return size
