"""Boosted trees of a trained model: what they add up to, and which measures made it so.

A tree is a leaf, which is what it adds, or a split: the measure, its bound, whether a measure that
is not there goes the lower way, the mean of all below, what is up to the bound, what is above it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Split: TypeAlias = "tuple[str, float, bool, float, Tree, Tree]"
Tree: TypeAlias = "float | Split"
Measures = Mapping[str, float | None]  # None: there is no such thing


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees, and where their sum starts."""

    start: float
    trees: Sequence[Tree]

    def told(self, row: Measures) -> tuple[float, dict[str, float]]:
        """The chance, 0 to 1, and how much each measure adds to its logarithm."""
        total, parts = self.start, dict[str, float]()
        for tree in self.trees:
            node = tree
            while not isinstance(node, float):
                name, bound, low_if_none, mean, low, high = node
                value = row[name]
                node = low if (low_if_none if value is None else value <= bound) else high
                below = node if isinstance(node, float) else node[3]
                parts[name] = parts.get(name, 0.0) + below - mean
            total += node
        return 1 / (1 + math.exp(-total)), parts
