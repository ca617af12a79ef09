"""How many, and with which authority: two slots of a step beside its date."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sums import WIDE, changed
from bot.milestones.chinese.words import Tag, any_of, sense
from bot.milestones.rounded import rounds
from storage.records import Kind, Quantity, Unit

if TYPE_CHECKING:
    from bot.milestones.found import Count

FEWEST: Final = 10  # cars a year: fewer are no capacity
# Ministries whose names those of other countries share: "英国交通部" is not that of China.
BOTH: Final = ("前者", "后者")  # the former, the latter
OF_CHINA: Final = frozenset(("MOT", "MOF", "MOFCOM", "MEE", "MPS"))
PLANT_CLAUSES: Final = 6  # clauses behind a plant in which its size may be told
LEAST_SIZE: Final = 1000  # cars: fewer are no size of a plant
NEARLY: Final = Decimal("0.95")  # of a round count; what is less is another one
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
    Kind.PARTNERSHIP: ("ENERGY", "RATE", "VEHICLES"),
    Kind.MARKET_ENTRY: ("VEHICLES",),
    Kind.TESTING: (),
}
BY_AGENCY: Final = frozenset((Kind.APPROVAL, Kind.RECALL, Kind.REGISTRATION, Kind.FUNDING))
# Money that an authority gives.
_LENT: Final = re.compile(any_of("public_money"))
_TAKEN: Final = re.compile(any_of("taking"))
# A recall of before, told beside the new one.
_AGAIN: Final = re.compile(any_of("recalled_before"))
# Of all cars sold the electric ones: "总销量330万辆,其中新能源140万辆".
_ELECTRIC: Final = re.compile(
    rf"(?:其中|当中)[^,。;]{{0,4}}?(?<!非)新能源{any_of('new_energy_cars')}?"
    rf"(?:的)?{any_of('sold')}?[为达到约超近过逾突破有是]*$"
)
# Between a mark and a count: what was built, or what was sold.
_BUILT: Final = re.compile(rf"{any_of('building')}(?!{any_of('sold')})[^,。;、和与]{{0,6}}$")
_SOLD: Final = re.compile(rf"(?<!产){any_of('sold')}[^,。;、和与]{{0,6}}$")
OTHER_DEED: Final = {Kind.DELIVERY: _BUILT, Kind.PRODUCTION: _SOLD}
_ALL: Final = re.compile(rf"{any_of('all_in_all')}[约近达为超逾]*$")
# Before a number of people: those who stay, not those who go.
_STAY: Final = re.compile(rf"{any_of('who_stays')}了?[约近]?$")
ELECTRIC: Final = 24  # characters before a count in which it is said of what


def quantity(scene: Scene, match: Match) -> Quantity | None:
    """The count of a step, in the unit that its kind is counted in."""
    kind = match.pattern.step.kind
    names = UNITS.get(kind, ())
    own, last = scene.clause(match.start), scene.clause(match.end - 1)
    wide = last + (PLANT_CLAUSES if kind is Kind.FACTORY else 1) if kind in WIDE else last
    for name in names:
        starts = name == "RATE" and _starts_plant(scene, match)
        found = [
            t
            for t in scene.groups.get(name, ())
            if own <= scene.clause(t.start) <= wide
            or (starts and own <= scene.clause(t.start) <= last + 2 and _is_capacity(scene, t))
        ]
        found = [t for t in found if not _is_other_count(scene, t, kind)]
        if not found:
            continue
        inside = (
            _electric(scene, found, kind)
            or _in_all(scene, found, kind)
            or _nth(scene, found, kind)
            or changed(scene, found)
            or [t for t in found if t in match.tags]
        )
        best = inside[0] if inside else min(found, key=lambda t: _gap(match, t))
        return _counted(_exact(best, found), kind)
    return _first(scene, match)


def _is_capacity(scene: Scene, tag: Tag) -> bool:
    """Is the count said to be what a plant can make, not what it means to make in one year?"""
    begin, _ = scene.bounds(scene.clause(tag.start))
    can = scene.text.find("每年", begin, tag.start) >= 0
    return can or bool(scene.within(begin, tag.start, "capacity"))


def _starts_plant(scene: Scene, match: Match) -> bool:
    """Does a plant begin to make cars, of which the size is told next: "投产,年产能12万辆"?"""
    begins = any("start_production" in t.groups for t in match.words)
    return begins and match.pattern.step.kind is Kind.PRODUCTION and scene.has("plant")


def _in_all(scene: Scene, found: Sequence[Tag], kind: Kind) -> list[Tag]:
    """Of people who go in several rounds all together: "再裁1万人,合计约2万人"."""
    if kind is not Kind.RESTRUCTURING:
        return []
    last = scene.clause(found[-1].start) + 1
    told = [t for t in scene.groups.get("JOBS", ()) if scene.clause(t.start) <= last]
    return [t for t in told if _ALL.search(scene.text, 0, t.start) is not None][:1]


def _nth(scene: Scene, found: Sequence[Tag], kind: Kind) -> list[Tag]:
    """Of a first station that is also the 201st what counts them all."""
    if kind is not Kind.INFRASTRUCTURE or cast("Count", found[0].value).quantity.value != 1:
        return []
    last = scene.clause(found[-1].start) + 1
    told = (t for t in scene.groups.get("STATIONS", ()) if scene.clause(t.start) <= last)
    return [t for t in told if "ORDINAL" in t.groups][:1]


def _electric(scene: Scene, found: Sequence[Tag], kind: Kind) -> list[Tag]:
    """Of all cars sold those that the news is about, where both are counted."""
    if kind is not Kind.DELIVERY or "新能源" in scene.text[: found[0].start]:
        return []
    last = scene.clause(found[-1].start) + 2
    told = [t for t in scene.groups.get("VEHICLES", ()) if scene.clause(t.start) <= last]
    return [
        t
        for t in told
        if _ELECTRIC.search(scene.text, max(0, t.start - ELECTRIC), t.start) is not None
    ][:1]


def _is_other_count(scene: Scene, tag: Tag, kind: Kind) -> bool:
    """Is it a count of users, of the year before, or one that was not reached?"""
    told = scene.within(max(0, tag.start - 8), tag.start, "no_count")
    if cast("Count", tag.value).quantity.value < FEWEST and "RATE" in tag.groups:
        return True  # "the first car" beside a capacity
    begin, _ = scene.bounds(scene.clause(tag.start))
    other = OTHER_DEED.get(kind)
    if other is not None and other.search(scene.text, begin, tag.start) is not None:
        return True
    untaken = kind is Kind.PARTNERSHIP and "VEHICLES" in tag.groups and not _is_taken(scene, tag)
    if untaken or ("JOBS" in tag.groups and _is_of_others(scene, tag, kind)):
        return True
    several = kind is Kind.FACTORY and "RATE" in tag.groups
    if several and any(w in scene.text[begin : tag.start] for w in sense("all_in_all")):
        return True
    built = kind is Kind.FACTORY and "VEHICLES" in tag.groups
    if built and ("ORDINAL" in tag.groups or cast("Count", tag.value).quantity.value < LEAST_SIZE):
        return True  # cars handed over at the opening of a plant
    return any(t.end == tag.start or scene.text[t.start : t.end] != LESS for t in told)


def _is_taken(scene: Scene, tag: Tag) -> bool:
    """Are these cars that one side of an agreement takes from the other?"""
    begin, _ = scene.bounds(scene.clause(tag.start))
    return "ORDINAL" not in tag.groups and _TAKEN.search(scene.text, begin, tag.start) is not None


def _is_of_others(scene: Scene, tag: Tag, kind: Kind) -> bool:
    """Is it the people who stay where some go, or who go beside a plant that is built?"""
    if kind is Kind.RESTRUCTURING:
        return _STAY.search(scene.text, 0, tag.start) is not None
    begin, _ = scene.bounds(scene.clause(tag.start))
    return kind is Kind.FACTORY and bool(scene.within(begin, tag.start, "layoff", "cut"))


def _exact(tag: Tag, found: Sequence[Tag]) -> Tag:
    """The count that a round one stands for: "召回7万多辆,共77650辆"."""
    told = cast("Count", tag.value).quantity
    counts = ((t, cast("Count", t.value).quantity) for t in found)
    return next((t for t, c in counts if c.value >= told.value * NEARLY and rounds(told, c)), tag)


def _gap(match: Match, tag: Tag) -> int:
    return tag.start - match.end if tag.start >= match.end else 2 * max(0, match.start - tag.end)


def _counted(tag: Tag, kind: Kind) -> Quantity:
    told = cast("Count", tag.value).quantity
    if kind is Kind.FACTORY and told.unit is Unit.GWH:
        return Quantity(value=told.value, unit=Unit.GWH_PER_YEAR)
    return told


def _first(scene: Scene, match: Match) -> Quantity | None:
    """The first station is one station, the first batch is not."""
    if match.pattern.step.kind is not Kind.INFRASTRUCTURE:
        return None
    told = scene.within(max(0, match.start - 4), match.end, "first")
    if any("批" not in scene.text[t.start : t.end] for t in told):
        return Quantity(value=Decimal(1), unit=Unit.STATIONS)
    return None


def agency(scene: Scene, match: Match, earlier: Sequence[str], words: str) -> str | None:
    """Which authority: in the sentence, else for permits and recalls the one named before.

    `words`: the sentence as the text has it; an authority without a short name is told by them.
    """
    kind = match.pattern.step.kind
    if kind not in BY_AGENCY:
        return None
    if kind is Kind.FUNDING and not (_is_filing(match) or _LENT.search(scene.text)):
        return None
    named = scene.groups.get("AGENCY", ())
    if named:
        near = _of_two(scene, match, named) or min(named, key=lambda t: abs(t.start - match.start))
        return _called(scene, _leading(scene, named, near), words)
    if kind is Kind.APPROVAL and scene.has("miit_list", "miit_filed"):
        return "MIIT"
    if kind is Kind.REGISTRATION:
        return "CNIPA" if scene.has("cnipa_thing") else None
    lasts = kind is Kind.APPROVAL or (kind is Kind.RECALL and not _is_older_recall(scene))
    return earlier[-1] if earlier and lasts else None


def _is_older_recall(scene: Scene) -> bool:
    """Is it a recall of before, of which nobody says who was told of it?"""
    return _AGAIN.search(scene.text) is not None and "该机构" not in scene.text


def _of_two(scene: Scene, match: Match, named: Sequence[Tag]) -> Tag | None:
    """Of two authorities the one that "the former" or "the latter" stands for."""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    before = [t for t in named if t.end <= begin]
    if len(before) != len(BOTH):
        return None
    which = (scene.text.find(word, begin, end) >= 0 for word in BOTH)
    return next((tag for tag, told in zip(before, which, strict=True) if told), None)


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
