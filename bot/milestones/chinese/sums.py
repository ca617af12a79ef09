"""How much a step costs: which of the sums around it is its own."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag, any_of
from storage.records import Kind, Money

if TYPE_CHECKING:
    from bot.milestones.found import Sum

# Before a sum: what an insolvent firm has, or owes.
_OWED: Final = re.compile(r"(?:资产|负债|债务|欠款|欠债)[^,。;]{0,8}$")
AID: Final = "补贴"  # behind a sum: "日本政府557亿日元补贴"
PAID: Final = frozenset(
    (
        Kind.INVESTMENT,
        Kind.FUNDING,
        Kind.FACTORY,
        Kind.LAUNCH,
        Kind.PARTNERSHIP,
        Kind.RESTRUCTURING,
        Kind.RECALL,
    )
)
SPENT: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
SMALLEST_SUM: Final = 1_000_000  # of any currency
PRICED: Final = 8  # characters between "at a price of" and the sum
SMALLEST_PRICE, LARGEST_PRICE = Decimal(10_000), Decimal(100_000_000)  # of a car, in any currency
# Before and behind a sum that is no price of a car: "售价下调3万元", "价值1万元的音响".
_OFF_PRICE: Final = re.compile(rf"{any_of('off_price')}[了约近超逾过达高]*$")
_EXTRA: Final = re.compile(rf"的?{any_of('extras')}")
# Around a sum that one side pays the other for shares: no sum of what both agree on.
STAKE: Final = 40  # characters before a sum in which it is said for what it is
_STAKE: Final = re.compile(
    rf"(?:[向对][^,。;]{{1,16}}?{any_of('puts_in')}|[获得][^,。;]{{1,16}}?{any_of('puts_in')}"
    rf"|{any_of('new_shares')})[^,。;]{{0,8}}(?:,[合总共]计[^,。;]{{0,4}})?$"
)
_FOR_STAKE: Final = re.compile(rf"的?{any_of('stakes')}")
_EACH: Final = re.compile(r"各(?:自)?(?:出资|投资|投入|注资)[约近超]?$")
_BUSINESS: Final = re.compile(any_of("whole_business"))
WAS: Final = 8  # characters between "from" and an old figure: "由此前宣布的50亿"
WIDE: Final = frozenset((Kind.FACTORY, Kind.RECALL, Kind.RESTRUCTURING, Kind.PARTNERSHIP))


def amount(scene: Scene, match: Match) -> Money | None:
    """The sum of a step, in its own currency."""
    kind = match.pattern.step.kind
    if kind not in PAID:
        return None
    if kind is Kind.LAUNCH:
        return _price(scene)
    own, last = scene.clause(match.start), scene.clause(match.end - 1)
    sums = _sums(scene, match)
    each = [t for t in sums if _EACH.search(scene.text, 0, t.start)]
    if kind is Kind.INVESTMENT and each:
        return _money(each[0])
    beside = [t for t in sums if own <= scene.clause(t.start) <= last]
    inside = [t for t in sums if t in match.tags]
    same = inside or beside or _beyond(scene, sums, kind, last)
    same = (changed(scene, beside) if same else []) or same
    if not same:
        return None
    return _money(min(same, key=lambda t: abs(t.start - match.words[-1].end)))


def _price(scene: Scene) -> Money | None:
    """The lowest price of a car in the currency that is told first."""
    sums = [
        _money(t)
        for t in scene.groups.get("MONEY", ())
        if not (_is_value(scene, t, Kind.LAUNCH) or _is_off_price(scene, t))
    ]
    prices = [m for m in sums if SMALLEST_PRICE <= m.value <= LARGEST_PRICE]
    prices = [m for m in prices if m.currency == prices[0].currency]
    return min(prices, key=lambda m: m.value) if prices else None


def _sums(scene: Scene, match: Match) -> list[Tag]:
    """The sums around a step that may be its own."""
    kind = match.pattern.step.kind
    own, last = scene.clause(match.start), scene.clause(match.end - 1)
    sums = [
        t
        for t in scene.groups.get("MONEY", ())
        if (
            own - 1 <= scene.clause(t.start) <= last + (3 if kind in WIDE else 1)
            or (kind in SPENT and _is_deal_price(scene, t))
        )
        and not _is_value(scene, t, kind)
    ]
    if kind in SPENT and "MONEY" not in match.pattern.said:
        # what a lot of the new shares earned is no sum of the step
        sums = [t for t in sums if _money(t).value >= SMALLEST_SUM]
    if kind is Kind.FACTORY:
        sums = [t for t in sums if not _is_of_business(scene, t)]
    if kind is Kind.PARTNERSHIP:
        sums = [t for t in sums if not _is_for_stake(scene, t)]
    return sums


def _beyond(scene: Scene, sums: list[Tag], kind: Kind, last: int) -> list[Tag]:
    """The sums of a step that stand in none of its own clauses."""
    if kind in WIDE:
        return sums
    if kind is Kind.INVESTMENT:
        return [t for t in sums if _is_deal_price(scene, t)]
    return [t for t in sums if scene.clause(t.start) > last] if kind is Kind.FUNDING else []


def _is_deal_price(scene: Scene, tag: Tag) -> bool:
    """Is the sum what a deal costs: "总代价约7亿美元"?"""
    return bool(scene.within(max(0, tag.start - PRICED), tag.start, "deal_price"))


def _is_off_price(scene: Scene, tag: Tag) -> bool:
    """Is the sum only taken off a price, or the price of something that comes with a car?"""
    begin, _ = scene.bounds(scene.clause(tag.start))
    return (
        _OFF_PRICE.search(scene.text, begin, tag.start) is not None
        or _EXTRA.match(scene.text, tag.end) is not None
    )


def _is_for_stake(scene: Scene, tag: Tag) -> bool:
    """Does one side pay the other the sum for shares: "向甲投资50亿美元", "增资10亿元"?"""
    return (
        _STAKE.search(scene.text, max(0, tag.start - STAKE), tag.start) is not None
        or _FOR_STAKE.match(scene.text, tag.end) is not None
    )


def _is_of_business(scene: Scene, tag: Tag) -> bool:
    """Is it what a company spends on a whole business, not on one plant?"""
    begin, _ = scene.bounds(scene.clause(tag.start))
    return _BUSINESS.search(scene.text, begin, tag.start) is not None


def _is_value(scene: Scene, tag: Tag, kind: Kind) -> bool:
    """Is the sum a valuation, a price of shares, a turnover?

    What a state pays is money that comes in.
    """
    begin, end = scene.bounds(scene.clause(tag.start))
    if kind is Kind.RESTRUCTURING and _OWED.search(scene.text, begin, tag.start):
        return True
    behind = scene.within(tag.end, min(end, tag.end + 6), "no_sum")
    if kind is Kind.FUNDING:
        behind = [t for t in behind if scene.text[t.start : t.end] != AID]
    return bool(behind or scene.within(max(begin, tag.start - 12), tag.start, "no_sum"))


def _money(tag: Tag) -> Money:
    return cast("Sum", tag.value).money


def changed(scene: Scene, found: Sequence[Tag]) -> list[Tag]:
    """Of "from 80,000 to 60,000" the second: what holds now."""
    later = [t for t in found[1:] if scene.within(max(0, t.start - 4), t.start, "until")]
    before = [t for t in found[:-1] if scene.within(max(0, t.start - WAS), t.start, "from")]
    return later[:1] if before else []
