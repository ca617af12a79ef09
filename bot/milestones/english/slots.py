"""Date, sum, count, agency and subject of a step: the nearest that fits."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.found import Grain
from storage.records import Kind, Money, Phase, Quantity, Span, Unit

BESIDE: Final = 12  # words within which a name is what the step is about
ACROSS: Final = 9  # words that a comma with a new clause counts for
WRONG_TIME: Final = 25  # a future date for what is done, a past one for what is planned
NEWS: Final = timedelta(days=7)
DAYS: Final = frozenset((Grain.DAY, Grain.WEEK))  # on which somebody speaks
SPEECH: Final = 6  # the day on which somebody said so is not the day of a plan

UNITS: Final = {
    Kind.DELIVERY: (Unit.VEHICLES,),
    Kind.PRODUCTION: (Unit.VEHICLES, Unit.VEHICLES_PER_YEAR),
    Kind.RECALL: (Unit.VEHICLES,),
    Kind.FACTORY: (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, Unit.GWH, Unit.JOBS),
    Kind.LAUNCH: (Unit.ORDERS,),
    Kind.INFRASTRUCTURE: (Unit.STATIONS,),
    Kind.RESTRUCTURING: (Unit.JOBS,),
    Kind.APPROVAL: (Unit.VEHICLES,),
    Kind.TESTING: (Unit.VEHICLES,),
    Kind.PARTNERSHIP: (Unit.VEHICLES, Unit.GWH, Unit.STATIONS),
    Kind.MARKET_ENTRY: (),
}
CHEAPEST: Final = Decimal(1_000)  # a sum below is a deposit or a share price
DEAREST: Final = {
    **dict.fromkeys(("JPY", "INR", "THB", "PHP", "RUB", "TWD", "HUF", "PKR"), 50_000_000),
    **dict.fromkeys(("KRW", "CLP", "NGN"), 500_000_000),
    **dict.fromkeys(("VND", "IDR", "UZS", "COP"), 20_000_000_000),
}
SERIES: Final = frozenset((Kind.INFRASTRUCTURE,))
COUNTED: Final = {
    Kind.DELIVERY: Unit.VEHICLES,
    Kind.LAUNCH: Unit.ORDERS,
    Kind.INFRASTRUCTURE: Unit.STATIONS,
}
SMALLEST_COUNT: Final = Decimal(100)
ORDINALS: Final = {
    "hundred-thousandth": Decimal(100_000),
    "thousandth": Decimal(1_000),
    "millionth": Decimal(1_000_000),
}
PAID: Final = frozenset(
    (
        Kind.INVESTMENT,
        Kind.FUNDING,
        Kind.FACTORY,
        Kind.LAUNCH,
        Kind.RESTRUCTURING,
        Kind.RECALL,
        Kind.PARTNERSHIP,
        Kind.INFRASTRUCTURE,
        Kind.TECHNOLOGY,
    )
)
BY_AGENCY: Final = frozenset((Kind.APPROVAL, Kind.RECALL, Kind.REGISTRATION, Kind.FUNDING))


def when(scene: Scene, match: Match, kind: Kind, phase: Phase, published: date) -> Span | None:
    """The date of the step; None when the sentence gives none that fits."""
    if kind in SERIES and phase is Phase.PLANNED and len(scene.dates) > 1:
        units = [c for c, _ in scene.counts if c.quantity.unit in UNITS[kind]]
        if len(units) > 1:
            return scene.dates[-1][0].towards(future=True)
    ranked = sorted(_dates(scene, match, kind, phase, published), key=lambda pair: pair[0])
    return ranked[0][1] if ranked and ranked[0][0] < WRONG_TIME else None


def _dates(
    scene: Scene, match: Match, kind: Kind, phase: Phase, published: date
) -> Iterator[tuple[float, Span]]:
    ahead = phase in {Phase.PLANNED, Phase.DELAYED} or (
        phase is Phase.PENDING and kind is not Kind.RECALL
    )
    for dated, where in scene.dates:
        future = ahead and not _agreed(scene, match)
        if phase is Phase.DELAYED and match.state.time == "done":
            # "paused in March" tells the day of the delay, "put off to March" the new date.
            future = where[0] > 0 and scene.tokens[where[0] - 1].low in small("towards")
        if where[0] and scene.tokens[where[0] - 1].low == "since":
            future = False
        span = dated.towards(future=future)
        if kind is Kind.RECALL and cue_of_make(scene, where):
            continue
        cost = float(distance(scene, match, where))
        cue = scene.tokens[where[0] - 1].low if where[0] else ""
        inner = scene.tokens[where[0]].low
        if kind is Kind.RECALL and (
            cue in {"between", "from", "and", "to"} or inner in {"between", "from"}
        ):
            continue
        if cue == "between" or (
            cue == "since" and kind is not Kind.TESTING and kind is not Kind.DELIVERY
        ):
            cost += SPEECH
        spoken = dated.granularity in DAYS and _is_spoken(scene, where)
        if spoken and ahead:
            cost += SPEECH if match.state.time == "done" and not match.state.passive else WRONG_TIME
        elif spoken:
            cost += 2
        if ahead and span.end < published:
            cost += (
                WRONG_TIME
                if not (match.state.time == "done" or match.state.governor != match.state.left)
                or spoken
                else SPEECH
            )
            if match.state.time == "planned" and not _agreed(scene, match):
                cost += WRONG_TIME
        if not ahead and span.start > published:
            cost += WRONG_TIME
        yield cost, span


def cue_of_make(scene: Scene, where: Range) -> bool:
    """Is it a model year: "of model years 2021 and 2022"?"""
    before = {t.low for t in scene.tokens[max(0, where[0] - 4) : where[0]]}
    return bool(before & {"model", "year", "years", "my"})


def _agreed(scene: Scene, match: Match) -> bool:
    return match.state.governor >= 0 and scene.tokens[match.state.governor].low in {
        "agreed",
        "announced",
        "pledged",
        "committed",
        "promised",
        "decided",
        "vowed",
        "told",
        "signed",
    }


def is_told(scene: Scene) -> bool:
    """Is the sentence told as an announcement of the past?"""
    return scene.has("announced", "told", "said", "decided", "announce", "promised", "revealed")


def _is_spoken(scene: Scene, where: Range) -> bool:
    """Does the date stand beside a verb of saying?"""
    first, last = where
    near = [scene.tokens[at].low for at in range(max(0, first - 3), first)]
    near += [scene.tokens[at].low for at in range(last + 1, min(len(scene.tokens), last + 5))]
    return any(low in small("spoken") for low in near)


def distance(scene: Scene, match: Match, where: Range) -> int:
    """Words between a slot and the step; a clause border counts for several."""
    best = 999
    for first, last in match.places:
        left, right = (last, where[0]) if where[0] > last else (where[1], first)
        if right <= left:
            return 0
        gap = right - left - 1
        between = scene.tokens[left + 1 : right]
        for at, token in enumerate(between):
            following = between[at + 1].low if at + 1 < len(between) else ""
            if token.low in {";", ":", "\u2014"} or (
                token.low in {"and", "but", "while", "which", "where", "after", "before"}
                and _verbal(scene, left + 1 + at, right)
            ):
                gap += ACROSS
            elif token.low == "," and following in {
                "and",
                "but",
                "while",
                "which",
                "where",
                "after",
                "with",
                "who",
                "up",
                "compared",
            }:
                gap += ACROSS // 2
        best = min(best, gap)
    return best


def _verbal(scene: Scene, start: int, end: int) -> bool:
    return any(at in scene.verbs for at in range(start, end))


def amount(scene: Scene, match: Match, kind: Kind) -> Money | None:
    """The sum of the step in its original currency."""
    if kind not in PAID:
        return None
    sums = [(s, where) for s, where in scene.sums if not s.converted]
    if kind is Kind.LAUNCH:
        prices = [
            s.money for s, where in sums if not _before_or_after(scene, where, small("price_words"))
        ]
        same = [p for p in prices if prices and p.currency == prices[0].currency]
        return min(same, key=lambda m: m.value) if same else None
    sums = [(s, where) for s, where in sums if not _before_or_after(scene, where, small("values"))]
    if not sums:
        return None
    return min(sums, key=lambda pair: distance(scene, match, pair[1]))[0].money


def dateline(scene: Scene, published: date) -> Span | None:
    """The first day that a sentence names, when it lies within days of publication."""
    for dated, _ in scene.dates:
        span = dated.towards(future=False)
        if dated.granularity == Grain.DAY and published - NEWS <= span.end <= published:
            return span
    return None


def is_price(money: Money) -> bool:
    """Can a car cost so much in this currency?"""
    return CHEAPEST <= money.value < Decimal(DEAREST.get(money.currency, 1_000_000))


def _before_or_after(scene: Scene, where: Range, words: frozenset[str]) -> bool:
    first, last = where
    before = (scene.tokens[at].low for at in range(max(0, first - 3), first))
    after = (scene.tokens[at].low for at in range(last + 1, min(len(scene.tokens), last + 4)))
    return any(low in words for low in (*before, *after))


def quantity(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """What the step counts."""
    units = UNITS.get(kind, ())
    fitting = [(c, where) for c, where in scene.counts if c.quantity.unit in units]
    if not fitting:
        return _plain(scene, match, kind)
    if len(fitting) > 1 and len(scene.dates) > 1 and kind in SERIES and scene.number:
        return fitting[-1][0].quantity  # "20 in 2022 and 120 in 2023": one plan, its last figure
    count, _ = min(
        fitting,
        key=lambda pair: (units.index(pair[0].quantity.unit), distance(scene, match, pair[1])),
    )
    if kind is Kind.FACTORY and count.quantity.unit is Unit.GWH:
        return Quantity(value=count.quantity.value, unit=Unit.GWH_PER_YEAR)
    return count.quantity


def _plain(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """A number whose noun stands elsewhere, an ordinal, "the first station"."""
    unit = COUNTED.get(kind)
    for first, last in match.places:
        low = scene.tokens[first].low
        if kind is Kind.PRODUCTION and (value := _ordinal(low)) is not None:
            return Quantity(value=value, unit=Unit.VEHICLES)
        bare = (first, last) in scene.spans.get("NUMBER", ()) and re.fullmatch(r"\d[\d,]*", low)
        if unit is not None and bare and Decimal(low.replace(",", "")) >= SMALLEST_COUNT:
            return Quantity(value=Decimal(low.replace(",", "")), unit=unit)
    if kind is Kind.INFRASTRUCTURE:
        around = {t.low for t in scene.tokens[max(0, match.first - 5) : match.last + 1]}
        if around & small("one"):
            return Quantity(value=Decimal(1), unit=Unit.STATIONS)
    return None


def _ordinal(low: str) -> Decimal | None:
    number = re.fullmatch(r"(\d[\d,]*)(?:st|nd|rd|th)", low)
    if number:
        return Decimal(number[1].replace(",", ""))
    return next((value for word, value in ORDINALS.items() if low.endswith(word)), None)


def agency(scene: Scene, match: Match, kind: Kind, earlier: Sequence[str]) -> str | None:
    """Which authority: in the sentence, else for permits and recalls the one named before."""
    if kind not in BY_AGENCY:
        return None
    if scene.agencies:
        return min(scene.agencies, key=lambda a: distance(scene, match, (a.first, a.last))).short
    if kind in {Kind.APPROVAL, Kind.RECALL} and earlier:
        return earlier[-1]
    return None


def subject(scene: Scene, match: Match, kind: Kind, companies: Sequence[str]) -> str | None:
    """The thing itself in a few words, as the text has it."""
    for key in _SUBJECTS.get(kind, ("NAME",)):
        ranges = [r for r in scene.spans.get(key, ()) if not _is_said(scene, r)]
        if key == "COMPANY":
            ranges = [
                r for m, r in scene.mentions if m.company not in companies or len(companies) > 1
            ]
        if ranges:
            first, last = min(ranges, key=lambda r: distance(scene, match, r))
            if distance(scene, match, (first, last)) <= BESIDE:
                return scene.sentence.text[scene.tokens[first].start : scene.tokens[last].end]
    return None


_SUBJECTS: Final = {
    Kind.REGISTRATION: ("DOMAIN", "NAME"),
    Kind.FACTORY: ("NAME", "PLACE"),
    Kind.MARKET_ENTRY: ("PLACE",),
    Kind.INFRASTRUCTURE: ("NAME", "PLACE"),
    Kind.PARTNERSHIP: ("COMPANY", "NAME"),
    Kind.INVESTMENT: ("COMPANY", "NAME"),
    Kind.FUNDING: ("COMPANY", "NAME"),
}


def _is_said(scene: Scene, where: Range) -> bool:
    after = where[1] + 1
    return after < len(scene.tokens) and scene.tokens[after].low in small("spoken") | {"says"}
