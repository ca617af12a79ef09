"""How much, how many, with which authority, and what: the slots of a step beside its date."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag
from bot.milestones.rounded import rounds
from storage.records import Kind, Money, Quantity, Unit

if TYPE_CHECKING:
    from bot.milestones.found import Count, Sum

FEWEST: Final = 10  # cars a year: fewer are no capacity
# Ministries whose names those of other countries share: "英国交通部" is not that of China.
OF_CHINA: Final = frozenset(("MOT", "MOF", "MOFCOM", "MEE", "MPS"))
PLANT_CLAUSES: Final = 2  # clauses behind a plant in which its size may be told
LEAST_SIZE: Final = 1000  # cars: fewer are no size of a plant
WAS: Final = 8  # characters between "from" and an old figure: "由此前宣布的50亿"
LESS: Final = "不到"  # counts only right before a number
PLACE_CHARS: Final = 12  # characters of a place before the name of its authority
_TOGETHER: Final = re.compile(r"(?:、[^,;。、]{2,12}){0,6}(?:、|和|与|及)")
_PLACE: Final = re.compile(r"(?:[\u4e00-\u9fff]{2,4}(?:省|市|州|邦|郡|县|道|自治区)){1,2}$")
UNITS: Final = {
    Kind.DELIVERY: ("VEHICLES", "ENERGY"),
    Kind.PRODUCTION: ("VEHICLES", "RATE", "ENERGY"),
    Kind.FACTORY: ("RATE", "ENERGY", "VEHICLES", "JOBS"),
    Kind.LAUNCH: ("ORDERS",),
    Kind.INFRASTRUCTURE: ("STATIONS",),
    Kind.RECALL: ("VEHICLES",),
    Kind.RESTRUCTURING: ("JOBS",),
    Kind.PARTNERSHIP: ("ENERGY", "RATE"),
    Kind.MARKET_ENTRY: ("VEHICLES",),
    Kind.TESTING: (),
}
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
BY_AGENCY: Final = frozenset((Kind.APPROVAL, Kind.RECALL, Kind.REGISTRATION, Kind.FUNDING))
WIDE: Final = frozenset((Kind.FACTORY, Kind.RECALL, Kind.RESTRUCTURING, Kind.PARTNERSHIP))
BESIDE: Final = 30  # characters between the words of a step and its subject
SPENT: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
SMALLEST_SUM: Final = 1_000_000  # of any currency
PRICED: Final = 8  # characters between "at a price of" and the sum
SMALLEST_PRICE, LARGEST_PRICE = Decimal(10_000), Decimal(100_000_000)  # of a car, in any currency


def amount(scene: Scene, match: Match) -> Money | None:
    """The sum of a step, in its own currency."""
    kind = match.pattern.step.kind
    if kind not in PAID:
        return None
    own, last = scene.clause(match.start), scene.clause(match.end - 1)
    sums = [
        t
        for t in scene.groups.get("MONEY", ())
        if (
            own - 1 <= scene.clause(t.start) <= last + (3 if kind in WIDE else 1)
            or (kind in SPENT and _is_deal_price(scene, t))
        )
        and not _is_value(scene, t)
    ]
    if kind in SPENT and "MONEY" not in match.pattern.said:
        # what a lot of the new shares earned is no sum of the step
        sums = [t for t in sums if _money(t).value >= SMALLEST_SUM]
    inside = [t for t in sums if t in match.tags]
    if kind is Kind.LAUNCH:
        sums = [t for t in scene.groups.get("MONEY", ()) if not _is_value(scene, t)]
        prices = [
            m for t in sums for m in [_money(t)] if SMALLEST_PRICE <= m.value <= LARGEST_PRICE
        ]
        prices = [m for m in prices if m.currency == prices[0].currency]
        return min(prices, key=lambda m: m.value) if prices else None
    same = inside or [t for t in sums if own <= scene.clause(t.start) <= last]
    if not same and kind in WIDE:
        same = sums
    if not same and kind is Kind.INVESTMENT:
        same = [t for t in sums if _is_deal_price(scene, t)]
    if not same and kind is Kind.FUNDING:
        same = [t for t in sums if scene.clause(t.start) > last]
    own_clause = [t for t in sums if own <= scene.clause(t.start) <= last]
    same = (_changed(scene, own_clause) if same else []) or same
    if not same:
        return None
    return _money(min(same, key=lambda t: abs(t.start - match.words[-1].end)))


def _is_deal_price(scene: Scene, tag: Tag) -> bool:
    """Is the sum what a deal costs: "总代价约7亿美元"?"""
    return bool(scene.within(max(0, tag.start - PRICED), tag.start, "deal_price"))


def _is_value(scene: Scene, tag: Tag) -> bool:
    """Is the sum a valuation, a price of shares, a turnover?"""
    begin, end = scene.bounds(scene.clause(tag.start))
    return bool(scene.within(max(begin, tag.start - 12), tag.start, "no_sum")) or bool(
        scene.within(tag.end, min(end, tag.end + 6), "no_sum")
    )


def _money(tag: Tag) -> Money:
    return cast("Sum", tag.value).money


def quantity(scene: Scene, match: Match) -> Quantity | None:
    """The count of a step, in the unit that its kind is counted in."""
    kind = match.pattern.step.kind
    names = UNITS.get(kind, ())
    own, last = scene.clause(match.start), scene.clause(match.end - 1)
    reach = last + (PLANT_CLAUSES if kind is Kind.FACTORY else 1) if kind in WIDE else last
    for name in names:
        found = [t for t in scene.groups.get(name, ()) if own <= scene.clause(t.start) <= reach]
        found = [t for t in found if not _is_other_count(scene, t, kind)]
        if not found:
            continue
        inside = _changed(scene, found) or [t for t in found if t in match.tags]
        best = inside[0] if inside else min(found, key=lambda t: _gap(match, t))
        return _counted(_exact(best, found), kind)
    return _first(scene, match)


def _is_other_count(scene: Scene, tag: Tag, kind: Kind) -> bool:
    """Is it a count of users, of the year before, or one that was not reached?"""
    told = scene.within(max(0, tag.start - 8), tag.start, "no_count")
    if cast("Count", tag.value).quantity.value < FEWEST and "RATE" in tag.groups:
        return True  # "the first car" beside a capacity
    built = kind is Kind.FACTORY and "VEHICLES" in tag.groups
    if built and ("ORDINAL" in tag.groups or cast("Count", tag.value).quantity.value < LEAST_SIZE):
        return True  # cars handed over at the opening of a plant
    return any(t.end == tag.start or scene.text[t.start : t.end] != LESS for t in told)


def _changed(scene: Scene, found: Sequence[Tag]) -> list[Tag]:
    """Of "from 80,000 to 60,000" the second: what holds now."""
    later = [t for t in found[1:] if scene.within(max(0, t.start - 4), t.start, "until")]
    before = [t for t in found[:-1] if scene.within(max(0, t.start - WAS), t.start, "from")]
    return later[:1] if before else []


def _exact(tag: Tag, found: Sequence[Tag]) -> Tag:
    """The count that a round one stands for: "召回7万多辆,共77650辆"."""
    told = cast("Count", tag.value).quantity
    return next((t for t in found if rounds(told, cast("Count", t.value).quantity)), tag)


def _gap(match: Match, tag: Tag) -> int:
    return tag.start - match.end if tag.start >= match.end else 2 * max(0, match.start - tag.end)


def _counted(tag: Tag, kind: Kind) -> Quantity:
    told = cast("Count", tag.value).quantity
    if kind is Kind.FACTORY and told.unit is Unit.GWH:
        return Quantity(value=told.value, unit=Unit.GWH_PER_YEAR)
    return told


def _first(scene: Scene, match: Match) -> Quantity | None:
    """The first station is one station."""
    if match.pattern.step.kind is Kind.INFRASTRUCTURE and scene.within(
        max(0, match.start - 4), match.end, "first"
    ):
        return Quantity(value=Decimal(1), unit=Unit.STATIONS)
    return None


def agency(scene: Scene, match: Match, earlier: Sequence[str], words: str) -> str | None:
    """Which authority: in the sentence, else for permits and recalls the one named before.

    `words`: the sentence as the text has it; an authority without a short name is told by them.
    """
    kind = match.pattern.step.kind
    if kind not in BY_AGENCY or (kind is Kind.FUNDING and not _is_filing(match)):
        return None
    named = scene.groups.get("AGENCY", ())
    if named:
        near = min(named, key=lambda t: abs(t.start - match.start))
        return _called(scene, _leading(scene, named, near), words)
    if kind is Kind.APPROVAL and scene.has("miit_list", "miit_filed"):
        return "MIIT"
    if kind is Kind.REGISTRATION:
        return "CNIPA" if scene.has("cnipa_thing") else None
    return earlier[-1] if earlier and kind in {Kind.APPROVAL, Kind.RECALL} else None


def agencies(scene: Scene, words: str) -> list[str]:
    """The authorities of a sentence in order; of several that act together the first one."""
    named = scene.groups.get("AGENCY", ())
    leading = [t for t in named if _leading(scene, named, t) is t]
    return [_called(scene, t, words) for t in leading]


def _is_filing(match: Match) -> bool:
    """Is it money for which somebody files, not money that comes in?"""
    return any({"ipo", "list_file"} & t.groups for t in match.words)


def _leading(scene: Scene, named: Sequence[Tag], tag: Tag) -> Tag:
    at = named.index(tag)
    while at and _TOGETHER.fullmatch(scene.text, named[at - 1].end, named[at].start):
        at -= 1
    return named[at]


def _called(scene: Scene, tag: Tag, words: str) -> str:
    """Its short name, else its words with the place before them."""
    before = [t for t in scene.groups.get("place", ()) if t.end == tag.start]
    abroad = [
        t for t in before if "abroad" in t.groups and "中国" not in scene.text[t.start : t.end]
    ]
    if tag.value and not (abroad and tag.value in OF_CHINA):
        return str(tag.value)
    place = _PLACE.search(scene.text, max(0, tag.start - PLACE_CHARS), tag.start)
    start = place.start() if place else min((t.start for t in before), default=tag.start)
    return words[start : tag.end]


_SUBJECTS: Final = {
    Kind.REGISTRATION: ("DOMAIN", "NAME", "entity"),
    Kind.FACTORY: ("place", "plant"),
    Kind.MARKET_ENTRY: ("place",),
    Kind.INFRASTRUCTURE: ("place",),
    Kind.TECHNOLOGY: ("tech", "NAME"),
    Kind.APPROVAL: ("permit", "NAME"),
    Kind.PARTNERSHIP: ("COMPANY", "NAME"),
    Kind.INVESTMENT: ("COMPANY", "NAME"),
    Kind.FUNDING: ("COMPANY", "NAME"),
    Kind.RESTRUCTURING: ("leader", "NAME"),
}


def subject(scene: Scene, match: Match, companies: Sequence[str]) -> str | None:
    """The thing itself in a few words, as the text has it."""
    for name in _SUBJECTS.get(match.pattern.step.kind, ("model", "NAME")):
        found = list(scene.groups.get(name, ()))
        if name == "COMPANY":
            others = {m.start for m in scene.mentions if m.company not in companies}
            found = [t for t in found if t.start in others]
        near = [t for t in found if abs(t.start - match.start) <= BESIDE or t in match.tags]
        if near:
            best = min(near, key=lambda t: abs(t.start - match.start))
            return scene.sentence.text[best.start : best.end]
    return None
