"""Whether two statements of a text are of one step, in any language."""

import re
from datetime import timedelta
from typing import Final

from bot.milestones.rounded import is_near, rounds
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Unit

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
# Kinds that are told of one car, and of the next one.
OF_MODELS: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL))
_MODEL: Final = re.compile(r"(?<![A-Za-z])[A-Z]{1,4} ?\d{1,3}(?![\d.,%])")
FILINGS: Final = frozenset(((Kind.FUNDING, Phase.PENDING), (Kind.REGISTRATION, Phase.DONE)))
FILED: Final = timedelta(days=2)  # between a filing and its telling
PRESALE: Final = timedelta(days=100)  # between the first orders and the sale of one model
SMALLEST_FIGURE: Final = 500  # below it is a handover to first customers, no sales of a period
GROWN: Final = "grown"  # the stage of a plant that gets larger
LENT: Final = "lent"  # the stage of money that is borrowed, beside that of a round
LEADING: Final = 2  # sentences behind the title that tell the news


def are_one_step(a: Statement, b: Statement) -> bool:
    """Do both tell one step of one company, in the body or one in the title?"""
    if (a.company, a.kind) != (b.company, b.kind):
        return False
    if a.phase is not b.phase and (
        (a.kind in APART and not _retells(a, b) and not is_put_off(a, b))
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
    return a.kind in OF_MODELS and other_phase and (other_model(a, b) or _opens_twice(a, b))


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


def other_model(a: Statement, b: Statement) -> bool:
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


def is_put_off(a: Statement, b: Statement) -> bool:
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
    if is_filed_once(a, b) or is_signed_once(a, b):
        return True
    return a.kind is Kind.LAUNCH and a.phase is b.phase is Phase.DONE and gap <= PRESALE


def is_filed_once(a: Statement, b: Statement) -> bool:
    """Is it a filing as the first sentences tell it, on its day and on that of its telling?"""
    filed = a.kind is b.kind and a.phase is b.phase and (a.kind, a.phase) in FILINGS
    if not filed or a.when is None or b.when is None or max(a.position, b.position) > LEADING:
        return False
    return abs(a.when.end - b.when.end) <= FILED


def is_signed_once(a: Statement, b: Statement) -> bool:
    """Is it one deal of the same sides, on its day and on that of its telling?"""
    deal = a.kind is b.kind is Kind.PARTNERSHIP and a.phase is b.phase is Phase.DONE
    sides = set(a.parties)
    if not deal or a.when is None or b.when is None or not sides or sides != set(b.parties):
        return False
    days = {a.when.end - a.when.start, b.when.end - b.when.start}
    return days == {timedelta()} and abs(a.when.end - b.when.end) <= FILED
