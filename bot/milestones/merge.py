"""Statements of one step put together, in any language; what only compares is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.milestones.newsworth import OLD
from bot.milestones.rounded import is_near, rounds, rounds_sum
from bot.milestones.sameness import (
    LEADING,
    OF_MODELS,
    SMALLEST_FIGURE,
    are_one_step,
    is_filed_once,
    is_put_off,
    is_signed_once,
    other_model,
)
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Money, Phase, Quantity, Unit

# How far a step has come: the furthest statement of it speaks.
REACHED: Final = {
    Phase.PLANNED: 0,
    Phase.PENDING: 1,
    Phase.DELAYED: 2,
    Phase.DONE: 2,
    Phase.CANCELLED: 2,
}
SURE: Final = {Certainty.OFFICIAL: 2, Certainty.REPORTED: 1, Certainty.RUMOURED: 0}
MADE: Final = frozenset((Kind.PRODUCTION, Kind.FACTORY, Kind.RESTRUCTURING))
COUNTING: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))
CROWD: Final = 4  # companies that take one step together
SIGNED: Final = "signed"  # of an agreement, no venture, whose founding is a step even where it ends
TELLING: Final = ("when", "amount", "quantity", "matter", "phase")


def merge(
    statements: Sequence[Statement], published: date
) -> tuple[list[Statement], list[Statement]]:
    """One statement a step, in the order of the text, and those that may be steps of their own.

    A step takes what the others add to it. Undated news of the first sentences keeps apart from
    what is dated long before `published`.
    """
    steps: list[Statement] = []
    again: list[Statement] = []
    for statement in _single_periods(statements):
        home = next(
            (
                i
                for i, step in enumerate(steps)
                if are_one_step(step, statement) and not _is_recalled(step, statement, published)
            ),
            None,
        )
        if home is None:
            steps.append(statement)
        else:
            if _may_be_another(steps[home], statement):
                again.append(replace(statement, again=True))
            steps[home] = _join(steps[home], statement)
    return _main_steps(_without_doubles(_dated_capital(steps))), again


def _may_be_another(step: Statement, s: Statement) -> bool:
    """Does another sentence of the body tell something of it that the step does not say?"""
    if s.titled or step.position in {0, s.position} or _is_exact(step.quantity, s.quantity):
        return False
    if is_put_off(step, s) or is_filed_once(step, s):
        return False
    told = ((getattr(s, name), getattr(step, name)) for name in TELLING)
    return any(mine is not None and mine != other for mine, other in told)


def _is_exact(told: Quantity | None, count: Quantity | None) -> bool:
    """Is a count the one that was rounded before, as titles do?"""
    return told is not None and count is not None and told != count and rounds(told, count)


def _without_doubles(steps: Sequence[Statement]) -> list[Statement]:
    """The steps but for a launch put off or dropped in the title that the text tells otherwise.

    "Toyota postpones electric SUV" is about its production, where the first sentences say so.
    """
    return [
        s
        for s in steps
        if not any(
            _tells_otherwise(o, s)
            or _is_entered(o, s)
            or _led_to(s, o)
            or _is_dropped(o, s)
            or _is_moved(o, s)
            for o in steps
        )
    ]


def _led_to(paper: Statement, news: Statement) -> bool:
    """Is it the memorandum or the promise of a loan that came before what is news?"""
    if (paper.company, paper.kind) != (news.company, news.kind) or paper.titled:
        return False
    if paper.when is None or news.when is None or paper.when.end >= news.when.start:
        return False
    first = news.titled or news.position <= LEADING < paper.position
    if news.phase is Phase.CANCELLED:
        return first and _agreed(paper, news) and paper.stage == SIGNED
    return first and news.phase is Phase.DONE and (_agreed(paper, news) or _promised(paper, news))


def _agreed(paper: Statement, news: Statement) -> bool:
    """Are these two agreements of the same parties?"""
    same = len(paper.parties) > 1 and set(paper.parties) == set(news.parties)
    return paper.kind is Kind.PARTNERSHIP and paper.phase is Phase.DONE and same


def _promised(paper: Statement, news: Statement) -> bool:
    """Was the loan promised that is closed now, for about the same sum?"""
    if paper.kind is not Kind.FUNDING or paper.phase is not Phase.PENDING:
        return False
    if paper.amount is None or news.amount is None:
        return True
    return is_near(paper.amount.value, news.amount.value)


def _is_dropped(plan: Statement, s: Statement) -> bool:
    """Is "the project is dropped" the plant, car or deal that the title tells as dropped?"""
    if (plan.company, s.kind) != (s.company, Kind.RESTRUCTURING) or s.titled or not plan.titled:
        return False
    bare = not s.stage and s.when is None and s.quantity is None and s.phase is Phase.DONE
    near = 0 < s.position <= LEADING
    return bare and near and plan.phase is Phase.CANCELLED and plan.kind is not s.kind


def _is_moved(told: Statement, s: Statement) -> bool:
    """Is the show that is dropped the one that takes place later, or elsewhere?"""
    same = (told.company, told.kind) == (s.company, s.kind) and s.kind in OF_MODELS
    other = told.phase is Phase.DELAYED and s.phase is Phase.CANCELLED
    return same and other and not other_model(told, s)


def _is_entered(told: Statement, s: Statement) -> bool:
    """Is a firm that was "set up" the one whose registration is told with it, one in the title?"""
    if (told.kind, s.kind) != (Kind.REGISTRATION, Kind.COMPANY_SETUP) or told.company != s.company:
        return False
    undated = s.when is None and s.phase is Phase.DONE
    one_heads = s.titled is not told.titled
    return undated and one_heads and abs(told.position - s.position) <= LEADING


def _tells_otherwise(told: Statement, s: Statement) -> bool:
    bare = s.kind is Kind.LAUNCH and s.position == 0 and s.phase in {Phase.DELAYED, Phase.CANCELLED}
    same = (told.company, told.phase) == (s.company, s.phase) and told.kind in MADE
    return bare and same and 0 < told.position <= LEADING


def _is_recalled(news: Statement, other: Statement, published: date) -> bool:
    """Is this an older step of the same kind, told behind the news, or a deed before its plan?"""
    if news.when is not None or other.when is None:
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
    """Of the delivery figures of a company only the first: the rest compares or adds up.

    Batteries that it has built in are none of its cars.
    """
    told: set[tuple[str, Unit]] = set()
    kept: list[Statement] = []
    for s in statements:
        count = s.quantity if s.kind is Kind.DELIVERY and s.phase is Phase.DONE else None
        if count is None or s.titled or not _is_figure(count):
            kept.append(s)
            continue
        if (s.company, count.unit) in told or _sums_up(s, statements):
            continue
        told.add((s.company, count.unit))
        kept.append(s)
    return kept


def _is_figure(count: Quantity) -> bool:
    return count.value >= SMALLEST_FIGURE or count.unit is Unit.GWH


def _sums_up(s: Statement, statements: Sequence[Statement]) -> bool:
    """Is it a running total, and another sentence tells a figure of its own?"""
    return s.sums_up and any(
        o.kind is Kind.DELIVERY
        and o.phase is Phase.DONE
        and o.quantity
        and o.quantity.value >= SMALLEST_FIGURE
        and o.company == s.company
        and o.start != s.start
        and o.quantity != s.quantity
        and not _is_shorter(s, o)
        for o in statements
    )


def _is_shorter(s: Statement, o: Statement) -> bool:
    """Is it for a month, say, where the other is for a quarter, a year, or who knows how long?"""
    if s.when is None or o.when is None:
        return s.when is not None
    return s.when.end - s.when.start < o.when.end - o.when.start


def _join(a: Statement, b: Statement) -> Statement:
    best, other = (a, b) if _precision(a) >= _precision(b) else (b, a)
    if is_signed_once(a, b):  # told on the later day
        best, other = sorted((a, b), key=lambda s: s.when.start if s.when else date.max)
    bodies = [s.position for s in (a, b) if s.position]
    told = next((s for s in (best, other) if not s.vague), best)
    return replace(
        best,
        phase=told.phase,
        vague=told.vague,
        timeless=a.timeless and b.timeless,
        usual=a.usual and b.usual,
        when=best.when or other.when,
        amount=_full(best, other),
        quantity=size(best, other),
        agency=best.agency or other.agency,
        subject=_subject(best, other),
        theme=best.theme or other.theme,
        position=min(bodies, default=0),
        titled=a.titled or b.titled,
        announced=a.announced or b.announced,
        fresh=a.fresh or b.fresh,
        background=a.background and b.background,
        doubtful=a.doubtful and b.doubtful,
        stage=best.stage or other.stage,
        parties=best.parties or other.parties,
    )


def _subject(best: Statement, other: Statement) -> str | None:
    """What the step is about; all cars of a company are no model that is told beside them."""
    if best.kind in COUNTING:
        counted = [s for s in (best, other) if s.quantity and s.quantity == size(best, other)]
        if counted and not any(s.subject for s in counted):
            return None
    return best.subject or other.subject


def _full(best: Statement, other: Statement) -> Money | None:
    """The sum of the better statement; a title cuts it."""
    first, second = best.amount, other.amount
    if first is None or second is None:
        return first or second
    return second if best.titled and not other.titled and rounds_sum(first, second) else first


def size(best: Statement, other: Statement) -> Quantity | None:
    """The count of the better statement; of a plant its capacity rather than its jobs."""
    first, second = best.quantity, other.quantity
    if best.kind is Kind.RESTRUCTURING and best.stage != other.stage and best.start != other.start:
        return first  # how many go is no figure of who went bankrupt
    if first is None or second is None:
        return first or second
    if rounds(first, second):
        return second
    jobs = best.kind is Kind.FACTORY and first.unit is Unit.JOBS and second.unit is not Unit.JOBS
    return second if jobs else first


def _precision(s: Statement) -> tuple[int, ...]:
    filled = sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency))
    # A title says "buys" of what the text says "will buy".
    return (s.position > 0, REACHED[s.phase], filled, SURE[s.certainty], -s.position)
