"""What is so and what is new, in a text that names no day."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from bot.milestones.doubt import Whole, weighed
from bot.milestones.newsworth import TOP, Page, is_of_any_day, is_old, measures
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span

STEP: Final = Statement(
    company="kia",
    kind=Kind.INFRASTRUCTURE,
    phase=Phase.DONE,
    certainty=Certainty.OFFICIAL,
    evidence="Kia and its friends have put up 700 chargers.",
    position=1,
)
PAGE: Final = Page(
    published=date(2024, 6, 14), title="Seven hundred chargers of Kia", named=("kia",)
)


def test_a_title_of_a_company_and_a_kind_of_step_makes_it_news() -> None:
    assert not is_of_any_day(STEP, PAGE)


@pytest.mark.parametrize(
    "page",
    [
        replace(PAGE, title="Kia on the road"),
        replace(PAGE, title="Seven hundred chargers", named=()),
        replace(PAGE, title="Seven hundred chargers of Kia and Nio", named=("nio",)),
    ],
)
def test_what_the_title_does_not_speak_of_is_of_any_day(page: Page) -> None:
    assert is_of_any_day(STEP, page)


def test_it_is_of_any_day_further_down() -> None:
    assert is_of_any_day(replace(STEP, position=TOP + 1), PAGE)


@pytest.mark.parametrize("kind", [Kind.APPROVAL, Kind.RECALL])
def test_a_permit_and_a_recall_are_told_in_no_review(kind: Kind) -> None:
    page = replace(PAGE, title="On the road")

    assert not is_of_any_day(replace(STEP, kind=kind, position=8), page)
    assert is_of_any_day(replace(STEP, kind=Kind.LAUNCH, position=8), page)


@pytest.mark.parametrize(
    ("kind", "phase", "old"),
    [
        (Kind.FUNDING, Phase.PENDING, True),
        (Kind.APPROVAL, Phase.PENDING, True),
        (Kind.FACTORY, Phase.PENDING, False),
        (Kind.FUNDING, Phase.PLANNED, False),
        (Kind.FACTORY, Phase.DONE, True),
    ],
)
def test_what_was_filed_long_ago_is_old_like_a_deed(kind: Kind, phase: Phase, old: bool) -> None:  # noqa: FBT001
    day = date(2024, 2, 1)
    step = replace(STEP, kind=kind, phase=phase, when=Span(start=day, end=day))

    assert is_old(step, PAGE.published) is old


@pytest.mark.parametrize(
    ("title", "shared"),
    [("Kia to put up 700 chargers", 1), ("Kia to put up 7,000 chargers by 2030", 0), ("Kia", 0)],
)
def test_a_number_that_the_title_has_too_is_counted(title: str, shared: int) -> None:
    whole = Whole("en", title, (title, STEP.evidence), 90)

    [row] = measures([STEP], replace(PAGE, title=title), whole, weighed([STEP], whole))

    assert row["numbers that the title has too"] == shared
    assert row["numbers of the title"] == sum(word[0].isdigit() for word in title.split())
