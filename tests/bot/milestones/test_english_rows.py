"""Days in a row: what follows where, those of another, and days that belong to something else."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from storage.records import Milestone

PUBLISHED = date(2024, 6, 14)
ROWS = [
    (
        "Deliveries of the Afeela 1 begin in mid-2026, those of the Afeela 2 in 2028.",
        "delivery",
        [2026, 2028],
    ),
    (
        "Rivian starts production of the electric R2 in 2026, followed by that of the R3 in 2028.",
        "production",
        [2026, 2028],
    ),
    (
        (
            "BMW starts series production of the electric iX3 in late 2025. "
            "Leipzig itself follows in the first half of 2027 with a saloon."
        ),
        "production",
        [2025, 2027],
    ),
    (
        "Nio begins deliveries of the ET5 in early 2025. Denmark follows in 2026.",
        "delivery",
        [2025, 2026],
    ),
    (
        "The Mahindra BE 6 goes on sale in November, followed by the XEV 9e in April 2025.",
        "launch",
        [2024, 2025],
    ),
    # One day, however it is taken up again.
    (
        "Deliveries of the Rivian R2 begin in 2026, those of the R1S went well.",
        "delivery",
        [2026],
    ),
]
BUILT_BY_OTHERS = [
    ("The Seat plant near Setubal will build the electric Hyundai Inster from 2026.", "hyundai"),
    ("The Stellantis plant near Lisbon will make the Leapmotor A10 from early 2026.", "leapmotor"),
    (
        "From May 2025 the Nissan works in Cadiz is to assemble the electric Renault Twingo.",
        "renault",
    ),
]


def told(text: str) -> tuple[Milestone, ...]:
    found = extract(
        "News of electric cars", text, language="en", published=PUBLISHED, catalogue=load()
    )
    return tuple(found.milestones)


@pytest.mark.parametrize(("text", "kind", "years"), ROWS)
def test_each_day_of_a_row_is_a_step_of_its_own(text: str, kind: str, years: list[int]) -> None:
    steps = [m for m in told(text) if m.kind.value == kind and m.when]

    assert sorted(m.when.start.year for m in steps if m.when) == years


@pytest.mark.parametrize(("text", "owner"), BUILT_BY_OTHERS)
def test_a_model_is_its_owners_in_the_plant_of_another(text: str, owner: str) -> None:
    assert owner in {m.company for m in told(text) if m.kind.value == "production"}


def test_a_plant_is_not_dated_by_what_came_years_before() -> None:
    (opened,) = told(
        "VinFast's electric car plant opened on Monday, two years after the start of 2022."
    )

    assert opened.when is not None
    assert opened.when.start == date(2024, 6, 10)


def test_what_a_plant_can_build_is_no_step_of_the_year_it_opened() -> None:
    found = told("Kia's plant, which opened in 2006, can build 350,000 electric vehicles a year.")

    assert "production" not in {m.kind.value for m in found}


def test_the_country_of_those_who_guess_is_no_market() -> None:
    found = told("The second Xpeng model could arrive in 2027, a Chinese blog guesses.")

    assert {m.kind.value for m in found} == {"launch"}


def test_a_sentence_of_small_words_is_followed_by_nothing() -> None:
    (started,) = told(
        "BMW started production of the electric iX3 in May 2024. "
        "Will should itself should will itself 2027."
    )

    assert started.kind.value == "production"
