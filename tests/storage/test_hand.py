"""What is at hand is never more than it may be, and unfolded it is what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import hand
from storage.hand import Hand, Told
from storage.records import Telling
from tests.fakes_words import step, telling
from tests.strategies import tellings


def told(*said: Telling, revision: int = 1, common: int = 1) -> Told:
    return Told(
        revision=revision,
        common=common,
        places=tuple(("2024-03-28", f"s{n}", n) for n, _ in enumerate(said)),
        tellings=said,
        objections=(),
    )


def some(count: int, revision: int = 1) -> Told:
    return told(*(telling(step(subject=f"X{n}")) for n in range(count)), revision=revision)


@given(st.lists(tellings(), min_size=1, max_size=6).map(lambda said: told(*said)))
def test_folded_and_unfolded_it_is_the_same(before: Told) -> None:
    held = Hand(most=0)
    held.put("xiaomi", before)
    held.put("nio", told())

    assert held.unfolded == ("nio",)
    assert held.get("xiaomi", common=1) == before


def test_those_asked_for_longest_ago_are_folded_first() -> None:
    held = Hand(most=3)
    for company in ("nio", "byd", "nio", "gm"):
        held.put(company, some(1))
    held.put("catl", some(1))

    assert (held.folded, held.unfolded) == (("byd",), ("nio", "gm", "catl"))


def test_those_that_take_long_to_unfold_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand, "FEW", 2)
    held = Hand(most=3)
    for company, count in (("nio", 2), ("byd", 1), ("catl", 1)):
        held.put(company, some(count))

    assert (held.folded, held.unfolded) == (("byd",), ("nio", "catl"))


def test_what_is_newer_is_folded_anew() -> None:
    held = Hand(most=0)
    for revision in (1, 2):
        held.put("nio", some(revision, revision))
        held.put("byd", some(1))

    found = held.get("nio", common=1)

    assert found == some(2, 2)


def test_what_changed_for_all_companies_is_read_again() -> None:
    held = Hand(most=0)
    held.put("nio", some(1))
    held.put("byd", some(1))

    assert [held.get(each, common=2) for each in ("nio", "byd", "gm")] == [None, None, None]


def test_there_is_room_for_so_many_bytes() -> None:
    names = [f"maker-{n}" for n in range(40)]
    held = Hand(most=0, room=1_500)
    for name in names:
        held.put(name, some(1))

    kept = held.folded
    assert 0 < len(kept) < len(names) - 1
    assert kept == tuple(names[-1 - len(kept) : -1])
    assert [name for name in names if held.has(name)] == [*kept, names[-1]]
