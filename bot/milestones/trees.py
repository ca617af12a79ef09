"""Boosted trees of a trained model: what they add up to, and which measures made it so.

A tree is a leaf, which is what it adds, or a split: the measure, its bound, whether a measure that
is not there goes the lower way, the mean of all below, what is up to the bound, what is above it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Split: TypeAlias = "tuple[str, float, bool, float, Tree, Tree]"
Tree: TypeAlias = "float | Split"
Measures = Mapping[str, float | None]  # None: there is no such thing
# The same, ready to be gone down: the place of the measure, its bound, the way of what is not
# there, both ways, and how far each of them moves the mean.
_Fork: TypeAlias = "tuple[int, float, bool, _Node, _Node, float, float]"
_Node: TypeAlias = "float | _Fork"


@dataclass(slots=True)
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

    def chance(self, row: Measures) -> float:
        """The chance alone, 0 to 1."""
        values = [row[name] for name in self._names]
        total = self.start
        for tree in self._ready:
            node = tree
            while not isinstance(node, float):
                value = values[node[0]]
                lower = node[2] if value is None else value <= node[1]
                node = node[3] if lower else node[4]
            total += node
        return 1 / (1 + math.exp(-total))

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
