"""A small network that tells how likely a sentence states a step of each kind, in any language.

It reads pieces of words. Each has a vector, taken from a language model of a hundred languages, so
that a word which no labelled text had lies near those that mean the same. Two convolutions look at
each piece with those beside it; the most that they find in a sentence, and the mean of it, make a
sum for each kind. The weights (`bot/catalogue/sentences.npz`, `pieces.model`) come from
`benchmarks/train_network.py`; decision 24 tells what they brought.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from sentencepiece import SentencePieceProcessor

from bot.catalogue import FOLDER

WEIGHTS: Final = FOLDER / "sentences.npz"
PIECES: Final = FOLDER / "pieces.model"
LONGEST: Final = 96  # pieces of a sentence; what stands behind them is not read
PIECE: Final = 16  # characters of a piece, at most
WIDE: Final = 2  # pieces that the second convolution looks over


class Network:
    """The weights, and how they are put to use; safe to share between threads."""

    def __init__(self, weights: Mapping[str, Any], pieces: bytes) -> None:
        self._pieces = SentencePieceProcessor(model_proto=pieces)
        self._vectors = weights["vectors"]
        names = ("scale", "first", "first_start", "second", "second_start", "last", "last_start")
        self._told = {name: weights[name].astype(np.float32) for name in names}

    def sums(self, sentences: Sequence[str]) -> list[tuple[float, ...]]:
        """For each sentence a sum for each kind of step, in the order of `packed.KINDS`.

        All at once: for a hundred pieces about half a millisecond.
        """
        if not sentences:
            return []
        told, rows = self._told, [cut(sentence, self._pieces) for sentence in sentences]
        starts = np.cumsum([0, *(len(row) + WIDE for row in rows[:-1])])
        at = np.concatenate([s + np.arange(len(row)) for s, row in zip(starts, rows, strict=True)])
        size = int(starts[-1]) + len(rows[-1])
        vectors = np.zeros((size, self._vectors.shape[1]), np.float32)
        vectors[at] = self._vectors[np.concatenate(rows)] * told["scale"]
        near = _beside(vectors, 1) @ told["first"] + told["first_start"]
        found = np.zeros_like(near)
        found[at] = np.maximum(near[at], 0)
        far = _beside(found, WIDE) @ told["second"] + told["second_start"]
        found[at] += np.maximum(far[at], 0)
        most = np.maximum.reduceat(found, starts)  # nothing found is below 0
        sizes = np.array([len(row) for row in rows], np.float32)[:, None]
        mean = np.add.reduceat(found, starts) / sizes
        sums = np.concatenate([most, mean], 1) @ told["last"] + told["last_start"]
        return [tuple(row) for row in sums.tolist()]


def cut(sentence: str, pieces: SentencePieceProcessor) -> list[int]:
    """The numbers of the pieces of a sentence, between a begin and an end."""
    plain = unicodedata.normalize("NFKC", sentence[: LONGEST * PIECE])
    found: list[int] = pieces.encode(plain)[: LONGEST - 2]
    return [pieces.bos_id(), *found, pieces.eos_id()]


def _beside(rows: np.ndarray, far: int) -> np.ndarray:
    """Each row between the one so far before it and the one so far behind it."""
    size = len(rows)
    padded = np.zeros((size + 2 * far, rows.shape[1]), rows.dtype)
    padded[far : far + size] = rows
    return np.concatenate([padded[:size], rows, padded[2 * far :]], 1)


@cache
def load() -> Network:
    """The network that is shipped."""
    with np.load(WEIGHTS, allow_pickle=False) as told:
        return Network({name: told[name] for name in told.files}, PIECES.read_bytes())
