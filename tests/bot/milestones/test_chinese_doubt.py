"""The trained model that doubts Chinese steps: what it weighs, drops, and says of it."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, load, weights
from bot.milestones.chinese import doubt
from bot.milestones.extract import extract
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

MAX_BYTES: Final = 400_000
STEP: Final = Statement(
    company="nio",
    kind=Kind.LAUNCH,
    phase=Phase.DONE,
    certainty=Certainty.OFFICIAL,
    evidence="蔚来ET9昨晚上市。",
    rule="NAME {on_sale}, subject",
)


def model(*, start: float = 0.0, **told: object) -> doubt.Model:
    """A model of these weights, and of no others."""
    plain: dict[str, object] = {"base": {}, "grams": {}, "share": 1.0, "traits": {}}
    return doubt.Model(start=start, **{**plain, **told})  # type: ignore[arg-type]


def test_a_step_that_is_likelier_wrong_is_doubted_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    against = model(start=1.0, traits={"kind launch": -3.0, "has when": -1.0})
    monkeypatch.setattr(doubt, "_model", lambda: against)
    other = replace(STEP, kind=Kind.UNVEIL)

    _, (found,) = doubt.looked_over([STEP, other])

    assert found.step is STEP
    assert found.chance == pytest.approx(0.119, abs=0.001)
    assert found.why == "kind launch"


def test_the_words_of_the_sentence_count_for_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    told = model(grams={"上市": {"launch": 2.0, "recall": -9.0}, "召回": {"launch": -9.0}})
    monkeypatch.setattr(doubt, "_model", lambda: told)

    assert doubt.looked_over([STEP])[1] == []
    _, (found,) = doubt.looked_over([replace(STEP, evidence="蔚来ET9被召回。")])
    assert found.why == "its words"


@pytest.mark.parametrize(("start", "doubtful"), [(0.5, True), (2.0, False)])
def test_a_step_that_stays_is_marked_where_the_model_is_not_sure(
    monkeypatch: pytest.MonkeyPatch,
    start: float,
    doubtful: bool,  # noqa: FBT001 - of pytest
) -> None:
    monkeypatch.setattr(doubt, "_model", lambda: model(start=start))

    assert doubt.looked_over([STEP]) == ([replace(STEP, doubtful=doubtful)], [])


def test_numbers_are_one_sign_to_the_model() -> None:
    assert doubt.grams("售价12.98万元") == doubt.grams("售价9万元")


@given(st.text(max_size=60))
def test_any_sentence_has_a_chance(evidence: str) -> None:
    chance, _ = doubt._chance(replace(STEP, evidence=evidence))

    assert 0 <= chance <= 1


def test_what_is_told_further_down_needs_a_better_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [replace(STEP, position=place) for place in (0, doubt.LEADING, doubt.LEADING + 1)]
    monkeypatch.setattr(doubt, "_chance", lambda _: (0.55, "its words"))

    kept, doubts = doubt.looked_over(steps)

    assert [s.position for s in kept] == [0, doubt.LEADING]
    assert [each.step.position for each in doubts] == [doubt.LEADING + 1]


def test_what_was_doubted_is_in_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "蔚来ET9昨晚上市，售价80万元。"

    def told() -> str:
        found = extract(
            "蔚来ET9上市", text, language="zh", published=date(2024, 12, 22), catalogue=load()
        )
        return "; ".join(reason.fate for reason in found.account)

    assert "doubted by the model" not in told()
    monkeypatch.setattr(doubt, "_model", lambda: model(start=-5.0))
    assert "doubted by the model, 1% likely" in told()


def test_the_weights_are_small_and_of_known_kinds() -> None:
    path = FOLDER / "chinese_doubt.json"
    data = weights("chinese_doubt")
    kinds = {kind.value for kind in Kind}

    assert path.stat().st_size < MAX_BYTES
    assert set(data["base"]) == kinds
    assert all(row and row.keys() <= kinds for row in data["grams"].values())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= len(data["grams"]) + len(data["traits"])
