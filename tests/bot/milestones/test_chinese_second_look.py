"""The trained model beside the rules of Chinese: what it guesses, of whom, and what not."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones import doubt
from bot.milestones.chinese.reader import read
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

PUBLISHED = date(2024, 6, 14)
TITLE = "新能源汽车"
GRAMS = {"收官": {"factory": 9.0}, "亮相": {"unveil": 9.0}}


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that knows two words."""
    base = {kind.value: -4.0 for kind in Kind}
    data = {"base": base, "grams": GRAMS, "start": 0.0, "measures": {}, "traits": {}}
    monkeypatch.setattr(doubt, "_model", lambda _: doubt.model_of(data))


def guesses(text: str) -> list[Statement]:
    return read(TITLE, text, published=PUBLISHED, catalogue=load()).guesses


def test_a_step_that_no_rule_reads_is_guessed_with_the_day_of_its_clause() -> None:
    [found] = guesses("蔚来去年卖出很多车,合肥新厂区的主体工程已于5月28日收官。")

    assert (found.company, found.kind, found.phase) == ("nio", Kind.FACTORY, Phase.DONE)
    assert found.when is not None
    assert found.when.start == date(2024, 5, 28)
    assert found.guess
    assert found.rule.startswith("model (99% likely)")


@pytest.mark.parametrize(
    "text",
    [
        "合肥新厂区的主体工程收官。",  # nobody is named
        "蔚来否认合肥新厂区的主体工程已经收官。",
        "蔚来ET9亮相北京车展。",  # a rule reads it
        "蔚来手机亮相。",  # a rule saw it and would not have it
    ],
)
def test_nothing_is_guessed_of_nobody_against_the_grammars_or_beside_a_rule(text: str) -> None:
    assert guesses(text) == []


def test_the_likeliest_kind_of_a_sentence_comes_first() -> None:
    told = doubt.likely("收官后亮相", "zh", 0.2)

    assert {kind for kind, _ in told} == {Kind.FACTORY, Kind.UNVEIL}
    assert doubt.likely("收官后亮相", "zh", 0.999) == []
