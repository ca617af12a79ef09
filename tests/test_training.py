"""The scripts that train the models still meet the rules whose answers they learn from."""

import json
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="the dependency group `train` is not installed")

CASES = Path(__file__).parent / "data/cases/practice-zh.jsonl"


def test_every_step_that_the_rules_read_is_learned_from() -> None:
    from benchmarks.train_chinese import _steps  # noqa: PLC0415 - needs scipy

    with CASES.open(encoding="utf-8") as lines:
        assert _steps(json.loads(next(lines)))
