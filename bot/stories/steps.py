"""Which statements are about one step: the structured slots decide, words only help.

A false merge hides a milestone, so anything that says "another one" (another month, batch, plant,
model, place or sum) forbids it, however alike the words are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Final

from bot.stories.words import LATER, batches, codes, comparable, distinctive, fold, likeness
from storage.records import Certainty, Kind, Milestone, Money, Phase, Span, Unit

# A date is stated in the outlet's own time zone: the day before or after may be the same day.
NEAR_MISS: Final = timedelta(days=1)
AMOUNT_TOLERANCE: Final = Decimal("0.10")  # "about 1.5bn" and 1.44bn are one sum
CURRENCY_TOLERANCE: Final = Decimal("0.40")  # between currencies, with rates as rough as these
QUANTITY_TOLERANCE: Final = Decimal("0.05")  # "more than 11,000" and 11,411 are one count
FIGURE_TOLERANCE: Final = Decimal("0.02")  # delivery figures are told exactly
TELLING_COUNT: Final = 1000  # two equal counts this large are hardly a coincidence
SAME_STEP: Final = 0.5  # points of agreement that make two compatible statements one step
COMPARED: Final = 250  # different statements of one kind; the work grows with their square
ANY_DAY: Final = 10_000_000  # more days than the calendar has
CHANCE: Final = 0.25  # likeness that any two sentences about one company reach

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
AHEAD: Final = frozenset({Phase.PLANNED, Phase.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step with the statements about it. `tellings` are indices, rising, never empty."""

    best: Milestone
    tellings: tuple[int, ...]


def merge(milestones: Sequence[Milestone]) -> tuple[Step, ...]:
    """Put statements of one step together; in the order of each step's first statement.

    Those that agree most are put together first, and only where every member agrees with every
    other: a vague statement never makes a bridge between two different steps. Two statements of
    one kept item are never one step: extraction has put those together already. The order of the
    statements does not matter.
    """
    facets: dict[tuple[object, ...], list[int]] = {}
    for index in sorted(range(len(milestones)), key=lambda i: milestones[i].id):
        facets.setdefault(_facet(milestones[index]), []).append(index)
    kinds: dict[tuple[str, Kind], list[int]] = {}
    for same in facets.values():
        first = milestones[same[0]]
        kinds.setdefault((first.company, first.kind), []).append(same[0])
    found = (
        step
        for indices in kinds.values()
        for some in _neighbours(milestones, indices)
        for step in _together(milestones, some)
    )
    whole = (sorted(i for one in step for i in facets[_facet(milestones[one])]) for step in found)
    return tuple(
        Step(best=max((milestones[i] for i in step), key=_worth), tellings=tuple(step))
        for step in sorted(whole)
    )


def _facet(m: Milestone) -> tuple[object, ...]:
    """Statements with equal slots are one step: of many retellings one is enough to compare."""
    return (m.company, m.kind, m.phase, m.when, m.amount, m.quantity, m.agency, m.subject) + (
        () if any((m.when, m.amount, m.quantity, m.agency, m.subject)) else (m.evidence,)
    )


def _neighbours(milestones: Sequence[Milestone], indices: Sequence[int]) -> list[list[int]]:
    """All of them; or, where they are too many, those near each other in time."""
    if len(indices) <= COMPARED:
        return [list(indices)]
    spans = ((i, milestones[i].when) for i in indices)
    dated = [i for _, i in sorted((span.start if span else date.max, i) for i, span in spans)]
    return [dated[i : i + COMPARED] for i in range(0, len(dated), COMPARED)]


def _together(milestones: Sequence[Milestone], indices: Sequence[int]) -> list[list[int]]:
    """The steps among statements of one company and kind, as lists of indices."""
    # Most pairs lie apart in time. Seen by whole numbers first, that costs a tenth of `conflict`.
    days = {i: _reach(milestones[i]) for i in indices}
    agreed = {
        (i, j): agreement(milestones[i], milestones[j])
        for i, j in combinations(indices, 2)
        if days[i][0] <= days[j][1]
        and days[j][0] <= days[i][1]
        and _fits(milestones[i], milestones[j])
    }
    home = {index: [index] for index in indices}
    for i, j in sorted(agreed, key=lambda pair: -agreed[pair]):
        mine, other = home[i], home[j]
        if mine is not other and all(
            (a, b) in agreed or (b, a) in agreed for a in mine for b in other
        ):
            mine.extend(other)
            home.update(dict.fromkeys(other, mine))
    return list({id(step): step for step in home.values()}.values())


