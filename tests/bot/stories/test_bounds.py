"""Bounds of figures and dates, read where these stand in the evidence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.stories.bounds import (
    Bound,
    Limit,
    Pace,
    Part,
    Timing,
    is_in_evidence,
    of_amount,
    of_quantity,
    pace,
    timing,
)
from storage.records import Quantity, Unit
from tests.fakes_stories import milestone

COUNTS = [
    ("It handed over more than 40,000 cars in May.", 40_000, Bound.MORE_THAN),
    ("It handed over 812 cars in May.", 812, None),
    ("Over 3.5 million cars have left the works.", 3_500_000, Bound.MORE_THAN),
    ("The total has passed two million cars.", 2_000_000, Bound.MORE_THAN),
    ("The brand has 300-plus stations.", 300, Bound.MORE_THAN),
    ("Nearly 20,000 cars were sold.", 20_000, Bound.NEARLY),
    ("Fewer than 500 cars were built.", 500, Bound.LESS_THAN),
    ("Some 1,300 jobs will go.", 1_300, Bound.ABOUT),
    ("It will make as many as 300,000 cars a year.", 300_000, Bound.UP_TO),
    ("At least 4k cars are affected.", 4_000, Bound.AT_LEAST),
    ("It took 4,000 orders or more.", 4_000, None),  # counted things may stand between
    ("It built 4,000 or more.", 4_000, Bound.AT_LEAST),
    ("From 1,400 to 1,700 cars.", 1_400, None),  # a rise
    ("It expects 1,400 to 1,700 cars.", 1_400, Bound.AT_LEAST),
    ("Between 1,400 and 1,700 cars are due.", 1_400, Bound.AT_LEAST),
    ("It built 1,400 cars and 1,700 engines.", 1_400, None),
    ("It built exactly 812 cars over five years.", 812, None),
    ("More than 900 cars, 900 of them red.", 900, None),  # two bounds of one figure
    ("新车交付逾4万辆。", 40_000, Bound.MORE_THAN),
    ("新车交付4万余辆。", 40_000, Bound.MORE_THAN),
    ("已有300多座换电站。", 300, Bound.MORE_THAN),
    ("近2万人被裁。", 20_000, Bound.NEARLY),
    ("涉及约950辆车。", 950, Bound.ABOUT),
    ("涉及950辆左右。", 950, Bound.ABOUT),
    ("年产能最高30万辆。", 300_000, Bound.UP_TO),
    ("年产能30万辆以上。", 300_000, Bound.AT_LEAST),
    ("销量不到5000辆。", 5_000, Bound.LESS_THAN),
    ("目标为10至12万辆。", 100_000, Bound.AT_LEAST),
    ("交付12345辆。", 12_345, None),
]


@pytest.mark.parametrize(("said", "value", "bound"), COUNTS, ids=[said for said, *_ in COUNTS])
def test_a_count_has_the_bound_of_its_place(said: str, value: int, bound: Bound | None) -> None:
    assert of_quantity(milestone(quantity=f"{value} vehicles", evidence=said)) == bound


SUMS = [
    ("It may raise up to $1.5 billion.", "1.5e9 USD", Bound.UP_TO),
    ("It will spend more than CNY2.5 billion.", "2.5e9 CNY", Bound.MORE_THAN),
    ("It starts at around US$ 30,000.", "30000 USD", Bound.ABOUT),
    ("It is worth an estimated 600 million euros.", "6e8 EUR", Bound.ABOUT),
    ("总额不超过人民币140亿元。", "14e9 CNY", Bound.UP_TO),
    ("投资超20亿元。", "2e9 CNY", Bound.MORE_THAN),
    ("投资100多亿元。", "1e10 CNY", Bound.MORE_THAN),
    ("投资20亿元。", "2e9 CNY", None),
]


@pytest.mark.parametrize(("said", "amount", "bound"), SUMS, ids=[said for said, *_ in SUMS])
def test_a_sum_has_the_bound_of_its_place(said: str, amount: str, bound: Bound | None) -> None:
    assert of_amount(milestone(amount=amount, evidence=said)) == bound


def test_a_figure_of_a_supporting_sentence_is_read_there() -> None:
    said = milestone(quantity="40000 vehicles", evidence="A new record.")

    assert of_quantity(said) is None
    assert of_quantity(replace(said, support=("Over 40,000 cars went out.",))) is Bound.MORE_THAN


YEAR = "2025-01-01/2025-12-31"
DATES = [
    ("by 2025", YEAR, Timing(limit=Limit.BY)),
    ("by the end of 2025", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("by the end of next year", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("before the end of the year", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("by year-end", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("by end-2025", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("before 2025", YEAR, Timing(limit=Limit.BEFORE)),
    ("in 2025", YEAR, Timing()),
    ("around 2025", YEAR, Timing(limit=Limit.AROUND)),
    ("until 2025", "2022-01-01/2025-12-31", Timing(limit=Limit.BY)),
    ("from 2022 until 2025", "2022-01-01/2025-12-31", Timing()),
    ("early next year", "2025-01-01/2025-03-31", Timing(part=Part.EARLY)),
    ("by early 2025", "2025-01-01/2025-03-31", Timing(limit=Limit.BY, part=Part.EARLY)),
    ("in late September", "2025-09-01/2025-09-30", Timing(part=Part.LATE)),
    ("no earlier than March 2025", "2025-03-01/2025-03-31", Timing(limit=Limit.EARLIEST)),
    ("by the first half of 2025", "2025-01-01/2025-06-30", Timing(limit=Limit.BY)),
    ("by May 3, 2025", "2025-05-03", Timing(limit=Limit.BY)),
    ("on 3 May 2025", "2025-05-03", Timing()),
    ("in 2024, and again by 2025", YEAR, Timing(limit=Limit.BY)),
    ("early in 2025", "2025-01-01/2025-06-30", Timing()),  # another span than its own
    ("early in 2025", "2025-01-01/2025-01-31", Timing()),
    ("到2025年", YEAR, Timing(limit=Limit.BY)),
    ("2025年底前", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("2025年年底之前", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("年底前", YEAR, Timing(limit=Limit.BY, part=Part.END)),
    ("2025年之前", YEAR, Timing(limit=Limit.BEFORE)),
    ("2025年前后", YEAR, Timing(limit=Limit.AROUND)),
    ("最快明年年底", "2025-10-01/2025-12-31", Timing(limit=Limit.EARLIEST, part=Part.END)),
    ("9月底", "2025-09-01/2025-09-30", Timing(part=Part.END)),
    ("2025年内", YEAR, Timing()),
]


@pytest.mark.parametrize(("said", "when", "told"), DATES, ids=[said for said, *_ in DATES])
def test_a_date_has_the_bound_of_its_place(said: str, when: str, told: Timing) -> None:
    for evidence, expected in ((f"It means to do it {said}.", told), ("It will.", Timing())):
        assert timing(milestone(phase="planned", when=when, evidence=evidence)) == expected


def test_what_is_done_by_a_day_is_counted_until_then() -> None:
    said = milestone("nio", "infrastructure", when=YEAR, evidence="It opened by the end of 2025.")

    assert timing(said) == Timing()
    assert timing(replace(said, quantity=Quantity(value=Decimal(9), unit=Unit.STATIONS))) == (
        Timing(limit=Limit.BY, part=Part.END)
    )


PACES = [
    ("Output has come to 5,000 cars a week.", 5_000, Pace.WEEK),
    ("It has built 5,000 of them in one week.", 5_000, Pace.WEEK),
    ("Some 80 cars per day are made.", 80, Pace.DAY),
    ("周产能达到5000辆。", 5_000, Pace.WEEK),
    ("单月交付5000辆。", 5_000, None),
    ("It built 5,000 cars last week.", 5_000, None),
]


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("production", "5,000 PV5 units are to be produced annually.", Pace.YEAR),
        ("production", "It will build 5,000 cars a year.", Pace.YEAR),
        ("production", "年产量达到5000辆。", Pace.YEAR),
        ("production", "It built 5,000 cars in the year.", None),
        ("production", "It built 5,000 cars in a year.", None),
        ("production", "It built 5,000 cars, up on those of a year earlier.", None),
        ("production", "It built 5,000 cars compared with 900 a year earlier.", None),
        ("production", "蔚来2025年产量达到5000辆。", None),
        ("production", "去年产量超过5000辆。", None),
        ("delivery", "It delivers 5,000 cars a year.", None),
    ],
)
def test_a_yearly_rate_is_no_total_and_a_total_of_a_year_no_rate(
    kind: str, said: str, told: Pace | None
) -> None:
    assert pace(milestone(kind=kind, quantity="5000 vehicles", evidence=said)) == told


@pytest.mark.parametrize(("said", "value", "told"), PACES, ids=[said for said, *_ in PACES])
def test_a_rate_is_no_total(said: str, value: int, told: Pace | None) -> None:
    assert pace(milestone(quantity=f"{value} vehicles", evidence=said)) == told


def test_a_figure_of_the_support_is_not_in_the_evidence() -> None:
    said = milestone(evidence="It spends $1.2 billion.")

    assert is_in_evidence(Decimal(1_200_000_000), said)
    assert not is_in_evidence(Decimal(1_200_000_000), replace(said, evidence="It spends a lot."))


def test_of_two_things_each_has_its_own_scale() -> None:
    m = milestone(kind="restructuring", quantity="300 jobs", evidence="300 jobs and 2 billion yuan")

    assert is_in_evidence(Decimal(300), m)
    assert not is_in_evidence(Decimal(300) * 10**9, m)
