"""The tables of steps made ready: what each entry says, as patterns of verbs, nouns and values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from bot.catalogue import table
from bot.milestones.english.words import lexicon
from storage.records import Kind

VALUES: Final = frozenset(
    (
        "COMPANY",
        "MONEY",
        "VEHICLES",
        "RATE",
        "ORDERS",
        "STATIONS",
        "JOBS",
        "PLACE",
        "AGENCY",
        "DATE",
        "NAME",
        "DOMAIN",
        "ORDINAL",
        "NUMBER",
    )
)
_ELEMENT: Final = re.compile(r"<[^>]+>|\{[^}]+\}|\([^)]+\)|\S+")


class Option(NamedTuple):
    """One thing an element may be: a verb or noun of a group, a word, or a value."""

    sort: str  # verb, noun, word, value
    name: str
    passive: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a step."""

    step: "Step"
    said: str
    elements: tuple[tuple[Option, ...], ...]
    place: int = 0  # in its table
    loose: bool = False  # its parts stand in any order within one clause
    needs: tuple[frozenset[tuple[str, str]], ...] = ()  # of each set a sentence must hold one

    def may_fit(self, present: frozenset[tuple[str, str]]) -> bool:
        """Can it fit a sentence that holds just these verbs, nouns, words and values?"""
        for need in self.needs:  # noqa: SIM110  # asked some thousand times a text: half the time
            if need.isdisjoint(present):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of english_steps.toml."""

    kind: Kind
    who: str
    phase: str
    need: tuple[str, ...]
    without: tuple[str, ...]
    objects: frozenset[str]
    stop: bool
    beside: bool  # stands beside another kind that uses the same words
    only: frozenset[str]
    rank: int  # place in the table


def patterns_of(
    entries: Sequence[Mapping[str, Any]], *, loose: bool = False
) -> tuple[Pattern, ...]:
    """Every way to say a step in these entries of a table, in their order."""
    said = (
        (_step(entry, rank), words) for rank, entry in enumerate(entries) for words in entry["say"]
    )
    return tuple(
        _pattern(step, words, place, loose=loose) for place, (step, words) in enumerate(said)
    )


def _pattern(step: Step, said: str, place: int, *, loose: bool) -> Pattern:
    elements = tuple(_element(word) for word in _ELEMENT.findall(said))
    needs = tuple(frozenset((option.sort, option.name) for option in e) for e in elements)
    return Pattern(step=step, said=said, elements=elements, place=place, loose=loose, needs=needs)


def _step(entry: Mapping[str, Any], rank: int) -> Step:
    return Step(
        kind=Kind(entry["kind"]),
        who=entry.get("who", "subject"),
        phase=entry.get("phase", "verb"),
        need=tuple(entry.get("need", ())),
        without=tuple(entry.get("without", ())),
        objects=frozenset(entry.get("object", ())),
        stop=entry.get("stop", False),
        beside=entry.get("beside", False),
        only=frozenset(entry.get("only", ())),
        rank=rank,
    )


@cache
def patterns() -> Mapping[tuple[str, str], tuple[Pattern, ...]]:
    """Every pattern of english_steps.toml under each thing that its most telling element may be."""
    return indexed(patterns_of(table("english_steps")["step"]))


def indexed(patterns: Sequence[Pattern]) -> Mapping[tuple[str, str], tuple[Pattern, ...]]:
    """Patterns under each thing that their most telling element may be, in their order."""
    index: dict[tuple[str, str], list[Pattern]] = {}
    for pattern in patterns:
        anchor = min(pattern.elements, key=_commonness)
        for option in anchor:
            index.setdefault((option.sort, option.name), []).append(pattern)
    return {key: tuple(all_) for key, all_ in index.items()}


def _commonness(element: tuple[Option, ...]) -> int:
    return min({"noun": 0, "value": 1, "verb": 2, "word": 3}[option.sort] for option in element)


def _element(word: str) -> tuple[Option, ...]:
    groups = _groups()
    if word.startswith("<"):
        options = tuple(
            Option("verb", name.rstrip("*"), name.endswith("*")) for name in word[1:-1].split("|")
        )
    elif word.startswith("{"):
        options = tuple(
            Option("value", name) if name in VALUES else Option("noun", name)
            for name in word[1:-1].split("|")
        )
    elif word.startswith("("):
        classes = table("english_classes")
        options = tuple(
            Option("word", low) for name in word[1:-1].split("|") for low in classes[name]
        )
    else:
        options = tuple(
            Option("value" if name in VALUES else "word", name) for name in word.split("|")
        )
    for option in options:
        if option.sort in {"verb", "noun"} and (option.sort, option.name) not in groups:
            raise ValueError(
                f"the tables of steps: no {option.sort} group {option.name!r} ({word})"
            )
    return options


@cache
def _groups() -> frozenset[tuple[str, str]]:
    return frozenset(
        (entry.part, entry.group) for entries in lexicon().values() for entry in entries
    )
