"""What a text is news for: how its steps are chosen by their chances, and what these go by."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, load, weights
from bot.milestones import headline
from bot.milestones.doubt import Whole, weighed
from bot.milestones.extract import extract
from bot.milestones.headline import ALONE, HEARD, LEAST, News
from bot.milestones.newsworth import Page, measures
from bot.milestones.statement import Statement
from bot.milestones.trees import Tree, Trees
from storage.records import Certainty, Kind, Money, Phase, Span

OUT: Final = date(2024, 6, 14)
TODAY: Final = Span(start=OUT, end=OUT)
LONG_AGO: Final = Span(start=date(2023, 1, 1), end=date(2023, 12, 31))
PAGE: Final = Page(published=OUT, title="BYD opens a plant", topic=("byd",), named=("byd",))
LANGUAGES: Final = ("en", "zh")
MAX_BYTES: Final = 200_000


def step(place: int, kind: str, **more: object) -> Statement:
    """A step of BYD, told in the sentence of that place."""
    told: dict[str, object] = {"company": "byd", "certainty": Certainty.OFFICIAL}
    told |= {"evidence": f"sentence {place}", "position": place, "phase": Phase.DONE}
    return Statement(kind=Kind(kind), **(told | more))  # type: ignore[arg-type]


def chosen(
    steps: Sequence[Statement], page: Page = PAGE, *, language: str = "en", **how: bool
) -> tuple[News, ...]:
    """What the text of these steps is news for."""
    whole = Whole(language, page.title, tuple(s.evidence for s in steps), 900)
    return headline.choose(steps, page, whole, weighed(steps, whole), **{"silent": False, **how})


def kinds(steps: Sequence[Statement], page: Page = PAGE, **more: object) -> str:
    """The kinds that carry the mark."""
    marks = chosen(steps, page, **more)  # type: ignore[arg-type]
    return " ".join(s.kind for s, each in zip(steps, marks, strict=True) if each.mark)


def logit(chance: float) -> float:
    """What trees must add up to."""
    return {0.2: -1.386, 0.38: -0.49, 0.42: -0.323, 0.5: 0.0, 0.9: 2.197}[chance]


def believing(monkeypatch: pytest.MonkeyPatch, *chances: float) -> None:
    """A model that gives the steps of sentence 1, 2 ... these chances, the last one all others."""
    tree: Tree = logit(chances[-1])
    for place in range(len(chances) - 1, 0, -1):
        tree = ("sentence", place + 0.5, True, 0.0, logit(chances[place - 1]), tree)
    monkeypatch.setattr(headline, "_model", lambda _: Trees(start=0.0, trees=[tree]))


def test_a_text_is_news_for_each_step_that_is_likely_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believing(monkeypatch, 0.9, 0.38, 0.5, 0.42)
    steps = [step(1, "factory"), step(2, "launch"), step(3, "production"), step(4, "recall")]

    assert kinds(steps) == "factory production recall"
    assert kinds(steps, language="zh") == "factory production"


def test_beside_surer_news_of_its_company_and_kind_a_step_must_be_surer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believing(monkeypatch, 0.9, 0.5)
    steps = [step(1, "factory"), step(2, "factory"), step(3, "factory", company="nio")]

    assert [each.mark for each in chosen(steps)] == [True, False, True]
    assert [each.mark for each in chosen(steps, language="zh")] == [True, True, True]


def test_a_weak_guess_is_no_news_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, 0.9)
    steps = [
        step(1, "factory", guess=True, chance=0.7),
        step(2, "launch", guess=True, chance=0.5),
        step(3, "recall", chance=0.5),
    ]

    assert kinds(steps) == "factory recall"
    assert kinds(steps, language="zh") == "factory launch recall"


@pytest.mark.parametrize(
    ("chance", "wanted"),
    [(0.38, "launch"), (0.2, "")],
)
def test_where_none_is_the_likeliest_may_be_a_little_less_so(
    monkeypatch: pytest.MonkeyPatch, chance: float, wanted: str
) -> None:
    believing(monkeypatch, 0.2, chance, 0.2)
    steps = [step(1, "factory"), step(2, "launch"), step(3, "recall")]

    assert kinds(steps) == wanted
    assert min(LEAST.values()) > ALONE


def test_a_guess_or_what_is_hardly_news_has_to_be_as_likely_as_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believing(monkeypatch, 0.2, 0.38)
    plant, launch = step(1, "factory"), step(2, "launch")
    review = Whole("en", PAGE.title, ("sentence 1", "sentence 2"), 900, aside=True)

    assert kinds([plant, launch]) == "launch"
    assert kinds([plant, replace(launch, guess=True)]) == ""
    marks = headline.choose(
        [plant, launch], PAGE, review, weighed([plant, launch], review), silent=False
    )
    assert not any(each.mark for each in marks)


def test_a_deal_that_is_guessed_is_believed_of_both_sides_or_of_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believing(monkeypatch, 0.9)
    mine = step(1, "partnership", guess=True, chance=0.64)
    theirs = replace(mine, company="catl", chance=0.53)

    assert [each.mark for each in chosen([mine, theirs])] == [True, True]
    assert [each.mark for each in chosen([replace(mine, chance=0.5), theirs])] == [False, False]


def test_the_other_sides_of_a_deal_carry_the_mark_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, 0.9, 0.2)
    mine = step(1, "partnership")
    theirs = replace(mine, company="catl", position=2)
    another = step(3, "partnership", company="nio")

    assert [each.mark for each in chosen([mine, theirs, another])] == [True, True, False]


def test_a_silent_text_is_news_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, 0.9)

    assert kinds([step(1, "factory")]) == "factory"
    assert kinds([step(1, "factory")], silent=True) == ""
    assert chosen([]) == ()


@pytest.mark.parametrize(("chance", "told"), [(0.5, ""), (0.9, "factory")])
def test_a_text_about_others_is_news_only_for_what_is_surely_so(
    monkeypatch: pytest.MonkeyPatch, chance: float, told: str
) -> None:
    believing(monkeypatch, chance)

    assert (chance >= HEARD) is bool(told)
    assert kinds([step(1, "factory")], foreign=True) == told


def test_a_text_that_names_no_day_needs_something_new(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, 0.5)
    dayless = replace(PAGE, dayless=True, title="On the road")
    price = step(2, "launch", amount=Money(value=Decimal(1), currency="EUR"))

    assert kinds([price], dayless) == ""
    assert kinds([replace(price, titled=True)], dayless) == "launch"
    assert kinds([step(2, "recall"), price], dayless) == "recall launch"
    believing(monkeypatch, 0.9)
    assert kinds([price], dayless) == "launch"


def test_what_the_title_tells_besides_is_news_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, 0.9, 0.2)
    page = replace(PAGE, title="BYD opens a plant, recalls 300 cars")
    recall = step(2, "recall", when=TODAY)

    assert kinds([step(1, "factory"), recall], page) == "factory recall"
    assert kinds([step(1, "factory"), recall]) == "factory"
    assert kinds([step(1, "factory"), replace(recall, when=LONG_AGO)], page) == "factory"
    assert kinds([step(1, "factory"), replace(recall, company="nio")], page) == "factory"
    assert kinds([step(2, "factory"), recall], page) == ""


def test_what_decided_is_told_strongest_first() -> None:
    parts = {"depth": 0.25, "first step": -1.0, "titled": 0.5, "echoes": 0.1}

    assert News(mark=False, chance=0.2, parts=parts).why == (
        "first step -1.0, titled +0.5, depth +0.2"
    )


def test_a_day_that_is_not_told_is_no_figure() -> None:
    steps = [step(1, "factory", when=TODAY), step(2, "launch", when=LONG_AGO), step(3, "recall")]
    whole = Whole("en", PAGE.title, tuple(s.evidence for s in steps), 900)

    new, old, undated = measures(steps, PAGE, whole, weighed(steps, whole))

    told = ("days since it began", "days since it ended", "of the last days", "long over")
    assert [new[name] for name in told] == [0, 0, True, False]
    assert [old[name] for name in told] == [530, 166, False, True]
    assert [undated[name] for name in told] == [None, None, False, False]


def test_what_stood_before_is_counted() -> None:
    steps = [
        step(1, "launch"),
        step(2, "launch", company="nio"),
        step(3, "launch"),
        step(4, "recall"),
    ]
    whole = Whole("en", PAGE.title, tuple(s.evidence for s in steps), 900)

    rows = measures(steps, PAGE, whole, weighed(steps, whole))

    assert [row["such steps before"] for row in rows] == [0, 0, 1, 0]
    assert [row["own steps before"] for row in rows] == [0, 0, 1, 2]


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, float):
        return
    name, bound, *_, low, high = tree
    assert isinstance(bound, float)
    yield name
    yield from _names(low)
    yield from _names(high)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_models_are_small_and_know_only_what_is_measured(language: str) -> None:
    path = FOLDER / f"{headline.MODELS[language]}.json"
    data = weights(headline.MODELS[language])
    steps = [step(1, "factory")]
    whole = Whole(language, PAGE.title, ("sentence 1",), 900)
    (row,) = measures(steps, PAGE, whole, weighed(steps, whole))

    assert path.stat().st_size < MAX_BYTES
    assert {name for tree in data["trees"] for name in _names(tree)} <= row.keys()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.sampled_from(Kind),
            st.sampled_from(Phase),
            st.sampled_from((None, TODAY, LONG_AGO)),
            st.sampled_from(("byd", "nio")),
        ),
        max_size=8,
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_steps_have_chances(
    told: list[tuple[int, Kind, Phase, Span | None, str]], language: str
) -> None:
    steps = [
        step(place, kind, phase=phase, when=when, company=company)
        for place, kind, phase, when, company in told
    ]

    marks = chosen(steps, language=language)

    assert len(marks) == len(steps)
    assert all(0 <= each.chance <= 1 for each in marks)
    assert all(each.mark for each in marks if each.chance >= LEAST[language])


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        (
            "Kia opens EV plant in Gwangmyeong",
            (
                "Kia opened its first plant for electric cars in Gwangmyeong on Friday. It can build "
                "150,000 cars a year. Kia had announced the plant in 2023. Production of the EV4 is to "
                "begin there in 2025."
            ),
            {"factory"},
        ),
        (
            "Lucid puts off its cheaper car",
            (
                "Lucid said on Thursday that production of its mid-size car will start only in 2027, "
                "not in late 2026. The Gravity was launched in 2023. The company raised $1.5 billion "
                "in August 2024."
            ),
            {"production"},
        ),
    ],
)
def test_what_is_new_is_told_from_what_is_recalled(title: str, text: str, wanted: set[str]) -> None:
    found = extract(title, text, language="en", published=OUT, catalogue=load())

    assert {m.kind.value for m in found.milestones if m.headline} == wanted
    assert len(found.milestones) > len(wanted)
