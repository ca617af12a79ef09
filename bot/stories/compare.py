"""May two statements be of one step, and how well do they agree? Structured slots decide.

Anything that says "another one" (another month, batch, plant, model, place or sum) forbids it,
however alike the words are. That one is written in Chinese and the other in English says nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from bot.stories.names import COMPANY, MODEL, agency, is_chinese, kind_of
from bot.stories.words import (
    batches,
    codes,
    comparable,
    distinctive,
    later,
    lie_apart,
    likeness,
    places,
)
from storage.records import Kind, Milestone, Money, Phase, Span, Unit

# A date is stated in the outlet's own time zone: the day before or after may be the same day.
NEAR_MISS: Final = timedelta(days=1)
AMOUNT_TOLERANCE: Final = Decimal("0.10")  # "about 1.5bn" and 1.44bn are one sum
CURRENCY_TOLERANCE: Final = Decimal("0.40")  # between currencies, with rates as rough as these
QUANTITY_TOLERANCE: Final = Decimal("0.05")  # "more than 11,000" and 11,411 are one count
FIGURE_TOLERANCE: Final = Decimal("0.02")  # delivery figures are told exactly
DISPUTED: Final = Decimal("0.50")  # figures further apart than this are hardly of one thing
TELLING_COUNT: Final = 1000  # two equal counts this large are hardly a coincidence
SAME_STEP: Final = 0.5  # points of agreement that make two compatible statements one step
CHANCE: Final = 0.25  # likeness that any two sentences about one company reach
OTHER_TIME: Final = "another time"
SHORT: Final = 7  # days of a date that pins a step down

# Units of a currency for one US dollar, by order of magnitude: enough to tell 10bn USD from
# 10bn CNY, and to know 1.4bn USD as the latter. Never shown to anybody.
PER_DOLLAR: Final = {
    currency: Decimal(rate)
    for currency, rate in (
        *(("USD", "1"), ("EUR", "0.9"), ("GBP", "0.78"), ("CHF", "0.9"), ("CAD", "1.35")),
        *(("AUD", "1.5"), ("CNY", "7"), ("HKD", "7.8"), ("TWD", "31"), ("JPY", "140")),
        *(("KRW", "1300"), ("INR", "83"), ("THB", "35"), ("IDR", "15500"), ("VND", "25000")),
        *(("MYR", "4.5"), ("TRY", "30"), ("BRL", "5.3"), ("MXN", "18"), ("SEK", "10.5")),
        *(("NOK", "10.5"), ("DKK", "6.8"), ("PLN", "4"), ("HUF", "360"), ("CZK", "23")),
    )
}
PLACE_BOUND: Final = frozenset({Kind.FACTORY, Kind.INFRASTRUCTURE, Kind.MARKET_ENTRY})
# A continent, a country and a town in it are three markets, but may be the words for one plant.
MARKETS: Final = frozenset({Kind.INFRASTRUCTURE, Kind.MARKET_ENTRY, Kind.LAUNCH, Kind.DELIVERY})
WITH_PARTNER: Final = frozenset({Kind.PARTNERSHIP, Kind.INVESTMENT, Kind.FUNDING})
AHEAD: Final = frozenset({Phase.PLANNED, Phase.PENDING})


def same_step(a: Milestone, b: Milestone) -> bool:
    """Do both state one step of one company? The phase may differ; nothing else may conflict."""
    return conflict(a, b) is None and agreement(a, b) >= SAME_STEP


def conflict(a: Milestone, b: Milestone, *, at_any_time: bool = False) -> str | None:
    """Why these cannot be one step, in a few words; None when nothing forbids it.

    `at_any_time`: their dates are not asked.
    """
    return next(
        (
            reason
            for reason, differs in _CONFLICTS
            if not (at_any_time and reason == OTHER_TIME) and differs(a, b)
        ),
        None,
    )


def agreement(a: Milestone, b: Milestone) -> float:
    """Points for what two compatible statements share; about 0 when they share nothing at all."""
    return slots_agree(a, b) + words_agree(a, b)


def words_agree(a: Milestone, b: Milestone) -> float:
    """Points, 0 to 1.5, for how alike their sentences are: a second opinion, never the first."""
    return 2.0 * max(0.0, likeness(a.evidence, b.evidence) - CHANCE)


def names_agree(a: Milestone, b: Milestone) -> bool:
    """Do their sentences name one model, or of a deal one partner, whatever their subjects are?"""
    mine, other = (distinctive(m.evidence, m.company) for m in (a, b))
    if codes(mine) & codes(other):
        return True
    return a.kind in WITH_PARTNER and bool(companies_of(mine) & companies_of(other))


def slots_agree(a: Milestone, b: Milestone) -> float:
    """Points for the slots that two compatible statements share; below 0 for unlike subjects."""
    points = _date_points(a.when, b.when) + figure_points(a, b) + subject_points(a, b)
    if a.agency and b.agency:
        points += 1.0
    if a.kind == b.kind == Kind.COMPANY_SETUP:
        points += 0.5  # a company enters the business once
    return points


def subject_words(milestone: Milestone) -> frozenset[str]:
    """The words of its subject that tell it from other subjects of the same company."""
    return distinctive(milestone.subject, milestone.company)


def slots(m: Milestone) -> tuple[object, ...]:
    """What a statement says; of a bare one its sentence. Equal ones are of one step."""
    said = (m.when, m.amount, m.quantity, m.agency, m.subject)
    return (m.company, m.kind, m.phase, *said, "" if any(said) else m.evidence)


def days(span: Span) -> int:
    """How many days a span has."""
    return (span.end - span.start).days + 1


def near(a: Span, b: Span) -> bool:
    """Do they share a day, or are they single days beside each other?"""
    slack = NEAR_MISS if days(a) == days(b) == 1 else timedelta(0)
    return a.start <= b.end + slack and b.start <= a.end + slack


def share_a_place(a: Milestone, b: Milestone) -> bool:
    """Is a place of one inside a place of the other, where that says one thing?"""
    mine, other = places(subject_words(a)), places(subject_words(b))
    return bool(mine and other) and a.kind not in MARKETS and not lie_apart(mine, other)


def figures_differ(a: Milestone, b: Milestone) -> bool:
    """Do they give different sums, or different counts of one unit?"""
    return _is_other_sum(a, b) or _is_apart(a, b)


def is_other_agency(a: Milestone, b: Milestone) -> bool:
    """Do they name two agencies?"""
    if not a.agency or not b.agency:
        return False
    (mine, known), (other, also_known) = agency(a.agency), agency(b.agency)
    if not (known and also_known) and is_chinese(a.agency) != is_chinese(b.agency):
        return False  # one may be the other's translation
    return mine != other


def _is_other_time(a: Milestone, b: Milestone) -> bool:
    if a.when is None or b.when is None or a.when == b.when:
        return False
    if a.kind == Kind.DELIVERY and max(days(a.when), days(b.when)) > 1:
        return True  # the figures of a month are not those of its quarter
    return not (near(a.when, b.when) or is_slip(a, b) or is_slip(b, a))


def is_slip(late: Milestone, old: Milestone) -> bool:
    """A new target date is what a delay is about: the old target is no other step."""
    return (
        late.phase == Phase.DELAYED
        and old.phase in AHEAD
        and bool(subject_words(late) & subject_words(old))
    )


def is_undisputed_sum(a: Milestone, b: Milestone) -> bool:
    """Do they give sums that two outlets would not give one step?"""
    return _is_other_sum(a, b) and not _is_dispute(a, b)


def _is_other_sum(a: Milestone, b: Milestone) -> bool:
    return a.amount is not None and b.amount is not None and _differ(a.amount, b.amount)


def _differ(a: Money, b: Money) -> bool:
    if a.currency == b.currency:
        return _are_apart(a.value, b.value, AMOUNT_TOLERANCE)
    if a.currency not in PER_DOLLAR or b.currency not in PER_DOLLAR:
        return True
    dollars = a.value / PER_DOLLAR[a.currency], b.value / PER_DOLLAR[b.currency]
    return _are_apart(*dollars, CURRENCY_TOLERANCE)


def is_other_quantity(a: Milestone, b: Milestone) -> bool:
    """Do they give counts that two outlets would not give one step?"""
    if a.kind == Kind.PRODUCTION and _is_output(a) != _is_output(b):
        return True  # the start of production is one step, an output figure another
    return _is_apart(a, b) and not _is_dispute(a, b)


def _is_apart(a: Milestone, b: Milestone) -> bool:
    if not (a.quantity and b.quantity and _are_counted_alike(a, b)):
        return False
    limit = FIGURE_TOLERANCE if a.kind == Kind.DELIVERY else QUANTITY_TOLERANCE
    return _are_apart(a.quantity.value, b.quantity.value, limit)


def _is_dispute(a: Milestone, b: Milestone) -> bool:
    """Two outlets give one step two figures: everything else pins down one and the same step.

    One day, one named model or place, or one agency; orders come in while outlets write, so that
    of one launch any two counts may be true. Figures of a period are told exactly, and never so.
    """
    if a.kind in {Kind.DELIVERY, Kind.FUNDING} or a.item == b.item != "":
        return False
    if a.phase != b.phase or a.when is None or b.when is None:
        return False
    if max(days(a.when), days(b.when)) > SHORT or not near(a.when, b.when):
        return False
    mine, other = subject_words(a), subject_words(b)
    pinned = codes(mine) & codes(other) or places(mine) & places(other)
    if not pinned or codes(mine) != codes(other):
        return False
    is_orders = a.quantity is not None and a.quantity.unit == Unit.ORDERS
    return is_orders or not _are_far_apart(a, b)


def _are_far_apart(a: Milestone, b: Milestone) -> bool:
    pairs = []
    if a.amount and b.amount and a.amount.currency == b.amount.currency:
        pairs.append((a.amount.value, b.amount.value))
    if a.quantity and b.quantity and _are_counted_alike(a, b):
        pairs.append((a.quantity.value, b.quantity.value))
    return any(_are_apart(*pair, DISPUTED) for pair in pairs)


def _is_output(m: Milestone) -> bool:
    return m.quantity is not None and m.quantity.unit == Unit.VEHICLES


def _are_apart(a: Decimal, b: Decimal, tolerance: Decimal) -> bool:
    return abs(a - b) > tolerance * max(abs(a), abs(b))


def _are_counted_alike(a: Milestone, b: Milestone) -> bool:
    return bool(a.quantity and b.quantity and a.quantity.unit == b.quantity.unit)


def _is_other_batch(a: Milestone, b: Milestone) -> bool:
    mine = batches_of(a.subject, a.evidence)
    if not mine:
        return False
    other = batches_of(b.subject, b.evidence)
    return bool(other and not mine & other)


@lru_cache(maxsize=8192)
def batches_of(subject: str | None, evidence: str) -> frozenset[str]:
    """The catalogue batches that a statement names."""
    return batches(f"{subject or ''} {evidence}")


def _is_other_phase(a: Milestone, b: Milestone) -> bool:
    mine, other = subject_words(a), subject_words(b)
    return bool(mine and other and later(mine) != later(other))


def _is_other_place(a: Milestone, b: Milestone) -> bool:
    mine, other = places(subject_words(a)), places(subject_words(b))
    return lie_apart(mine, other, strictly=a.kind in MARKETS)


def _is_other_model(a: Milestone, b: Milestone) -> bool:
    mine, other = codes(subject_words(a)), codes(subject_words(b))
    return bool(mine and other and not mine & other)


def _is_other_partner(a: Milestone, b: Milestone) -> bool:
    if a.kind not in WITH_PARTNER:
        return False
    mine, other = companies_of(subject_words(a)), companies_of(subject_words(b))
    return bool(mine and other and not mine & other)


@lru_cache(maxsize=8192)
def companies_of(words: frozenset[str]) -> frozenset[str]:
    """Those of the pieces that are companies."""
    return frozenset(word for word in words if kind_of(word) == COMPANY)


def is_other_subject(a: Milestone, b: Milestone) -> bool:
    """No word in common where outlets would share one, and no figure that says otherwise."""
    mine, other = subject_words(a), subject_words(b)
    if mine & other or not _are_comparable(a, b) or share_a_place(a, b):
        return False
    if (a.amount and b.amount) or _are_counted_alike(a, b) or _name_one_partner(a, b):
        return False
    return a.kind in PLACE_BOUND or a.when is None or a.when != b.when


def _name_one_partner(a: Milestone, b: Milestone) -> bool:
    """Do the sentences on two deals name one other side, whatever is read as their subject?"""
    if a.kind not in WITH_PARTNER:
        return False
    mine = companies_of(distinctive(a.evidence, a.company))
    return len(mine) == 1 and mine == companies_of(distinctive(b.evidence, b.company))


def _are_comparable(a: Milestone, b: Milestone) -> bool:
    """Words of one language say something about each other; else only names of one class do."""
    mine, other = subject_words(a), subject_words(b)
    if _is_chinese(a) == _is_chinese(b):
        return bool(mine and other)
    return comparable(_named(mine), _named(other))


@lru_cache(maxsize=8192)
def _named(words: frozenset[str]) -> frozenset[str]:
    """The words that are names, whatever the language; a code without a line is a model."""
    models = {f"{MODEL}:{word}" for word in codes(words) if not kind_of(word)}
    return frozenset(word for word in words if kind_of(word)) | models


def _is_chinese(m: Milestone) -> bool:
    return _has_chinese(m.evidence, m.subject)


@lru_cache(maxsize=8192)
def _has_chinese(evidence: str, subject: str | None) -> bool:
    return is_chinese(evidence) or is_chinese(subject or "")


# The order is that of how well the reason explains itself.
_CONFLICTS: Final[tuple[tuple[str, Callable[[Milestone, Milestone], bool]], ...]] = (
    ("another company", lambda a, b: a.company != b.company),
    ("another kind of step", lambda a, b: a.kind != b.kind),
    ("another agency", is_other_agency),
    (OTHER_TIME, _is_other_time),
    ("another sum", is_undisputed_sum),
    ("another quantity", is_other_quantity),
    ("another batch", _is_other_batch),
    ("another phase or plant", _is_other_phase),
    ("another place", _is_other_place),
    ("another model", _is_other_model),
    ("another partner", _is_other_partner),
    ("another subject", is_other_subject),
)


def _date_points(a: Span | None, b: Span | None) -> float:
    if a is None or b is None or not near(a, b):
        return 0.0
    return width_points(max(days(a), days(b)))


def width_points(wide: int) -> float:
    """Points for two dates that meet, the longer of which has so many days."""
    scale = ((2, 2.0), (31, 1.5), (92, 1.0), (366, 0.5))
    return next((points for most, points in scale if wide <= most), 0.25)


def figure_points(a: Milestone, b: Milestone) -> float:
    """Points for the sums and counts that they share."""
    if figures_differ(a, b):
        return 0.0
    points = 2.0 if a.amount and b.amount and not _are_prices_apart(a, b) else 0.0
    if a.quantity and b.quantity and _are_counted_alike(a, b):
        exact = a.quantity == b.quantity and a.quantity.value >= TELLING_COUNT
        points += 3.0 if exact else 2.0
    return points


def _are_prices_apart(a: Milestone, b: Milestone) -> bool:
    """Prices in two currencies are mostly those of two markets: their nearness says nothing."""
    if a.kind != Kind.LAUNCH or a.amount is None or b.amount is None:
        return False
    return a.amount.currency != b.amount.currency


def subject_points(a: Milestone, b: Milestone) -> float:
    """Points for what their subjects share; below 0 for unlike ones."""
    mine, other = subject_words(a), subject_words(b)
    if mine & other:
        return 1.0 + len(mine & other) / min(len(mine), len(other))
    if share_a_place(a, b) or _name_one_partner(a, b):
        return 1.5
    return -1.5 if _are_comparable(a, b) else 0.0
