"""Train the model that doubts Chinese steps, or measure what it brings to texts it has not seen.

    python -m benchmarks.train_chinese FILE...              writes bot/catalogue/chinese_doubt.json
    python -m benchmarks.train_chinese --held-out FILE...   leaves each file out in turn

Files hold labelled cases, one JSON object a line; the sentences of `tests/bot/milestones` are read
as well. The sums of sentences are a logistic regression
for each kind over characters and their pairs; they are told to the second one, over what the rules
made of a step, only by a model that has not seen the file. Needs the dependency group `train`.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.train import measured, place, predicted, read, shown
from bot.milestones import extract as pipeline
from bot.milestones.chinese import doubt
from bot.milestones.chinese.reader import parts_of
from bot.milestones.statement import Doubt, Statement
from storage.records import Kind

MODEL = Path("bot/catalogue/chinese_doubt.json")
SENTENCES = Path("tests/bot/milestones/sentences_zh")
TRADE = "新能源汽车"  # a title that tells no step
KINDS = [kind.value for kind in Kind]
KEPT = 10_000  # weights of sentences
SEEN_LEAST = 2  # sentences that must have a pair of characters
RARE = -4.0  # where the sum of each kind starts: one sentence in fifty
PENALTY = 1 / 0.3
STEP_PENALTY = 2.0
SMALL = 0.02  # weights of steps below it are left out
ROUNDS = 100
OVERLAP = 8  # characters that a sentence and a piece of evidence must share
UNTOLD = -9.0  # of a kind that no sentence states


@dataclass
class Told:
    """One file: its sentences with the kinds they state, its steps and whether each is right."""

    sentences: list[tuple[str, set[str]]]
    steps: list[tuple[Statement, bool]]


def main(arguments: Sequence[str]) -> None:
    """Train and write, or train without each file and print."""
    names = [name for name in arguments if not name.startswith("--")]
    cases = {name: read(name) for name in names}
    told = {name: _told(some) for name, some in cases.items()}
    taught = _told(list(table_cases()))
    if "--held-out" not in arguments:
        MODEL.write_text(written(fit([*told.values(), taught])), encoding="utf-8")
        print(f"{MODEL}: {MODEL.stat().st_size:,} bytes")
        return
    for name, some in cases.items():
        with believing():
            before = measured(some, "zh")
        with using(fit([*(each for other, each in told.items() if other != name), taught])):
            after = measured(some, "zh")
        print(f"{Path(name).stem}\n  without {shown(before)}\n  with    {shown(after)}", flush=True)


def table_cases() -> Iterator[dict[str, Any]]:
    """The sentences of the tests as cases of one sentence each."""
    for path in sorted(SENTENCES.glob("*.txt")):
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if not line.strip() or line.startswith("#"):
                continue
            told, bar, rest = line.partition("|")
            sentence, *more = rest.strip().split(" ; ")
            steps = [part.split() for part in (*told.split(";"), *more)] if bar else []
            yield {
                "title": TRADE,
                "text": sentence,
                "published": "2024-06-14",
                "story": f"{path.stem} {at}",
                "milestones": [
                    {"company": step[0], "kind": step[1], "evidence": sentence}
                    for step in steps
                    if len(step) > 1
                ],
            }


def _told(cases: Sequence[Mapping[str, Any]]) -> Told:
    """The sentences and steps of a file, labelled."""
    found = Told([], [])
    for case in cases:
        whole = f"{case['title']}\n{case['text']}"
        places = [(m["kind"], *place(whole, m["evidence"])) for m in case["milestones"]]
        for s in parts_of(case["title"], case["text"]):
            stated = {
                kind
                for kind, a, b in places
                if min(b, s.end) - max(a, s.start) >= min(OVERLAP, b - a)
            }
            found.sentences.append((s.text, stated))
        found.steps += _steps(case)
    return found


def _steps(case: Mapping[str, Any]) -> list[tuple[Statement, bool]]:
    """What the rules make of a case, each step with whether a label of its own meets it."""
    seen: list[Statement] = []

    def spy(steps: Sequence[Statement]) -> tuple[list[Statement], list[Doubt]]:
        seen.extend(steps)
        return list(steps), []

    with mock.patch.object(pipeline, "DOUBTS", {"zh": spy}):
        predicted(case, "zh")
    left = [(m["company"], m["kind"]) for m in case["milestones"]]
    labelled = []
    for s in seen:
        right = (s.company, s.kind.value) in left
        if right:
            left.remove((s.company, s.kind.value))
        labelled.append((s, right))
    return labelled


def fit(files: Sequence[Told]) -> dict[str, Any]:
    """The weights, as they are written."""
    sums: list[float] = []
    for told in files:  # of each file by a model of the others
        others = [each for other in files if other is not told for each in other.sentences]
        sums += _sums(_sentences(others), [s for s, _ in told.steps])
    base, rows = _sentences([each for told in files for each in told.sentences])
    start, share, traits = _step_weights([each for told in files for each in told.steps], sums)
    return {"base": base, "grams": rows, "start": start, "share": share, "traits": traits}


Sentences = tuple[dict[str, float], dict[str, dict[str, float]]]


def _sentences(told: Sequence[tuple[str, set[str]]]) -> Sentences:
    """For each kind its start, and for each pair of characters the weights of kinds."""
    names, held = matrix([doubt.grams(text) for text, _ in told])
    stated = np.array([[kind in kinds for kind in KINDS] for _, kinds in told], float)
    weights, base = regression(held, stated, PENALTY, RARE)
    least = np.sort(np.abs(weights), axis=None)[-min(KEPT, weights.size)]
    rows = {
        name: {
            kind: round(float(w), 2) for kind, w in zip(KINDS, row, strict=True) if abs(w) >= least
        }
        for name, row in zip(names, weights, strict=True)
    }
    told_at_all = np.asarray(stated.any(axis=0)).tolist()
    starts = (float(b) if any_ else UNTOLD for b, any_ in zip(base, told_at_all, strict=True))
    return (
        {kind: round(b, 2) for kind, b in zip(KINDS, starts, strict=True)},
        {name: row for name, row in sorted(rows.items()) if row},
    )


def _sums(model: Sentences, steps: Sequence[Statement]) -> list[float]:
    """What the model of sentences says of the sentence of each step, for its kind."""
    base, rows = model
    return [
        base[s.kind] + sum(rows.get(gram, {}).get(s.kind, 0.0) for gram in doubt.grams(s.evidence))
        for s in steps
    ]


def _step_weights(
    steps: Sequence[tuple[Statement, bool]], sums: Sequence[float]
) -> tuple[float, float, dict[str, float]]:
    """The start, the share of the sum of the sentence, and the weight of each trait."""
    names, held = matrix([doubt.traits(s) for s, _ in steps], least=1)
    scaled = csr_matrix(np.array(sums)[:, None] / 3)  # about as large as the traits
    both = csr_matrix(np.hstack([held.toarray(), scaled.toarray()]))
    right = np.array([[ok] for _, ok in steps], float)
    weights, base = regression(both, right, STEP_PENALTY, 0.0)
    traits = {
        name: round(float(w), 2)
        for name, w in sorted(zip(names, weights[:-1, 0], strict=True))
        if abs(w) >= SMALL
    }
    return round(float(base[0]), 3), round(float(weights[-1, 0]) / 3, 4), traits


def matrix(
    seen: Sequence[Collection[str]], least: int = SEEN_LEAST
) -> tuple[list[str], csr_matrix]:
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


def regression(
    held: csr_matrix, stated: np.ndarray, penalty: float, start: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and starts of logistic regressions, one for each column of `stated`."""
    turned, columns = held.T.tocsr(), stated.shape[1]
    size = held.shape[1] * columns

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, base = flat[:size].reshape(-1, columns), flat[size:]
        sums = held @ weights + base
        wrong = 1 / (1 + np.exp(-sums)) - stated
        total = (np.logaddexp(0, sums) - stated * sums).sum() + penalty / 2 * (weights**2).sum()
        slope = turned @ wrong + penalty * weights
        return total, np.concatenate([slope.ravel(), wrong.sum(0)])

    first = np.concatenate([np.zeros(size), np.full(columns, start)])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found[:size].reshape(-1, columns), found[size:]


def written(data: Mapping[str, Any]) -> str:
    """The model as JSON, one trait a line, so that a change of it can be read."""

    def lines(rows: Mapping[str, Any]) -> str:
        told = (
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}"
            for name, row in rows.items()
        )
        return "{\n" + ",\n".join(told) + "\n}"

    return (
        f'{{"base": {json.dumps(data["base"])},\n"start": {data["start"]}, "share": '
        f'{data["share"]},\n"traits": {lines(data["traits"])},\n"grams": {lines(data["grams"])}}}\n'
    )


def believing() -> Any:  # noqa: ANN401
    """The rules without the model."""
    return mock.patch.object(pipeline, "DOUBTS", {})


def using(data: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """The rules with this model."""
    return mock.patch.object(doubt, "_model", return_value=doubt.Model(**data))


if __name__ == "__main__":
    main(sys.argv[1:])
