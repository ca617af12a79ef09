"""The tables of steps made ready: what each entry says, as patterns of verbs, nouns and values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple

from bot.catalogue import table
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


class Element(NamedTuple):
    """One part of a pattern: any one of these things, which may be the words of a long list."""

    options: tuple[Option, ...]
    keys: Held
    under: Mapping[str, tuple[Option, ...]]  # the options of each key

    def of(self, held: Held) -> Sequence[Option]:
        """The options that a sentence holds, in their order."""
        here = self.keys & held
        if len(here) == 1:
            return self.under[next(iter(here))]
        return [option for option in self.options if option.key in here]


def key_of(sort: str, name: str) -> str:
    """How a verb or noun of a group is asked for; words and values go by their names."""
    return f"<{name}>" if sort == VERB else f"{{{name}}}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a step."""

    step: "Step"
    said: str
    elements: tuple[Element, ...]
    place: int = 0  # in its table
    loose: bool = False  # its parts stand in any order within one clause


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
    return Pattern(step=step, said=said, elements=elements, place=place, loose=loose)


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


Needing = tuple[tuple[Held, ...], Pattern]  # a pattern behind what else it needs


class Index(NamedTuple):
    """Patterns under each thing that their rarest element may be, and under it the next rarest.

    The keys stand apart as sets: of two sets what both hold is found through the smaller one.
    """

    under: Mapping[str, tuple[Held, Mapping[str, Sequence[Needing]]]]
    keys: Held

    def fitting(self, held: Held) -> list[Pattern]:
        """The patterns that may fit a sentence that holds these things, in their order."""
        found: dict[int, Pattern] = {}
        for key in self.keys & held:
            seconds, more = self.under[key]
            for second in seconds & held:
                for others, pattern in more[second]:
                    if not any(map(held.isdisjoint, others)):
                        found[pattern.place] = pattern
        return [found[place] for place in sorted(found)]


@cache
def patterns() -> Index:
    """Every pattern of english_steps.toml."""
    return indexed(patterns_of(table("english_steps")["step"]))


def indexed(patterns: Sequence[Pattern]) -> Index:
    """Patterns under their rarest elements; asked some thousand times a text."""
    under: dict[str, dict[str, list[Needing]]] = {}
    for pattern in patterns:
        rarest, *rest = (element.keys for element in sorted(pattern.elements, key=_share))
        second, *others = rest or [rarest]
        for key, next_key in product(rarest, second):
            more = under.setdefault(key, {})
            more.setdefault(next_key, []).append((tuple(others), pattern))
    apart = {key: (frozenset(more), more) for key, more in under.items()}
    return Index(apart, frozenset(under))


# In about how many of a hundred sentences of news each stands; what is not named, in few.
_SHARES: Final[Mapping[str, int]] = {
    key: share
    for share, keys in (
        (50, "the"),
        (40, "NAME COMPANY <change>"),
        (30, "DATE in a"),
        (21, "of <make> and <celebrate> {vehicle} <plan> <grantpaper> to"),
        (16, "<getready> <sign> on : <install> for"),
        (12, "is it PLACE <develop> NUMBER {plant} <raiseloan>"),
        (9, "at its that <openprobe> <produce> {firm} <makecar> <start> <take> MONEY will"),
        (8, "cars {entity} first <issue> <sold> has <takestake> with be"),
        (6, "year from electric <appoint> car <priceipo>"),
        (5, "<come> <build> by are {battery} <raise> <cost> <list> <quit> was"),
        (4, "<begin> <invest> <slate> <supply> VEHICLES up"),
    )
    for key in keys.split()
}
_FEW: Final = {VERB: 1.5, NOUN: 1.5, "value": 1.0, "word": 0.3}


def _share(element: Element) -> float:
    return sum(_SHARES.get(option.key, _FEW[option.sort]) for option in element.options)


@cache
def _element(word: str) -> Element:
    options = _options(word)
    under: dict[str, tuple[Option, ...]] = {}
    for option in options:
        under[option.key] = (*under.get(option.key, ()), option)
    return Element(options, frozenset(under), under)


def _options(word: str) -> tuple[Option, ...]:
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
