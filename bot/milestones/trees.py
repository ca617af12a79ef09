"""Boosted trees of a trained model: what they add up to, and which measures made it so.

A tree is a leaf, which is what it adds, or a split: the measure, its bound, whether a measure that
is not there goes the lower way, the mean of all below, what is up to the bound, what is above it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

Split: TypeAlias = "tuple[str, float, bool, float, Tree, Tree]"
Tree: TypeAlias = "float | Split"
Measures = Mapping[str, float | None]  # None: there is no such thing
# The same, ready to be gone down: the place of the measure, its bound, the way of what is not
# there, both ways, and how far each of them moves the mean.
_Fork: TypeAlias = "tuple[int, float, bool, _Node, _Node, float, float]"
_Node: TypeAlias = "float | _Fork"


class _Table(NamedTuple):
    """All forks and leaves, ready to be gone down side by side; a leaf leads to itself."""

    roots: np.ndarray
    place: np.ndarray  # of the measure; twice as many, the first half for "not there is low"
    bound: np.ndarray
    ways: np.ndarray  # high and low of the first, high and low of the second ...
    added: np.ndarray
    depth: int


@dataclass
class Trees:
    """The trees, and where their sum starts. What they are made of is not to be changed."""

    start: float
    trees: Sequence[Tree]
    _names: list[str] = field(init=False, repr=False, default_factory=list)
    _ready: list[_Node] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        """Make them ready."""
        places: dict[str, int] = {}
        self._ready = [_ready(tree, places) for tree in self.trees]
        self._names = list(places)

    def chances(self, rows: Sequence[Measures]) -> list[float]:
        """The chance of each row alone, 0 to 1."""
        if not rows or not self._names:
            return [1 / (1 + math.exp(-self.start - sum(map(_mean, self.trees))))] * len(rows)
        told = np.array([[row[name] for name in self._names] for row in rows], float)
        missing = np.isnan(told)
        told = np.concatenate(
            [np.where(missing, -np.inf, told), np.where(missing, np.inf, told)], 1
        )
        table = self._table
        lines = np.arange(len(rows))[:, None] * told.shape[1]
        at = np.broadcast_to(table.roots, (len(rows), len(table.roots)))
        for _ in range(table.depth):
            low = told.take(lines + table.place.take(at)) <= table.bound.take(at)
            at = table.ways.take(2 * at + low)
        sums = self.start + table.added.take(at).sum(1)
        found: list[float] = (1 / (1 + np.exp(-sums))).tolist()
        return found

    @cached_property
    def _table(self) -> _Table:
        rows: list[tuple[int, float, int, int, float]] = []
        roots, depths = zip(*(self._laid(node, rows) for node in self._ready), strict=True)
        place, bound, high, low, added = map(np.array, zip(*rows, strict=True))
        ways = np.stack([high, low], 1).ravel()
        return _Table(np.array(roots), place, bound, ways, added, max(depths))

    def _laid(self, node: _Node, rows: list[tuple[int, float, int, int, float]]) -> tuple[int, int]:
        """Put a node and what is below it at the end of the rows; its row, and how deep it goes."""
        at = len(rows)
        if isinstance(node, float):
            rows.append((0, 0.0, at, at, node))
            return at, 0
        rows.append((0, 0.0, at, at, 0.0))
        place, bound, low_if_none, low, high, *_ = node
        (to_low, below), (to_high, above) = self._laid(low, rows), self._laid(high, rows)
        rows[at] = (place + len(self._names) * (not low_if_none), bound, to_high, to_low, 0.0)
        return at, 1 + max(below, above)

    def told(self, row: Measures) -> tuple[float, dict[str, float]]:
        """The chance, 0 to 1, and how much each measure adds to its logarithm."""
        values = [row[name] for name in self._names]
        moved = [0.0] * len(values)
        total = self.start
        for tree in self._ready:
            node = tree
            while not isinstance(node, float):
                place, bound, low_if_none, low, high, to_low, to_high = node
                value = values[place]
                if low_if_none if value is None else value <= bound:
                    moved[place] += to_low
                    node = low
                else:
                    moved[place] += to_high
                    node = high
            total += node
        parts = dict(zip(self._names, moved, strict=True))
        return 1 / (1 + math.exp(-total)), parts


def _ready(tree: Tree, places: dict[str, int]) -> _Node:
    if isinstance(tree, float):
        return tree
    name, bound, low_if_none, mean, low, high = tree
    place = places.setdefault(name, len(places))
    to_low, to_high = _mean(low) - mean, _mean(high) - mean
    return place, bound, low_if_none, _ready(low, places), _ready(high, places), to_low, to_high


def _mean(tree: Tree) -> float:
    return tree if isinstance(tree, float) else tree[3]
