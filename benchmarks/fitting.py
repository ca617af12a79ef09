"""What the trainers share: rows of traits, logistic regressions, kept weights."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

RARE = -4.0  # where the sum of each kind starts: one sentence in fifty


def matrix(seen: Sequence[Collection[str]], least: int) -> tuple[list[str], csr_matrix]:
    """The traits that so many rows have, and which row has which."""
    counts: dict[str, int] = {}
    for row in seen:
        for trait in row:
            counts[trait] = counts.get(trait, 0) + 1
    names = sorted(trait for trait, count in counts.items() if count >= least)
    places = {trait: at for at, trait in enumerate(names)}
    pairs = [(at, places[t]) for at, row in enumerate(seen) for t in row if t in places]
    rows, columns = zip(*pairs, strict=True)
    return names, csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(seen), len(names)))


def regression(  # noqa: PLR0913 - what is learned from, and how
    held: csr_matrix,
    stated: np.ndarray,
    sure: np.ndarray,
    *,
    penalty: float,
    start: float,
    rounds: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and starts of logistic regressions, one for each column of `stated`.

    What is not `sure` counts nothing.
    """
    turned, columns = held.T.tocsr(), stated.shape[1]
    size = held.shape[1] * columns

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, base = flat[:size].reshape(-1, columns), flat[size:]
        sums = held @ weights + base
        wrong = sure * (1 / (1 + np.exp(-sums)) - stated)
        total = (sure * (np.logaddexp(0, sums) - stated * sums)).sum()
        total += penalty / 2 * (weights**2).sum()
        slope = turned @ wrong + penalty * weights
        return total, np.concatenate([slope.ravel(), wrong.sum(0)])

    first = np.concatenate([np.zeros(size), np.full(columns, start)])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return found[:size].reshape(-1, columns), found[size:]


def largest(
    names: Sequence[str], weights: np.ndarray, columns: Sequence[str], kept: int
) -> Mapping[str, Mapping[str, float]]:
    """The weights of each trait, rounded, without all but so many of the largest."""
    least = np.sort(np.abs(weights), axis=None)[-min(kept, weights.size)]
    rows = {
        name: {
            column: round(float(w), 2)
            for column, w in zip(columns, row, strict=True)
            if abs(w) >= least
        }
        for name, row in zip(names, weights, strict=True)
    }
    return {name: row for name, row in sorted(rows.items()) if row}
