"""How likely a step is as far as it is told: what is weighed, and that nothing else changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, load, weights
from bot.milestones import reached
from bot.milestones.doubt import Whole
from bot.milestones.extract import extract
from bot.milestones.packed import KINDS
from bot.milestones.reached import FAR, MODELS, PHASES, Words, figures, with_chances
from bot.milestones.statement import Statement
from bot.milestones.trees import Tree, Trees
from storage.records import Certainty, Kind, Phase, Span

OUT: Final = date(2024, 6, 14)
MAX_BYTES: Final = 600_000
LANGUAGES: Final = ("en", "zh")
SENTENCE: Final = "BYD will open a plant in Szeged."
NOTHING: Final = Words(base=np.zeros(5), rows=np.zeros((0, 5)), places={})


def step(phase: Phase = Phase.DONE, *, when: Span | None = None) -> Statement:
    return Statement(
        company="byd",
        kind=Kind.FACTORY,
        phase=phase,
        certainty=Certainty.OFFICIAL,
        evidence=SENTENCE,
        when=when,
    )


def page(language: str = "en") -> Whole:
    return Whole(language, SENTENCE, (SENTENCE,), len(SENTENCE), starts=(0,))


def liking(monkeypatch: pytest.MonkeyPatch, name: str, words: Words = NOTHING) -> None:
    """Trees that believe a step where this figure is over a half."""
    tree: Tree = (name, 0.5, True, 0.0, -2.0, 2.0)
    monkeypatch.setattr(reached, "_model", lambda _: (words, Trees(start=0.0, trees=[tree])))


def test_a_step_gets_its_chance_and_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, "planned")
    steps = [step(Phase.DONE), step(Phase.PLANNED)]

    found = with_chances(steps, page(), {}, OUT)

    assert [s.phase_chance for s in found] == [0.12, 0.88]
    assert [replace(s, phase_chance=1.0) for s in found] == steps
    assert with_chances([], page(), {}, OUT) == []


def test_words_speak_for_a_phase_and_against_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    row = [3.0 if phase is Phase.PLANNED else -1.0 for phase in PHASES]
    words = Words(base=np.zeros(5), rows=np.array([row]), places={"will": 0})
    liking(monkeypatch, "ahead of another phase", words)

    done, planned = with_chances([step(), step(Phase.PLANNED)], page(), {}, OUT)

    assert done.phase_chance < 0.5 < planned.phase_chance
    (row_of_done,) = figures([step()], page(), {}, OUT, words)
    assert row_of_done["words of planned"] == 3.0
    assert row_of_done["ahead of another phase"] == -4.0


def test_how_likely_the_sentence_states_such_a_step_is_weighed_where_it_is_known() -> None:
    told = [2.0 if kind is Kind.FACTORY else -1.0 for kind in KINDS]

    (known,) = figures([step()], page(), {SENTENCE: told}, OUT, NOTHING)
    (unknown,) = figures([step()], page(), {}, OUT, NOTHING)

    assert (known["its words"], known["words of another kind"]) == (2.0, -1.0)
    assert (unknown["its words"], unknown["words of another kind"]) == (None, None)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 9_000))
def test_days_stay_within_bounds(day: date, length: int) -> None:
    when = Span(start=day, end=day + timedelta(days=length))

    (row,) = figures([step(when=when)], page(), {}, OUT, NOTHING)

    for name in ("days since it began", "days since it ended"):
        value = row[name]
        assert value is not None
        assert abs(value) <= FAR


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_models_ask_for_figures_that_there_are(language: str) -> None:
    words, trees = reached._model(language)

    (row,) = figures([step()], page(language), {}, OUT, words)

    assert weights(MODELS[language])["trees"]
    assert set(trees._names) <= row.keys()
    assert words.rows.shape == (len(words.places), len(PHASES))
    assert (FOLDER / f"{MODELS[language]}.json").stat().st_size < MAX_BYTES


PAIRS: Final = [
    ("en", "BYD opened its electric car plant in Szeged on Monday.", "Opened"),
    ("zh", "比亚迪位于匈牙利塞格德的电动汽车工厂周一正式投产。", "投产"),
]


@pytest.mark.parametrize(("language", "plain", "title"), PAIRS)
def test_what_is_plainly_done_is_likely_so_far(language: str, plain: str, title: str) -> None:
    found = extract(title, plain, language=language, published=OUT, catalogue=load())

    assert found.milestones
    assert all(0.8 <= m.phase_chance < 1 for m in found.milestones)


def test_explain_tells_how_likely_a_step_is_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, "planned")

    found = extract(
        "BYD opens its plant in Szeged",
        "BYD opened its electric car plant in Szeged on Monday.",
        language="en",
        published=OUT,
        catalogue=load(),
        explain=True,
    )

    assert any("12% likely to be so far" in each.fate for each in found.account)
