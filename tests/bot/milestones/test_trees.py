"""Trees of a trained model: where a step falls, what that adds, and what made it so."""

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.trees import Tree, Trees

NEWS: Final[Tree] = ("days", 7.0, False, 0.5, 2.0, ("titled", 0.5, True, -1.0, -2.0, 1.0))
MEASURE: Final = st.none() | st.floats(-1e6, 1e6)
MODEL: Final = Trees(start=0.25, trees=[NEWS, 0.5])


@pytest.mark.parametrize(
    ("days", "titled", "added"),
    [(7, 0, 2.0), (3, 1, 2.0), (8, 0, -2.0), (8, 1, 1.0), (None, 1, 1.0), (None, None, -2.0)],
)
def test_a_step_falls_to_one_leaf_of_each_tree(
    days: float | None, titled: float | None, added: float
) -> None:
    chance, _ = MODEL.told({"days": days, "titled": titled})

    assert chance == pytest.approx(1 / (1 + math.exp(-(0.25 + added + 0.5))))


def test_each_measure_is_told_with_what_it_moved() -> None:
    _, parts = MODEL.told({"days": 30, "titled": 1})

    assert parts == {"days": pytest.approx(-1.5), "titled": pytest.approx(2.0)}


@given(MEASURE, MEASURE)
def test_the_measures_tell_all_that_the_trees_add(days: float | None, titled: float | None) -> None:
    chance, parts = MODEL.told({"days": days, "titled": titled})

    total = math.log(chance / (1 - chance))
    assert total == pytest.approx(0.25 + 0.5 + 0.5 + sum(parts.values()))


@given(st.lists(st.tuples(MEASURE, MEASURE)))
def test_all_rows_at_once_have_the_chances_of_each(rows: list[tuple[float | None, ...]]) -> None:
    told = [{"days": days, "titled": titled} for days, titled in rows]

    assert MODEL.chances(told) == pytest.approx([MODEL.told(row)[0] for row in told])


def test_trees_that_ask_nothing_have_one_chance() -> None:
    assert Trees(start=0.0, trees=[0.5, -0.5]).chances([{}, {}]) == [0.5, 0.5]
