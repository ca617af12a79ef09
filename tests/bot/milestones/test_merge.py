"""Statements put together: what makes two steps, what one takes from the other, what yields."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.milestones import merge as merging
from bot.milestones.dating import of_one_time, still_ahead
from bot.milestones.facts import with_facts
from bot.milestones.sameness import LENT
from bot.milestones.statement import Fact, Statement
from storage.records import Certainty, Kind, Money, Phase, Quantity, Span, Unit

PUBLISHED = date(2024, 6, 14)
BILLION = Money(value=Decimal(1_000_000_000), currency="USD")


def told(kind: Kind = Kind.FACTORY, **more: object) -> Statement:
    """A statement of Tesla's in the third sentence, but for what is said otherwise."""
    fields: dict[str, Any] = {
        "company": "tesla",
        "phase": Phase.DONE,
        "certainty": Certainty.OFFICIAL,
        "position": 3,
        "evidence": str(more),
        **more,
    }
    return Statement(kind=kind, **fields)


def merge(statements: Sequence[Statement], published: date) -> list[Statement]:
    """The steps that statements are put together to."""
    return merging.merge(statements, published)[0]


def on(day: date) -> Span:
    return Span(start=day, end=day)


def cars(number: int) -> Quantity:
    return Quantity(value=Decimal(number), unit=Unit.VEHICLES)


ONE = {
    "a loan, told twice": (
        told(Kind.FUNDING, amount=BILLION, stage=LENT),
        told(Kind.FUNDING, stage=LENT),
    ),
    "a loan, called money raised": (
        told(Kind.FUNDING, amount=BILLION),
        told(Kind.FUNDING, amount=BILLION, stage=LENT),
    ),
    "a step and its date": (told(), told(when=on(PUBLISHED))),
    "a filing, on its day and on that of its telling": (
        told(Kind.FUNDING, phase=Phase.PENDING, when=on(PUBLISHED), position=1),
        told(Kind.FUNDING, phase=Phase.PENDING, when=on(PUBLISHED - timedelta(days=1)), position=2),
    ),
    "a title that rounds": (
        told(Kind.INVESTMENT, amount=BILLION, titled=True, position=0),
        told(Kind.INVESTMENT, amount=Money(value=Decimal(1_200_000_000), currency="USD")),
    ),
    "a title that converts": (
        told(Kind.INVESTMENT, amount=BILLION, titled=True, position=0),
        told(Kind.INVESTMENT, amount=Money(value=Decimal(7_200_000_000), currency="CNY")),
    ),
    "orders, then the sale of one model": (
        told(Kind.LAUNCH, when=on(PUBLISHED)),
        told(Kind.LAUNCH, when=on(PUBLISHED - timedelta(days=90))),
    ),
}
TWO = {
    "talks with one, an agreement with another that is not followed": (
        told(Kind.PARTNERSHIP, phase=Phase.PENDING, subject="Nissan", parties=("tesla", "nissan")),
        told(Kind.PARTNERSHIP, subject="Mitsubishi Motors", parties=("tesla",), position=6),
    ),
    "two registrations of two weeks": (
        told(Kind.REGISTRATION, when=on(PUBLISHED), position=1),
        told(Kind.REGISTRATION, when=on(PUBLISHED - timedelta(days=9)), position=2),
    ),
    "filings of two weeks": (
        told(Kind.FUNDING, phase=Phase.PENDING, when=on(PUBLISHED), position=1),
        told(Kind.FUNDING, phase=Phase.PENDING, when=on(PUBLISHED - timedelta(days=9)), position=2),
    ),
    "other kinds": (told(), told(Kind.RECALL)),
    "cars, and the batteries that were built in": (
        told(Kind.DELIVERY, quantity=cars(80_000)),
        told(Kind.DELIVERY, quantity=Quantity(value=Decimal("4.6"), unit=Unit.GWH)),
    ),
    "a round, and a loan without a sum": (
        told(Kind.FUNDING, amount=BILLION),
        told(Kind.FUNDING, stage=LENT),
    ),
    "another sum": (
        told(Kind.INVESTMENT, amount=BILLION),
        told(Kind.INVESTMENT, amount=Money(value=Decimal(1_200_000_000), currency="USD")),
    ),
    "another month": (
        told(when=on(PUBLISHED)),
        told(when=on(PUBLISHED - timedelta(days=90))),
    ),
    "a plan and a deed": (told(Kind.DELIVERY), told(Kind.DELIVERY, phase=Phase.PLANNED)),
    "another authority": (
        told(Kind.APPROVAL, agency="MIIT"),
        told(Kind.APPROVAL, agency="CARB"),
    ),
    "a plant begun and opened": (told(stage="begun"), told(stage="opened")),
    "a plant that is to grow": (
        told(stage="opened"),
        told(stage="grown", phase=Phase.PLANNED),
    ),
    "plants in two places": (
        told(subject="Shanghai"),
        told(subject="Berlin", phase=Phase.PLANNED, position=4),
    ),
    "a model and the next one": (
        told(Kind.LAUNCH, subject="EV5"),
        told(Kind.LAUNCH, subject="EV9", phase=Phase.PLANNED),
    ),
    "who leads and who leaves": (
        told(Kind.RESTRUCTURING, stage="leaders"),
        told(Kind.RESTRUCTURING, stage="jobs"),
    ),
    "what bankers guess of the next round": (
        told(Kind.FUNDING),
        told(Kind.FUNDING, phase=Phase.PLANNED, certainty=Certainty.RUMOURED),
    ),
    "agreements with two others": (
        told(Kind.PARTNERSHIP, parties=("tesla", "catl")),
        told(Kind.PARTNERSHIP, parties=("tesla", "panasonic")),
    ),
    "how many were built, and a start": (
        told(Kind.PRODUCTION, quantity=cars(50_000), start=1),
        told(Kind.PRODUCTION, start=2),
    ),
    "two models of which one is dated": (
        told(Kind.PRODUCTION, subject="Cybertruck", when=on(PUBLISHED), start=1),
        told(Kind.PRODUCTION, subject="Semi", start=2),
    ),
    "undated news, and an older step behind it": (
        told(position=1),
        told(when=on(date(2020, 1, 1))),
    ),
    "a plan, and a deed of long ago beside it": (
        told(position=1, phase=Phase.PLANNED),
        told(position=2, when=on(date(2020, 1, 1))),
    ),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_two_statements_of_one_step_are_put_together(pair: tuple[Statement, Statement]) -> None:
    assert len(merge(pair, PUBLISHED)) == 1
    assert len(merge(pair[::-1], PUBLISHED)) == 1


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO)
def test_what_is_in_conflict_stays_apart(pair: tuple[Statement, Statement]) -> None:
    assert merge(pair, PUBLISHED) == list(pair)


