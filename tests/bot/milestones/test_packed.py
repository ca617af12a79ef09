"""Weights of all kinds in one whole number."""

from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.packed import FINE, KINDS, packed, unpacked, weight

ROWS = st.dictionaries(st.sampled_from(KINDS), st.integers(-2000, 2000).map(lambda w: w / FINE))


@given(ROWS, ROWS)
def test_a_sum_of_rows_holds_the_sums_of_their_weights(
    one: dict[str, float], other: dict[str, float]
) -> None:
    row = packed(one) + packed(other)
    added = tuple(round((one.get(k, 0) + other.get(k, 0)) * FINE) / FINE for k in KINDS)

    assert unpacked(row) == added
    assert tuple(weight(row, kind) for kind in KINDS) == added
