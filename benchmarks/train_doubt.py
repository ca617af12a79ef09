"""Train the models that doubt steps, or measure what one brings to texts it has not seen.

    python -m benchmarks.train_doubt LANGUAGE FILE... [--fresh FILE...]   writes *_doubt.json
    python -m benchmarks.train_doubt LANGUAGE --held-out FILE...          leaves each out in turn

Files hold labelled cases, one JSON object a line; fresh ones are those that neither the rules nor
`benchmarks/train.py` learned from: the guesses of its model count only there. A file that ends in
".txt" holds sentences alone, one a line, behind the kinds that each states: "factory funding | …",
"- | …". Read as well are, in English, the sentences of `tests/bot/milestones`, and what rules that
had not learned from a file yet made of it (`benchmarks/before/`). What is held out is whole files,
and with them every other telling of their stories. The sums of sentences are a logistic regression
for each kind over their words; how the rest of a text weighs on them is another one. They are told
to the doubt itself, over what the rules made of a step, only by models that have not seen the file.
Needs the dependency group `train`.
"""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.sparse import csr_matrix, hstack

from benchmarks import train
from benchmarks.fitting import RARE, largest, matrix, regression
from benchmarks.train import measured, place, predicted, read, shown, stated_in
from benchmarks.unseen import GROUPS, group_of, unseen_by
from bot.milestones import context, doubt
from bot.milestones import extract as pipeline
from bot.milestones.chinese.reader import parts_of
from bot.milestones.doubt import Whole
from bot.milestones.english.layout import laid_out
from bot.milestones.network import Network
from bot.milestones.packed import KINDS
from bot.milestones.statement import Doubt, Statement
from storage.records import Certainty, Kind, Money, Phase, Quantity, Span, Unit

BEFORE = Path("benchmarks/before")
CATALOGUE = Path("bot/catalogue")
PHRASES = ".txt"  # how a file of sentences alone ends
KEPT = {"en": 30_000, "zh": 40_000}  # weights of sentences
SEEN_LEAST = {"en": 3, "zh": 2}  # sentences that must have a pair of words
TRAIT_LEAST = 2  # steps that must have a trait
PENALTY = {"en": 3.3, "zh": 1.2}
FRESH = "--fresh"
STEP_PENALTY = 10.0
SMALL = 0.02  # weights of steps below it are left out
ROUNDS = 40
AT_ONCE = 64  # sentences that the network reads
OVERLAP = {"en": 12, "zh": 8}  # characters that a sentence and a piece of evidence must share
UNTOLD = -9.0  # of a kind that no sentence states
PARTS = {"en": laid_out, "zh": parts_of}
FILLED: dict[str, Any] = {
    "when": Span(start=date.min, end=date.min),
    "amount": Money(value=Decimal(0), currency="USD"),
    "quantity": Quantity(value=Decimal(0), unit=Unit.VEHICLES),
    "subject": "",
    "agency": "",
}


Sentences = Sequence[tuple[str, set[str], set[str]]]  # with the kinds they state, or may state


@dataclass
class File:
    """The cases of one file, or its sentences; whether nothing has learned from it yet."""

    name: str
    cases: Sequence[Mapping[str, Any]]
    fresh: bool = False
    alone: Sentences = ()

    def without(self, stories: Collection[str]) -> "File":
        """The same but for the tellings of these stories."""
        return replace(self, cases=[case for case in self.cases if case["story"] not in stories])


def main(arguments: Sequence[str]) -> None:
    """Train and write, or train without each file and print."""
    language, *files = named(arguments)
    if "--held-out" not in arguments:
        model = CATALOGUE / f"{doubt.MODELS[language]}.json"
        model.write_text(written(fit(files, language)), encoding="utf-8")
        print(f"{model}: {model.stat().st_size:,} bytes")
        return
    for file in (file for file in files if file.cases):
        with believing():
            before = measured(file.cases, language)
        stories = {case["story"] for case in file.cases}
        others = [other.without(stories) for other in files if other is not file]
        with using(fit(others, language), unseen_by(group_of(file.name))):
            after = measured(file.cases, language)
        print(f"{file.name}\n  without {shown(before)}\n  with    {shown(after)}", flush=True)


def named(arguments: Sequence[str]) -> tuple[str, *tuple[File, ...]]:
    """The language and the files of the arguments of a training."""
    language, *names = [name for name in arguments if name == FRESH or name[:2] != "--"]
    known = names.index(FRESH) if FRESH in names else len(names)
    with_names_of_their_own(names)
    return language, *(
        File(Path(name).stem, (), fresh=at > known, alone=list(phrases(name)))
        if name.endswith(PHRASES)
        else File(Path(name).stem, read(name), fresh=at > known)
        for at, name in enumerate(names)
        if name != FRESH
    )


