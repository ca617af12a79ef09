"""Lengths as platforms count them."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.units import cut, units


@given(st.text(max_size=40), st.integers(1, 50))
def test_cutting_keeps_to_the_limit_in_utf_16_units(text: str, limit: int) -> None:
    shown = cut(text, limit)

    assert units(shown) <= limit
    assert shown == text or (units(text) > limit and text.startswith(shown[:-1]))


def test_units_are_utf_16_units() -> None:
    assert [units(text) for text in ("a", "小", "🚗", "")] == [1, 1, 2, 0]
