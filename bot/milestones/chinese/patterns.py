"""The table of steps: ways to say each kind of step, and where a sentence says one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bot.catalogue import table
from bot.milestones.chinese.words import LITERAL, Tag
from storage.records import Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.chinese.scene import Scene

NEAR: Final = 14  # characters between two parts of a pattern, in one clause
FAR: Final = 40  # the same for parts joined by ".."
FAR_CLAUSES: Final = 2  # further, at most
CAPITALS: Final = frozenset(
    (
        "COMPANY",
        "MONEY",
        "DATE",
        "VEHICLES",
        "RATE",
        "ENERGY",
        "ORDERS",
        "STATIONS",
        "JOBS",
        "ORDINAL",
        "AGENCY",
        "NAME",
        "DOMAIN",
    )
)
_PART: Final = re.compile(r"\{([a-z_|]+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: any phrase of these groups, so far behind the part before it."""

    groups: frozenset[str]
    far: bool
    told: bool  # is it a word of the step itself, rather than a figure or a name?


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An entry of the table; the head of the table says what its fields mean."""

    kind: Kind
    who: str
    phase: Phase | None
    bare: Phase
    need: tuple[str, ...]
    without: tuple[str, ...]
    only: frozenset[Phase]
    also: tuple[Kind, ...]
    stop: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a step."""

    step: Step
    said: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a sentence: the phrases that stand for its parts."""

    pattern: Pattern
    tags: tuple[Tag, ...]

    @property
    def start(self) -> int:
        """Where its first phrase begins."""
        return self.tags[0].start

    @property
    def end(self) -> int:
        """Where its last phrase ends."""
        return self.tags[-1].end

    @property
    def words(self) -> tuple[Tag, ...]:
        """The phrases that are words of the step, not figures or names."""
        told = [t for t, p in zip(self.tags, self.pattern.parts, strict=True) if p.told]
        return tuple(told) or self.tags


def matches(scene: "Scene") -> list[Match]:
    """Every way to say a step that the sentence holds, in the order of the table."""
    present = scene.groups.keys()
    found: list[Match] = []
    seen: set[int] = set()
    for name in present:
        for number, pattern in _by_first().get(name, ()):
            if number in seen:
                continue
            seen.add(number)
            if all(not part.groups.isdisjoint(present) for part in pattern.parts):
                found.extend(Match(pattern, tags) for tags in _places(scene, pattern))
    return sorted(found, key=lambda m: (m.start, m.end))


def _places(scene: "Scene", pattern: Pattern) -> Iterator[tuple[Tag, ...]]:
    """Where the parts stand: from each first part the nearest next ones."""
    for first in _of(scene, pattern.parts[0]):
        tags = [first]
        for part in pattern.parts[1:]:
            following = next(
                (t for t in _of(scene, part) if _follows(scene, tags[-1], t, part)), None
            )
            if following is None:
                break
            tags.append(following)
        else:
            yield tuple(tags)


def _of(scene: "Scene", part: Part) -> list[Tag]:
    if len(part.groups) == 1:
        return list(scene.groups.get(next(iter(part.groups)), ()))
    return scene.within(0, len(scene.text), *part.groups)


def _follows(scene: "Scene", before: Tag, tag: Tag, part: Part) -> bool:
    if tag.start < before.end or scene.distance(before.end, tag.start) > (
        FAR if part.far else NEAR
    ):
        return False
    clauses = scene.clause(tag.start) - scene.clause(before.start)
    return clauses <= (FAR_CLAUSES if part.far else 0)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of the table; raises ValueError for one that cannot be read."""
    return tuple(
        Pattern(step, said, _parts(said))
        for entry in table("chinese_steps")["step"]
        for step in [_step(entry)]
        for said in entry["say"]
    )


@cache
def literals() -> tuple[str, ...]:
    """The phrases that patterns spell out."""
    groups = {name for p in patterns() for part in p.parts for name in part.groups}
    return tuple(sorted(name[1:] for name in groups if name.startswith(LITERAL)))


@cache
def _by_first() -> Mapping[str, tuple[tuple[int, Pattern], ...]]:
    index: dict[str, list[tuple[int, Pattern]]] = {}
    for number, pattern in enumerate(patterns()):
        for name in pattern.parts[0].groups:
            index.setdefault(name, []).append((number, pattern))
    return {name: tuple(found) for name, found in index.items()}


def _parts(said: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    far = False
    for word in said.split():
        if word == "..":
            far = True
            continue
        groups = _groups(word)
        parts.append(Part(groups, far, not groups <= CAPITALS))
        far = False
    if not parts:
        raise ValueError(f"a pattern without parts: {said!r}")
    return tuple(parts)


def _groups(word: str) -> frozenset[str]:
    names: set[str] = set()
    inside = _PART.fullmatch(word)
    if inside is not None:
        return frozenset(inside.group(1).split("|"))
    for each in word.split("|"):
        inside = _PART.fullmatch(each)
        if inside is not None:
            names.add(inside.group(1))
        else:
            names.add(each if each in CAPITALS else LITERAL + each)
    return frozenset(names)


def _step(entry: Mapping[str, Any]) -> Step:
    said = entry.get("phase")
    return Step(
        kind=Kind(entry["kind"]),
        who=entry.get("who", "subject"),
        phase=Phase(said) if said else None,
        bare=Phase(entry.get("bare", "done")),
        need=tuple(entry.get("need", ())),
        without=tuple(entry.get("without", ())),
        only=frozenset(Phase(p) for p in entry.get("only", ())),
        also=tuple(Kind(k) for k in entry.get("also", ())),
        stop=bool(entry.get("stop", False)),
    )
