"""The scripts that train the models still meet the rules whose answers they learn from."""

import json
from pathlib import Path
from unittest import mock

import pytest

from bot.milestones import doubt, reached
from bot.milestones.packed import KINDS
from bot.milestones.trees import Trees

pytest.importorskip("scipy", reason="the dependency group `train` is not installed")

CASES = Path(__file__).parent / "data/cases"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_that_the_rules_read_is_learned_from(language: str) -> None:
    from benchmarks.train_doubt import _read  # noqa: PLC0415 - needs scipy

    with (CASES / f"practice-{language}.jsonl").open(encoding="utf-8") as lines:
        whole, steps, right = _read(json.loads(next(lines)), language)

    assert steps
    assert len(right) == len(steps)
    assert len(whole.sentences) > 1


def test_what_is_not_sure_teaches_nothing() -> None:
    import numpy as np  # noqa: PLC0415

    from benchmarks.fitting import matrix, regression  # noqa: PLC0415

    names, held = matrix([("a", "rare"), ("b",), ("a",), ("b",)], 2)
    stated = np.array([[1.0], [0.0], [0.0], [1.0]])

    def weights(*sure: float) -> list[float]:
        told = np.array(sure)[:, None]
        found, _ = regression(held, stated, told, penalty=0.1, start=0.0, rounds=40)
        return [float(w) for w in found[:, 0]]

    assert names == ["a", "b"]
    assert weights(1, 1, 1, 1) == pytest.approx([0, 0], abs=0.01)
    assert weights(1, 1, 0, 0)[0] > 1
    assert weights(0, 0, 1, 1)[0] < -1


