"""Which date of a text is a step's: what is weighed, when the rules stand, what is told of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, load, weights
from bot.milestones import redating
from bot.milestones.doubt import SHORT, Whole
from bot.milestones.extract import extract
from bot.milestones.redating import FAR, MOST, REACH, Dates, candidates, redated
from bot.milestones.statement import Statement
from bot.milestones.trees import Tree, Trees
from storage.records import Certainty, Kind, Phase, Span

OUT: Final = date(2024, 6, 14)  # a Friday
MAY: Final = Span(start=date(2024, 5, 1), end=date(2024, 5, 31))
THURSDAY: Final = Span(start=date(2024, 6, 13), end=date(2024, 6, 13))
TODAY: Final = Span(start=OUT, end=OUT)
MAX_BYTES: Final = 200_000
LANGUAGES: Final = ("en", "zh")


def page(*sentences: str, dateline: Span | None = None, **named: tuple[str, ...]) -> Dates:
    """The dates of an English text; `named`: the companies of sentences "s1", "s2" ..."""
    starts = [sum(len(s) + 1 for s in sentences[:at]) for at in range(len(sentences))]
    return Dates(
        published=OUT,
        whole=Whole("en", sentences[0], sentences, starts[-1] + 99, starts=starts),
        sums={},
        named={sentences[int(key[1:])]: names for key, names in named.items()},
        dateline=dateline,
    )


def step(text: Dates, place: int, *, when: Span | None = None) -> Statement:
    """An opened plant of BYD, told in the sentence of that place."""
    return Statement(
        company="byd",
        kind=Kind.FACTORY,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence=text.whole.sentences[place],
        position=place,
        start=text.whole.starts[place],
        when=when,
    )


PAGE: Final = page(
    "BYD opens a plant",
    "BYD has opened its plant in Szeged.",
    "The ceremony was on Thursday.",
    "In May it hired 3,000 people.",
)


def asked(text: Dates, s: Statement) -> dict[Span | None, dict[str, float | None]]:
    """The dates that are weighed for a step, with their figures."""
    ((*found,),) = candidates([s], text)
    return {each.when: dict(each.figures) for each in found}


def liking(monkeypatch: pytest.MonkeyPatch, name: str, least: float, odds: float) -> None:
    """A model that adds the odds to what has more than the least of a figure, and takes them."""
    tree: Tree = (name, least, True, 0.0, -odds, odds)
    monkeypatch.setattr(redating, "_model", lambda _: Trees(start=0.0, trees=[tree]))


def test_a_date_of_another_sentence_is_taken_where_it_is_likelier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    liking(monkeypatch, "sentences on", 0.5, 2.0)

    (found,) = redated([step(PAGE, 1)], PAGE)

    assert found.when == THURSDAY
    assert found.dated == "88% likely, and no date of the rules 12%"


@pytest.mark.parametrize(
    ("language", "odds", "taken"),
    [("en", 0.1, None), ("en", 0.3, THURSDAY), ("zh", 0.1, THURSDAY)],
)
def test_where_the_rules_found_none_an_english_date_is_more_than_likelier(
    monkeypatch: pytest.MonkeyPatch, language: str, odds: float, taken: Span | None
) -> None:
    liking(monkeypatch, "sentences on", 0.5, odds)
    english = page("BYD", "BYD opened it.", "2024-06-13", "It is big.")
    text = replace(english, whole=replace(english.whole, language=language))

    (found,) = redated([step(text, 1)], text)

    assert found.when == taken
    assert bool(found.dated) is (taken is not None)


@pytest.mark.parametrize(("odds", "kept"), [(0.05, False), (0.3, True)])
def test_the_date_of_the_rules_stands_where_it_is_likelier_by_a_margin(
    monkeypatch: pytest.MonkeyPatch, *, odds: float, kept: bool
) -> None:
    liking(monkeypatch, "of the rules", 0.5, odds)
    ruled = step(PAGE, 1, when=THURSDAY)

    (found,) = redated([ruled], PAGE)

    assert (found.when == THURSDAY) is kept
    assert not kept or replace(found, when_chance=1.0) == ruled


def test_every_date_in_reach_is_weighed_once_and_that_of_the_rules_and_none() -> None:
    assert asked(PAGE, step(PAGE, 1, when=TODAY)).keys() >= {None, TODAY, THURSDAY, MAY}
    assert len(candidates([step(PAGE, 1, when=MAY)], PAGE)[0]) == len(asked(PAGE, step(PAGE, 1)))


def test_the_nearest_telling_of_a_date_speaks_for_it() -> None:
    text = page("BYD in May", "BYD opened it.", "That was in May.", "In May, then.")

    found = asked(text, step(text, 1))[MAY]

    assert found["times told"] == 3
    assert (found["sentences on"], found["title"]) == (-1, True)
    assert asked(text, step(text, 3))[MAY]["own sentence"] is True


def test_figures_tell_how_a_date_lies_to_publication_to_the_rules_and_to_other_steps() -> None:
    first, second = step(PAGE, 1, when=MAY), step(PAGE, 3, when=THURSDAY)

    (found, _) = candidates([first, second], PAGE)
    figures = {each.when: each.figures for each in found}

    assert figures[THURSDAY]["days since it began"] == 1
    assert figures[THURSDAY]["behind the ruled"] == 43
    assert figures[THURSDAY]["others of its company"] == 1
    assert figures[MAY]["of the rules"] is True
    assert figures[MAY]["days that it takes"] == 30
    assert figures[MAY]["within the ruled"] is figures[MAY]["around the ruled"] is True
    assert figures[None]["none"] is True
    assert figures[None]["days since it began"] is None


def test_who_is_named_beside_a_date_and_the_day_of_the_text_are_told() -> None:
    text = page("News", "BYD opened it.", "Tesla paid in May.", dateline=MAY, s2=("tesla",))

    found = asked(text, step(text, 1))[MAY]

    assert (found["named"], found["nobody named"], found["companies"]) == (False, False, 1)
    assert found["dateline"] is True


def test_a_text_without_a_date_leaves_no_choice() -> None:
    text = page("BYD opens a plant", "It opened.")
    ruled = step(text, 1, when=TODAY)

    assert candidates([ruled], text) == [[]]
    assert redated([ruled], text) == [ruled]
    assert redated([], text) == []


def test_a_short_text_is_left_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, "sentences on", 0.5, 2.0)
    short = page(*PAGE.whole.sentences[: SHORT - 1])

    assert redated([step(short, 1)], short) == [step(short, 1)]


def test_dates_far_away_are_out_of_reach_but_for_those_of_the_front() -> None:
    middle = ["It is big."] * REACH
    text = page(
        "News of May", *middle, "Again.", "BYD opened it.", *middle, "On Thursday it rained."
    )

    assert asked(text, step(text, REACH + 2)).keys() >= {MAY}
    assert THURSDAY not in asked(text, step(text, REACH + 2))


def test_a_list_of_dates_is_weighed_in_part() -> None:
    days = (OUT - timedelta(days=at) for at in range(300))
    text = page("News", "BYD opened it on " + ", ".join(f"{day:%d %B %Y}" for day in days))

    assert 2 < len(candidates([step(text, 1)], text)[0]) <= MOST + 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_trees_ask_for_figures_that_there_are(language: str) -> None:
    name = redating.MODELS[language]

    figures = asked(PAGE, step(PAGE, 1))[None]

    assert weights(name)["trees"]
    assert set(redating._model(language)._names) <= figures.keys()
    assert (FOLDER / f"{name}.json").stat().st_size < MAX_BYTES


@given(
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.sampled_from([None, TODAY, MAY]),
    st.integers(0, 9_000),
)
def test_figures_stay_within_bounds(day: date, ruled: Span | None, length: int) -> None:
    words = "really " * (length // 7)
    text = page("News", f"BYD opened it on {day:%d %B %Y}, {words}for the next decade.", words)

    for figures in asked(text, step(text, 1, when=ruled)).values():
        assert all(value is None or abs(value) <= FAR for value in figures.values())


def test_explain_tells_why_another_date_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, "sentences on", 1.5, 2.0)

    found = extract(
        "Tesla under investigation again",
        "U.S. regulators are examining about 174,000 Tesla Model Y cars over their door handles. "
        "Parents had said that they could not get at children in the back. "
        "The inquiry was opened on Monday.",
        language="en",
        published=date(2025, 9, 16),
        catalogue=load(),
        explain=True,
    )

    (recall,) = found.milestones
    assert recall.when == Span(start=date(2025, 9, 15), end=date(2025, 9, 15))
    assert recall.support == ("The inquiry was opened on Monday.",)
    (fate,) = [each.fate for each in found.account if "dated" in each.fate]
    assert "dated 2025-09-15/2025-09-15: 88% likely, and no date of the rules 12%" in fate
