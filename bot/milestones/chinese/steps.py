"""The table of steps: the ways to say each kind of step, as patterns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from bot.catalogue import table
from bot.milestones.chinese.words import LITERAL
from storage.records import Kind, Phase

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
BEYOND: Final = ".."  # the next part may stand in a clause behind
FAR: Final = (BEYOND, "~")  # the next part stands further away
_PART: Final = re.compile(r"\{([a-z_|]+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: any phrase of these groups, so far behind the part before it."""

    groups: frozenset[str]
    far: bool
    beyond: bool  # may it stand in one of the next clauses?
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
    stop: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a step."""

    step: Step
    said: str
    parts: tuple[Part, ...]


class Needing(NamedTuple):
    """A pattern with its number in the table and what it needs behind its first part."""

    number: int
    musts: frozenset[str]  # groups that it cannot do without
    choices: tuple[frozenset[str], ...]  # one group of each
    pattern: Pattern


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
def by_first() -> Mapping[str, tuple[Needing, ...]]:
    """The patterns, numbered in the order of the table, by each group that begins one."""
    index: dict[str, list[Needing]] = {}
    for number, pattern in enumerate(patterns()):
        behind = [part.groups for part in pattern.parts[1:]]
        musts = frozenset(name for groups in behind if len(groups) == 1 for name in groups)
        choices = tuple(groups for groups in behind if len(groups) > 1)
        for name in pattern.parts[0].groups:
            index.setdefault(name, []).append(Needing(number, musts, choices, pattern))
    return {name: tuple(found) for name, found in index.items()}


def _parts(said: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    joint = ""
    for word in said.split():
        if word in FAR:
            joint = word
            continue
        groups = _groups(word)
        parts.append(Part(groups, joint in FAR, joint == BEYOND, not groups <= CAPITALS))
        joint = ""
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
        stop=bool(entry.get("stop", False)),
    )
