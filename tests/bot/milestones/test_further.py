"""What a further step of a text counts beside the one that it is news for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from bot.milestones import further
from bot.milestones.headline import choose
from bot.milestones.newsworth import Page
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Quantity, Span, Unit

OUT: Final = date(2024, 6, 14)
TODAY: Final = Span(start=OUT, end=OUT)
NEWS: Final = Statement(
    company="byd",
    kind=Kind.FACTORY,
    phase=Phase.DONE,
    certainty=Certainty.OFFICIAL,
    evidence="BYD's plant in Vaals, which it built with Nio, opened today.",
    position=1,
    when=TODAY,
    titled=True,
)
PAGE: Final = Page(published=OUT, title="BYD opens its plant in Vaals", topic=("byd",))


def cars(count: int) -> Quantity:
    return Quantity(value=Decimal(count), unit=Unit.VEHICLES)


def chosen(*steps: Statement, title: str = PAGE.title) -> str:
    marks = choose(steps, replace(PAGE, title=title))
    return " ".join(s.kind for s, mark in zip(steps, marks, strict=True) if mark)


@pytest.mark.parametrize(
    ("kind", "points"), [(Kind.PARTNERSHIP, further.IMPLIED), (Kind.PRODUCTION, 0.0)]
)
def test_partners_that_the_sentence_of_another_step_names_are_no_news(
    kind: Kind, points: float
) -> None:
    assert further.beside(replace(NEWS, kind=kind, titled=False), NEWS, PAGE) == points


@pytest.mark.parametrize(
    "news",
    [replace(NEWS, titled=False), replace(NEWS, kind=Kind.FUNDING), replace(NEWS, evidence="...")],
)
def test_partners_are_news_with_a_purchase_or_in_a_sentence_of_their_own(news: Statement) -> None:
    partners = replace(NEWS, kind=Kind.PARTNERSHIP, titled=False)

    assert further.beside(partners, news, PAGE) == 0.0


def test_what_may_be_misread_is_no_second_piece_of_news() -> None:
    second = replace(NEWS, kind=Kind.TECHNOLOGY, evidence="Cells.", position=2, titled=False)

    assert chosen(NEWS, second) == "factory technology"
    assert chosen(NEWS, replace(second, doubtful=True)) == "factory"


def test_what_may_be_misread_is_news_where_nothing_else_is_told() -> None:
    assert chosen(replace(NEWS, titled=False, when=None, doubtful=True)) == "factory"


def test_of_two_steps_alike_the_one_that_is_read_well_is_the_news() -> None:
    steps = [replace(NEWS, kind=kind, titled=False) for kind in (Kind.TESTING, Kind.DELIVERY)]
    steps[0] = replace(steps[0], doubtful=True, evidence="It may have.")

    assert chosen(*steps, title="Vaals") == "delivery"


def test_a_part_of_what_is_recalled_is_no_further_recall() -> None:
    whole = replace(NEWS, kind=Kind.RECALL, quantity=cars(900))
    part = replace(whole, quantity=cars(400), evidence="Of these 400 are vans.", titled=False)

    assert further.beside(part, whole, PAGE) == further.PART
    assert further.beside(replace(part, quantity=cars(1200)), whole, PAGE) == 0.0
    assert further.beside(replace(part, when=None), whole, PAGE) == further.AGAIN


def test_a_kind_of_which_only_the_title_has_a_word_is_looked_for_further_down() -> None:
    news = replace(NEWS, kind=Kind.PARTNERSHIP, titled=False)
    recall = replace(NEWS, kind=Kind.RECALL, evidence="It recalls vans.", position=7, titled=False)
    page = replace(PAGE, title="BYD recalls vans")

    assert further.beside(recall, news, page) == further.PROMISED
    assert further.beside(news, recall, page) == 0.0
    assert further.beside(recall, news, PAGE) == 0.0


def test_a_plan_is_not_looked_for_where_the_title_tells_what_was_done_for_it() -> None:
    agreed = replace(NEWS, kind=Kind.APPROVAL, titled=False)
    plan = replace(NEWS, kind=Kind.PRODUCTION, phase=Phase.PLANNED, position=7, titled=False)
    page = replace(PAGE, title="The authorities agree BYD make electric cars")

    assert further.beside(plan, agreed, page) == further.FOLLOWS


@pytest.mark.parametrize(
    ("titled", "wanted"), [(True, "partnership factory"), (False, "partnership")]
)
def test_the_plant_of_the_title_goes_with_its_agreement_however_far_down(
    titled: bool,  # noqa: FBT001 - of pytest
    wanted: str,
) -> None:
    signed = replace(NEWS, kind=Kind.PARTNERSHIP, titled=False, evidence="The two signed.")
    plant = replace(NEWS, phase=Phase.PLANNED, when=None, position=9, titled=titled)

    assert chosen(signed, plant, title="BYD and its friends") == wanted
