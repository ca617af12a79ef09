"""When a source wants to be visited again: by its own rhythm, within bounds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from bot.sources import rhythm
from storage.sources import Source

BACK_OFF: Final = timedelta(minutes=5)  # after the first failure; doubled by each further one
BACK_OFF_MAX: Final = timedelta(hours=24)
JITTER: Final = 0.2  # of the pause, either way, so that sources do not come due together
PATIENCE: Final = timedelta(hours=1)  # a source may ask for this much, or four times its own pace
USUAL_GAP: Final = timedelta(hours=14)  # at which the configured pace holds (benchmarks.economy)
QUICKER_MAX: Final = 3  # times more often than configured, for a source that tells much


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between these a source's own rhythm moves its visits; a slower configured pace stays."""

    fastest: timedelta = timedelta(minutes=5)
    slowest: timedelta = timedelta(hours=2)


BOUNDS: Final = Bounds()


def after_success(
    source: Source,
    now: datetime,
    *,
    fresh_for: timedelta | None,
    chance: float,
    bounds: Bounds = BOUNDS,
) -> datetime:
    """The next visit after one that went well. `chance` is 0 to 1, evenly spread.

    What the answer says of its freshness is respected within bounds: never so rarely that news
    grows old.
    """
    pace = wanted(source, now, bounds)
    bound = max((source.asked or source.every) * 4, PATIENCE)
    pause = max(pace, min(fresh_for or timedelta(0), bound))
    return now + pause * (1 + JITTER / 2 * chance)


def wanted(source: Source, now: datetime, bounds: Bounds = BOUNDS) -> timedelta:
    """The pause that those who watch the source asked for; its own where nobody did.

    Who asks for none gets it no later than its own rhythm has it: nobody slows others down.
    """
    own = adapted(source, now, bounds)
    if source.asked is None:
        return own
    asked = rhythm.asked(source.asked, least=bounds.fastest)
    return asked if source.asked_by_all else min(asked, own)


def adapted(source: Source, now: datetime, bounds: Bounds = BOUNDS) -> timedelta:
    """The pause that suits the source's rhythm; the configured one while none is known.

    With a given number of visits in all, articles wait the least when the pause of each source
    grows with the square root of the time between its articles.
    """
    usual = rhythm.gap(rhythm.beats(source.memory), now)
    if usual is None:
        return source.every
    least = max(min(bounds.fastest, source.every), source.every / QUICKER_MAX)
    most = max(bounds.slowest, source.every)
    return min(max(source.every * sqrt(usual / USUAL_GAP), least), most)


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
