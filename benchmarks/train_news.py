"""Train the models that tell what a text is news for, or measure what one brings to unseen texts.

    python -m benchmarks.train_news LANGUAGE FILE... [--fresh FILE...]    writes *_news.json
    python -m benchmarks.train_news LANGUAGE --held-out FILE...           leaves each out in turn

Files are those of `benchmarks/train_doubt.py`. Boosted trees (scikit-learn) are fitted over the
figures of every step that the rules read (`bot/milestones/newsworth.py`); right is what a label
meets that carries the mark. The doubt comes from a model that has not seen the file, as the one
that is shipped knows its labels. What is held out is a whole file, and with it every other telling
of its stories. Needs the dependency group `train`.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.growing import boosted, written
from benchmarks.scoring import match
from benchmarks.train import measured, predicted, shown
from benchmarks.train_doubt import CATALOGUE, File, named, unknowing
from bot.cli.cases import fields
from bot.milestones import headline, newsworth
from bot.milestones.statement import Statement
from bot.milestones.trees import Measures, Trees
from storage.records import Milestone

STORIES = Path("tests/bot/milestones/stories")
QUIETS = {"en": STORIES / "quiet.txt", "zh": STORIES / "quiet_zh.txt"}
QUIET = "quiet"
KNOWN, CAREFUL = 2.0, 6.0  # times what a text counts that nothing has learned from before
TREES = {"en": 400, "zh": 300}
LEAVES = {"en": 8, "zh": 12}
RATE = 0.05
LEAST = 25  # steps in a leaf


@dataclass
class Read:
    """One text: its figures and whether it is news for each of its steps."""

    story: str
    rows: Sequence[Measures]
    marks: Sequence[bool]
    weight: float = 1.0


def main(arguments: Sequence[str]) -> None:
    """Train and write, or train without each file and print."""
    language, *files = named(arguments)
    texts = dict(learned(files, language))
    if "--held-out" not in arguments:
        path = CATALOGUE / f"{headline.MODELS[language]}.json"
        everything = [each for some in texts.values() for each in some]
        path.write_text(written(fit(everything, language)), encoding="utf-8")
        print(f"{path}: {path.stat().st_size:,} bytes")
        return
    for file in (file for file in files if file.cases):
        stories = {case["story"] for case in file.cases}
        others = [
            each
            for other, known in texts.items()
            for each in known
            if other != file.name and each.story not in stories
        ]
        before = measured(file.cases, language)
        with using(fit(others, language)):
            after = measured(file.cases, language)
        print(f"{file.name}\n  shipped  {shown(before)}\n  held out {shown(after)}", flush=True)


def quiet(language: str) -> list[dict[str, Any]]:
    """The texts of the tests that bring no news, as cases; what they state is not labelled."""
    blocks = QUIETS[language].read_text(encoding="utf-8").split("\n@")[1:]
    heads = [block.partition("\n") for block in blocks]
    return [
        {
            "published": head[:10],
            "title": head[11:].strip(),
            "text": text.strip(),
            "story": f"quiet {at}",
            "milestones": [],
        }
        for at, (head, _, text) in enumerate(heads)
    ]


def learned(files: Sequence[File], language: str) -> Iterator[tuple[str, list[Read]]]:
    """The texts of each file and the quiet ones, doubted by a model that has not seen the file."""
    for file in unknowing(files, language, File(QUIET, quiet(language))):
        texts = [replace(_read(case, language), weight=_weight(file)) for case in file.cases]
        yield file.name, texts


def _weight(file: File) -> float:
    """How much its texts count: those with the most careful labels the most."""
    return 1.0 if file.fresh else CAREFUL if file.name.startswith("dev-") else KNOWN


def _read(case: Mapping[str, Any], language: str) -> Read:
    """What the rules make of a case, whatever was chosen of it so far."""
    seen: list[Any] = []

    def spy(*told: Any, **_: object) -> tuple[headline.News, ...]:  # noqa: ANN401
        seen.append(told)
        return tuple(headline.News(mark=False, chance=0.0, parts={}) for _ in told[0])

    with mock.patch.object(headline, "choose", spy):
        predicted(case, language)
    if not seen or not seen[-1][0]:
        return Read(case["story"], [], [])
    steps, page, whole, sums = seen[-1]
    rows = newsworth.measures(steps, page, whole, sums)
    met = {at: label for label, at in match(case["milestones"], [told(s) for s in steps])}
    news = [at in met and case["milestones"][met[at]]["headline"] for at in range(len(steps))]
    return Read(case["story"], rows, news)


def told(s: Statement) -> dict[str, Any]:
    """A step as a line of `evwatch extract` tells it."""
    return fields(
        Milestone(
            headline=False,
            **{
                name: getattr(s, name)
                for name in (
                    *("company", "kind", "phase", "certainty", "evidence"),
                    *("when", "amount", "quantity", "agency", "subject"),
                )
            },
        )
    )


def fit(texts: Sequence[Read], language: str) -> Trees:
    """The trees."""
    rows = [row for text in texts for row in text.rows]
    marks = [mark for text in texts for mark in text.marks]
    weights = [text.weight for text in texts for _ in text.rows]
    return boosted(
        rows,
        marks,
        weights,
        max_iter=TREES[language],
        learning_rate=RATE,
        max_leaf_nodes=LEAVES[language],
        min_samples_leaf=LEAST,
    )


def using(model: Trees) -> Any:  # noqa: ANN401
    """The rules with this model."""
    return mock.patch.object(headline, "_model", return_value=model)


if __name__ == "__main__":
    main(sys.argv[1:])
