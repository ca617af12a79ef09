"""When a number stands for another one that is told with more digits."""

from decimal import Decimal
from typing import Final

from storage.records import Quantity

ROUNDED: Final = Decimal("1.3")


def is_near(a: Decimal, b: Decimal) -> bool:
    """May a title round one to the other?"""
    return max(a, b) <= ROUNDED * min(a, b)


def rounds(round_: Quantity, exact: Quantity) -> bool:
    """Is a count another one cut or rounded to fewer digits: 70,000 of 77,650?"""
    exponent = round_.value.normalize().as_tuple().exponent
    if round_.unit is not exact.unit or not isinstance(exponent, int):
        return False
    apart = abs(round_.value - exact.value)
    return 0 < apart < Decimal(10) ** exponent and is_near(round_.value, exact.value)