def with_names_of_their_own(files: Sequence[str]) -> None:
    """Stop where two files share a name: what is held out is told by it."""
    stems = Counter(Path(name).stem for name in files)
    twice = [stem for stem, times in stems.items() if times > 1]
    if twice:
        message = f"several files are called {', '.join(twice)}: give each a name of its own"
        raise SystemExit(message)


def of_tables(language: str) -> Sentences:
    """The English sentences of the tests; they are no texts. Chinese ones made it worse."""
    cases = train.table_cases() if language == "en" else ()
    return [each for case in cases for each in sentences_of(case, language)]


def phrases(name: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """The sentences of a file of such, each with the kinds that it states."""
    for line in Path(name).read_text(encoding="utf-8").splitlines():
        kinds, bar, sentence = line.partition("|")
        told = set(kinds.split()) - {"-"}
        if not bar or told - {kind.value for kind in KINDS}:
            message = f'{name}: not "KIND ... | sentence": {line[:80]!r}'
            raise SystemExit(message)
        yield sentence.strip(), told, set()


def sentences_of(
    case: Mapping[str, Any], language: str
) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each sentence of a case, with the kinds that it states and those that it may state."""
    whole = f"{case['title']}\n{case['text']}"
    places = [(m["kind"], place(whole, m["evidence"])) for m in case["milestones"]]
    for number, s in enumerate(PARTS[language](case["title"], case["text"])):
        if case.get("alone", number) != number:
            continue
        stated = stated_in(places, s, OVERLAP[language])
        yield s.text, stated, {kind for kind, _ in places} - stated


def _read(case: Mapping[str, Any], language: str) -> tuple[Whole, list[Statement], list[bool]]:
    """What the rules make of a case, each step with whether a label of its own meets it."""
    seen: list[Statement] = []
    told: list[Whole] = []

    def spy(
        steps: Sequence[Statement], whole: Whole, *_: object
    ) -> tuple[list[Statement], list[Doubt]]:
        seen.extend(steps)
        told.append(whole)
        return list(steps), []

    with mock.patch.object(pipeline, "looked_over", spy):
        predicted(case, language)
    return told[0], seen, labelled(case, seen)


def labelled(case: Mapping[str, Any], steps: Iterable[Statement]) -> list[bool]:
    """Whether a label of its own meets each step."""
    left = [(m["company"], m["kind"]) for m in case["milestones"]]
    right = []
    for s in steps:
        right.append((s.company, s.kind.value) in left)
        if right[-1]:
            left.remove((s.company, s.kind.value))
    return right


def _read_before(
    file: str, cases: Mapping[str, tuple[Mapping[str, Any], Whole]], language: str
) -> Iterator[tuple[Whole, list[Statement], list[bool]]]:
    """What the rules of an earlier day made of a file, labelled as the cases are today."""
    path = BEFORE / f"{language}.jsonl"
    read: dict[str, list[Statement]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["file"] == file and row["id"] in cases:
            read.setdefault(row["id"], []).append(_statement(row, cases[row["id"]][0]))
    for name, steps in read.items():
        case, whole = cases[name]
        yield whole, steps, labelled(case, steps)


def _statement(row: Mapping[str, Any], case: Mapping[str, Any]) -> Statement:
    """A step as it was written down; what its slots hold is not known, only that they do."""
    start, end = row["at"]
    slots: dict[str, Any] = {
        **{name: row[name] for name in ("rule", "stage", "position", "weight", "echoes")},
        **dict.fromkeys(row["is"], True),
        **{slot: FILLED[slot] for slot in row["has"]},
    }
    return Statement(
        company=row["company"],
        kind=Kind(row["kind"]),
        phase=Phase(row["phase"]),
        certainty=Certainty(row["certainty"]),
        evidence=f"{case['title']}\n{case['text']}"[start:end],
        start=start,
        **slots,
    )


def fit(files: Sequence[File], language: str) -> dict[str, Any]:
    """The weights, as they are written."""
    seen: list[tuple[tuple[str, ...], Mapping[str, float]]] = []
    right: list[bool] = []
    groups = list(apart(files, language))
    blend = _blend(groups, language)
    around = _context(groups, blend, language)
    for group, known in groups:
        model = replace(known, blend=blend, context=around, at_hand={})
        for whole, steps, ok in (text for file in group for text in _texts(file, language, model)):
            figures = doubt.measures(steps, whole, doubt.told(steps, whole, model))
            seen += zip((doubt.traits(s, len(steps)) for s in steps), figures, strict=True)
            right += ok
    everything = [each for file in files for each in _all_sentences(file, language)]
    return {
        **_sentences([*everything, *of_tables(language)], language),
        **_step_weights(seen, right),
        "blend": blend,
        "context": around,
    }


def apart(files: Sequence[File], language: str) -> Iterator[tuple[Sequence[File], doubt.Model]]:
    """The files in groups, each with a model of sentences that has not seen it."""
    told = {file.name: _all_sentences(file, language) for file in files}
    tables = of_tables(language)
    for at in range(GROUPS):
        group = [file for file in files if group_of(file.name) == at]
        if group:
            names = {file.name for file in group}
            others = [each for name, some in told.items() if name not in names for each in some]
            known = of_sentences([*others, *tables], language)
            yield group, replace(known, network=unseen_by(at), blend=(0.0, 0.5, 0.5))


def _blend(
    groups: Sequence[tuple[Sequence[File], doubt.Model]], language: str
) -> tuple[float, float, float]:
    """How the sums of words and of the network make one: its start, and the weight of each."""
    told: list[tuple[float, float]] = []
    stated: list[bool] = []
    for group, model in groups:
        some = [each for file in group for each in _told_sentences(file, language)]
        texts = [text for text, *_ in some]
        words = doubt.sums_of(texts, language, replace(model, network=None, at_hand={}))
        alone = replace(model, blend=(0.0, 0.0, 1.0), at_hand={})
        parts = (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))
        seen = {k: v for part in parts for k, v in doubt.sums_of(part, language, alone).items()}
        for text, kinds, unsure in some:
            for at, kind in enumerate(KINDS):
                if kind.value not in unsure:
                    told.append((words[text][at], seen[text][at]))
                    stated.append(kind.value in kinds)
    (by_words, by_network), base = _regressed(told, stated, start=0.0)
    return round(base, 3), round(float(by_words), 3), round(float(by_network), 3)


def _context(
    groups: Sequence[tuple[Sequence[File], doubt.Model]],
    blend: tuple[float, float, float],
    language: str,
) -> Mapping[str, float]:
    """How the sums of a sentence and of those around it make one; what each kind starts from."""
    rows: list[np.ndarray] = []
    stated: list[bool] = []
    for group, known in groups:
        model = replace(known, blend=blend, at_hand={})
        for told in (list(sentences_of(case, language)) for file in group for case in file.cases):
            if len(told) < doubt.SHORT:
                continue
            texts = [text for text, *_ in told]
            sums = doubt.sums_of(texts, language, model)
            found = context.figures([sums[text] for text in texts], [len(text) for text in texts])
            for row, (_, kinds, unsure) in zip(found, told[1:], strict=True):
                for at, kind in enumerate(KINDS):
                    if kind.value not in unsure:
                        rows.append(np.concatenate([row[at], np.eye(len(KINDS))[at]]))
                        stated.append(kind.value in kinds)
    weights, base = _regressed(rows, stated, start=RARE)
    names = (*context.NAMES, *(kind.value for kind in KINDS))
    first = len(context.NAMES)
    return {
        name: round(float(w + (base if at >= first else 0)), 3)
        for at, (name, w) in enumerate(zip(names, weights, strict=True))
    }


def _regressed(
    rows: Sequence[Any], stated: Sequence[bool], *, start: float
) -> tuple[np.ndarray, float]:
    """The weight of each figure of the rows, and where the sum begins."""
    answers = np.array(stated, float)[:, None]
    told = csr_matrix(np.array(rows))
    weights, base = regression(
        told, answers, np.ones_like(answers), penalty=1.0, start=start, rounds=ROUNDS
    )
    return weights[:, 0], float(base[0])


def _all_sentences(file: File, language: str) -> Sentences:
    return [*file.alone, *_told_sentences(file, language)]


def _told_sentences(file: File, language: str) -> Sentences:
    """Those that stand in a text."""
    return [each for case in file.cases for each in sentences_of(case, language)]


def _texts(
    file: File, language: str, model: doubt.Model
) -> Iterator[tuple[Whole, Sequence[Statement], Sequence[bool]]]:
    """What the rules make of each case, and what those of an earlier day made of it."""
    guessing = file.fresh or language == "zh"  # the English model that guesses knows the others
    with mock.patch.object(doubt, "_model", return_value=model):
        texts = [_read(case, language) for case in file.cases]
    read = zip(file.cases, (whole for whole, *_ in texts), strict=True)
    texts += _read_before(file.name, {case["id"]: (case, w) for case, w in read}, language)
    for whole, steps, ok in texts:
        kept = [(s, right) for s, right in zip(steps, ok, strict=True) if guessing or not s.guess]
        if kept:
            yield whole, [s for s, _ in kept], [right for _, right in kept]


def of_sentences(told: Sentences, language: str) -> doubt.Model:
    """A model that knows sentences only, and says nothing of steps."""
    silent: dict[str, Any] = {"start": 0.0, "measures": {}, "traits": {}}
    return doubt.model_of({**_sentences(told, language), **silent})


def _sentences(told: Sentences, language: str) -> dict[str, Any]:
    """For each kind its start, and for each pair of words the weights of kinds."""
    names, held = matrix([doubt.GRAMS[language](text) for text, *_ in told], SEEN_LEAST[language])
    stated = np.array([[kind in kinds for kind in KINDS] for _, kinds, _ in told], float)
    sure = np.array([[kind not in kinds for kind in KINDS] for *_, kinds in told], float)
    weights, base = regression(
        held, stated, sure, penalty=PENALTY[language], start=RARE, rounds=ROUNDS
    )
    told_at_all = np.asarray(stated.any(axis=0)).tolist()
    starts = (float(b) if any_ else UNTOLD for b, any_ in zip(base, told_at_all, strict=True))
    return {
        "base": {kind.value: round(b, 2) for kind, b in zip(KINDS, starts, strict=True)},
        "grams": largest(names, weights, [kind.value for kind in KINDS], KEPT[language]),
    }


def _step_weights(
    seen: Sequence[tuple[Collection[str], Mapping[str, float]]], right: Sequence[bool]
) -> dict[str, Any]:
    """The start; of each measure its mean, its spread and its weight; the weight of each trait."""
    figures = list(seen[0][1])
    table = np.array([[row[name] for name in figures] for _, row in seen], float)
    means, spreads = table.mean(0).round(3), (table.std(0) + 1e-3).round(3)
    away = np.clip((table - means) / spreads, -doubt.FAR, doubt.FAR)
    names, held = matrix([traits for traits, _ in seen], TRAIT_LEAST)
    both = hstack([held, csr_matrix(away)]).tocsr()
    ok = np.array(right, float)[:, None]
    weights, base = regression(
        both, ok, np.ones_like(ok), penalty=STEP_PENALTY, start=0.0, rounds=ROUNDS
    )
    of_traits, of_figures = weights[: len(names), 0], weights[len(names) :, 0]
    return {
        "start": round(float(base[0]), 3),
        "measures": {
            name: [float(mean), float(spread), round(float(w), 3)]
            for name, mean, spread, w in zip(figures, means, spreads, of_figures, strict=True)
        },
        "traits": {
            name: round(float(w), 2)
            for name, w in sorted(zip(names, of_traits, strict=True))
            if abs(w) >= SMALL
        },
    }


def written(data: Mapping[str, Any]) -> str:
    """The model as JSON, one trait a line, so that a change of it can be read."""

    def lines(rows: Mapping[str, Any]) -> str:
        told = (
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}"
            for name, row in rows.items()
        )
        return "{\n" + ",\n".join(told) + "\n}"

    return (
        f'{{"base": {json.dumps(data["base"])},\n"blend": {json.dumps(data["blend"])},\n'
        f'"context": {json.dumps(data["context"])},\n'
        f'"start": {data["start"]},\n'
        f'"measures": {lines(data["measures"])},\n"traits": {lines(data["traits"])},\n'
        f'"grams": {lines(data["grams"])}}}\n'
    )


def unknowing(files: Sequence[File], language: str, *more: File) -> Iterator[File]:
    """Each file, and more, while the doubt comes from a model that has not seen it."""
    for at in range(GROUPS):
        group = [file for file in (*files, *more) if group_of(file.name) == at]
        others = [file for file in files if file not in group]
        with using(fit(others, language), unseen_by(at)):
            yield from group


def believing() -> Any:  # noqa: ANN401
    """The rules without the model."""
    return mock.patch.object(pipeline, "looked_over", lambda steps, *_: (list(steps), []))


def using(data: Mapping[str, Any], network: Network) -> Any:  # noqa: ANN401
    """The rules with this model and this network."""
    ready = doubt.model_of(data, network)
    return mock.patch.object(doubt, "_model", return_value=ready)


if __name__ == "__main__":
    main(sys.argv[1:])
