"""What was seen already is let through once."""

from adapters.once import SIZE, Once


def test_a_mark_is_new_once_and_none_always() -> None:
    once = Once()

    assert [once.is_new(mark) for mark in ("a", "b", "a", "", "")] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_the_memory_is_bounded_and_what_came_last_stays() -> None:
    once = Once()
    for number in range(SIZE):
        once.is_new(str(number))
    once.is_new("0")

    once.is_new("one more")

    assert len(once._seen) == SIZE
    assert not once.is_new("0")
    assert once.is_new("1")
