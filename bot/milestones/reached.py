"""How likely a step is as far as it is told: planned, pending, done, delayed or dropped.

Rules tell that from the verb of a step, its tense and what stands around it, and are right nine
times in ten. Where they are not is told by trained trees: over what the words of the sentence make
likely, a regression for each phase, and over what the rules made of the step. They change nothing;
an alert claims less of a step that they doubt. Both stand in `bot/catalogue/*_phases.json` and come
from `benchmarks/train_phases.py`; decision 27 tells what they brought.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np

from bot.catalogue import weights
from bot.milestones.doubt import GRAMS, Told, Whole
from bot.milestones.packed import KINDS
from bot.milestones.statement import Statement
from bot.milestones.trees import Measures, Trees
from storage.records import Certainty, Phase

MODELS: Final = {"en": "english_phases", "zh": "chinese_phases"}
PHASES: Final = tuple(Phase)
CERTAIN: Final = tuple(Certainty)
FAR: Final = 3_000  # days; what is further away is all one
FLAGS: Final = (
    *("carried", "titled", "background", "vague", "fresh", "announced", "recaps", "usual"),
    *("listed", "timeless", "again", "guess", "doubtful", "shared", "capital"),
)
SLOTS: Final = ("amount", "quantity", "subject", "agency")


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a sentence add to each phase: the start, then a row for each word."""

    base: np.ndarray
    rows: np.ndarray
    places: Mapping[str, int]

    def sums(self, told: Collection[str]) -> Sequence[float]:
        """The sum of each phase, in the order of `PHASES`."""
        at = [place for place in map(self.places.get, told) if place is not None]
        found: list[float] = (self.base + self.rows[at].sum(0)).tolist()
        return found


def with_chances(
    steps: Sequence[Statement], whole: Whole, sums: Told, published: date
) -> list[Statement]:
    """The steps, each with the chance that it is as far as it is told."""
    if not steps:
        return []
    words, trees = _model(whole.language)
    rows = figures(steps, whole, sums, published, words)
    return [
        replace(s, phase_chance=round(chance, 2))
        for s, chance in zip(steps, trees.chances(rows), strict=True)
    ]


def figures(
    steps: Sequence[Statement], whole: Whole, sums: Told, published: date, words: Words
) -> list[Measures]:
    """What speaks for and against the phase of each step, in figures."""
    read = GRAMS[whole.language]
    return [
        {
            **_of_the_step(s, published),
            **_of_its_words(s, words.sums(read(s.evidence))),
            **_of_its_kind(s, sums.get(sentence)),
            "steps": len(steps),
        }
        for s, sentence in zip(steps, whole.read_as(steps), strict=True)
    ]


def _of_the_step(s: Statement, published: date) -> dict[str, float | None]:
    when = s.when
    return {
        **{str(kind): s.kind is kind for kind in KINDS},
        **{str(phase): s.phase is phase for phase in PHASES},
        **{flag: getattr(s, flag) for flag in FLAGS},
        **{f"has {slot}": getattr(s, slot) is not None for slot in SLOTS},
        "certainty": CERTAIN.index(s.certainty),
        "chance to be read right": s.chance,
        "days since it began": _days(published, when.start) if when else None,
        "days since it ended": _days(published, when.end) if when else None,
        "sentence": s.position,
        "length": len(s.evidence),
        "weight": s.weight,
        "echoes": s.echoes,
        "of a model": s.rule.startswith("model"),
    }


def _days(later: date, earlier: date) -> int:
    return max(-FAR, min(FAR, (later - earlier).days))


def _of_its_words(s: Statement, told: Sequence[float]) -> dict[str, float | None]:
    at = PHASES.index(s.phase)
    other = max(*told[:at], *told[at + 1 :])
    return {
        **{f"words of {phase}": value for phase, value in zip(PHASES, told, strict=True)},
        "words of its phase": told[at],
        "words of another phase": other,
        "ahead of another phase": told[at] - other,
    }


def _of_its_kind(s: Statement, told: Sequence[float] | None) -> dict[str, float | None]:
    """How likely its sentence states such a step at all."""
    at = KINDS.index(s.kind)
    return {
        "its words": told[at] if told else None,
        "words of another kind": max(*told[:at], *told[at + 1 :]) if told else None,
    }


def words_of(data: Mapping[str, Any]) -> Words:
    """The regression that a file holds."""
    grams: Mapping[str, Sequence[float]] = data["grams"]
    return Words(
        base=np.array([data["base"][phase] for phase in PHASES]),
        rows=np.array(list(grams.values())).reshape(-1, len(PHASES)),
        places={gram: at for at, gram in enumerate(grams)},
    )


@cache
def _model(language: str) -> tuple[Words, Trees]:
    data = weights(MODELS[language])
    return words_of(data), Trees(start=data["start"], trees=data["trees"])