def _reach(m: Milestone) -> tuple[int, int]:
    """Days within which another statement may be of the same step; all of them where open."""
    if m.when is None or m.phase == Phase.DELAYED:
        return -ANY_DAY, ANY_DAY
    slack = NEAR_MISS.days
    return m.when.start.toordinal() - slack, m.when.end.toordinal() + slack


def _fits(a: Milestone, b: Milestone) -> bool:
    is_same_text = bool(a.item) and a.item == b.item
    return same_step(a, b) and (a == b or not is_same_text)


def same_step(a: Milestone, b: Milestone) -> bool:
    """Do both state one step of one company? The phase may differ; nothing else may conflict."""
    return conflict(a, b) is None and agreement(a, b) >= SAME_STEP


def conflict(a: Milestone, b: Milestone) -> str | None:
    """Why these cannot be one step, in a few words; None when nothing forbids it."""
    return next((reason for reason, differs in _CONFLICTS if differs(a, b)), None)


def agreement(a: Milestone, b: Milestone) -> float:
    """Points for what two compatible statements share; about 0 when they share no slot at all."""
    points = _date_points(a.when, b.when) + _figure_points(a, b) + _subject_points(a, b)
    if a.agency and b.agency:
        points += 1.0
    if a.kind == b.kind == Kind.COMPANY_SETUP:
        points += 0.5  # a company enters the business once
    return points + 2.0 * max(0.0, likeness(a.evidence, b.evidence) - CHANCE)


def subject_words(milestone: Milestone) -> frozenset[str]:
    """The words of its subject that tell it from other subjects of the same company."""
    return distinctive(milestone.subject, milestone.company)


def _definite(m: Milestone) -> tuple[float, float]:
    """How much a statement pins down: slots filled, then how narrow its date is."""
    slots = sum(x is not None for x in (m.when, m.amount, m.quantity, m.agency, m.subject))
    return float(slots), -float(_days(m.when) if m.when else 10_000)


def _worth(m: Milestone) -> tuple[float | str, ...]:
    """Which statement speaks for its step: furthest phase, surest source, most told."""
    phase = {Phase.PLANNED: 0.0, Phase.PENDING: 1.0, Phase.DELAYED: 2.0}.get(m.phase, 3.0)
    sure = {Certainty.RUMOURED: 0.0, Certainty.REPORTED: 1.0}.get(m.certainty, 2.0)
    return (phase, sure, *_definite(m), -float(len(m.evidence)), m.id)


def _is_other_agency(a: Milestone, b: Milestone) -> bool:
    return bool(a.agency and b.agency and fold(a.agency) != fold(b.agency))


def _is_other_time(a: Milestone, b: Milestone) -> bool:
    if a.when is None or b.when is None or a.when == b.when:
        return False
    if a.kind == Kind.DELIVERY and max(_days(a.when), _days(b.when)) > 1:
        return True  # the figures of a month are not those of its quarter
    return not (_near(a.when, b.when) or _is_slip(a, b) or _is_slip(b, a))


def _is_slip(late: Milestone, old: Milestone) -> bool:
    """A new target date is what a delay is about: the old target is no other step."""
    return (
        late.phase == Phase.DELAYED
        and old.phase in AHEAD
        and bool(subject_words(late) & subject_words(old))
    )


def _is_other_sum(a: Milestone, b: Milestone) -> bool:
    return a.amount is not None and b.amount is not None and _differ(a.amount, b.amount)


