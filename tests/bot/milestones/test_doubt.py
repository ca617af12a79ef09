"""The trained models that doubt steps: what they weigh, drop, and say of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, load, weights
from bot.milestones import doubt
from bot.milestones.doubt import Whole
from bot.milestones.extract import extract
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Quantity, Unit

MAX_BYTES: Final = 1_200_000
LANGUAGES: Final = ("en", "zh")
STEP: Final = Statement(
    company="nio",
    kind=Kind.LAUNCH,
    phase=Phase.DONE,
    certainty=Certainty.OFFICIAL,
    evidence="蔚来ET9昨晚上市。",
    position=1,
    rule="NAME {on_sale}, subject",
)
OTHERS: Final = ("蔚来新车", "发布会在上海举行。", "天气很好。")
TEXT: Final = Whole("zh", "蔚来新车", (*OTHERS, STEP.evidence), 60)


def model(*, start: float = 0.0, **told: object) -> doubt.Model:
    """A model of these weights, and of no others."""
    plain: dict[str, object] = {"base": {}, "grams": {}, "measures": {}, "traits": {}}
    return doubt.model_of({**plain, "start": start, **told})


def figures(steps: list[Statement]) -> list[dict[str, float]]:
    """What is measured of steps by a model that knows no word."""
    return doubt.measures(steps, TEXT, doubt.told(steps, TEXT, model()))


def believing(monkeypatch: pytest.MonkeyPatch, told: doubt.Model) -> None:
    monkeypatch.setattr(doubt, "_model", lambda _: told)


def test_a_step_that_is_likelier_wrong_is_doubted_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traits = {"kind launch": -3.0, "has when": -1.0}
    believing(monkeypatch, model(start=1.0, traits=traits))
    other = replace(STEP, kind=Kind.UNVEIL)

    kept, (found,) = doubt.looked_over([STEP, other], TEXT)

    assert [s.kind for s in kept] == [Kind.UNVEIL]
    assert found.step is STEP
    assert found.chance == pytest.approx(0.119, abs=0.001)
    assert found.why == "kind launch"


def test_the_words_of_the_sentence_count_for_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    told = model(
        grams={"上市": {"launch": 2.0, "recall": -9.0}, "召回": {"launch": -9.0}},
        measures={"its words": [0.0, 1.0, 1.0]},
    )
    believing(monkeypatch, told)

    assert doubt.looked_over([STEP], TEXT)[1] == []
    _, (found,) = doubt.looked_over([replace(STEP, evidence="蔚来ET9被召回。")], TEXT)
    assert found.why == "its words -9.0 (usually 0.0)"


def test_a_sentence_that_says_it_better_speaks_against_a_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = model(
        grams={"上市": {"launch": 2.0}, "开卖": {"launch": 6.0}},
        measures={"behind another sentence": [0.0, 1.0, 1.0]},
    )
    believing(monkeypatch, told)
    better = replace(TEXT, sentences=(*OTHERS, "蔚来ET9今天开卖。"))

    assert doubt.looked_over([STEP], TEXT)[1] == []
    _, (found,) = doubt.looked_over([STEP], better)
    assert found.why == "behind another sentence -4.0 (usually 0.0)"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps of its kind", 1),
        ("steps of its sentence", 0),
        ("twins", 0),
        ("steps of its company", 1),
        ("steps of others", 1),
        ("all steps", 3),
        ("companies", 2),
        ("told before", 1),
        ("first sentence", 1),
        ("depth", 0.5),
        ("sentence", 3),
    ],
)
def test_what_stands_beside_a_step_is_counted(name: str, value: float) -> None:
    late = replace(STEP, position=3, start=30, evidence="ET9上市。")
    other = replace(STEP, company="byd", kind=Kind.RECALL, position=2, evidence="比亚迪召回。")

    *_, found = figures([STEP, other, late])

    assert found[name] == value


def test_a_step_with_another_count_is_not_told_again() -> None:
    steps = [
        replace(STEP, position=place, quantity=Quantity(value=Decimal(count), unit=Unit.VEHICLES))
        for place, count in enumerate((900, 900, 700))
    ]

    found = (
        figures(steps[:2])[-1],
        figures(steps[1:])[-1],
    )

    assert [each["told before"] for each in found] == [True, False]


def test_a_figure_far_off_counts_no_more_than_three_spreads() -> None:
    assert doubt.scaled(500.0, 2.0, 4.0) == doubt.FAR
    assert doubt.scaled(0.0, 2.0, 4.0) == -0.5


@pytest.mark.parametrize(("start", "doubtful", "chance"), [(0.1, True, 0.52), (2.0, False, 0.88)])
def test_a_step_that_stays_has_its_chance_and_is_marked_where_the_model_is_not_sure(
    monkeypatch: pytest.MonkeyPatch,
    start: float,
    doubtful: bool,  # noqa: FBT001 - of pytest
    chance: float,
) -> None:
    believing(monkeypatch, model(start=start))

    [found], _ = doubt.looked_over([STEP], TEXT)

    assert (found.doubtful, found.chance) == (doubtful, chance)


def test_what_is_doubtful_by_the_sentence_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, model(start=9.0))

    [found], _ = doubt.looked_over([replace(STEP, doubtful=True)], TEXT)

    assert (found.doubtful, found.chance) == (True, 1.0)


def test_numbers_are_one_sign_to_the_model() -> None:
    assert doubt.grams("售价12.98万元") == doubt.grams("售价9万元")
    assert doubt.english_grams("Sold 12,980 cars") == {
        *("sold", "9", "cars"),
        *("sold 9", "9 cars"),
    }


def test_english_words_count_by_their_fronts() -> None:
    assert doubt.english_grams("Announcing") == doubt.english_grams("announced")


@given(st.text(max_size=60), st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_any_sentence_has_a_chance(evidence: str, title: str, language: str) -> None:
    whole = Whole(language, title, (title, evidence), 90)
    steps = [replace(STEP, evidence=evidence)]

    [(chance, figures)] = doubt.weighings(steps, whole, doubt.weighed(steps, whole))

    assert 0 <= chance <= 1
    assert figures["all steps"] == 1


def test_what_leads_needs_less_of_a_chance_unless_it_is_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [replace(STEP, position=place) for place in range(5)]
    guesses = [replace(step, guess=True) for step in steps]

    def kept_at(start: float, steps: list[Statement]) -> list[int]:
        believing(monkeypatch, model(start=start))
        return [s.position for s in doubt.looked_over(steps, TEXT)[0]]

    assert kept_at(-1.0, steps) == []  # 27 %
    assert kept_at(-0.6, steps) == [0, 1, 2]  # 35 %
    assert kept_at(-0.6, guesses) == []
    assert kept_at(-0.3, steps) == kept_at(-0.3, guesses) == [0, 1, 2, 3, 4]  # 43 %


def test_a_text_of_a_few_sentences_is_not_judged_by_what_stands_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believing(monkeypatch, model(start=-9.0))

    assert doubt.looked_over([STEP], TEXT)[0] == []
    short = replace(TEXT, sentences=OTHERS[:2])
    perhaps = [replace(STEP, guess=True), replace(STEP, again=True)]
    assert doubt.looked_over([STEP, *perhaps], short) == ([STEP], [])


def test_of_a_few_sentences_that_are_hardly_news_nothing_stays() -> None:
    short = replace(TEXT, sentences=OTHERS[:2], aside=True)

    assert doubt.looked_over([STEP], short) == ([], [])


def test_it_counts_that_a_text_is_hardly_news(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, model(start=1.0, measures={"aside": [0.0, 1.0, -2.0]}))

    assert doubt.looked_over([STEP], TEXT)[1] == []
    _, (found,) = doubt.looked_over([STEP], replace(TEXT, aside=True))
    assert found.why == "aside 1.0 (usually 0.0)"


def test_a_text_without_steps_is_not_looked_at() -> None:
    assert doubt.looked_over([], TEXT) == ([], [])


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "zh",
            "蔚来ET9上市",
            "蔚来ET9昨晚上市，售价80万元。发布会在上海举行。天气很好。来宾很多。",
        ),
        (
            "en",
            "Nio launches ET9",
            "Nio launched the ET9 last night. It was cold. Few came. All left.",
        ),
    ],
)
def test_what_was_doubted_is_in_the_account(
    monkeypatch: pytest.MonkeyPatch, language: str, title: str, text: str
) -> None:
    def told() -> str:
        found = extract(
            title,
            text,
            language=language,
            published=date(2024, 12, 22),
            catalogue=load(),
            explain=True,
        )
        return "; ".join(reason.fate for reason in found.account)

    assert "dropped" not in told()
    believing(monkeypatch, model(start=-5.0))
    assert f"dropped: to the model 1% likely, needed are {doubt.LEAST_LEADING:.0%}" in told()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_are_small_and_of_known_kinds(language: str) -> None:
    path = FOLDER / f"{doubt.MODELS[language]}.json"
    data = weights(doubt.MODELS[language])
    kinds = {kind.value for kind in Kind}
    (measured,) = figures([STEP])

    assert path.stat().st_size < MAX_BYTES
    assert set(data["base"]) == kinds
    assert set(data["measures"]) == set(measured)
    assert all(spread > 0 for _, spread, _ in data["measures"].values())
    assert all(row and row.keys() <= kinds for row in data["grams"].values())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= len(data["grams"]) + len(data["traits"])


def test_nothing_is_learned_of_a_company() -> None:
    said = replace(STEP, rule="<build> {plant}, subject 'Foo', told by 'X' and \"Y\"")

    assert "how subject NAME, told by NAME and NAME" in doubt.traits(said, 1)
    for name in doubt.MODELS.values():
        hows = [trait for trait in weights(name)["traits"] if trait.startswith("how")]
        assert not [how for how in hows if " '" in how]


def test_sums_that_another_thread_forgets_meanwhile_are_made_anew() -> None:
    class Forgotten(dict[str, doubt.Sums]):
        def __contains__(self, _: object) -> bool:
            return True  # so it was, a moment ago

    known = replace(model(), at_hand=Forgotten())

    told = doubt.sums_of(OTHERS, "zh", known)

    assert told.keys() == set(OTHERS)
