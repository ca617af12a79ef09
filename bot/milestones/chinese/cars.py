"""Which car a Chinese step is about: by its name, else by the one that "该车" stands for."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.milestones.chinese.nearness import deed, grouped, pick, reads
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.things import OTHERS, Thing, any_thing, models, things
from storage.records import Kind

SENTENCES_BACK: Final = 3  # in which "该车" may have been named
LEAD: Final = 3  # sentences that go on with what the title names
MOST: Final = 4  # cars of one step that are told by name
AT_HEAD: Final = 6  # characters before a car at the head of its clause
COMPARED: Final = 8  # characters before a car that compare it
# Kinds of which a figure is mostly of all cars.
COUNTED: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))
# Kinds whose step is told of a car in any case.
OF_CARS: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL, Kind.RECALL, Kind.TESTING))
NAMELESS: Final = OF_CARS - {Kind.RECALL} | {Kind.PRODUCTION}  # told by such words too
# Of a car without a name the words that say which one: 首款纯电SUV, 10款电动车型.
_WHICH: Final = re.compile(
    r"首[款辆台]?(?:量产|纯电动?|智能|电动|增程|混动|插混|豪华)*(?:中大型|大型|中型|小型|紧凑型|家用|旗舰|六座|七座|三排座)*"
    r"(?:智能|纯电动?|电动|增程|混动)*(?:SUV|MPV|轿车|轿跑|跑车|皮卡|猎装车|休旅车|概念车|两厢车|旅行车)"
)
_SORT: Final = re.compile(
    r"(?<!这款)(?:大型|中大型|中型|小型|紧凑型|微型|三排座|六座|七座|高端|豪华|平价|低成本|入门级|四门|两门|[ABCD]级)+"
    r"(?:智能|纯电动?|电动|增程|混动|插混)*(?:SUV|MPV|皮卡|轿车|轿跑|跑车|电动车|电动汽车|掀背车|旅行车|休旅车)"
)
_SEVERAL: Final = re.compile(
    r"(?:(?<![\d.])\d{1,2}|[两三四五六七八九十])[余多]?款(?:以上)?(?:国产|全新|新的|新)?的?(?:(?:智能|纯电动?|电动|新能源|增程|混动|插混|EV)+(?:汽车|车型|SUV|车)?|SUV|新车)"
)
_CAR: Final = re.compile(
    r"[^,。;]{0,8}?(?:(?<!汽)车|SUV|MPV|款|皮卡)"
)  # of a brand, behind its name
BETWEEN: Final = "之间"
ALONE: Final = 30  # characters between a car without a name and the words of its step


def car(
    scene: Scene, match: Match, companies: Sequence[str], before: Sequence[Scene]
) -> list[tuple[Scene, Thing]]:
    """The cars of a step, each with the sentence that names it; none where nothing tells."""
    own = _own_words(scene, match)
    others = bool(own) or _is_of_others(scene, match)
    found = pick(scene, match, _fitting(scene, companies), here_only=others)
    if found and _is_told_of_all(scene, match, found[0]):
        return []
    if found:
        return [(scene, t) for t in found] if len(found) <= MOST else []
    kind = match.pattern.step.kind
    if others:
        return own if kind in NAMELESS else []
    told = _told_before(scene, match, companies, before)
    return told or (_nameless(scene, match, _WHICH) if kind in NAMELESS else [])


def brand(scene: Scene, match: Match, companies: Sequence[str]) -> Thing | None:
    """A brand that the company has besides its own name, where the step is told of it."""
    start, _ = deed(match)
    counted = match.pattern.step.kind in COUNTED
    found = [
        Thing(m.start, m.start + len(m.name))
        for m in scene.mentions
        if m.company in companies
        and m.name in things("told_brands")
        and not scene.is_aside(m.start)
        and (counted or _CAR.match(scene.text, m.end) is None)
    ]
    here = [t for t in found if scene.clause(t.start) == scene.clause(start)]
    near = [t for t in here if t.end <= start]
    return near[-1] if near else None


def _fitting(scene: Scene, companies: Sequence[str]) -> list[Thing]:
    """The models of a sentence that may be theirs and are not only compared with."""
    found = models(scene.text, scene.mentions)
    fits = [t for t in found if is_theirs(t, companies) and not _is_compared(scene, t)]
    return [t for t in fits if not scene.is_aside(t.start)] or fits


def is_theirs(thing: Thing, companies: Sequence[str]) -> bool:
    """May it be a car of these companies?"""
    if not thing.owner:
        return True
    if thing.wary or thing.owner == OTHERS:
        return thing.owner in companies
    return thing.owner in companies or any(thing.owner in _kin().get(c, "") for c in companies)


def _is_compared(scene: Scene, thing: Thing) -> bool:
    before = scene.text[max(0, thing.start - COMPARED) : thing.start]
    behind = scene.text[thing.end : thing.end + COMPARED]
    return (
        _compared().search(before) is not None
        or behind.startswith(things("compared_by"))
        or behind.partition(",")[0].endswith(BETWEEN)
    )


def _is_of_others(scene: Scene, match: Match) -> bool:
    """Do the words speak of other cars than the one told before: a second one, several ones?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    _, end = scene.bounds(scene.clause(match.words[-1].start))
    words = scene.text[begin:end]
    return reads("other_cars")(words) or _SEVERAL.search(words) is not None


