"""How the trainers grow boosted trees, and write them down."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.milestones.trees import Measures, Tree, Trees

PENALTY = 5.0  # of what a leaf adds
TRIED = 0.3  # of the figures, at each split


def boosted(
    rows: Sequence[Measures],
    answers: Sequence[bool],
    weights: Sequence[float] | None = None,
    **how: Any,  # noqa: ANN401 - what the classifier is told besides
) -> Trees:
    """Trees that tell the answers from the figures of rows, which all have the same names."""
    names = list(rows[0])
    table = np.array([[_figure(row[name]) for name in names] for row in rows])
    model = HistGradientBoostingClassifier(
        l2_regularization=PENALTY, max_features=TRIED, early_stopping=False, random_state=0, **how
    ).fit(table, np.array(answers), sample_weight=weights)
    start = float(np.ravel(model._baseline_prediction)[0])  # noqa: SLF001 - it is told nowhere else
    grown = [each.nodes for [each] in model._predictors]  # noqa: SLF001
    return Trees(start=round(start, 4), trees=[_tree(nodes, 0, names) for nodes in grown])


def _figure(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _tree(nodes: np.ndarray, at: int, names: Sequence[str]) -> Tree:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    low, high = (_tree(nodes, node[side], names) for side in ("left", "right"))
    return (
        names[node["feature_idx"]],
        round(float(node["num_threshold"]), 4),
        bool(node["missing_go_to_left"]),
        round(_mean(nodes, at), 4),
        low,
        high,
    )


def _mean(nodes: np.ndarray, at: int) -> float:
    """What the leaves below a node add, as often as steps came to each."""
    node = nodes[at]
    if node["is_leaf"]:
        return float(node["value"])
    below = [(_mean(nodes, node[side]), nodes[node[side]]["count"]) for side in ("left", "right")]
    return float(sum(mean * count for mean, count in below) / sum(count for _, count in below))


def written(model: Trees) -> str:
    """The model as JSON, one tree a line."""
    trees = ",\n".join(json.dumps(tree) for tree in model.trees)
    return f'{{"start": {model.start},\n"trees": [\n{trees}\n]}}\n'
