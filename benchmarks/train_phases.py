"""Train the models that tell how likely a step is as far as the rules say.

    python -m benchmarks.train_phases LANGUAGE FILE... [--fresh FILE...]   writes *_phases.json
    python -m benchmarks.train_phases LANGUAGE --score FILE...             how honest chances are

Files are those of `benchmarks/train_doubt.py`. Of the steps that a label meets, the words of their
sentences tell the phase of the label by a logistic regression for each phase; boosted trees
(scikit-learn) tell, over the figures of `bot/milestones/reached.py`, whether the rules have it
right. They learn from words that have not seen the file, and from a doubt that has not, either.
Needs the dependency group `train`.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.fitting import RARE, matrix, regression
from benchmarks.growing import boosted, written
from benchmarks.scoring import match
from benchmarks.train import predicted
from benchmarks.train_doubt import CATALOGUE, ROUNDS, File, named, unknowing
from benchmarks.train_news import told
from benchmarks.unseen import GROUPS, group_of
from bot.milestones import extract as pipeline
from bot.milestones import reached
from bot.milestones.doubt import GRAMS, Told, Whole
from bot.milestones.reached import PHASES, Words
from bot.milestones.statement import Statement
from bot.milestones.trees import Measures, Trees

TREES = 200
LEAVES = 8
RATE = 0.05
LEAST = 25  # steps in a leaf
SEEN_LEAST = 5  # sentences that must have a word
PENALTY = 12.0
KEPT = {"en": 6_000, "zh": 8_000}  # words, those of the largest weights
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Read:
    """The steps of a case, and the phase that its label gives each, None for one without."""

    file: str
    steps: Sequence[Statement]
    whole: Whole
    sums: Told
    published: date
    labels: Sequence[str | None]

    def stated(self) -> Iterator[tuple[str, str]]:
        """The sentence of each step that a label meets, and the phase of the label."""
        for s, label in zip(self.steps, self.labels, strict=True):
            if label:
                yield s.evidence, label

    def judged(self, words: Words) -> Iterator[tuple[Measures, bool]]:
        """The figures of each step that a label meets, and whether its phase is right."""
        rows = reached.figures(self.steps, self.whole, self.sums, self.published, words)
        for s, row, label in zip(self.steps, rows, self.labels, strict=True):
            if label:
                yield row, s.phase.value == label


def main(arguments: Sequence[str]) -> None:
    """Train and write, or print how many are right of those with such a chance."""
    language, *files = named(arguments)
    if "--score" in arguments:
        print_honesty(files, language)
        return
    path = CATALOGUE / f"{reached.MODELS[language]}.json"
    path.write_text(fit(files, language), encoding="utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes")


def fit(files: Sequence[File], language: str) -> str:
    """Both models, as they are written."""
    texts = [
        read
        for file in unknowing(files, language)
        for case in file.cases
        if (read := _read(case, file.name, language))
    ]
    answers = [each for group in range(GROUPS) for each in _answers(texts, group, language)]
    rows, right = zip(*answers, strict=True)
    trees = boosted(
        rows,
        right,
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
    )
    return _written(_words(texts, language), trees)


def _answers(texts: Sequence[Read], group: int, language: str) -> Iterator[tuple[Measures, bool]]:
    """Those of a group of files, by words that have not seen them."""
    own = [each for each in texts if group_of(each.file) == group]
    if own:
        others = [each for each in texts if group_of(each.file) != group]
        words = reached.words_of(_words(others, language))
        for each in own:
            yield from each.judged(words)


def _read(case: Mapping[str, Any], file: str, language: str) -> Read | None:
    """What the rules make of a case; None where they find nothing in it."""
    seen: list[tuple[list[Statement], Whole, Told, date]] = []

    def spy(
        steps: list[Statement], whole: Whole, sums: Told, published: date
    ) -> Sequence[Statement]:
        seen.append((steps, whole, sums, published))
        return steps

    with mock.patch.object(pipeline, "with_chances", spy):
        predicted(case, language)
    if not seen or not seen[0][0]:
        return None
    steps, whole, sums, published = seen[0]
    labels: list[str | None] = [None] * len(steps)
    for label, at in match(case["milestones"], [told(s) for s in steps]):
        labels[at] = case["milestones"][label]["phase"]
    return Read(file, steps, whole, sums, published, labels)


def _words(texts: Sequence[Read], language: str) -> Mapping[str, Any]:
    """The regressions: where each phase starts, and the weights of words."""
    stated = [each for text in texts for each in text.stated()]
    names, held = matrix([GRAMS[language](text) for text, _ in stated], SEEN_LEAST)
    labels = np.array([[phase == label for phase in PHASES] for _, label in stated], float)
    weights, base = regression(
        held, labels, np.ones_like(labels), penalty=PENALTY, start=RARE, rounds=ROUNDS
    )
    heaviest = np.argsort(-np.abs(weights).max(1))[: KEPT[language]]
    return {
        "base": {phase.value: round(float(b), 2) for phase, b in zip(PHASES, base, strict=True)},
        "grams": {names[at]: weights[at].round(2).tolist() for at in sorted(heaviest)},
    }


def _written(words: Mapping[str, Any], trees: Trees) -> str:
    """Both as JSON, one word and one tree a line."""
    rows = ",\n".join(
        f"{json.dumps(gram, ensure_ascii=False)}: {json.dumps(row)}"
        for gram, row in words["grams"].items()
    )
    head = f'{{"base": {json.dumps(words["base"])},\n"grams": {{\n{rows}\n}},\n'
    return head + written(trees).removeprefix("{")


def print_honesty(files: Sequence[File], language: str) -> None:
    """Print how many phases are right of all steps that a label meets, by their chance."""
    told_: list[tuple[float, bool]] = []
    words, trees = reached._model(language)  # noqa: SLF001 - what is shipped is what is measured
    for file in files:
        for case in file.cases:
            if read := _read(case, file.name, language):
                rows, right = (
                    zip(*read.judged(words), strict=True) if any(read.labels) else ((), ())
                )
                told_ += zip(trees.chances(rows), right, strict=True)
    for low, high in pairwise(BOUNDS):
        those = [right for chance, right in told_ if low <= chance < high]
        print(f"{low:.2f} to {min(high, 1):.2f}: {sum(those)} of {len(those)} right")


if __name__ == "__main__":
    main(sys.argv[1:])
