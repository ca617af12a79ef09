"""Sums that are the price of a car, by currency, and those that are a deposit."""

from decimal import Decimal

import pytest

from bot.milestones.english.slots import is_price
from storage.records import Money


@pytest.mark.parametrize(
    ("value", "currency", "is_one"),
    [
        (38_990, "AUD", True),
        (1_000_000, "INR", True),
        (79_999, "INR", True),  # a scooter
        (21_000, "INR", False),
        (999, "USD", False),
        (100_000, "KRW", False),
        (31_500_000, "KRW", True),
        (4_790_000, "JPY", True),
        (2_000_000_000, "USD", False),
    ],
)
def test_a_car_costs_so_much(value: int, currency: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_price(Money(value=Decimal(value), currency=currency)) is is_one
