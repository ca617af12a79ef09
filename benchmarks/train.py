"""Train the model of English sentences, or measure what it brings to texts it has not seen.

    python -m benchmarks.train FILE...              writes bot/catalogue/english_likely.json
    python -m benchmarks.train --held-out FILE...   leaves each file out in turn, and prints scores

Files hold labelled cases, one JSON object a line; the sentences of `tests/bot/milestones` are read
as well. Needs the dependency group `train`. For each kind of step a logistic regression with a
quadratic penalty; all kinds at once, by L-BFGS. The smaller weights are left out, the rest rounded.
What is held out is whole files, and with them every other telling of their stories.
"""

import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.fitting import RARE, largest, matrix, regression
from benchmarks.scoring import Score, score
from bot.catalogue import load
from bot.cli.cases import fields
from bot.milestones.english import likely as model
from bot.milestones.english import reader
from bot.milestones.english.traits import traits
from bot.milestones.extract import extract
from bot.milestones.packed import KINDS as ALL
from bot.milestones.text import Sentence

SENTENCES = Path("tests/bot/milestones")
MODEL = Path("bot/catalogue/english_likely.json")
KEPT = 10_000  # weights
PENALTY = 1 / 3
SEEN_LEAST = 2  # sentences that must have a trait
ROUNDS = 60
OVERLAP = 12  # characters that a sentence and a piece of evidence must share
TRADE = "News of electric cars"  # a title that tells no step
KINDS = [kind.value for kind in ALL]


@dataclass
class Example:
    """One sentence: its traits, the kinds that it states, those that it may state."""

    seen: tuple[str, ...]
    stated: set[str]
    unsure: set[str] = field(default_factory=set)  # told elsewhere in the text, perhaps here too


def main(arguments: Sequence[str]) -> None:
    """Train and write, or train without each file and print."""
    names = [name for name in arguments if not name.startswith("--")]
    files = {name: read(name) for name in names}
    with silent():
        taught = [e for case in table_cases() for e in examples(case)]
        told = {
            name: [(case["story"], e) for case in cases for e in examples(case)]
            for name, cases in files.items()
        }
    if "--held-out" not in arguments:
        everything = [e for some in told.values() for _, e in some] + taught
        MODEL.write_text(written(fit(everything)), encoding="utf-8")
        print(f"{MODEL}: {len(everything)} sentences, {MODEL.stat().st_size:,} bytes")
        return
    for name, cases in files.items():
        stories = {case["story"] for case in cases}
        others = [
            e
            for other in names
            if other != name
            for story, e in told[other]
            if story not in stories
        ]
        with silent():
            before = measured(cases)
        with using(fit(others + taught)):
            after = measured(cases)
        print(f"{Path(name).stem}\n  without {shown(before)}\n  with    {shown(after)}", flush=True)


