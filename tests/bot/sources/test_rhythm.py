from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources import rhythm
from bot.sources.pace import BOUNDS, Bounds, adapted
from storage.sources import Source, SourceKind
from tests.fakes import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def every(gap: timedelta, count: int = 10) -> tuple[datetime, ...]:
    """Beats up to noon, `gap` apart."""
    return tuple(NOON - gap * (count - 1 - at) for at in range(count))


def source(gap: timedelta, *, pace: timedelta = timedelta(minutes=15)) -> Source:
    memory = rhythm.remembered((), every(gap))
    return Source(id="s", kind=SourceKind.FEED, url="https://e.org/", memory=memory, every=pace)


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), max_size=80))  # noqa: DTZ001
def test_what_is_remembered_is_read_back(naive: list[datetime]) -> None:
    times = [each.replace(tzinfo=NOON.tzinfo, microsecond=0) for each in naive]

    kept = rhythm.beats(rhythm.remembered(times, ()))

    assert set(kept) <= set(times)
    assert len(kept) <= rhythm.BEATS_MAX
    assert rhythm.remembered(kept, times) == rhythm.remembered(times, ())
    assert all(b - a >= rhythm.TOGETHER for a, b in pairwise(kept))


def test_a_few_articles_make_no_rhythm() -> None:
    assert rhythm.gap(every(HOUR, 4), NOON) is None
    assert rhythm.silent_after(every(HOUR, 4)) is None


def test_a_source_that_falls_asleep_is_expected_less_and_less() -> None:
    assert rhythm.gap(every(HOUR), NOON) == HOUR
    assert rhythm.gap(every(HOUR), NOON + 10 * DAY) == 5 * DAY


@pytest.mark.parametrize(
    ("gap", "after"),
    [(HOUR, rhythm.REST_MIN), (2 * DAY, 6 * DAY), (400 * DAY, rhythm.REST_MAX)],
)
def test_silence_begins_three_of_the_longest_pauses_after_the_last_article(
    gap: timedelta, after: timedelta
) -> None:
    assert rhythm.silent_after(every(gap)) == NOON + after


@pytest.mark.parametrize(
    ("gap", "pace", "expected"),
    [
        (timedelta(minutes=10), timedelta(minutes=15), timedelta(minutes=5)),
        (14 * HOUR, timedelta(minutes=15), timedelta(minutes=15)),
        (56 * HOUR, timedelta(minutes=15), timedelta(minutes=30)),
        (300 * DAY, timedelta(minutes=15), timedelta(hours=2)),
        (300 * DAY, timedelta(hours=6), timedelta(hours=6)),  # slower by the operator's word
        (timedelta(minutes=10), timedelta(hours=6), timedelta(hours=2)),
        (timedelta(minutes=10), timedelta(minutes=3), timedelta(minutes=3)),
    ],
)
def test_a_source_is_visited_by_its_rhythm_within_bounds(
    gap: timedelta, pace: timedelta, expected: timedelta
) -> None:
    assert adapted(source(gap, pace=pace), NOON) == expected


def test_the_bounds_are_the_operators() -> None:
    slow = Bounds(fastest=timedelta(minutes=12), slowest=timedelta(minutes=20))

    assert adapted(source(timedelta(minutes=10)), NOON, slow) == timedelta(minutes=12)
    assert adapted(source(300 * DAY), NOON, slow) == timedelta(minutes=20)


@given(st.integers(1, 10**7), st.integers(60, 10**6))
def test_no_rhythm_leaves_the_bounds(gap_s: int, pace_s: int) -> None:
    pace = timedelta(seconds=pace_s)

    pause = adapted(source(timedelta(seconds=gap_s), pace=pace), NOON)

    assert min(BOUNDS.fastest, pace) <= pause <= max(BOUNDS.slowest, pace)
