"""Which of several things a step's words are about: by clause, then by nearness."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.things import Thing, any_thing, things

BACK: Final = 2  # clauses before the words of a step in which its thing may stand
NEXT: Final = 2  # clauses behind in which it may go on about its thing
AWAY: Final = 48  # characters between them
# Groups whose phrases name the thing of a step, not what is done with it.
NOUNS: Final = frozenset(("model", "plant", "tech", "place", "permit", "station", "concept"))
_LISTED: Final = re.compile(
    r"[”\"]?(?:、|/|,|,?(?:和|与|及|以及|跟)|两款|等)[“\"]?[^,。;、\d]{0,7}?"
)


def deed(match: Match) -> tuple[int, int]:
    """Where the words stand that tell what is done: the last ones that are no noun of the trade."""
    done = [t for t in match.words if NOUNS.isdisjoint(t.groups)] or list(match.words)
    return done[-1].start, done[-1].end


def pick(
    scene: Scene, match: Match, among: Sequence[Thing], *, here_only: bool = False
) -> list[Thing]:
    """The thing that a step is about, with those enumerated with it; none where nothing tells.

    What stands in the clauses of the step comes first, the nearest to its deed; then the clauses
    before, where one alone is named; then the next one, where it goes on about it. `here_only`:
    only the clauses of the step count.
    """
    if not among:
        return []
    start, end = deed(match)
    first = scene.clause(match.words[0].start)
    last = scene.clause(match.words[-1].start)
    inside = _uncut(scene, [t for t in among if first <= scene.clause(t.start) <= last], end)
    here = [t for t in inside if scene.clause(t.start) == scene.clause(start)] or inside
    if here:
        return listed(scene, min(here, key=lambda t: _gap(t, start, end)), among)
    if here_only:
        return []
    for clause in range(first - 1, max(-1, first - 1 - BACK), -1):
        told = [t for t in among if scene.clause(t.start) == clause and start - t.end <= AWAY]
        groups = grouped(scene, told)
        if groups:
            return groups[0] if len(groups) == 1 else []
    return _next(scene, among, last)


def _uncut(scene: Scene, found: list[Thing], end: int) -> list[Thing]:
    """Without what is only part of the whole: "交付5万辆,其中ES6 2万辆"."""
    cut = _parts().search(scene.text, end)
    return [t for t in found if cut is None or t.start < cut.start()]


def _gap(thing: Thing, start: int, end: int) -> int:
    return thing.start - end if thing.start >= start else start - thing.end


def _next(scene: Scene, among: Sequence[Thing], last: int) -> list[Thing]:
    if last + 1 >= len(scene.borders):
        return []
    begin = scene.bounds(last + 1)[0]
    finish = scene.bounds(min(last + NEXT, len(scene.borders) - 1))[1]
    told = next((t for t in among if begin <= t.start < finish), None)
    if told is None:
        return []
    goes_on = _goes_on().match(scene.text, begin, told.start)
    if goes_on is None or (goes_on[0].endswith("为") and goes_on.end() < told.start):
        return []
    return listed(scene, told, among)


def grouped(scene: Scene, among: Sequence[Thing]) -> list[list[Thing]]:
    """The things by enumerations: of those told side by side one list."""
    groups: list[list[Thing]] = []
    for thing in among:
        if groups and _is_listed(scene, groups[-1][-1], thing):
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return groups


def listed(scene: Scene, thing: Thing, among: Sequence[Thing]) -> list[Thing]:
    """A thing with those enumerated with it."""
    return next((g for g in grouped(scene, among) if thing in g), [thing])


def _is_listed(scene: Scene, one: Thing, other: Thing) -> bool:
    between = scene.text[one.end : other.start]
    if "," in between and scene.clause(one.start) != scene.clause(other.start):
        return False
    return _LISTED.fullmatch(between) is not None


def reads(*names: str) -> Callable[[str], bool]:
    """A test: does a text hold a word of these classes?"""
    words = tuple(word for name in names for word in things(name))
    return lambda text: any(word in text for word in words)


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(any_thing("in_part"))


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"[ “]?[\u4e00-\u9fff]{{0,6}}?{any_thing('goes_on_with')}")
