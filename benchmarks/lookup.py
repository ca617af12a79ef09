"""How long a timeline takes while visits are recorded: `python -m benchmarks.lookup`.

Prints the median and the 99th percentile of `history.timeline` on 10,000 and 100,000 milestones
of 1,000 companies, most of them about few: as in the trade press, one company in a hundred has
some twenty times the news of the others.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from storage.records import Certainty, Item, Kind, Milestone, Money, Phase, Span, Story
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store

NOW: Final = datetime(2024, 3, 28, tzinfo=UTC)
SOURCE: Final = Source(id="daily", kind=SourceKind.FEED, url="https://daily.example/feed")
COMPANIES: Final = [f"company-{number}" for number in range(1000)]
WEIGHTS: Final = [20 if number % 100 == 0 else 1 for number in range(1000)]
ITEMS_A_VISIT: Final = 20
LOOK_UPS: Final = 300
PAUSE: Final = timedelta(milliseconds=2)  # between look-ups: somebody asks, nobody hammers


async def main() -> None:
    """Measure both sizes, with the writer at rest and at work."""
    print(f"{'milestones':>10} {'company has':>12} {'writer':>8} {'p50 ms':>8} {'p99 ms':>8}")
    for size in (10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            await measure(Path(folder) / "evwatch.db", size)


async def measure(path: Path, size: int) -> None:
    """Fill a database, then look up while nothing and while visits are written."""
    store = Store(await SqliteEngine.open(path))
    await store.migrate()
    actor = Actor(platform="local", workspace="local", channel="general", user="you")
    await store.watchlist.add_source(SOURCE, audit=Audit(at=NOW, actor=actor, command="add"))
    chance = random.Random(1)  # noqa: S311 - the same data each time
    for number in range(size // (2 * ITEMS_A_VISIT)):
        await store.visits.record(visit(number, chance))
    large, small = COMPANIES[0], COMPANIES[1]
    for company in (small, large):
        has = len(await store.history.timeline(company))
        told(size, has, "at rest", await look_up(store, company))
        writing = asyncio.create_task(write(store, chance, size))
        told(size, has, "at work", await look_up(store, company))
        writing.cancel()
        await asyncio.wait([writing])
    await store.close()


def told(size: int, has: int, writer: str, times: Sequence[float]) -> None:
    """Print one line of figures."""
    cuts = statistics.quantiles(times, n=100)
    print(f"{size:>10} {has:>12} {writer:>8} {cuts[49] * 1000:>8.2f} {cuts[98] * 1000:>8.2f}")


async def look_up(store: Store, company: str) -> list[float]:
    """Seconds that each of many look-ups took."""
    times = []
    for _ in range(LOOK_UPS):
        begun = time.perf_counter()
        await store.history.timeline(company)
        times.append(time.perf_counter() - begun)
        await asyncio.sleep(PAUSE.total_seconds())
    return times


async def write(store: Store, chance: random.Random, first: int) -> None:
    """Record visits without end."""
    number = first
    while True:
        quiet = visit(number, chance)
        await store.visits.record(replace(quiet, stories=()))  # the timeline keeps its length
        number += 1


def visit(number: int, chance: random.Random) -> Visit:
    """One visit with items of two milestones each, every item a story."""
    items, stories = [], []
    for place in range(ITEMS_A_VISIT):
        item = Item(
            source=SOURCE.id,
            key=f"{number}-{place}",
            url=f"https://daily.example/{number}/{place}",
            title=f"Article {place} of visit {number}",
            text="A sentence of a usual length about a factory and a car. " * 40,
            seen=NOW + timedelta(minutes=number),
            language="en",
        )
        named = chance.choices(COMPANIES, WEIGHTS, k=2)
        stories.append(
            Story(
                id=item.key,
                revision=1,
                companies=tuple(dict.fromkeys(named)),
                title=item.title,
                gist=item.title,
                items=(item.id,),
                milestones=tuple(milestone(item, company, chance) for company in named),
                first_seen=item.seen,
                last_seen=item.seen,
            )
        )
        items.append(item)
    at = NOW + timedelta(minutes=number)
    return Visit(
        source=SOURCE.id,
        at=at,
        next_at=at,
        memory={"etag": str(number)},
        items=tuple(items),
        stories=tuple(stories),
    )


def milestone(item: Item, company: str, chance: random.Random) -> Milestone:
    """A milestone with every slot filled."""
    start = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
    return Milestone(
        company=company,
        kind=chance.choice(list(Kind)),
        phase=chance.choice(list(Phase)),
        certainty=Certainty.REPORTED,
        evidence="A sentence of a usual length about a factory and a car.",
        headline=True,
        when=Span(start=start, end=start + timedelta(days=90)),
        amount=Money(value=Decimal(chance.randrange(10**9)), currency="CNY"),
        agency="MIIT",
        subject="factory",
        item=item.id,
        rules="1",
    )


if __name__ == "__main__":
    asyncio.run(main())
