"""When a number stands for another one that is told with more digits."""

from decimal import Decimal
from typing import Final

from storage.records import Money, Quantity

ROUNDED: Final = Decimal("1.3")


def is_near(a: Decimal, b: Decimal) -> bool:
    """May a title round one to the other?"""
    return max(a, b) <= ROUNDED * min(a, b)


def rounds(round_: Quantity, exact: Quantity) -> bool:
    """Is a count another one cut or rounded to fewer digits: 70,000 of 77,650?"""
    return round_.unit is exact.unit and _is_cut(round_.value, exact.value)


def rounds_sum(round_: Money, exact: Money) -> bool:
    """Is a sum another one cut or rounded to fewer digits: 14 billion of 14.016 billion?"""
    return round_.currency == exact.currency and _is_cut(round_.value, exact.value)


def _is_cut(round_: Decimal, exact: Decimal) -> bool:
    exponent = round_.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    return 0 < abs(round_ - exact) < Decimal(10) ** exponent and is_near(round_, exact)
