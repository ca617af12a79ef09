"""Statements of one step put together, in any language; what only compares is left out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.milestones.newsworth import OLD
from bot.milestones.rounded import is_near, rounds, rounds_sum
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
MADE: Final = frozenset((Kind.PRODUCTION, Kind.FACTORY, Kind.RESTRUCTURING))
# Kinds that are told of one car, and of the next one.
OF_MODELS: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL))
_MODEL: Final = re.compile(r"(?<![A-Za-z])[A-Z]{1,4} ?\d{1,3}(?![\d.,%])")
COUNTING: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))
CROWD: Final = 4  # companies that take one step together
FILINGS: Final = frozenset(((Kind.FUNDING, Phase.PENDING), (Kind.REGISTRATION, Phase.DONE)))
FILED: Final = timedelta(days=2)  # between a filing and its telling
PRESALE: Final = timedelta(days=100)  # between the first orders and the sale of one model
SMALLEST_FIGURE: Final = 500  # below it is a handover to first customers, no sales of a period
GROWN: Final = "grown"  # the stage of a plant that gets larger
LENT: Final = "lent"  # the stage of money that is borrowed, beside that of a round
SIGNED: Final = "signed"  # of an agreement, no venture, whose founding is a step even where it ends
LEADING: Final = 2  # sentences behind the title that tell the news
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
                if _same(step, statement) and not _is_recalled(step, statement, published)
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
    if _is_put_off(step, s) or _is_filed_once(step, s):
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
    return same and other and not _other_model(told, s)


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


def _same(a: Statement, b: Statement) -> bool:
    if (a.company, a.kind) != (b.company, b.kind):
        return False
    if a.phase is not b.phase and (
        (a.kind in APART and not _retells(a, b) and not _is_put_off(a, b))
        or (Phase.CANCELLED in {a.phase, b.phase} and a.matter != b.matter)
    ):
        return False
    titled = a.titled or b.titled  # a title rounds
    rounded = titled and not _is_larger_recall(a, b)
    if _conflicting_sums(a, b, rounded=titled) or _conflicting_counts(a, b, rounded=rounded):
        return False
    if _is_another(a, b) or (not titled and _is_another_below(a, b)):
        return False
    return _times_agree(a, b)


def _is_larger_recall(a: Statement, b: Statement) -> bool:
    """Are more cars told further down than where the news was told, so that they are others?"""
    if a.kind is not Kind.RECALL or a.quantity is None or b.quantity is None:
        return False
    more = 0 < a.position < b.position and a.quantity.value < b.quantity.value
    return more and not rounds(a.quantity, b.quantity)


def _is_another(a: Statement, b: Statement) -> bool:
    """Are these two steps by their stage, their model, who decides or who stands for them?"""
    if a.agency and b.agency and a.agency != b.agency:
        return True
    if a.kind is Kind.FACTORY:
        return _other_stage(a, b) or _recalled_site(a, b)
    if a.kind is Kind.RESTRUCTURING:
        return "leaders" in {a.stage, b.stage} and a.stage != b.stage
    other_phase = a.phase is not b.phase
    if a.kind is Kind.FUNDING and _is_lent_beside(a, b):
        return True
    if a.kind in {Kind.FUNDING, Kind.RECALL}:
        return other_phase and _one_guessed(a, b)
    return a.kind in OF_MODELS and other_phase and (_other_model(a, b) or _opens_twice(a, b))


def _opens_twice(a: Statement, b: Statement) -> bool:
    """Is the price out now, and are orders taken later?"""
    return a.kind is Kind.LAUNCH and (_opens_later(a, b) or _opens_later(b, a))


def _opens_later(sale: Statement, plan: Statement) -> bool:
    """Are orders taken later of a car that the first sentences tell as launched at its price?"""
    news = sale.by_verb and sale.phase is Phase.DONE and sale.amount is not None
    news = news and (sale.titled or sale.position <= LEADING)
    dated = plan.phase is Phase.PLANNED and plan.when is not None and not plan.titled
    return news and dated and plan.start != sale.start


def _is_lent_beside(a: Statement, b: Statement) -> bool:
    """Is a loan told beside a round whose sum is told?"""
    if LENT not in {a.stage, b.stage} or a.stage == b.stage:
        return False
    raised = a if b.stage == LENT else b
    return raised.amount is not None and a.amount != b.amount


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
    named = [set(_MODEL.findall(f"{s.matter} {s.evidence}")) for s in (a, b)]
    return all(named) and not named[0] & named[1]


def _other_parties(a: Statement, b: Statement) -> bool:
    """Are these agreements of one company with two others?"""
    others = [set(s.parties) - {s.company} for s in (a, b)]
    if all(others):
        return others[0].isdisjoint(others[1])
    named = a.matter is not None and b.matter is not None and a.matter != b.matter
    return any(others) and named and a.phase is not b.phase


def _retells(a: Statement, b: Statement) -> bool:
    """Are these the title and the first sentences, which tell one step with other verbs?"""
    title, told = (a, b) if a.titled else (b, a)
    retold = title.titled and not told.titled and 0 < told.position <= LEADING
    return retold and a.kind is not Kind.TECHNOLOGY


def _is_put_off(a: Statement, b: Statement) -> bool:
    """Is a plan told beside its delay, for the same day: "will deliver them in January" instead?"""
    late, plan = (a, b) if a.phase is Phase.DELAYED else (b, a)
    if late.phase is not Phase.DELAYED or plan.phase is not Phase.PLANNED:
        return False
    if plan.quantity is not None:
        return False  # how many are to be made in a year is another step
    bare = plan.when is None and (plan.titled or late.titled)
    return bare or (plan.when is not None and plan.when == late.when)


def _other_cars(a: Statement, b: Statement) -> bool:
    """Does one tell how many were built, the other that a model starts, or are there two models?"""
    return _one_counts(a, b) or _only_one_dated(a, b)


def _only_one_dated(a: Statement, b: Statement) -> bool:
    """Are these two models by their names, of which one is dated?"""
    if a.matter is None or b.matter is None or (a.when is None) == (b.when is None):
        return False
    return not set(a.matter.split()) & set(b.matter.split())


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
    if a.matter is None or b.matter is None or a.position == b.position:
        return False
    return a.phase is not b.phase and not set(a.matter.split()) & set(b.matter.split())


def _recalled_site(a: Statement, b: Statement) -> bool:
    """Is the second of two plants, by their places, an older plan: "it said before that ..."?"""
    if a.matter is None or b.matter is None or a.recaps or not b.recaps:
        return False
    plans = a.phase is b.phase is Phase.PLANNED and a.when is b.when is None
    return plans and not set(a.matter.split()) & set(b.matter.split())


def _conflicting_sums(a: Statement, b: Statement, *, rounded: bool) -> bool:
    if a.amount is None or b.amount is None or a.amount == b.amount:
        return False
    if rounded and a.amount.currency != b.amount.currency:
        return False  # a title converts
    return not (rounded and is_near(a.amount.value, b.amount.value))


def _conflicting_counts(a: Statement, b: Statement, *, rounded: bool) -> bool:
    if a.quantity is None or b.quantity is None:
        return False
    if a.quantity.unit is not b.quantity.unit:  # cars, and the batteries built into them
        return a.kind is Kind.DELIVERY and Unit.GWH in {a.quantity.unit, b.quantity.unit}
    one, other = a.quantity.value, b.quantity.value
    return one != other and not (rounded and is_near(one, other))


def _times_agree(a: Statement, b: Statement) -> bool:
    if a.when is None or b.when is None:
        return True
    if a.when.start <= b.when.end and b.when.start <= a.when.end:
        return True
    gap = max(a.when.start, b.when.start) - min(a.when.end, b.when.end)
    if _is_filed_once(a, b) or _is_signed_once(a, b):
        return True
    return a.kind is Kind.LAUNCH and a.phase is b.phase is Phase.DONE and gap <= PRESALE


def _is_filed_once(a: Statement, b: Statement) -> bool:
    """Is it a filing as the first sentences tell it, on its day and on that of its telling?"""
    filed = a.kind is b.kind and a.phase is b.phase and (a.kind, a.phase) in FILINGS
    if not filed or a.when is None or b.when is None or max(a.position, b.position) > LEADING:
        return False
    return abs(a.when.end - b.when.end) <= FILED


def _is_signed_once(a: Statement, b: Statement) -> bool:
    """Is it one deal of the same sides, on its day and on that of its telling?"""
    deal = a.kind is b.kind is Kind.PARTNERSHIP and a.phase is b.phase is Phase.DONE
    sides = set(a.parties)
    if not deal or a.when is None or b.when is None or not sides or sides != set(b.parties):
        return False
    days = {a.when.end - a.when.start, b.when.end - b.when.start}
    return days == {timedelta()} and abs(a.when.end - b.when.end) <= FILED


def _join(a: Statement, b: Statement) -> Statement:
    best, other = (a, b) if _precision(a) >= _precision(b) else (b, a)
    if _is_signed_once(a, b):  # told on the later day
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
