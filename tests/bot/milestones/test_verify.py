"""Slots are found again in their own sentences, in any wording, or dropped."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from bot.milestones.statement import Statement
from bot.milestones.verify import (
    holds_agency,
    holds_date,
    holds_money,
    holds_quantity,
    holds_words,
    verified,
)
from storage.records import Certainty, Kind, Milestone, Money, Phase, Quantity, Unit
from tests.fakes_stories import span

PUBLISHED = date(2024, 6, 14)

DATES = [
    ("2024-05-01/2024-05-31", "It opened last month.", True),
    ("2024-05-01/2024-05-31", "It opened in May.", True),
    ("2025-05-01/2025-05-31", "It opens in May.", True),  # the year is open: both are meant
    ("2023-05-01/2023-05-31", "It opened in May.", False),
    ("2024-06-11", "It opened on Tuesday.", True),
    ("2024-01-01/2034-12-31", "It invests over the next decade.", True),
    ("2021-01-01/2031-12-31", "In March 2021 it pledged the sum over the next ten years.", True),
    ("2024-06-14", "It opened.", False),  # near the day of publication is no date
]


@pytest.mark.parametrize(("when", "sentence", "is_held"), DATES)
def test_a_date_is_found_in_any_wording(when: str, sentence: str, *, is_held: bool) -> None:
    held = holds_date(span(when), [sentence], published=PUBLISHED, language="en")

    assert held == is_held


COUNTS = [
    (150_000, Unit.VEHICLES_PER_YEAR, "It can build 150,000 vehicles a year.", True),
    (150_000, Unit.VEHICLES_PER_YEAR, "Its capacity is 150,000 cars.", True),
    (150_000, Unit.VEHICLES, "The 150,000th rolled off the line.", True),
    (15_000, Unit.VEHICLES, "It can build 150,000 vehicles a year.", False),
    (1, Unit.STATIONS, "It opened a station in Varberg.", True),
    (1, Unit.STATIONS, "It opened stations in Varberg.", False),
    (40, Unit.GWH_PER_YEAR, "A plant for 40 GWh.", True),
]


@pytest.mark.parametrize(("value", "unit", "sentence", "is_held"), COUNTS)
def test_a_count_is_found_in_any_wording(
    value: int, unit: Unit, sentence: str, *, is_held: bool
) -> None:
    quantity = Quantity(value=Decimal(value), unit=unit)

    assert holds_quantity(quantity, [sentence], language="en") == is_held


def test_a_sum_is_found_in_its_currency() -> None:
    def holds(currency: str, sentence: str) -> bool:
        return holds_money(
            Money(value=Decimal("2.5e9"), currency=currency), [sentence], language="en"
        )

    assert holds("USD", "It raised $2.5bn.")
    assert holds("CAD", "It raised $2.5bn.")  # in a Canadian outlet
    assert holds("EUR", "It raised 2.5 billion euros.")
    assert not holds("EUR", "It raised $2.5bn.")
    assert not holds("USD", "It raised $2.4bn.")


def test_an_agency_goes_by_any_of_its_names() -> None:
    assert holds_agency("MIIT", ["The Ministry of Industry and Information Technology agreed."])
    assert holds_agency("Ottawa", ["Ottawa agreed."])
    assert not holds_agency("NDRC", ["The Ministry of Industry and Information Technology agreed."])


def test_every_word_of_a_subject_stands_in_the_text() -> None:
    assert holds_words("first Electric model", ["Its first model is electric."])
    assert not holds_words("second model", ["Its first model is electric."])


TITLE = "BYD opens works"
TEXT = "BYD said so on 4 July. It cost 1 billion euros. The firm was glad."


def statement(**slots: object) -> Statement:
    given = {"company": "byd", "kind": Kind.FACTORY, "phase": Phase.DONE} | slots
    return Statement(certainty=Certainty.OFFICIAL, **given)  # type: ignore[arg-type] # the tests name fields of Statement


def verify(s: Statement) -> Statement:
    [found] = verified([s], TITLE, TEXT, published=PUBLISHED, language="en", catalogue=load())
    return found


def test_a_slot_of_another_sentence_keeps_that_sentence_as_support() -> None:
    cost = Money(value=Decimal("1e9"), currency="EUR")
    found = verify(statement(evidence="BYD opens works", amount=cost))

    assert found.amount == cost
    assert found.support == ("It cost 1 billion euros.",)
    assert verify(replace(found, support=found.support)) == found


@pytest.mark.parametrize(
    "slot",
    [
        {"amount": Money(value=Decimal("2e9"), currency="EUR")},
        {"amount": Money(value=Decimal("1e9"), currency="USD")},
        {"when": span("2024-01-01")},
        {"quantity": Quantity(value=Decimal(5), unit=Unit.JOBS)},
        {"agency": "MIIT"},
        {"subject": "Rayong"},
    ],
)
def test_a_slot_that_the_text_does_not_tell_is_dropped(slot: dict[str, object]) -> None:
    [name] = slot

    assert getattr(verify(statement(evidence="BYD opens works", **slot)), name) is None


def test_the_nearest_sentence_before_is_the_witness() -> None:
    text = "BYD has 5 plants. BYD was glad. It has 5 plants."
    five = Quantity(value=Decimal(5), unit=Unit.JOBS)

    [found] = verified(
        [statement(evidence="BYD was glad.", quantity=five, position=2)],
        *("", text),
        published=PUBLISHED,
        language="en",
        catalogue=load(),
    )

    assert found.support == ("BYD has 5 plants.",)


def test_chinese_slots_are_found_in_either_script() -> None:
    evidence = "國家發展改革委在本月已批准小米於北京生產電動汽車"
    told = Statement(
        company="xiaomi",
        kind=Kind.APPROVAL,
        phase=Phase.DONE,
        certainty=Certainty.REPORTED,
        evidence=evidence,
        when=span("2024-06-01/2024-06-30"),
        agency="NDRC",
        subject="电动汽车",
    )

    [found] = verified(
        [told], "標題", f"{evidence}。", published=PUBLISHED, language="zh", catalogue=load()
    )

    assert found == told


def test_a_sentence_that_does_not_name_the_company_is_kept_with_one_that_does() -> None:
    found = verify(statement(evidence="It cost 1 billion euros."))

    assert found.support == ("BYD said so on 4 July.",)


def test_support_that_is_not_of_the_text_is_dropped() -> None:
    found = verify(statement(evidence="BYD opens works", support=("It was made up.",)))

    assert found.support == ()


STORIES = [
    (
        "BYD opens plant in Rayong",
        "BYD opened its plant in Rayong. The plant cost $490 million and holds 5,000 jobs.",
        Kind.FACTORY,
    ),
    (
        "Tesla recalls cars",
        "The NHTSA said so on 12 June 2024. Tesla recalls 3,800 Cybertruck pickups over a pedal.",
        Kind.RECALL,
    ),
]


@pytest.mark.parametrize(("title", "text", "kind"), STORIES)
def test_what_is_merged_from_several_sentences_keeps_them_all(
    title: str, text: str, kind: Kind
) -> None:
    found = [
        m
        for m in extract(
            title, text, language="en", published=PUBLISHED, catalogue=load()
        ).milestones
        if m.kind == kind
    ]

    assert found
    for m in found:
        assert m.support
        assert all(sentence in f"{title}\n{text}" for sentence in m.support)
        assert _filled(m) >= 2


def _filled(m: Milestone) -> int:
    return sum(x is not None for x in (m.when, m.amount, m.quantity, m.agency))
