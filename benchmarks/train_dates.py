"""Train the models that tell which date of a text is that of a step.

    python -m benchmarks.train_dates LANGUAGE FILE... [--fresh FILE...]    writes *_dates.json
    python -m benchmarks.train_dates LANGUAGE --score FILE...              how often dates are right

Files are those of `benchmarks/train_doubt.py`. Boosted trees (scikit-learn) are fitted over the
figures of every date that a step may have (`bot/milestones/redating.py`), for steps that a label
meets; right is the date of the label. What sentences state comes from a model that has not seen the
file. Needs the dependency group `train`.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unittest import mock

from benchmarks.growing import boosted, written
from benchmarks.scoring import match
from benchmarks.train import predicted
from benchmarks.train_doubt import CATALOGUE, File, named, unknowing
from benchmarks.train_news import told
from bot.milestones import extract as pipeline
from bot.milestones import redating
from bot.milestones.doubt import SHORT
from bot.milestones.redating import Dates
from bot.milestones.statement import Statement
from bot.milestones.trees import Measures, Trees
from storage.records import Span

TREES = 160
LEAVES = 14
RATE = 0.12
LEAST = 25  # dates in a leaf


def main(arguments: Sequence[str]) -> None:
    """Train and write, or print how often the dates of steps are right."""
    language, *files = named(arguments)
    if "--score" in arguments:
        for file in files:
            told_right(file, language)
        return
    path = CATALOGUE / f"{redating.MODELS[language]}.json"
    path.write_text(written(fit(files, language)), encoding="utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes")


def fit(files: Sequence[File], language: str) -> Trees:
    """The trees."""
    rows: list[Measures] = []
    right: list[bool] = []
    for file in unknowing(files, language):
        for case in file.cases:
            for figures, ok in _dates_of(case, language):
                rows.append(figures)
                right.append(ok)
    return boosted(
        rows,
        right,
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
    )


def _dates_of(case: Mapping[str, Any], language: str) -> Iterator[tuple[Measures, bool]]:
    """Each date that the steps of a case may have, and whether it is the right one."""
    seen: list[tuple[Sequence[Statement], Dates]] = []

    def spy(steps: Sequence[Statement], dates: Dates) -> list[Statement]:
        seen.append((steps, dates))
        return list(steps)

    with mock.patch.object(pipeline, "redated", spy):
        predicted(case, language)
    for steps, dates in seen:
        if len(dates.whole.sentences) < SHORT:
            continue
        asked = redating.candidates(steps, dates)
        for label, at in match(case["milestones"], [told(s) for s in steps]):
            date = case["milestones"][label]["date"]
            yield from ((each.figures, shown(each.when) == date) for each in asked[at])


def shown(span: Span | None) -> str | None:
    """A date as labels tell it."""
    return f"{span.start}/{span.end}" if span else None


def told_right(file: File, language: str) -> None:
    """Print how many dates of steps that a label meets are right, by the rules and by the model."""
    for name, change in (("rules", lambda steps, _: list(steps)), ("model", redating.redated)):
        with mock.patch.object(pipeline, "redated", change):
            found = [
                (case["milestones"], predicted(case, language)["milestones"]) for case in file.cases
            ]
        pairs = [(a[i], b[j]) for a, b in found for i, j in match(a, b)]
        right = sum(label["date"] == step["date"] for label, step in pairs)
        print(f"{file.name} {name}: {right} of {len(pairs)} dates are right", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
