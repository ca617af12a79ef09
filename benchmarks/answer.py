"""How long `/milestones` takes while a sweep runs: `python -m benchmarks.answer`.

10,000 milestones of the catalogue's companies, a few of them with much more news than the rest; a
sweep of 300 feeds runs beside, in worker processes. Prints the median, the 99th percentile and the
maximum of the whole handler, first look-ups of a company apart from repeated ones.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from adapters.chat import Address, Request
from adapters.fetch import Fetched
from bot.catalogue import load
from bot.commands.dispatch import Dispatch
from bot.ingest import Ingest
from bot.watch import Watcher
from bot.workers import Workers
from storage.records import (
    Certainty,
    Item,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Story,
    Unit,
    digest,
)
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store

NOW: Final = datetime(2024, 3, 28, tzinfo=UTC)
MILESTONES: Final = 10_000
FEEDS: Final = 300
ROUNDS: Final = 4
ACTOR: Final = Actor(platform="local", workspace="local", channel="general", user="you")
MODELS: Final = ("SU7", "ET5", "Model 3", "ID.7", "Seal", "G6", "R2", "EX30", "VF 6", "L9")


async def main() -> None:
    """Fill a database, start a sweep, and ask for every company several times."""
    chance = random.Random(1)  # noqa: S311 - the same data each time
    catalogue, workers = load(), Workers(processes=2)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(await SqliteEngine.open(Path(folder) / "evwatch.db"))
        await store.migrate()
        await fill(store, chance, list(catalogue.companies))
        ingest = Ingest(
            fetch=fetch, run=workers, store=store, catalogue=catalogue, clock=lambda: NOW
        )
        watcher = Watcher(store=store, ingest=ingest, clock=lambda: NOW)
        dispatch = Dispatch(store=store, catalogue=catalogue, ingest=ingest, clock=lambda: NOW)
        sweep = asyncio.create_task(watcher.sweep())
        first, again = [], []
        for number in range(ROUNDS):
            for company in catalogue.companies:
                begun = time.perf_counter()
                await dispatch.answer(request(f"/milestones {company}"))
                (again if number else first).append(time.perf_counter() - begun)
                await asyncio.sleep(0.02)  # somebody asks, nobody hammers
        print(f"the sweep was {'over' if sweep.done() else 'still running'} at the end")
        told("first", first)
        told("again", again)
        sweep.cancel()
        await asyncio.wait([sweep])
        await workers.close()
        await store.close()


def told(name: str, times: Sequence[float]) -> None:
    """Print one line of figures."""
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{name}: {len(times)} look-ups, median {cuts[49] * 1000:.1f} ms, "
        f"p99 {cuts[98] * 1000:.1f} ms, max {max(times) * 1000:.1f} ms"
    )


def request(text: str) -> Request:
    """A command as it is typed."""
    at = Address(workspace="local", channel="general")
    return Request(kind="command", platform="local", at=at, user="you", text=text, is_admin=True)


async def fetch(url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
    """A feed of forty entries, different for each address."""
    del etag, modified
    entries = "".join(
        f"<item><guid>{url}-{n}</guid><title>NIO opens plant {n}</title><description>"
        f"{f'NIO said it delivered {n}00 cars in May and will open a plant in 2025. ' * 12}"
        "</description></item>"
        for n in range(40)
    )
    body = f'<rss version="2.0"><channel><title>{url}</title>{entries}</channel></rss>'
    return Fetched(url=url, status=200, body=body.encode(), content_type="application/rss+xml")


async def fill(store: Store, chance: random.Random, companies: Sequence[str]) -> None:
    """Keep the milestones, and watch the feeds of the sweep."""
    weights = [5 if number % 8 == 0 else 1 for number in range(len(companies))]
    for number in range(FEEDS):
        url = f"https://feed{number}.example/"
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url)
        await store.watchlist.add_source(source, audit=Audit(at=NOW, actor=ACTOR, command="add"))
    first = digest("https://feed0.example/")
    for number in range(MILESTONES // 100):
        stories, items = [], []
        for place in range(50):
            item = Item(
                source=first,
                key=f"{number}-{place}",
                url=f"https://feed0.example/{number}/{place}",
                title=f"Article {place} of {number}",
                text="text",
                seen=NOW - timedelta(days=chance.randrange(900)),
            )
            named = chance.choices(companies, weights, k=1)[0]
            statements = tuple(milestone(item, named, chance) for _ in range(2))
            stories.append(
                Story(
                    id=item.id,
                    revision=1,
                    companies=(named,),
                    title=item.title,
                    gist=item.title,
                    items=(item.id,),
                    milestones=statements,
                    first_seen=item.seen,
                    last_seen=item.seen,
                )
            )
            items.append(item)
        await store.visits.record(
            Visit(
                source=first,
                at=NOW,
                next_at=NOW - timedelta(hours=1),
                memory={},
                items=tuple(items),
                stories=tuple(stories),
            )
        )


def milestone(item: Item, company: str, chance: random.Random) -> Milestone:
    """A milestone as articles state them: some slots filled, some not."""
    start = date(2021, 1, 1) + timedelta(days=30 * chance.randrange(48))
    kind = chance.choice(list(Kind))
    model, number = chance.choice(MODELS), chance.randrange(1, 400)
    return Milestone(
        company=company,
        kind=kind,
        phase=chance.choice(list(Phase)),
        certainty=chance.choice(list(Certainty)),
        evidence=f"The company said that it {kind} {number} thousand of the {model} from {start}.",
        headline=True,
        when=Span(start=start, end=start + timedelta(days=chance.choice([0, 29, 89])))
        if chance.random() < 0.7
        else None,
        amount=Money(value=Decimal(number * 10**6), currency="USD")
        if chance.random() < 0.2
        else None,
        quantity=Quantity(value=Decimal(number * 1000), unit=Unit.VEHICLES)
        if chance.random() < 0.3
        else None,
        subject=model if chance.random() < 0.6 else None,
        item=item.id,
    )


if __name__ == "__main__":
    asyncio.run(main())
