"""What the rules of English read past, go on from, and keep apart: small texts, one line a claim."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

PUBLISHED = date(2024, 6, 14)


def read(text: str, title: str = "") -> Extraction:
    return extract(title, text, language="en", published=PUBLISHED, catalogue=load())


def told(text: str, title: str = "") -> set[tuple[str, str, str]]:
    found = read(text, title).milestones
    return {(m.company, m.kind.value, m.phase.value) for m in found}


INSERTED = [
    "BYD's works in Rayong, laid out for 150,000 electric cars a year, was opened on Thursday.",
    "The electric car plant of BYD (its first in Thailand) was opened on Thursday.",
    "BYD's electric car plant, which cost half a billion dollars, has opened in Rayong.",
]
DENIED = [
    ("BYD denied that it plans an electric car factory in Mexico.", "byd", "factory"),
    ("Nio called the rumours about its electric cars nonsense.", "nio", None),
    ("Ford rejected reports of layoffs at its electric car unit.", "ford", "restructuring"),
]
SAME_NEWS = [
    # An insertion has a verb of its own, a participle takes the time of its clause.
    (
        "The electric EX90 will be the first car built at Volvo's new plant.",
        ("volvo", "production", "planned"),
    ),
    # The second verb of a modal.
    (
        "Volkswagen will invest $5 billion in Rivian and build an electric car plant in Ohio.",
        ("volkswagen", "factory", "planned"),
    ),
    # A model stands for its company.
    ("The Cybertruck has been made in Austin since May.", ("tesla", "production", "done")),
    # A condition behind a plan is none over it.
    (
        "BYD's electric car plant in Turkey will open in 2026 if all goes well.",
        ("byd", "factory", "planned"),
    ),
]
SILENT = [
    "Build the factory, then the electric car, the supplier of Nio's seats wrote.",
    "If Tesla built a plant here, 5,000 people would find work.",
    "Would Toyota open an electric car plant in Ohio next year?",
    "At the radio station on Tuesday they spoke of Xpeng's electric cars.",
]


@pytest.mark.parametrize("sentence", INSERTED)
def test_an_insertion_does_not_part_a_subject_from_its_verb(sentence: str) -> None:
    assert ("byd", "factory", "done") in told(sentence)


@pytest.mark.parametrize(("sentence", "company", "kind"), DENIED)
def test_a_denial_is_told_as_one(sentence: str, company: str, kind: str | None) -> None:
    extraction = read(sentence)

    assert extraction.milestones == ()
    assert [(d.company, d.kind and d.kind.value) for d in extraction.denials] == [(company, kind)]
    assert all(d.evidence in sentence for d in extraction.denials)


@pytest.mark.parametrize(("sentence", "step"), SAME_NEWS)
def test_a_step_is_found_however_its_verb_stands(sentence: str, step: tuple[str, str, str]) -> None:
    assert step in told(sentence)


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_step_of_a_company_gives_none(sentence: str) -> None:
    assert told(sentence) == set()


def test_figures_in_a_series_belong_to_each_company() -> None:
    text = (
        "Xpeng delivered 10,146 electric cars in May. Nio came to 20,544, Li Auto to 35,020. "
        "Zeekr: 18,616."
    )

    figures = {m.company: int(m.quantity.value) for m in read(text).milestones if m.quantity}

    assert figures == {"xpeng": 10146, "nio": 20544, "li-auto": 35020, "zeekr": 18616}


def test_a_plant_begun_and_opened_is_two_steps() -> None:
    text = (
        "BYD opened its electric car plant in Rayong on Thursday. Ground was broken in March 2023."
    )

    dates = [str(m.when) for m in read(text, "BYD opens plant").milestones]

    assert dates == ["2024-06-13/2024-06-13", "2023-03-01/2023-03-31"]


def test_news_without_a_date_keeps_apart_from_an_older_step() -> None:
    text = (
        "Polestar has begun building the electric Polestar 3 in South Carolina. "
        "The plant belongs to Volvo. Nothing was said of prices. "
        "Production of the car in Chengdu, China, began in February 2024."
    )

    found = read(text, "Polestar 3 production starts in South Carolina").milestones

    assert [m.headline for m in found if m.kind.value == "production"] == [True, False]


def test_a_title_that_says_nothing_leaves_the_news_to_the_text() -> None:
    text = (
        "The weather was fine and the mayor had time for us.\n\n"
        "Mercedes-Benz will open its first charging park, of 20 chargers, in Mannheim next month, "
        "it said on Friday."
    )

    assert [m.headline for m in read(text, "Notes from the south").milestones] == [True]


@pytest.mark.parametrize(
    "piece", ["NIO opened a plant, ", ", which ", "((", "BYD and ", "plant 5 "]
)
def test_odd_repetition_ends_soon(piece: str) -> None:
    assert read(piece * 3000, "BYD news").language == "en"