def test_what_may_be_a_step_of_its_own_is_told_besides() -> None:
    opened = told(when=on(PUBLISHED), subject="Berlin")
    later = told(subject="Austin", position=5)
    title = told(titled=True, position=0, subject="Berlin plant")
    echo = told(position=6)

    steps, again = merging.merge([title, opened, later, echo], PUBLISHED)

    assert len(steps) == 1
    assert again == [replace(later, again=True)]


def test_a_count_told_exactly_is_no_step_of_its_own() -> None:
    first = told(Kind.RECALL, quantity=cars(80_000))
    exact = told(Kind.RECALL, quantity=cars(83_411), position=4)
    title = replace(first, titled=True, position=0)

    steps, again = merging.merge([title, replace(first, quantity=None), exact], PUBLISHED)

    assert [s.quantity for s in steps] == [cars(83_411)]
    assert again == []


def test_of_the_deliveries_of_a_company_the_first_figure_counts() -> None:
    month = told(Kind.DELIVERY, quantity=cars(20_000), when=on(PUBLISHED))
    year = told(Kind.DELIVERY, quantity=cars(90_000), when=on(date(2024, 1, 1)), start=9)

    assert merge([month, year], PUBLISHED) == [month]
    assert merge([replace(year, sums_up=True), month], PUBLISHED) == [month]


def test_a_launch_put_off_in_the_title_yields_to_what_the_text_tells() -> None:
    title = told(Kind.LAUNCH, phase=Phase.DELAYED, position=0, titled=True)
    made = told(Kind.PRODUCTION, phase=Phase.DELAYED, position=1)

    assert merge([title, made], PUBLISHED) == [made]
    assert len(merge([title, replace(made, position=5)], PUBLISHED)) == 2


def test_a_memorandum_that_led_to_the_agreement_is_no_step_of_its_own() -> None:
    pair = ("honda", "lg-energy")
    news = told(Kind.PARTNERSHIP, parties=pair, when=on(PUBLISHED), position=1)
    paper = told(
        Kind.PARTNERSHIP, parties=pair, when=on(PUBLISHED - timedelta(days=90)), position=5
    )

    assert merge([news, paper], PUBLISHED) == [news]
    assert len(merge([news, replace(paper, parties=("honda", "catl"))], PUBLISHED)) == 2
    ended = replace(news, phase=Phase.CANCELLED, subject="a")
    assert merge([ended, replace(paper, stage="signed")], PUBLISHED) == [ended]
    assert len(merge([ended, replace(paper, stage="venture")], PUBLISHED)) == 2