def _differ(a: Money, b: Money) -> bool:
    if a.currency == b.currency:
        return _are_apart(a.value, b.value, AMOUNT_TOLERANCE)
    if a.currency not in PER_DOLLAR or b.currency not in PER_DOLLAR:
        return True
    dollars = a.value / PER_DOLLAR[a.currency], b.value / PER_DOLLAR[b.currency]
    return _are_apart(*dollars, CURRENCY_TOLERANCE)


def _is_other_quantity(a: Milestone, b: Milestone) -> bool:
    if a.kind == Kind.PRODUCTION and _is_output(a) != _is_output(b):
        return True  # the start of production is one step, an output figure another
    if not (a.quantity and b.quantity and _are_counted_alike(a, b)):
        return False
    limit = FIGURE_TOLERANCE if a.kind == Kind.DELIVERY else QUANTITY_TOLERANCE
    return _are_apart(a.quantity.value, b.quantity.value, limit)


def _is_output(m: Milestone) -> bool:
    return m.quantity is not None and m.quantity.unit == Unit.VEHICLES


def _are_apart(a: Decimal, b: Decimal, tolerance: Decimal) -> bool:
    return abs(a - b) > tolerance * max(abs(a), abs(b))


def _are_counted_alike(a: Milestone, b: Milestone) -> bool:
    return bool(a.quantity and b.quantity and a.quantity.unit == b.quantity.unit)


def _is_other_batch(a: Milestone, b: Milestone) -> bool:
    mine, other = (batches(f"{m.subject or ''} {m.evidence}") for m in (a, b))
    return bool(mine and other and not mine & other)


def _is_other_phase(a: Milestone, b: Milestone) -> bool:
    mine, other = subject_words(a), subject_words(b)
    return bool(mine and other and (mine ^ other) & LATER)


def _is_other_model(a: Milestone, b: Milestone) -> bool:
    mine, other = codes(subject_words(a)), codes(subject_words(b))
    return bool(mine and other and not mine & other)


def _is_other_subject(a: Milestone, b: Milestone) -> bool:
    """No word in common where outlets would share one, and no figure that says otherwise."""
    mine, other = subject_words(a), subject_words(b)
    if mine & other or not comparable(mine, other):
        return False
    if (a.amount and b.amount) or _are_counted_alike(a, b):
        return False
    return a.kind in PLACE_BOUND or a.when is None or a.when != b.when


# The order is that of how well the reason explains itself.
_CONFLICTS: Final[tuple[tuple[str, Callable[[Milestone, Milestone], bool]], ...]] = (
    ("another company", lambda a, b: a.company != b.company),
    ("another kind of step", lambda a, b: a.kind != b.kind),
    ("another agency", _is_other_agency),
    ("another time", _is_other_time),
    ("another sum", _is_other_sum),
    ("another quantity", _is_other_quantity),
    ("another batch", _is_other_batch),
    ("another phase or plant", _is_other_phase),
    ("another model", _is_other_model),
    ("another subject", _is_other_subject),
)


def _date_points(a: Span | None, b: Span | None) -> float:
    if a is None or b is None or not _near(a, b):
        return 0.0
    wide = max(_days(a), _days(b))
    scale = ((2, 2.0), (31, 1.5), (92, 1.0), (366, 0.5))
    return next((points for days, points in scale if wide <= days), 0.25)


def _figure_points(a: Milestone, b: Milestone) -> float:
    points = 2.0 if a.amount and b.amount else 0.0
    if a.quantity and b.quantity and _are_counted_alike(a, b):
        exact = a.quantity == b.quantity and a.quantity.value >= TELLING_COUNT
        points += 3.0 if exact else 2.0
    return points


def _subject_points(a: Milestone, b: Milestone) -> float:
    mine, other = subject_words(a), subject_words(b)
    if not comparable(mine, other):
        return 0.0
    shared = len(mine & other) / min(len(mine), len(other))
    return 1.0 + shared if shared else -1.5


def _near(a: Span, b: Span) -> bool:
    slack = NEAR_MISS if _days(a) == _days(b) == 1 else timedelta(0)
    return a.start <= b.end + slack and b.start <= a.end + slack


def _days(span: Span) -> int:
    return (span.end - span.start).days + 1
