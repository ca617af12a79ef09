"""Where a plant, station or market of a Chinese step is: the innermost place, with its plant."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.milestones.chinese.nearness import deed, listed, pick, reads
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.things import Thing, any_thing, places, things
from storage.records import Kind

SENTENCES_BACK: Final = 3  # in which "该工厂" may have been told
MARKET_CHARS: Final = 9  # characters behind a place in which it is called a market
MOST: Final = 4  # places of one step that are told
_DATELINE: Final = re.compile(r"(?:\d{1,2}月)?\d{1,2}日")  # "新华社柏林3月5日电"


def site(scene: Scene, match: Match, before: Sequence[Scene]) -> list[tuple[Scene, Thing]]:
    """The places of a step, each with the sentence that names it; none where nothing tells."""
    kind = match.pattern.step.kind
    among = [t for t in places(scene) if not _is_only_counted(scene, t, kind)]
    among = _narrow(scene, among, kind) if kind is not Kind.MARKET_ENTRY else among
    found = pick(scene, match, among) or _sited_next(scene, match, among)
    if found:
        return [(scene, _with_plant(scene, t, kind)) for t in found[:MOST]]
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    _, end = scene.bounds(scene.clause(match.words[-1].start))
    if places(scene) or kind is Kind.MARKET_ENTRY or not reads("that_plant")(scene.text[begin:end]):
        return []
    for earlier in (*reversed(before[-SENTENCES_BACK:]), *before[:1]):
        told = [t for t in places(earlier) if not _is_only_counted(earlier, t, kind)]
        told = [t for t in _narrow(earlier, told, kind) if _is_of_plant(earlier, t, kind)]
        if told:
            return [(earlier, _with_plant(earlier, told[0], kind))] if len(told) == 1 else []
    return []


def _is_only_counted(scene: Scene, thing: Thing, kind: Kind) -> bool:
    """Does a place only say of where something is the first, or that it is elsewhere?"""
    if scene.text.startswith(things("not_behind_places"), thing.end) or _DATELINE.match(
        scene.text, thing.end
    ):
        return True
    if kind in {Kind.MARKET_ENTRY, Kind.INFRASTRUCTURE}:
        if scene.text[: thing.start].endswith(things("from_places")):
            return True
        behind = scene.text[thing.end : thing.end + MARKET_CHARS].partition(",")[0]
        return behind.startswith(things("not_behind_markets")) and "市场" not in behind
    return _counted().match(scene.text, thing.end) is not None


def _narrow(scene: Scene, among: Sequence[Thing], kind: Kind) -> list[Thing]:
    """Without countries and continents where a sentence names a place inside one."""
    wide = things("wide_places")
    kept = [t for t in among if scene.text[t.start : t.end] not in wide]
    return kept or [t for t in among if _is_of_plant(scene, t, kind)]


def _is_of_plant(scene: Scene, thing: Thing, kind: Kind) -> bool:
    """Is it the place of a plant, in the same clause, or of stations?"""
    if kind is Kind.INFRASTRUCTURE:
        return True
    begin, end = scene.bounds(scene.clause(thing.start))
    return bool(scene.within(begin, end, "plant", "station", "build_plant"))


def _sited_next(scene: Scene, match: Match, among: Sequence[Thing]) -> list[Thing]:
    """The place that a later clause tells: "新工厂动工,位于匈牙利塞格德"."""
    _, end = deed(match)
    behind = [t for t in among if t.start >= end and _sited().search(scene.text, 0, t.start)]
    return listed(scene, behind[0], among) if behind else []


def _with_plant(scene: Scene, thing: Thing, kind: Kind) -> Thing:
    """A place with the plant behind it, where that says which one: 上海储能超级工厂."""
    if kind is not Kind.FACTORY:
        return thing
    found = _plants().match(scene.text, thing.end)
    return Thing(thing.start, found.end()) if found is not None else thing


@cache
def _plants() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z]{{3}}|动力|新|整车)?{any_thing('apart_plants')}")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"的?{any_thing('counted_behind_places')}")


@cache
def _sited() -> re.Pattern[str]:
    return re.compile(rf"{any_thing('sited_at')}于?$")
