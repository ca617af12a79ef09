"""How likely each sentence of a text states a step of each kind, with the rest of the text in mind.

"In the second phase it doubles" says little by itself, and more under a title about a plant. The
sums of a sentence, of the title, of the likeliest other sentence, and of what else the two state
are weighed by a regression; its weights stand with those of the doubt, and come from
`benchmarks/train_doubt.py`. Decision 25 tells what it brought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.milestones import doubt
from bot.milestones.packed import KINDS
from storage.records import Kind

LEAST: Final = -8.0  # smaller sums are all one
LETTERS: Final = 100  # a length of one
NAMES: Final = ("own", "title", "elsewhere", "other kinds", "title's other kinds", "length")


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """The sums of the sentences of one text."""

    language: str
    sums: Mapping[str, Sequence[float]]

    def likely(self, sentence: str, least: float) -> list[tuple[Kind, float]]:
        """The kinds that a sentence states with at least such a chance, likeliest first."""
        found = self.sums.get(sentence)
        if found is None:
            return doubt.likely(sentence, self.language, least)
        return doubt.over(found, least)


def of(sentences: Sequence[str], language: str) -> Likelihoods:
    """The sums of all sentences of a text; those of its title are as without the text."""
    model = doubt.of(language)
    told = doubt.sums_of(sentences, language, model)
    alone = [told[sentence] for sentence in sentences]
    if len(sentences) >= doubt.SHORT and model.context:
        weights = np.array([model.context[name] for name in NAMES])
        starts = np.array([model.context[kind] for kind in KINDS])
        found = figures(alone, [len(sentence) for sentence in sentences]) @ weights + starts
        alone = [alone[0], *found.tolist()]
    return Likelihoods(language, dict(zip(reversed(sentences), reversed(alone), strict=True)))


def figures(sums: Sequence[Sequence[float]], lengths: Sequence[int]) -> np.ndarray:
    """What is weighed: an array by sentence, without the title, by kind, and by name."""
    known = np.maximum(np.array(sums), LEAST)
    title, body = known[:1], known[1:]
    size = np.array(lengths[1:])[:, None] / LETTERS
    parts = (body, title, _elsewhere(body), _others(body), _others(title), size)
    return np.stack([np.broadcast_to(part, body.shape) for part in parts], -1)


def _elsewhere(body: np.ndarray) -> np.ndarray:
    """The largest sum of each kind in any other row."""
    least = np.full_like(body[:1], LEAST)
    second, first = np.sort(np.concatenate([least, least, body]), 0)[-2:]
    found: np.ndarray = np.where(body == first, second, first)
    return found


def _others(rows: np.ndarray) -> np.ndarray:
    """The largest sum of any other kind."""
    second, first = np.sort(rows, 1)[:, -2:].T
    found: np.ndarray = np.where(rows == first[:, None], second[:, None], first[:, None])
    return found