def read(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def table_cases() -> Iterator[dict[str, Any]]:
    """The sentences of the tests as cases of one sentence each."""
    paths = [*sorted((SENTENCES / "sentences").glob("*.txt")), SENTENCES / "exact/english.txt"]
    titles = SENTENCES / "titles/english.txt"
    for path in (p for p in (*paths, titles) if p.exists()):
        for sentence, steps in told_lines(path):
            yield {
                "title": sentence if path == titles else TRADE,
                "text": "It builds electric cars." if path == titles else sentence,
                "published": "2024-06-14",
                "alone": 0 if path == titles else 1,
                "milestones": [{"kind": step[1], "evidence": sentence} for step in steps],
            }


def told_lines(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The sentences of a table of tests, each with the words of the steps that it states."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        told, bar, rest = line.partition("|")
        sentence, *more = (rest if bar else told).strip().split(" ; ")
        steps = [part.split() for part in (*told.split(";"), *more)] if bar else []
        yield sentence, [step for step in steps if len(step) > 1]


def examples(case: Mapping[str, Any]) -> Iterator[Example]:
    """The sentences of a case as the rules read them, labelled by the evidence of its steps."""
    seen: list[tuple[Any, tuple[str, ...]]] = []

    def spy(scene: Any, everyone: Any, *, published: date, topic: Collection[str]) -> Any:  # noqa: ANN401
        found = traits(scene, everyone, published=published, topic=topic)
        seen.append((scene, found))
        return nothing()

    with mock.patch.object(reader, "likely", spy):
        predicted(case)
    whole = f"{case['title']}\n{case['text']}"
    told = [(m["kind"], place(whole, m["evidence"])) for m in case["milestones"]]
    for scene, found in seen:
        if case.get("alone", scene.number) != scene.number:
            continue
        stated = stated_in(told, scene.sentence, OVERLAP)
        unsure = set() if "alone" in case else {kind for kind, _ in told} - stated
        yield Example(found, stated, unsure)


def stated_in(
    told: Iterable[tuple[str, tuple[int, int]]], sentence: Sentence, overlap: int
) -> set[str]:
    """The kinds of those steps whose evidence shares so many characters with a sentence."""
    start, end = sentence.start, sentence.end
    return {kind for kind, (a, b) in told if min(b, end) - max(a, start) >= min(overlap, b - a)}


def place(whole: str, evidence: str) -> tuple[int, int]:
    """Where evidence stands in a text, whatever spaces are between its words."""
    found = re.search(r"\s+".join(map(re.escape, evidence.split())), whole)
    return found.span() if found else (-1, -1 + OVERLAP)


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """The weights of each trait for each kind, as they are written."""
    names, held = matrix([e.seen for e in examples], SEEN_LEAST)
    stated = np.array([[kind in e.stated for kind in KINDS] for e in examples], float)
    sure = np.array([[kind not in e.unsure for kind in KINDS] for e in examples], float)
    weights, base = regression(held, stated, sure, penalty=PENALTY, start=RARE, rounds=ROUNDS)
    told = {kind: round(float(b), 2) for kind, b in zip(KINDS, base, strict=True)}
    return {"base": told, "traits": largest(names, weights, KINDS, KEPT)}


def written(data: Mapping[str, Any]) -> str:
    """The model as JSON, one trait a line, so that a change of it can be read."""
    rows = (f"{json.dumps(t)}: {json.dumps(row)}" for t, row in data["traits"].items())
    lines = ",\n".join(rows)
    return f'{{"base": {json.dumps(data["base"])},\n"traits": {{\n{lines}\n}}}}\n'


def nothing() -> model.Likely:
    """A model that neither proposes nor doubts."""
    return model.Likely((-1.0,) * len(KINDS), ())


def silent() -> Any:  # noqa: ANN401
    """The rules without the model."""
    return mock.patch.object(reader, "likely", return_value=nothing())


def using(data: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """The rules with this model."""
    model._model.cache_clear()  # noqa: SLF001
    with mock.patch.object(model, "weights", return_value=data):
        ready = model._model()  # noqa: SLF001
    return mock.patch.object(model, "_model", return_value=ready)


def measured(cases: Iterable[Mapping[str, Any]], language: str = "en") -> Score:
    """The scores of the rules on these cases, as they are set up now."""
    some = list(cases)
    return score(some, {case["id"]: predicted(case, language) for case in some})


def predicted(case: Mapping[str, Any], language: str = "en") -> dict[str, Any]:
    """What the rules make of a case."""
    found = extract(
        case["title"],
        case["text"],
        language=language,
        published=date.fromisoformat(case["published"]),
        catalogue=load(),
    )
    return {"milestones": [fields(milestone) for milestone in found.milestones]}


def shown(found: Score) -> str:
    """The scores in one line."""
    parts = (("all", found.everything), ("headline", found.headline), ("alert", found.alert))
    return "  ".join(
        f"{name} P {t.precision:.3f} R {t.recall:.3f} F1 {t.f1:.3f}" for name, t in parts
    )


if __name__ == "__main__":
    main(sys.argv[1:])
