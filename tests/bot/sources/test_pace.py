from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sources import rhythm
from bot.sources.pace import Bounds, after_failure, after_success
from storage.sources import Source, SourceKind
from tests.fakes import NOON


def source(failures: int = 0) -> Source:
    return Source(id="s", kind=SourceKind.FEED, url="https://example.org/feed", failures=failures)


FRESH = [
    (None, timedelta(minutes=15)),
    (timedelta(minutes=1), timedelta(minutes=15)),
    (timedelta(minutes=40), timedelta(minutes=40)),
    (timedelta(hours=9), timedelta(hours=1)),
]


@pytest.mark.parametrize(("fresh_for", "pause"), FRESH)
def test_a_source_is_visited_at_its_pace_and_a_little_less_if_it_asks(
    fresh_for: timedelta | None, pause: timedelta
) -> None:
    assert after_success(source(), NOON, fresh_for=fresh_for, chance=0) == NOON + pause
    assert after_success(source(), NOON, fresh_for=fresh_for, chance=1) == NOON + pause * 1.1


HOUR = timedelta(hours=1)
ALONE, OTHERS = "all ask", "others do not"
# What is asked for, by all or not; how many hours apart its news is (None: unknown); the pause.
ASKED = [
    (timedelta(minutes=30), ALONE, None, timedelta(minutes=30)),
    (timedelta(minutes=30), ALONE, 14, timedelta(minutes=30)),
    (timedelta(days=2), ALONE, 1, timedelta(days=2)),
    (timedelta(days=2), OTHERS, None, timedelta(minutes=15)),
    (timedelta(days=2), OTHERS, 400, timedelta(minutes=15) * (400 / 14) ** 0.5),
    (timedelta(minutes=5), OTHERS, 400, timedelta(minutes=5)),
    (timedelta(minutes=1), ALONE, None, timedelta(minutes=5)),
    (timedelta(days=30), ALONE, None, timedelta(days=7)),
]


@pytest.mark.parametrize(("asked", "whose", "gap", "pause"), ASKED)
def test_a_rhythm_that_is_asked_for_is_kept_and_slows_nobody_down(
    asked: timedelta, whose: str, gap: int | None, pause: timedelta
) -> None:
    beats = [NOON - HOUR * gap * n for n in range(6)] if gap else []
    learned = replace(
        source(), memory=rhythm.remembered(beats, ()), asked=asked, asked_by_all=whose == ALONE
    )

    next_at = after_success(learned, NOON, fresh_for=None, chance=0)

    assert abs(next_at - NOON - pause) < timedelta(seconds=1)


def test_what_the_operators_and_the_site_allow_bounds_what_is_asked_for() -> None:
    quick = replace(source(), asked=timedelta(minutes=5), asked_by_all=True)
    bounds = Bounds(fastest=timedelta(minutes=20))

    def pause(fresh_for: timedelta | None) -> timedelta:
        return after_success(quick, NOON, fresh_for=fresh_for, chance=0, bounds=bounds) - NOON

    assert pause(None) == timedelta(minutes=20)
    assert pause(timedelta(minutes=50)) == timedelta(minutes=50)


FAILED = [
    (0, timedelta(minutes=5)),
    (1, timedelta(minutes=10)),
    (4, timedelta(minutes=80)),
    (9, timedelta(hours=24)),
    (900, timedelta(hours=24)),
]


@pytest.mark.parametrize(("failures", "pause"), FAILED)
def test_each_failure_doubles_the_pause_up_to_a_day(failures: int, pause: timedelta) -> None:
    waits = {
        chance: after_failure(source(failures), NOON, retry_after=None, gone=False, chance=chance)
        for chance in (0.0, 0.5, 1.0)
    }

    assert waits == {0.0: NOON + pause * 0.8, 0.5: NOON + pause, 1.0: NOON + pause * 1.2}


def test_a_source_that_is_gone_is_asked_once_a_day() -> None:
    next_try = after_failure(source(), NOON, retry_after=None, gone=True, chance=0.5)

    assert next_try == NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [(timedelta(hours=2), timedelta(hours=2)), (timedelta(days=30), timedelta(days=1))],
)
def test_no_try_comes_before_the_source_allows_it(retry_after: timedelta, pause: timedelta) -> None:
    next_try = after_failure(source(), NOON, retry_after=retry_after, gone=False, chance=0.5)

    assert next_try == NOON + pause