def _is_told_of_all(scene: Scene, match: Match, thing: Thing) -> bool:
    """Is a count that of all, behind a clause that mentions one: "停产了黑猫,卖出10万辆"?"""
    clause = scene.clause(deed(match)[0])
    counted = match.pattern.step.kind in COUNTED and scene.within(*scene.bounds(clause), "VEHICLES")
    begin, _ = scene.bounds(scene.clause(thing.start))
    return bool(counted) and scene.clause(thing.start) < clause and thing.start - begin > AT_HEAD


def _told_before(
    scene: Scene, match: Match, companies: Sequence[str], before: Sequence[Scene]
) -> list[tuple[Scene, Thing]]:
    """The one model told last, where the words go on about it; the title's in the first ones."""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    _, end = scene.bounds(scene.clause(match.words[-1].start))
    words = scene.text[begin:end]
    kind = match.pattern.step.kind
    counted = kind in COUNTED and scene.within(begin, end, "VEHICLES")
    goes_on = reads("that_one" if counted else "that_car")(words)
    if goes_on:
        for earlier in reversed(before[-SENTENCES_BACK:]):
            groups = _distinct(earlier, companies)
            if groups:
                return groups if len(groups) == 1 else []
    if scene.number > LEAD or not before or not (goes_on or kind in OF_CARS):
        return []
    groups = _distinct(before[0], companies)
    return groups if len(groups) == 1 else []


def _distinct(scene: Scene, companies: Sequence[str]) -> list[tuple[Scene, Thing]]:
    """The models of a sentence, each once."""
    found: dict[str, tuple[Scene, Thing]] = {}
    for group in grouped(scene, _fitting(scene, companies)):
        for thing in group:
            found.setdefault(scene.text[thing.start : thing.end], (scene, thing))
    return list(found.values())


def _own_words(scene: Scene, match: Match) -> list[tuple[Scene, Thing]]:
    """Several cars, or one without a name yet, as the words of the step say which."""
    several = "款" in scene.text and _nameless(scene, match, _SEVERAL)
    return several or _nameless(scene, match, _SORT)


def _nameless(scene: Scene, match: Match, form: re.Pattern[str]) -> list[tuple[Scene, Thing]]:
    start, end = deed(match)
    first, last = scene.bounds(scene.clause(start))
    found = [Thing(*m.span()) for m in form.finditer(scene.text, first, last)]
    near = [t for t in found if start - t.end <= ALONE and t.start - end <= ALONE]
    return [(scene, near[-1])] if near else []


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"{any_thing('compared_with')}[\u4e00-\u9fff]{{0,3}}[“ ]?$")


@cache
def _kin() -> dict[str, frozenset[str]]:
    """By company those that sell cars under one name with it."""
    groups = [group.split() for group in things("kin")]
    return {c: frozenset(o for g in groups if c in g for o in g) for g in groups for c in g}
