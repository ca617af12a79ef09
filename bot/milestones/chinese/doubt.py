"""Steps that a small trained model finds most likely misread, dropped before they are told.

Two sums of weights. The first tells from the characters of the sentence how likely it states a
step of this kind; the second adds what the rules made of it: the way it was said, how its company
was found, what it holds. The weights stand in `bot/catalogue/chinese_doubt.json` and come from
`benchmarks/train_chinese.py`; decision 21 tells what they brought.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Final

from bot.catalogue import weights
from bot.milestones.statement import Doubt, Statement

LEAST: Final = 0.5  # a step with a smaller chance of being right is dropped
LOWER: Final = 0.6  # the same of one that is told further down
LEADING: Final = 2  # sentences, behind the title, in which the news is told
SURE: Final = 0.75  # with a smaller one it is doubtful
SPOKEN: Final = 3  # traits that tell why
PLACES: Final = 8  # sentences further down are all one
LONG: Final = 64  # characters; longer sentences are all one
STEP: Final = 16
SHARED: Final = 4
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_PART: Final = re.compile(r"\{[^}]+\}|[A-Z]+|[\u4e00-\u9fff]+")
FLAGS: Final = ("carried", "titled", "background", "vague", "fresh", "timeless")
SLOTS: Final = ("when", "amount", "quantity", "subject")


def looked_over(steps: Sequence[Statement]) -> tuple[list[Statement], list[Doubt]]:
    """The steps of one text that stay, and those that the model does not believe; in their order.

    What stays is marked where the model is not sure of it.
    """
    judged = [(s, *_chance(s)) for s in steps]
    kept = [replace(s, doubtful=chance < SURE) for s, chance, _ in judged if chance >= _least(s)]
    return kept, [Doubt(s, chance, why) for s, chance, why in judged if chance < _least(s)]


def _least(s: Statement) -> float:
    return LEAST if s.position <= LEADING else LOWER


def traits(s: Statement) -> tuple[str, ...]:
    """What the rules made of a step: "kind launch", "said launch {on_sale}", "has when"."""
    return tuple(dict.fromkeys(_traits(s)))


def _traits(s: Statement) -> Iterator[str]:
    said, _, how = s.rule.partition(", ")
    yield f"kind {s.kind}"
    yield f"phase {s.kind} {s.phase}"
    yield f"certainty {s.certainty}"
    yield f"how {how}"
    yield f"said {s.kind} {said}"
    for part in _PART.findall(said):
        yield f"part {s.kind} {part}"
    for flag in FLAGS:
        if getattr(s, flag):
            yield flag
    for slot in SLOTS:
        if getattr(s, slot) is not None:
            yield f"has {slot}"
    yield f"place {min(s.position, PLACES)}"
    yield f"echoes {min(s.echoes, SHARED)}"
    yield f"length {min(len(s.evidence), LONG) // STEP}"


def grams(sentence: str) -> Collection[str]:
    """The characters of a sentence and their pairs, each once; every number is one sign."""
    plain = _NUMBER.sub("9", sentence)
    return {*plain, *map("".join, pairwise(plain))}


def _chance(s: Statement) -> tuple[float, str]:
    """How likely a step is read right, and what speaks most against it."""
    model = _model()
    told = model.base.get(s.kind, 0.0)
    told += sum(model.grams.get(gram, {}).get(s.kind, 0.0) for gram in grams(s.evidence))
    spoken = [(model.traits.get(trait, 0.0), trait) for trait in traits(s)]
    total = model.start + model.share * told + sum(weight for weight, _ in spoken)
    against = sorted((*spoken, (model.share * told, "its words")))[:SPOKEN]
    return 1 / (1 + math.exp(-total)), ", ".join(trait for weight, trait in against if weight < 0)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights: of sentences by kind, and of what the rules made of them."""

    base: Mapping[str, float]
    grams: Mapping[str, Mapping[str, float]]
    start: float
    share: float  # of the sum of the sentence
    traits: Mapping[str, float]


@cache
def _model() -> Model:
    data: Mapping[str, Any] = weights("chinese_doubt")
    return Model(**data)
