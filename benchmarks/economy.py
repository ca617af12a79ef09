"""A simulated week over 1,000 feeds: requests sent, and how long articles wait to be seen.

Run `python -m benchmarks.economy [FOLDER]`: FOLDER holds real feeds (../shared/feeds). The dates
of each become the rhythm of several simulated feeds, moved and repeated by whole days, so that
their hours stay. The product's own pace is set against a fixed one of 15 minutes.
"""

import argparse
import random
import statistics
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.fetch import Fetched
from bot.sources import rhythm
from bot.sources.feeds import read
from bot.sources.pace import after_success
from storage.sources import Source, SourceKind

FEEDS: Final = 1000
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
START: Final = datetime(2026, 6, 1, tzinfo=UTC)
SHOWN: Final = 30  # articles that a feed holds
FIXED: Final = timedelta(minutes=15)

Next = Callable[[Source, datetime, float], datetime]


@dataclass(frozen=True, slots=True)
class Result:
    """Requests of the week, and the wait of each article in minutes."""

    requests: int
    waits: Sequence[float]

    def row(self, name: str) -> str:
        """A line of the table."""
        at = statistics.quantiles(self.waits, n=20)
        return (
            f"| {name} | {self.requests:,} | {len(self.waits):,} | "
            f"{statistics.median(self.waits):.1f} | {at[18]:.1f} | {max(self.waits):.0f} |"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/feeds", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - a simulation
    rhythms = _rhythms(arguments.folder)
    feeds = [_placed(rhythms[at % len(rhythms)], chance) for at in range(FEEDS)]
    print(f"{FEEDS} feeds with the rhythms of {len(rhythms)} real ones, one week")
    print("| pace | requests | articles | median wait, min | p95 | longest |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(_week(feeds, _fixed, chance).row("every 15 minutes"))
    print(_week(feeds, _adapted, chance).row("by each feed's rhythm"))


def _rhythms(folder: Path) -> list[list[datetime]]:
    """The dates of each real feed that has at least two, oldest first."""
    found = []
    source = Source(id="s", kind=SourceKind.FEED, url="https://example.org/feed")
    for path in sorted(folder.iterdir()):
        fetched = Fetched(url=source.url, status=200, body=path.read_bytes())
        items = read(source, fetched, seen=START).items
        dates = sorted({item.published for item in items if item.published})
        if len(dates) > 1:
            found.append(dates)
    return found


def _placed(dates: Sequence[datetime], chance: random.Random) -> list[datetime]:
    """The dates, repeated over all time around the week, from a chance beginning."""
    period = max(DAY, round((dates[-1] - dates[0]) * len(dates) / (len(dates) - 1) / DAY) * DAY)
    shift = chance.randrange(period // DAY) * DAY
    begin = dates[0] + (START - dates[0]) // DAY * DAY - shift
    base = [begin + (each - dates[0]) for each in dates]
    before = 1 + SHOWN // len(dates) + 1
    after = 1 + WEEK // period + 1
    every = {each + period * turn for each in base for turn in range(-before, after + 1)}
    return sorted(each for each in every if each < START + WEEK)


def _week(feeds: Sequence[Sequence[datetime]], pace: Next, chance: random.Random) -> Result:
    requests, waits = 0, []
    for dates in feeds:
        at = START + FIXED * chance.random()
        source = Source(id="s", kind=SourceKind.FEED, url="https://example.org/feed", every=FIXED)
        seen = bisect_right(dates, START)
        while at < START + WEEK:
            requests += 1
            now_seen = bisect_right(dates, at)
            waits += [(at - each).total_seconds() / 60 for each in dates[seen:now_seen]]
            if now_seen > seen or not source.memory:
                seen = now_seen
                shown = dates[max(0, seen - SHOWN) : seen]
                memory = rhythm.remembered(rhythm.beats(source.memory), shown)
                source = replace(source, memory=memory)
            at = pace(source, at, chance.random())
    return Result(requests, waits)


def _fixed(_source: Source, now: datetime, chance: float) -> datetime:
    return now + FIXED * (1 + 0.1 * chance)


def _adapted(source: Source, now: datetime, chance: float) -> datetime:
    return after_success(source, now, fresh_for=None, chance=chance)


if __name__ == "__main__":
    main()
