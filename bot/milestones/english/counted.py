"""Which counts of a sentence are none of its step, though their unit would fit."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.milestones.english.nearness import segment
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.found import Count
from storage.records import Kind, Quantity, Unit

Counted = tuple[Count, Range]

MODELS_MOST: Final = 9  # so many models a maker announces at once
OF_MODELS: Final = frozenset(
    (Kind.PARTNERSHIP, Kind.MARKET_ENTRY, Kind.LAUNCH, Kind.UNVEIL, Kind.PRODUCTION)
)
ENOUGH: Final = 5  # words from "enough for" to how many
LEADING: Final = 3  # words from "from" or "to" to the number
CHANGE: Final = 10  # words from what was to what is to be: "from 9,000 cars last year to 20,000"
PLACED: Final = 8  # words from sites to what stands there
RATED: Final = 6  # words from a number to what says that it is one of a month
FORMATTED: Final = 3  # words from the format of a cell to the cell
ROOM: Final = 6  # words from "can carry" to how many
DONE_SO_FAR: Final = 6  # words from "which has made" to how many


def of_step(scene: Scene, match: Match, kind: Kind, fitting: Sequence[Counted]) -> list[Counted]:
    """Those that count what the step is about."""
    own = [
        (count, where)
        for count, where in fitting
        if not _is_models(count.quantity, kind)
        and not _is_comparison(scene, kind, where)
        and not _is_other_deed(scene, kind, where)
        and not _is_other_clause(scene, match, kind, where)
        and not _is_of_another(scene, kind, where)
        and not is_former(scene, where)
        and not (kind is Kind.RESTRUCTURING and _is_staff(scene, where))
        and not (kind is Kind.MARKET_ENTRY and _is_room(scene, where))
        and not (kind is Kind.DELIVERY and is_part(scene, where))
    ]
    return [one for one in own if not _is_there(scene, one, own)]


def is_part(scene: Scene, where: Range) -> bool:
    """Does it count only some of the cars: "Onvo alone stands for 16,434 of them"?"""
    behind = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 7]]
    before = {t.low for t in scene.tokens[max(0, where[0] - 3) : where[0]]}
    if before & small("sold_words"):
        return False  # "but handed over just 4,929 of them"
    if behind[:2] not in (["of", "them"], ["of", "these"], ["of", "which"]):
        return False
    told = behind[2:]  # "9,666 of them were sold"
    return not (told and told[0] in small("be", "have") and set(told) & small("sold_words"))


def is_former(scene: Scene, where: Range) -> bool:
    """Is it a number of which the next says what it became: "from 100,000 to 80,000 vehicles"?"""
    ahead = range(where[1] + 1, min(len(scene.tokens), where[1] + 1 + CHANGE))
    later = (at for at in ahead if scene.tokens[at].kind == "number")
    return _leads(scene, "from", where) and any(_leads(scene, "to", (at, at)) for at in later)


def is_no_count(scene: Scene, where: Range) -> bool:
    """Is a bare number a sum, or so many a month: "more than 10,000 deliveries a month"?"""
    first, last = where
    if _is_format(scene, where):
        return True
    if any(a <= first <= b for _, (a, b) in scene.sums):
        return True
    before = {t.low for t in scene.tokens[max(0, first - RATED) : first]}
    behind = [t.low for t in scene.tokens[last + 1 : last + 1 + RATED]]
    each = any(a in small("per") and b in small("rate_times") for a, b in pairwise(behind))
    return each or not before.isdisjoint(small("rated"))


def _is_format(scene: Scene, where: Range) -> bool:
    """Is it how large a cell is: "4680 cell production", "the 21700-type cells"?"""
    if scene.tokens[where[0]].text not in small("cell_formats"):
        return False
    behind = "".join(t.low for t in scene.tokens[where[1] + 1 : where[1] + 1 + FORMATTED])
    return any(word in behind for word in ("cell", "batter", "format"))


def _is_staff(scene: Scene, where: Range) -> bool:
    """Is it how many work there, not how many go: "has about 150 employees", "a staff of 900"?"""
    at = where[0] - 1
    while at > 0 and scene.tokens[at].low in small("roughly"):
        at -= 1
    if scene.tokens[max(at, 0)].low == "of":
        return at > 0 and scene.tokens[at - 1].low in small("staff_words")
    return scene.tokens[max(at, 0)].low in small("employing")


def _is_room(scene: Scene, where: Range) -> bool:
    """Is it how many a ship can carry: "can load 7,000 vehicles", "with room for 7,600 cars"?"""
    near = [t.low for t in scene.tokens[max(0, where[0] - ROOM) : where[0]]]
    loads = any(a in small("can") and b in small("carrying") for a, b in pairwise(near))
    return loads or any(a in small("room") and b in {"for", "of"} for a, b in pairwise(near))


def _is_models(counted: Quantity, kind: Kind) -> bool:
    """Does so small a number count models: "will build two electric cars", "five new EVs"?"""
    if counted.unit is not Unit.VEHICLES:
        return False
    return counted.value <= (MODELS_MOST if kind in OF_MODELS else 1)


def _is_comparison(scene: Scene, kind: Kind, where: Range) -> bool:
    """Is it what the capacity would do for: "enough for 300,000 cars"?"""
    near = {t.low for t in scene.tokens[max(0, where[0] - ENOUGH) : where[0]]}
    wide = {Kind.FACTORY, Kind.PARTNERSHIP, Kind.PRODUCTION}
    return kind in wide and bool(near & small("enough_for"))


def _is_other_deed(scene: Scene, kind: Kind, where: Range) -> bool:
    """Were these sold rather than built, or the other way round: "10,193 made, 4,929 delivered"?"""
    others = {Kind.PRODUCTION: small("sold_words"), Kind.DELIVERY: small("built_words")}
    other = others.get(kind, frozenset())
    after = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 3]]
    return bool(after) and (
        after[0] in other or (after[-1] in other and after[0] not in {",", "and"})
    )


def _is_other_clause(scene: Scene, match: Match, kind: Kind, where: Range) -> bool:
    """Does the clause tell of sales beside the step: "began to build it, and sold 19,000 cars"?"""
    if kind is not Kind.PRODUCTION:
        return False
    first, last = segment(scene, where)
    if any(first <= at <= last for place in match.places for at in place):
        return False
    told = {t.low for t in scene.tokens[first : last + 1]}
    return bool(told & (small("tallies") - small("built_words")))


def _is_of_another(scene: Scene, kind: Kind, where: Range) -> bool:
    """Is it what the plant has made before: "at Magna's, which has made 3.7 million cars"?"""
    if kind is not Kind.PRODUCTION:
        return False
    near = [t.low for t in scene.tokens[max(0, where[0] - DONE_SO_FAR) : where[0]]]
    starts = [at for at, low in enumerate(near) if low in {"which", "who"}]
    return bool(starts) and bool(
        set(near[starts[-1] :]) & small("have") and set(near[starts[-1] :]) & small("built_words")
    )


def _leads(scene: Scene, word: str, where: Range) -> bool:
    """Does the word stand before a number, or before "more than" and its like?"""
    for at in range(where[0] - 1, max(-1, where[0] - 1 - LEADING), -1):
        low = scene.tokens[at].low
        if low == word:
            return True
        if low not in small("roughly"):
            return False
    return False


def _is_there(scene: Scene, one: Counted, all_: Sequence[Counted]) -> bool:
    """Are these the chargers at the sites that are counted: "400 hubs with 2,500 chargers"?"""
    count, where = one
    if count.quantity.unit is not Unit.STATIONS or not _is_plugs(scene, where):
        return False
    return any(
        other.quantity.unit is Unit.STATIONS
        and 0 < where[0] - there[1] <= PLACED
        and not _is_plugs(scene, there)
        for other, there in all_
    )


def _is_plugs(scene: Scene, where: Range) -> bool:
    return scene.tokens[where[1]].low in small("plugs")