def test_the_promise_of_a_loan_that_is_closed_is_no_step_of_its_own() -> None:
    loan = told(Kind.FUNDING, when=on(PUBLISHED), position=1)
    promise = told(
        Kind.FUNDING, phase=Phase.PENDING, when=on(PUBLISHED - timedelta(days=90)), position=5
    )

    assert merge([loan, promise], PUBLISHED) == [loan]
    assert len(merge([replace(loan, phase=Phase.PLANNED), promise], PUBLISHED)) == 2


def test_registered_capital_was_put_in_on_the_day_of_the_registration() -> None:
    firm = told(Kind.REGISTRATION, when=on(PUBLISHED))
    capital = told(Kind.INVESTMENT, amount=BILLION, capital=True)

    assert merge([capital, firm], PUBLISHED)[0].when == on(PUBLISHED)
    assert merge([replace(capital, capital=False), firm], PUBLISHED)[0].when is None


def test_of_a_consortium_only_the_first_step_of_all_counts() -> None:
    firms = ("bmw", "ford", "kia", "honda")
    founded = [told(Kind.PARTNERSHIP, company=c, evidence="They found it.") for c in firms]
    network = [told(Kind.INFRASTRUCTURE, company=c, evidence="It will build.") for c in firms]

    assert merge([*founded, *network], PUBLISHED) == founded


def test_what_a_title_tells_as_done_and_the_text_dates_ahead_is_a_plan() -> None:
    ahead = told(when=on(PUBLISHED + timedelta(days=30)))
    chief = told(Kind.RESTRUCTURING, when=ahead.when, stage="leaders")
    closing = told(Kind.RESTRUCTURING, when=ahead.when)

    assert still_ahead(ahead, PUBLISHED).phase is Phase.PLANNED
    assert still_ahead(told(when=on(PUBLISHED)), PUBLISHED).phase is Phase.DONE
    assert still_ahead(chief, PUBLISHED) == chief
    assert still_ahead(closing, PUBLISHED).phase is Phase.PLANNED


def test_a_deed_has_the_date_of_what_its_sentence_tells_of_long_ago() -> None:
    old, new = on(date(2022, 8, 1)), on(PUBLISHED)
    bare = told(Kind.PARTNERSHIP, evidence="A reminder.")

    for when, expected in ((old, old), (new, None)):
        found = of_one_time([bare, told(when=when, evidence="A reminder.")], PUBLISHED)
        assert found[0].when == expected


def test_a_plant_takes_its_cost_from_a_sentence_near_it() -> None:
    cost = Fact(position=4, companies=("tesla",), amount=BILLION)

    def amount(step: Statement, fact: Fact = cost) -> Money | None:
        return with_facts([step], [fact], PUBLISHED)[0].amount

    assert amount(told()) == BILLION
    assert amount(told(position=20)) is None
    assert amount(told(company="ford")) is None
    assert amount(told(background=True)) is None
    assert amount(told(when=on(date(2020, 1, 1)))) == BILLION  # an old plant, in the next sentence
    assert amount(told(position=2, when=on(date(2020, 1, 1)))) is None
    assert amount(told(phase=Phase.PENDING, amount=BILLION)) == BILLION


def test_a_figure_belongs_to_the_nearest_step_of_its_kind() -> None:
    jobs = Quantity(value=Decimal(500), unit=Unit.JOBS)
    near, far = told(stage="opened", position=5), told(stage="begun", position=1)

    found = with_facts(
        [far, near], [Fact(position=4, companies=("tesla",), quantity=jobs)], PUBLISHED
    )

    assert [s.quantity for s in found] == [None, jobs]


def test_what_a_plant_costs_is_no_second_step_of_money() -> None:
    plant = told(amount=BILLION)
    cost = told(Kind.INVESTMENT, amount=BILLION, carried=True)

    assert with_facts([plant, cost], [], PUBLISHED) == [plant]
    assert len(with_facts([plant, replace(cost, carried=False)], [], PUBLISHED)) == 2


def test_a_firm_that_is_set_up_is_the_one_whose_registration_the_title_tells() -> None:
    entered = told(Kind.REGISTRATION, titled=True, position=0)
    founded = told(Kind.COMPANY_SETUP, position=1)

    assert [s.kind for s in merge([entered, founded], PUBLISHED)] == [Kind.REGISTRATION]
    dated = replace(founded, when=on(PUBLISHED))
    assert len(merge([entered, dated], PUBLISHED)) == len([entered, dated])
