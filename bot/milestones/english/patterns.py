"""The tables of steps made ready: what each entry says, as patterns of verbs, nouns and values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from bot.catalogue import table
from bot.milestones.english.small import small
from bot.milestones.english.words import NOUN, VERB, lexicon
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


Held = frozenset[str]  # keys of what a sentence holds


class Option(NamedTuple):
    """One thing an element may be: a verb or noun of a group, a word, or a value."""

    sort: str  # verb, noun, word, value
    name: str
    key: str  # by which a sentence is asked for it
    passive: bool = False


def key_of(sort: str, name: str) -> str:
    """How a verb or noun of a group is asked for; words and values go by their names."""
    return f"<{name}>" if sort == VERB else f"{{{name}}}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a step."""

    step: "Step"
    said: str
    elements: tuple[tuple[Option, ...], ...]
    place: int = 0  # in its table
    loose: bool = False  # its parts stand in any order within one clause
    needs: tuple[Held, ...] = ()  # of each set a sentence must hold one


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
    needs = tuple(_needed(element) for element in elements)
    return Pattern(step=step, said=said, elements=elements, place=place, loose=loose, needs=needs)


@cache
def _needed(element: tuple[Option, ...]) -> Held:
    return frozenset(option.key for option in element)


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


class Index(NamedTuple):
    """Patterns under each thing that their rarest element may be, with what else they need."""

    under: Mapping[str, tuple[tuple[Pattern, tuple[Held, ...]], ...]]

    def fitting(self, held: Held) -> list[Pattern]:
        """The patterns that may fit a sentence that holds these things, in their order."""
        found: dict[int, Pattern] = {}
        for key in self.under.keys() & held:
            for pattern, needs in self.under[key]:
                for need in needs:
                    if need.isdisjoint(held):
                        break
                else:
                    found[pattern.place] = pattern
        return [found[place] for place in sorted(found)]


@cache
def patterns() -> Index:
    """Every pattern of english_steps.toml."""
    return indexed(patterns_of(table("english_steps")["step"]))


def indexed(patterns: Sequence[Pattern]) -> Index:
    """Patterns under their rarest element; asked some thousand times a text."""
    under: dict[str, list[tuple[Pattern, tuple[Held, ...]]]] = {}
    for pattern in patterns:
        common = [sum(map(_commonness, element)) for element in pattern.elements]
        rarest = common.index(min(common))
        rest = sorted(range(len(common)), key=common.__getitem__)
        others = tuple(pattern.needs[at] for at in rest if at != rarest)
        for key in pattern.needs[rarest]:
            under.setdefault(key, []).append((pattern, others))
    return Index({key: tuple(all_) for key, all_ in under.items()})


# Roughly in how many of a hundred sentences a value or a word stands.
_VALUE_SHARE: Final = {"COMPANY": 70, "NAME": 60, "DATE": 45, "PLACE": 30, "NUMBER": 30}
_RARE_VALUE: Final = 8
_COMMON_WORD: Final = 40
_RARE_WORD: Final = 0.5


def _commonness(option: Option) -> float:
    if option.sort == "value":
        return _VALUE_SHARE.get(option.name, _RARE_VALUE)
    if option.sort == "word":
        return _COMMON_WORD if option.name in _common_words() else _RARE_WORD
    return _ways()[option.sort, option.name] / 4


@cache
def _common_words() -> frozenset[str]:
    lists = ("prepositions", "determiners", "be", "have", "will", "stopwords", "adverbs", "links")
    return frozenset(word for name in lists for word in small(name)) | {
        "first",
        "new",
        "one",
        "car",
        "cars",
        "said",
        "year",
        "to",
        ",",
        ":",
    }


@cache
def _ways() -> Mapping[tuple[str, str], int]:
    """How many forms the phrases of each group have."""
    ways: dict[tuple[str, str], int] = {}
    for entries in lexicon().values():
        for entry in entries:
            key = entry.part, entry.group
            ways[key] = ways.get(key, 0) + 1
    return ways


@cache
def _element(word: str) -> tuple[Option, ...]:
    groups = _groups()
    if word.startswith("<"):
        options = tuple(
            Option(VERB, name, key_of(VERB, name), said.endswith("*"))
            for said in word[1:-1].split("|")
            for name in (said.rstrip("*"),)
        )
    elif word.startswith("{"):
        options = tuple(
            Option("value", name, name)
            if name in VALUES
            else Option(NOUN, name, key_of(NOUN, name))
            for name in word[1:-1].split("|")
        )
    elif word.startswith("("):
        classes = table("english_classes")
        options = tuple(
            Option("word", low, low) for name in word[1:-1].split("|") for low in classes[name]
        )
    else:
        options = tuple(
            Option("value" if name in VALUES else "word", name, name) for name in word.split("|")
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
