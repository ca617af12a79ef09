"""What is made of tellings is kept within one size, however many of them come in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.compose.kept import Kept
from storage.records import Telling
from tests.fakes_stories import SEEN
from tests.fakes_words import step


def telling(number: int) -> Telling:
    return Telling(
        milestone=step(evidence=f"It began, {number}."),
        story=f"s{number}",
        url="https://example.org/a",
        title="t",
        outlet="o",
        published=SEEN,
        seen=SEEN,
    )


TELLINGS = tuple(map(telling, range(40)))


def test_what_was_asked_for_is_made_once() -> None:
    made: list[int] = []

    def count(tellings: tuple[Telling, ...], today: date) -> int:
        made.append(len(tellings))
        return len(tellings) + today.day

    kept = Kept(count)
    day = date(2023, 8, 1)

    assert [kept(TELLINGS[:3], day), kept(tuple(map(telling, range(3))), day)] == [4, 4]
    assert kept(TELLINGS[:3], today=date(2023, 8, 2)) == 5
    assert kept(TELLINGS[:2], day) == 3
    assert made == [3, 3, 2]
    kept.clear()
    assert (kept(TELLINGS[:3], day), kept.tellings) == (4, 4)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60))
def test_it_gives_what_the_function_gives_and_stays_within_its_size(
    asked: list[tuple[int, int]],
) -> None:
    kept = Kept(len, most=50)

    for begin, end in asked:
        assert kept(TELLINGS[begin:end]) == len(TELLINGS[begin:end])
        assert kept.tellings <= 50


def test_news_that_come_in_one_by_one_do_not_pile_up() -> None:
    kept = Kept(len, most=100)

    for count in range(41):
        kept(TELLINGS[:count])

    assert kept.tellings <= 100
    assert kept(TELLINGS) == 40


def test_what_alone_is_too_much_is_made_anew_and_drives_nothing_out() -> None:
    kept = Kept(len, most=5)

    kept(TELLINGS[:2])

    assert [kept(TELLINGS), kept(TELLINGS)] == [40, 40]
    assert kept.tellings == 3


def test_others_between_the_same_ends_are_others() -> None:
    kept = Kept(lambda tellings: tellings[1])
    first, last = TELLINGS[0], TELLINGS[-1]

    for middle in TELLINGS[1:3] * 2:
        assert kept((first, middle, last)) is middle
    assert kept.tellings == 4


def test_threads_may_ask_at_once() -> None:
    kept = Kept(len, most=60)

    with ThreadPoolExecutor(4) as threads:
        sizes = list(threads.map(lambda n: kept(TELLINGS[: n % 41]), range(400)))

    assert sizes == [n % 41 for n in range(400)]
    assert kept.tellings <= 60
