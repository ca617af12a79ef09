"""The scripts that train the models still meet the rules whose answers they learn from."""

import json
from pathlib import Path

import pytest

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
    from benchmarks.train_doubt import _read_before  # noqa: PLC0415

    cases = {case["id"]: case for case in read(str(CASES / f"{name}.jsonl"))}
    texts = list(_read_before(name, cases, name[-2:]))

    assert texts
    for whole, steps, right in texts:
        assert len(steps) == len(right)
        assert all(whole.size > s.start >= 0 and s.evidence for s in steps)
