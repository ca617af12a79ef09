"""What the trained model looks at in a sentence: its words with names, places and sums made one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene

# What stands for itself; where two overlap the later one is meant.
STANDING: Final = (
    *("NUMBER", "NAME", "PLACE", "ORDINAL", "AGENCY", "JOBS", "STATIONS", "ORDERS"),
    *("RATE", "VEHICLES", "MONEY", "DOMAIN"),
)
ENDINGS: Final = ("ing", "ed", "es", "s", "e")
SHORTEST_STEM: Final = 3
FRONTS: Final = (4, 6)  # letters that stand for a word and its kin
LATEST_PLACE: Final = 5  # sentences further down are all one
PAST: Final = timedelta(days=45)
LONG: Final = timedelta(days=20)
REMEMBERED: Final = 4096  # words


def traits(
    scene: Scene,
    everyone: Sequence[Actor],
    *,
    published: date,
    topic: Collection[str],
    pairs: Mapping[str, Collection[str]] | None = None,
) -> tuple[str, ...]:
    """Everything the model weighs in a sentence, each once, in a fixed order.

    A trait is a sort and what it is: "word plant", "pair cut ribbon", "front inaug",
    "verb open", "noun plant", "holds MONEY", "place 0", "who acts". Of the pairs only those are
    given that `pairs` has, second words by first; all for None.
    """
    words = _words(scene, published, topic)
    found = [trait for word in words for trait in word.traits]
    found += [
        f"pair {left} {right}"
        for left, right in pairwise([word.stem for word in words])
        if pairs is None or right in pairs.get(left, ())
    ]
    for group, tags in scene.marked.tags.items():
        found += [f"{tag.part} {group}" for tag in tags]
    found += [f"holds {name}" for name in scene.spans]
    found.append(f"place {min(scene.number, LATEST_PLACE)}")
    found += _parties(everyone)
    return tuple(dict.fromkeys(found))


def _parties(everyone: Sequence[Actor]) -> Iterator[str]:
    """Is a company named, does one act, is there somebody else?"""
    for actor in everyone:
        if actor.companies:
            yield "who named"
            if actor.role == "bare":
                yield "who acts"
        elif actor.sort == "name":
            yield "who else"


class _Word(NamedTuple):
    """A stem, or a sign, with its traits whatever stands beside it."""

    stem: str
    traits: tuple[str, ...]


def _words(scene: Scene, published: date, topic: Collection[str]) -> list[_Word]:
    """The stems of a sentence; what is named, dated or counted is one word with a sign."""
    standing: dict[int, tuple[str, int]] = {}
    for name in STANDING:
        for first, last in scene.spans.get(name, ()):
            standing.update(dict.fromkeys(range(first, last + 1), (f"@{name}", first)))
    for mention, (first, last) in scene.mentions:
        whose = "TOPIC" if mention.company in topic else "OTHER" if mention.company else "OUTSIDER"
        standing.update(dict.fromkeys(range(first, last + 1), (f"@{whose}", first)))
    for dated, (first, last) in scene.dates:
        time = _time(dated.span.start, dated.span.end, published)
        standing.update(dict.fromkeys(range(first, last + 1), (time, first)))
    words: list[_Word] = []
    before: tuple[str, int] | None = None
    for at, token in enumerate(scene.tokens):
        here = standing.get(at)
        if here is None:
            words.append(_word(token.low))
        elif here != before:
            words.append(_as_word(here[0]))
        before = here
    return words


def _time(start: date, end: date, published: date) -> str:
    when = "PAST" if end < published - PAST else "AHEAD" if start > published else "NOW"
    return f"@{when} SPAN" if end - start > LONG else f"@{when}"


@lru_cache(maxsize=REMEMBERED)
def _word(low: str) -> _Word:
    return _as_word(_stem(low))


@lru_cache(maxsize=REMEMBERED)
def _as_word(stem: str) -> _Word:
    fronts = [stem[:size] for size in FRONTS if len(stem) >= size and stem.isalpha()]
    return _Word(stem, (f"word {stem}", *(f"front {front}" for front in fronts)))


def _stem(low: str) -> str:
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST_STEM:
            return low[: -len(ending)].lower()
    return "".join("9" if c.isdigit() else c for c in low.lower())
