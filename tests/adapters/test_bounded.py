"""Memories that do not grow without end."""

from adapters.bounded import Bounded


def test_what_was_set_longest_ago_goes_first() -> None:
    kept: Bounded[str, int] = Bounded(2)
    kept["a"] = 1
    kept["b"] = 2
    kept["a"] = 3

    kept["c"] = 4

    assert dict(kept) == {"a": 3, "c": 4}
