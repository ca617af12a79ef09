"""Sum, count and agency of a step: the nearest that fits."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.milestones.english.authorities import governments
from bot.milestones.english.counted import is_former, is_no_count, is_part, of_step
from bot.milestones.english.nearness import distance, segment, verbs_in
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.grammars.english_bare import YEARLIKE
from storage.records import Kind, Money, Quantity, Unit

BEFORE: Final = 5  # words before a sum that may say what it is
NEAR: Final = 5  # words between "first" and its station
BESIDE: Final = 12  # words within which a name is what the step is about
UNITS: Final = {
    Kind.DELIVERY: (Unit.VEHICLES,),
    Kind.PRODUCTION: (Unit.VEHICLES,),  # what a plant can make in a year is its own size
    Kind.RECALL: (Unit.VEHICLES,),
    Kind.FACTORY: (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, Unit.GWH, Unit.JOBS),
    Kind.LAUNCH: (Unit.ORDERS,),
    Kind.INFRASTRUCTURE: (Unit.STATIONS,),
    Kind.RESTRUCTURING: (Unit.JOBS,),
    Kind.APPROVAL: (Unit.VEHICLES,),
    Kind.TESTING: (Unit.VEHICLES,),
    Kind.PARTNERSHIP: (Unit.VEHICLES, Unit.GWH, Unit.STATIONS),
    Kind.MARKET_ENTRY: (Unit.VEHICLES,),
}
MILLION: Final = 1_000_000
COMPANIES_HOUSE: Final = "Registrar of Companies"  # where firms are entered: it pays nobody
# Of a car, or of a scooter; a sum below is a deposit or a share price.
CHEAPEST: Final = {
    **dict.fromkeys(("JPY", "INR", "THB", "PHP", "RUB", "TWD", "PKR"), 30_000),
    **dict.fromkeys(("KRW", "CLP", "NGN", "HUF"), 500_000),
    **dict.fromkeys(("VND", "IDR", "UZS", "COP"), 5_000_000),
}
DEAREST: Final = {
    **dict.fromkeys(("JPY", "INR", "THB", "PHP", "RUB", "TWD", "HUF", "PKR"), 50_000_000),
    **dict.fromkeys(("KRW", "CLP", "NGN"), 500_000_000),
    **dict.fromkeys(("VND", "IDR", "UZS", "COP"), 20_000_000_000),
}
WORTH: Final = frozenset((Kind.PARTNERSHIP, Kind.FUNDING))  # "incentives worth $829 million"
LARGE: Final = frozenset((Kind.FACTORY, Kind.PARTNERSHIP, Kind.INFRASTRUCTURE, Kind.RECALL))
SERIES: Final = frozenset((Kind.INFRASTRUCTURE,))
COUNTED: Final = {
    Kind.DELIVERY: Unit.VEHICLES,
    Kind.PRODUCTION: Unit.VEHICLES,
    Kind.LAUNCH: Unit.ORDERS,
    Kind.INFRASTRUCTURE: Unit.STATIONS,
}
SMALLEST_COUNT: Final = Decimal(100)
ORDINALS: Final = {
    "hundred-thousandth": Decimal(100_000),
    "thousandth": Decimal(1_000),
    "millionth": Decimal(1_000_000),
}
TOTAL: Final = 30  # words that a total is nearer
CLOSE: Final = frozenset((Kind.RESTRUCTURING, Kind.RECALL, Kind.INFRASTRUCTURE))
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


def amount(scene: Scene, match: Match, kind: Kind) -> Money | None:
    """The sum of the step in its original currency."""
    if kind not in PAID:
        return None
    sums = [(s, where) for s, where in scene.sums if not s.converted]
    if kind is Kind.LAUNCH:
        prices = [
            s.money
            for s, where in sums
            if not _before_or_after(scene, where, small("price_words"), behind=3)
            and not _is_first_payment(scene, where)
        ]
        prices = [p for p in prices if is_price(p)] or prices
        if _are_in_turn(scene, prices):
            return _beside(scene, match, prices)
        same = [p for p in prices if prices and p.currency == prices[0].currency]
        return min(same, key=lambda m: m.value) if same else None
    values = small("values") - (small("deal_worth") if kind in WORTH else frozenset())
    sums = [
        (s, where)
        for s, where in sums
        if not _before_or_after(scene, where, values) and not _is_included(scene, where)
    ]
    if kind is Kind.PARTNERSHIP:
        worth = small("deal_worth")
        sums = [
            (s, where)
            for s, where in sums
            if _before(scene, where, worth)
            or _is_of_venture(scene, where)
            or _is_size(scene, where)
        ]
    if kind in LARGE:
        sums = [(s, where) for s, where in sums if s.money.value >= MILLION]
    if kind in CLOSE:
        sums = [(s, where) for s, where in sums if not _is_foreign(scene, match, where)]
    if not sums:
        return None
    return min(sums, key=lambda pair: _sum_distance(scene, match, pair[1]))[0].money


def _are_in_turn(scene: Scene, prices: Sequence[Money]) -> bool:
    """Do two prices alternate with two days, each before its own?"""
    told = [where[0] for s, where in scene.sums if s.money in prices]
    days = [where[0] for _, where in scene.dates]
    if len(told) != len(days) or len(told) != len("AB"):
        return False
    return told[0] < days[0] < told[1] < days[1]


def _beside(scene: Scene, match: Match, prices: Sequence[Money]) -> Money:
    """The price of the first of two cars, each with its day: "A for 25,000 in 2026 and B for"."""
    told = [s for s in scene.sums if s[0].money in prices]
    return min(told, key=lambda pair: distance(scene, match, pair[1]))[0].money


def _is_first_payment(scene: Scene, where: Range) -> bool:
    """Is it what is paid at the order, or a difference: "$50,000 down", "100,000 below the M9"?"""
    behind = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 3]]
    return behind[:1] in (["below"], ["under"]) or (
        behind[:1] == ["down"] and behind[1:] not in (["from"], ["to"])
    )


def _sum_distance(scene: Scene, match: Match, where: Range) -> int:
    """Words between; a total comes before its parts."""
    total = _before(scene, where, small("totals"))
    return distance(scene, match, where) - (TOTAL if total else 0)


def _is_of_venture(scene: Scene, where: Range) -> bool:
    """Does it say what a venture is worth: "a joint venture over up to 4.1 billion euros"?"""
    behind = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 2]]
    near = any(0 < where[0] - t.last <= BESIDE for t in scene.marked.tags.get("venture", ()))
    return near and not scene.title and behind not in (["more"], ["less"])


def _is_size(scene: Scene, where: Range) -> bool:
    """Does it say how large what was agreed is: "a $5 billion plan", "a $1 billion venture"?"""
    before = [t.low for t in scene.tokens[max(0, where[0] - 2) : where[0]]]
    behind = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 4]]
    ends = next((at for at, low in enumerate(behind) if low in small("agreed", "undertaken")), -1)
    joined = all(low not in small("prepositions") for low in behind[: max(ends, 0)])
    return ends >= 0 and joined and bool({"a", "the", "their", "this"} & set(before))


def _is_included(scene: Scene, where: Range) -> bool:
    """Is it a part of another sum: "the sum includes about $600 million in interest"?"""
    return _before(scene, where, small("included")) and len(scene.sums) > 1


def _is_foreign(scene: Scene, match: Match, where: Range) -> bool:
    """Does the sum stand in a clause with a verb of its own?"""
    around = segment(scene, where)
    if _before(scene, where, small("earning")):
        return False  # "parted with its stake and made some 780 million dollars from it"
    mine = {at for first, last in match.places for at in range(first, last + 1)}
    return mine.isdisjoint(range(around[0], around[1] + 1)) and bool(verbs_in(scene, around))


def is_price(money: Money) -> bool:
    """Can a car cost so much in this currency?"""
    least, most = CHEAPEST.get(money.currency, 1_000), DEAREST.get(money.currency, 1_000_000)
    return least <= money.value < most


def _before(scene: Scene, where: Range, words: frozenset[str]) -> bool:
    return any(scene.tokens[at].low in words for at in range(max(0, where[0] - 3), where[0]))


def _before_or_after(scene: Scene, where: Range, words: frozenset[str], *, behind: int = 1) -> bool:
    first, last = where
    before = [
        scene.tokens[at].low
        for at in range(_clause_start(scene, first), first)
        if scene.tokens[at + 1].low != "than"  # "at less than 25,000 euros"
    ]
    after = [t.low for t in scene.tokens[last + 1 : last + 2 + behind]]
    if after[:2] in (["or", "more"], ["and", "more"]):
        after = after[2:]  # "costs 44,990 euros or more"
    near = after[1:] if after[:1] in (["in"], ["of"]) else after[:behind]  # "$5 billion in debt"
    return any(low in words for low in (*before, *near))


def _clause_start(scene: Scene, first: int) -> int:
    """Where the words before a sum begin: "with 85% of the market, raised 7,500 crore"."""
    for at in range(first - 1, max(0, first - BEFORE) - 1, -1):
        if scene.tokens[at].low == "," and first - at > 1:
            return at + 1
    return max(0, first - BEFORE)


def quantity(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """What the step counts."""
    if (told := _told_number(scene, match, kind)) is not None:
        return told
    units = UNITS.get(kind, ())
    counts = [(c, where) for c, where in scene.counts if c.quantity.unit in units]
    if kind is Kind.FACTORY and cuts_jobs(scene):
        counts = [(c, where) for c, where in counts if c.quantity.unit is not Unit.JOBS]
    fitting = of_step(scene, match, kind, counts)
    if not fitting:
        return _booked(scene, match, kind) or _plain(scene, match, kind)
    if len(fitting) > 1 and len(scene.dates) > 1 and kind in SERIES and scene.number:
        return fitting[-1][0].quantity  # "20 in 2022 and 120 in 2023": one plan, its last figure
    count, _ = min(
        fitting,
        key=lambda pair: (units.index(pair[0].quantity.unit), distance(scene, match, pair[1])),
    )
    if kind is Kind.FACTORY and count.quantity.unit is Unit.GWH:
        return Quantity(value=count.quantity.value, unit=Unit.GWH_PER_YEAR)
    return count.quantity


def cuts_jobs(scene: Scene) -> bool:
    """Are jobs lost, which are no size of a plant?"""
    tags = scene.marked.tags
    return "layoff" in tags and "close" not in tags


def _told_number(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """The bare number that is part of the step: "made 10,200 and brought 4,929 to customers"."""
    numbers = scene.spans.get("NUMBER", ())
    if kind is not Kind.DELIVERY or not any(place in numbers for place in match.places):
        return None
    return _plain(scene, match, kind)


def _booked(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """Cars that were ordered are orders: "289,000 YU7s locked in"."""
    if kind is not Kind.LAUNCH or "VEHICLES <order" not in match.pattern.said:
        return None
    found = [c for c, where in scene.counts if where in match.places]
    return Quantity(value=found[0].quantity.value, unit=Unit.ORDERS) if found else None


def _plain(scene: Scene, match: Match, kind: Kind) -> Quantity | None:
    """A number whose noun stands elsewhere, an ordinal, "the first station"."""
    unit = COUNTED.get(kind)
    for first, last in match.places:
        low = scene.tokens[first].low
        if is_no_count(scene, (first, last)):
            continue
        if kind is Kind.PRODUCTION and (value := _ordinal(low)) is not None:
            return Quantity(value=value, unit=Unit.VEHICLES)
        after = scene.tokens[first + 1].low if first + 1 < len(scene.tokens) else ""
        if unit is not None and after == "million" and re.fullmatch(r"\d{1,3}(\.\d{1,3})?", low):
            return Quantity(value=Decimal(low) * MILLION, unit=unit)
        bare = (
            (first, last) in scene.spans.get("NUMBER", ())
            and re.fullmatch(r"\d[\d,]*", low) is not None
            and YEARLIKE.fullmatch(low) is None  # "misses 2023 sales target"
            and not is_part(scene, (first, last))
            and not is_former(scene, (first, last))
        )
        if unit is not None and bare and Decimal(low.replace(",", "")) >= SMALLEST_COUNT:
            return Quantity(value=Decimal(low.replace(",", "")), unit=unit)
    if kind is Kind.INFRASTRUCTURE and _is_single(scene, match):
        return Quantity(value=Decimal(1), unit=Unit.STATIONS)
    return None


def _is_single(scene: Scene, match: Match) -> bool:
    """Is it one station: "the first station", "the first in Oslo", but not "its first stations"?"""
    near = range(max(0, match.first - NEAR), match.last + 1)
    ones = [at for at in near if scene.tokens[at].low in small("one")]
    return bool(ones) and not any(_is_plural(scene, at) for at in ones)


def _is_plural(scene: Scene, at: int) -> bool:
    """Do several stations follow, before the next preposition or verb?"""
    for behind in range(at + 1, min(len(scene.tokens), at + 1 + NEAR)):
        low = scene.tokens[behind].low
        if low in small("prepositions") or behind in scene.verbs:
            return low == "of"  # "one of the biggest networks"
        if low in small("plugs", "sites"):
            return True
    return False


def _ordinal(low: str) -> Decimal | None:
    number = re.fullmatch(r"(\d[\d,]*)(?:st|nd|rd|th)", low)
    if number:
        return Decimal(number[1].replace(",", ""))
    return next((value for word, value in ORDINALS.items() if low.endswith(word)), None)


def agency(scene: Scene, match: Match, kind: Kind, earlier: Sequence[str]) -> str | None:
    """Which authority: in the sentence, else for permits and recalls the last of `earlier`."""
    if kind not in BY_AGENCY:
        return None
    named = [a for a in scene.agencies if kind is not Kind.FUNDING or a.short != COMPANIES_HOUSE]
    if named:
        return min(named, key=lambda a: distance(scene, match, (a.first, a.last))).short
    if kind is Kind.APPROVAL and not earlier:
        return _granter(scene)
    if kind is Kind.FUNDING:
        return _government(scene, match)
    asked = kind is Kind.REGISTRATION and scene.holds(small("marks"))
    if (kind in {Kind.APPROVAL, Kind.RECALL} or asked) and earlier:
        return earlier[-1]
    return None


def _granter(scene: Scene) -> str | None:
    """The state or city that grants a permit: "the city of Guangzhou has given XPeng a licence"."""
    text = scene.sentence.text
    if "city of" not in scene.low and "state of" not in scene.low:
        return None
    named = (each for each in governments(text) if text[: each.start].endswith(" of "))
    return next((each.short for each in named), None)


def _government(scene: Scene, match: Match) -> str | None:
    """The state or city that grants money, where the words speak of a grant or a loan."""
    if not scene.holds(small("public_money")):
        return None
    named = list(governments(scene.sentence.text))
    if not named:
        return None
    at = scene.tokens[match.first].start
    return min(named, key=lambda n: abs(n.start - at)).short