@pytest.mark.parametrize("name", ["practice4-en", "practice4-zh"])
def test_what_earlier_rules_read_stands_in_the_texts(name: str) -> None:
    from benchmarks.train import read  # noqa: PLC0415
    from benchmarks.train_doubt import _read, _read_before  # noqa: PLC0415

    cases = read(str(CASES / f"{name}.jsonl"))
    known = {case["id"]: (case, _read(case, name[-2:])[0]) for case in cases}
    texts = list(_read_before(name, known, name[-2:]))

    assert texts
    for whole, steps, right in texts:
        assert len(steps) == len(right)
        assert all(whole.size > s.start >= 0 and s.evidence for s in steps)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_that_is_chosen_from_is_learned_from(language: str) -> None:
    pytest.importorskip("sklearn", reason="the dependency group `train` is not installed")
    from benchmarks import train_doubt, train_news  # noqa: PLC0415
    from benchmarks.train import read  # noqa: PLC0415

    cases = read(str(CASES / f"practice-{language}.jsonl"))[:12]
    sentences = [each for case in cases for each in train_doubt.sentences_of(case, language)]
    model = train_doubt.of_sentences(sentences, language)

    with mock.patch.object(doubt, "_model", return_value=model):
        found = [train_news._read(case, language) for case in cases]

    assert any(any(text.marks) for text in found)
    assert all(len(text.rows) == len(text.marks) for text in found)
    assert train_news.quiet(language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_how_far_a_step_is_is_learned_from_what_a_label_meets(language: str) -> None:
    pytest.importorskip("sklearn", reason="the dependency group `train` is not installed")
    from benchmarks import train_phases  # noqa: PLC0415
    from benchmarks.train import read  # noqa: PLC0415

    cases = read(str(CASES / f"practice-{language}.jsonl"))[:12]

    texts = [text for case in cases if (text := train_phases._read(case, "practice", language))]
    words = reached.words_of(train_phases._words(texts, language))
    answers = [right for text in texts for _, right in text.judged(words)]

    assert words.places
    assert any(answers)
    assert len(answers) == sum(label is not None for text in texts for label in text.labels)


def test_a_file_is_learned_from_by_models_that_have_not_seen_it() -> None:
    from benchmarks import train_doubt  # noqa: PLC0415 - needs scipy

    names = ("北京", "广州", "深圳")  # of three groups
    files = [
        train_doubt.File(name, [{"title": "新车", "text": f"蔚来在{name}开店。", "milestones": []}])
        for name in names
    ]

    def known(some: train_doubt.Sentences, _: str) -> doubt.Model:
        nothing: dict[str, object] = {"base": {}, "start": 0.0, "measures": {}, "traits": {}}
        return doubt.model_of({**nothing, "grams": {text: {} for text, *_ in some}})

    told: dict[str, set[str]] = {}
    with (
        mock.patch.object(train_doubt, "of_sentences", known),
        mock.patch.object(train_doubt, "unseen_by", return_value=None),
    ):
        for group, model in train_doubt.apart(files, "zh"):
            told.update((file.name, set(model.grams)) for file in group)

    assert told.keys() == set(names)
    assert "蔚来在北京开店。" in told["广州"]
    assert "蔚来在北京开店。" not in told["北京"]


def test_the_network_that_is_written_is_the_one_that_was_trained() -> None:
    pytest.importorskip("jax", reason="the dependency group `train` is not installed")
    import numpy as np  # noqa: PLC0415

    from benchmarks import train_network  # noqa: PLC0415
    from bot.milestones import network  # noqa: PLC0415

    texts = {"launch": "蔚来新车上市", "recall": "蔚来召回汽车"}
    told = [(text, {kind}, set[str]()) for kind, text in texts.items() for _ in range(2_000)]
    pieces = network.PIECES.read_bytes()
    vectors = np.random.default_rng(0).normal(0, 0.5, (20_000, train_network.DIRECTIONS))

    found = network.Network(train_network.fit(told, pieces, vectors.astype(np.float32)), pieces)

    for kind, text in texts.items():
        place = [each.value for each in KINDS].index(kind)
        [sums] = found.sums([text])
        assert sums[place] > sorted(sums)[-2] + 2


def test_fresh_files_are_told_apart(tmp_path: Path) -> None:
    from benchmarks.train_doubt import named  # noqa: PLC0415

    paths = [tmp_path / f"{name}.jsonl" for name in ("known", "new")]
    for path in paths:
        path.write_text("", encoding="utf-8")

    language, *files = named(["zh", str(paths[0]), "--held-out", "--fresh", str(paths[1])])

    assert language == "zh"
    assert [(file.name, file.fresh) for file in files] == [("known", False), ("new", True)]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    from benchmarks.train_doubt import named  # noqa: PLC0415

    paths = [tmp_path / folder / "pages.jsonl" for folder in ("old", "new")]

    with pytest.raises(SystemExit, match="several files are called pages"):
        named(["zh", *map(str, paths)])


def test_sentences_alone_are_learned_from_with_the_kinds_before_them(tmp_path: Path) -> None:
    from benchmarks.train_doubt import named, phrases  # noqa: PLC0415

    path = tmp_path / "phrases-en.txt"
    path.write_text("funding investment | It put in.\n- | It rained.\n", encoding="utf-8")

    language, *files = named(["en", str(path)])
    (file,) = files

    assert language == "en"
    assert file.cases == ()
    assert list(file.alone) == [
        ("It put in.", {"funding", "investment"}, set()),
        ("It rained.", set(), set()),
    ]
    path.write_text("founding | It began.\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="founding"):
        list(phrases(str(path)))


def test_what_is_grown_is_what_is_written_down() -> None:
    pytest.importorskip("sklearn", reason="the dependency group `train` is not installed")
    from benchmarks.growing import boosted, written  # noqa: PLC0415

    days = [*range(100), None]
    rows = [{"days": day, "titled": at % 2} for at, day in enumerate(days)]
    marks = [day is not None and day < 40 for day in days]
    grown = boosted(rows, marks, max_iter=100, min_samples_leaf=5)

    data = json.loads(written(grown))
    told = Trees(start=data["start"], trees=data["trees"])
    for row in rows:
        assert told.told(row)[0] == pytest.approx(grown.told(row)[0], abs=1e-6)
    assert told.told(rows[0])[0] > 0.9
    assert told.told(rows[90])[0] < 0.1
