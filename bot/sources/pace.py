"""When a source wants to be visited again."""

from datetime import datetime, timedelta
from typing import Final

from storage.sources import Source

BACK_OFF: Final = timedelta(minutes=5)  # after the first failure; doubled by each further one
BACK_OFF_MAX: Final = timedelta(hours=24)
JITTER: Final = 0.2  # of the pause, either way, so that sources do not come due together
PATIENCE: Final = timedelta(hours=1)  # a source may ask for this much, or four times its own pace


def after_success(
    source: Source, now: datetime, *, fresh_for: timedelta | None, chance: float
) -> datetime:
    """The next visit after one that went well. `chance` is 0 to 1, evenly spread.

    What the answer says of its freshness is respected within bounds: never more often than asked
    by us, never so rarely that news grows old.
    """
    bound = max(source.every * 4, PATIENCE)
    pause = max(source.every, min(fresh_for or timedelta(0), bound))
    return now + pause * (1 + JITTER / 2 * chance)


def after_failure(
    source: Source,
    now: datetime,
    *,
    retry_after: timedelta | None,
    gone: bool,
    chance: float,
) -> datetime:
    """The next try after a failure: 5 min x 2^n up to 24 h, never before `retry_after`."""
    doublings = min(source.failures, 12)  # 2^12 times 5 min is far beyond the bound already
    pause = BACK_OFF_MAX if gone else min(BACK_OFF * (1 << doublings), BACK_OFF_MAX)
    pause *= 1 - JITTER + 2 * JITTER * chance
    return now + max(pause, min(retry_after or timedelta(0), BACK_OFF_MAX))
