"""Where and since when something is told in English, at which rate, and of which part of a company."""

from dataclasses import replace

import pytest

from bot.stories.summary import gist
from storage.records import Milestone
from tests.fakes_stories import catalogue, milestone


def test_a_title_lists_the_unit_that_the_text_names() -> None:
    text = "Xiaomi will not float its car unit Yizhuang, it said."
    dropped = milestone(
        kind="funding", phase="cancelled", evidence="Xiaomi scraps Yizhuang listing"
    )

    told = [gist([m], catalogue()) for m in (replace(dropped, support=(text,)), dropped)]

    assert told == [
        "Xiaomi has dropped the listing of Yizhuang.",
        "Xiaomi has dropped its listing.",
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            milestone(kind="production", phase="cancelled", subject="Ingersoll, Ont.", evidence="It ends production at Ingersoll, Ont."),
            "Xiaomi has decided to end production in Ingersoll, Ont.",
        ),
        (
            milestone(kind="production", when="2013-01-01/2013-12-31", quantity="5000 vehicles", evidence="It has made 5,000 cars since 2013."),
            "Xiaomi has built 5,000 vehicles since 2013.",
        ),
        (
            milestone(kind="funding", amount="1e9 USD", evidence="It raised $1 billion for its subsidiary."),
            "Xiaomi has raised $1 billion.",
        ),
        (
            milestone(kind="testing", subject="Austin", evidence="It started road tests in Austin."),
            "Xiaomi has begun tests in Austin.",
        ),
        (
            milestone(kind="testing", subject="Austin", evidence="It launched a van that it has tested in Austin."),
            "Xiaomi has run tests in Austin.",
        ),
        (
            milestone(kind="testing", subject="Austin", evidence="It tested its vans in Austin."),
            "Xiaomi has run tests in Austin.",
        ),
        (
            milestone(kind="production", phase="planned", quantity="5000 vehicles", evidence="It will build 5,000 cars annually."),
            "Xiaomi plans to build 5,000 vehicles a year.",
        ),
    ],
)  # fmt: skip
def test_places_rates_and_beginnings_are_told_as_such(said: Milestone, told: str) -> None:
    assert gist([said], catalogue()) == told
