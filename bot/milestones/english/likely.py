"""How likely it is that a sentence states a step of each kind: a small trained model.

For each kind a sum of weights, one for each trait that the sentence has, made a chance by the
logistic function. The weights stand in `bot/catalogue/english_likely.json`, each with its trait,
and come from `benchmarks/train.py`; decision 10 tells what they brought.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from bot.catalogue import weights
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.traits import traits
from bot.milestones.packed import KINDS, packed, unpacked, weight
from storage.records import Kind

SPOKEN: Final = 3  # traits that tell why


class Model(NamedTuple):
    """What each kind has before any trait, and what each trait adds: packed weights."""

    base: int
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Likely:
    """What the model makes of one sentence: a sum for each kind, in the order of `KINDS`.

    `traits` are without pairs of words that have no weight.
    """

    sums: tuple[float, ...]
    traits: tuple[str, ...]

    def chance(self, kind: Kind) -> float:
        """How likely the sentence states a step of this kind, from 0 to 1."""
        return 1 / (1 + math.exp(-self.sums[KINDS.index(kind)]))

    def over(self, chance: float) -> list[Kind]:
        """The kinds that are likelier than this, the likeliest first."""
        least = math.log(chance / (1 - chance))
        found = [(-s, kind) for s, kind in zip(self.sums, KINDS, strict=True) if s > least]
        return [kind for _, kind in sorted(found)]

    def reasons(self, kind: Kind, *, against: bool = False) -> str:
        """The traits that speak most for this kind, or against it: "word swung, pair gate open"."""
        rows = _model().rows
        told = [(weight(rows[trait], kind), trait) for trait in self.traits if trait in rows]
        told = sorted((w if against else -w, trait) for w, trait in told)[:SPOKEN]
        return ", ".join(trait for w, trait in told if w < 0)


def likely(
    scene: Scene, everyone: Sequence[Actor], *, published: date, topic: Collection[str]
) -> Likely:
    """What the model makes of this sentence; some 0.1 ms."""
    base, rows = _model()
    seen = traits(scene, everyone, published=published, topic=topic, pairs=_pairs())
    return Likely(unpacked(sum(filter(None, map(rows.get, seen)), base)), seen)


@cache
def _pairs() -> Mapping[str, frozenset[str]]:
    """The pairs of words that have a weight, second words by first."""
    found: dict[str, set[str]] = {}
    for sort, *parts in (trait.split(" ") for trait in _model().rows):
        cuts = range(1, len(parts)) if sort == "pair" else ()  # "@NOW SPAN" is one word
        for cut in cuts:
            found.setdefault(" ".join(parts[:cut]), set()).add(" ".join(parts[cut:]))
    return {first: frozenset(seconds) for first, seconds in found.items()}


@cache
def _model() -> Model:
    data = weights("english_likely")
    rows = {trait: packed(row) for trait, row in data["traits"].items()}
    return Model(packed(data["base"]), rows)
