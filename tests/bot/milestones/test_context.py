"""What a sentence states with the rest of its text in mind."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones import context, doubt
from bot.milestones.packed import KINDS
from storage.records import Kind

GRAMS: Final = {"工厂": {"factory": 6.0}, "翻番": {"factory": 1.5}, "召回": {"recall": 6.0}}
AGAIN: Final = "第二阶段翻番。"
OTHER: Final = "天气很好。"
MORE: Final = ("来宾很多。", "乐队奏乐。")


def model(**around: float) -> doubt.Model:
    """A model that knows three words, and how much each figure of a text counts."""
    base = {kind.value: -4.0 for kind in Kind}
    known = dict.fromkeys((*context.NAMES, *(kind.value for kind in KINDS)), 0.0)
    data = {"base": base, "grams": GRAMS, "start": 0.0, "measures": {}, "traits": {}}
    return doubt.model_of({**data, "context": {**known, **around}})


@pytest.fixture
def _around(monkeypatch: pytest.MonkeyPatch) -> None:
    told = model(own=1.0, title=0.5, elsewhere=0.25)
    monkeypatch.setattr(doubt, "_model", lambda _: told)


def test_what_is_weighed_of_a_sentence_is_what_it_and_the_others_state() -> None:
    rows = [[-1.0] * len(KINDS) for _ in range(3)]
    rows[0][3], rows[1][3], rows[2][3], rows[2][5] = 4.0, 3.0, 2.0, 1.0

    found = context.figures(rows, [10, 20, 300])

    assert found.shape == (2, len(KINDS), len(context.NAMES))
    assert found[0, 3].tolist() == [3.0, 4.0, 2.0, -1.0, -1.0, 0.2]
    assert found[1, 3].tolist() == [2.0, 4.0, 3.0, 1.0, -1.0, 3.0]
    assert found[1, 5].tolist() == [1.0, -1.0, -1.0, 2.0, 4.0, 3.0]


@pytest.mark.usefixtures("_around")
def test_a_sentence_says_more_under_a_title_that_states_the_same() -> None:
    def chance(*text: str) -> float:
        told = context.of((*text, *MORE), "zh")
        return dict(told.likely(AGAIN, 0.0001)).get(Kind.FACTORY, 0.0)

    assert chance("工厂", AGAIN) > chance(OTHER, AGAIN) < chance(OTHER, AGAIN, "工厂开工。")
    assert chance("召回", AGAIN) == chance(OTHER, AGAIN)


@pytest.mark.usefixtures("_around")
def test_a_title_and_what_is_no_sentence_of_the_text_stand_alone() -> None:
    told = context.of(("工厂", AGAIN, *MORE), "zh")

    assert told.likely("工厂", 0.5) == doubt.likely("工厂", "zh", 0.5)
    assert told.likely("工厂开工。", 0.5) == doubt.likely("工厂开工。", "zh", 0.5)


def test_a_model_without_a_context_weighs_each_sentence_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doubt, "_model", lambda _: replace(model(), context={}))

    told = context.of(("工厂", AGAIN, *MORE), "zh")

    assert told.likely(AGAIN, 0.01) == doubt.likely(AGAIN, "zh", 0.01)


@pytest.mark.usefixtures("_around")
def test_a_text_of_a_few_sentences_says_nothing_beside_each() -> None:
    told = context.of(("工厂", AGAIN), "zh")

    assert told.likely(AGAIN, 0.01) == doubt.likely(AGAIN, "zh", 0.01)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.sampled_from(("en", "zh")))
def test_any_text_has_sums_for_each_of_its_sentences(text: list[str], language: str) -> None:
    told = context.of(text, language)

    assert told.sums.keys() == set(text)
    assert all(np.isfinite(told.sums[sentence]).all() for sentence in text)
    assert all(len(told.sums[sentence]) == len(KINDS) for sentence in text)
    assert all(
        0 <= chance <= 1 and math.isfinite(chance) for _, chance in told.likely(text[0], 0.1)
    )
