"""How long look-ups take while a sweep runs: `python -m benchmarks.answer [MILESTONES]`.

100,000 milestones of 1,000 companies: as in the trade press, one company in a hundred has some
twenty times the news of the others. A sweep of 300 feeds runs beside, in worker processes, and
brings news of all of them. First look-ups of a company, which tell its steps apart, are told apart
from later ones. Prints the median, the 99th percentile and the maximum of

- whole: from the question to the answer;
- waiting: as long as it waits for the threads of the database, for their processor, and for what
  they make of the rows;
- storage: its queries there, from the first word of each to the last row;
- storage CPU: the processor time of the same, what they would take with a processor of their own;
- CPU: the processor time of this process, of the look-ups alone only while no sweep runs.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from adapters.chat import Address, Request
from adapters.fetch import Fetched
from bot.catalogue import Catalogue
from bot.commands.dispatch import Dispatch
from bot.commands.warming import calm, warm
from bot.commands.warming import fetch as read
from bot.compose.entries import entries, entries_of
from bot.ingest import Ingest
from bot.watch import Watcher
from bot.workers import Workers
from storage.engine import Engine, Row
from storage.records import (
    Certainty,
    Company,
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
from storage.sqlite_queries import Direct
from storage.store import Store

NOW: Final = datetime(2024, 3, 28, tzinfo=UTC)
MILESTONES: Final = 100_000
COMPANIES: Final = 1_000
FEEDS: Final = 300
LOOK_UPS: Final = 600  # people ask for what is in the news
OTHERS: Final = 100  # look-ups of each other sort
BUSY: Final = 20  # times the news of the others
FIGURES: Final = ("whole", "waiting", "storage", "storage CPU", "CPU")
Times = tuple[float, ...]  # seconds, one for each figure
T = TypeVar("T")
ASKING: Final = ContextVar("asking", default=False)
ACTOR: Final = Actor(platform="local", workspace="local", channel="general", user="you")
MODELS: Final = ("SU7", "ET5", "Model 3", "ID.7", "Seal", "G6", "R2", "EX30", "VF 6", "L9")


async def main() -> None:
    """Fill a database, start a sweep, and ask for many companies several times."""
    chance = random.Random(1)  # noqa: S311 - the same data each time
    catalogue, workers = many(), Workers(processes=2)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else MILESTONES
    with tempfile.TemporaryDirectory() as folder:
        engine = Timed(await SqliteEngine.open(Path(folder) / "evwatch.db"))
        store = Store(engine)
        await store.migrate()
        await fill(store, chance, list(catalogue.companies), size)
        ingest = Ingest(
            fetch=fetch, run=workers, store=store, catalogue=catalogue, clock=lambda: NOW
        )
        watcher = Watcher(store=store, ingest=ingest, clock=lambda: NOW)
        dispatch = Dispatch(store=store, catalogue=catalogue, ingest=ingest, clock=lambda: NOW)
        asking = Asking(dispatch, engine)
        busiest = await store.history.timeline(next(iter(catalogue.companies)))
        print(f"{size} milestones, {COMPANIES} companies; the busiest has {len(busiest)}")
        for name, is_warm in (
            ("cold", False),
            ("kept warm", True),
            ("kept warm, in a sweep", True),
        ):
            held = Store(engine)  # with nothing at hand
            asking.dispatch = Dispatch(
                store=held,
                catalogue=catalogue,
                ingest=ingest,
                clock=lambda: NOW,
                asked=workers.make_room,
            )
            entries_of.clear()
            entries.clear()
            print(f"--- {name}")
            if is_warm:
                calm()
                begun = time.perf_counter()
                there, ready = await read(held), await warm(held, NOW)
                took = time.perf_counter() - begun
                print(f"{there} companies at hand, {ready} of them warm, in {took:.1f} s")
                calm()
            sweep = asyncio.create_task(watcher.sweep()) if "sweep" in name else None
            await asking.all(list(catalogue.companies), chance)
            if sweep:
                print(f"the sweep was {'over' if sweep.done() else 'still running'} at the end")
                sweep.cancel()
                await asyncio.wait([sweep])
        await workers.close()
        await store.close()


class Timed(SqliteEngine):
    """The engine, with what its look-ups took on the threads of the database."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.__dict__.update(engine.__dict__)
        self.waited = self.worked = self.busy = 0.0  # seconds
        self.waits = self.queries = 0

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query, and add up how long it took there."""
        return await self.at_once(lambda engine: engine.fetch(sql, **values))

    async def at_once(self, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """The same of several queries."""
        if not ASKING.get():
            return await super().at_once(work)
        self.waits += 1
        begun = time.perf_counter()
        try:
            return await super().at_once(lambda engine: work(Watched(cast("Direct", engine), self)))
        finally:
            self.waited += time.perf_counter() - begun


class Watched(Direct):
    """What reads on one thread of the database, and adds up how long it takes."""

    def __init__(self, engine: Direct, timed: Timed) -> None:
        super().__init__(engine.connection)
        self.timed = timed

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query."""
        begun, busy = time.perf_counter(), time.thread_time()
        try:
            return await super().fetch(sql, **values)
        finally:
            self.timed.worked += time.perf_counter() - begun
            self.timed.busy += time.thread_time() - busy
            self.timed.queries += 1


class Asking:
    """Somebody who asks, and a watch."""

    def __init__(self, dispatch: Dispatch, engine: Timed) -> None:
        self.dispatch = dispatch
        self.engine = engine

    async def all(self, companies: Sequence[str], chance: random.Random) -> None:
        """Ask for companies as they come, the busiest among them, and for what spans all."""
        weights = [BUSY if number % 100 == 0 else 1 for number in range(len(companies))]
        chosen = [companies[0], *chance.choices(companies, weights, k=LOOK_UPS)]
        first: list[Times] = []
        later: list[Times] = []
        asked: set[str] = set()
        for company in chosen:
            took = await self.one(f"/milestones {company}")
            (later if company in asked else first).append(took)
            asked.add(company)
        told("the busiest, first", first[:1] * 2)
        told("first of a company", first)
        told("later", later)
        told("all", [*first, *later])
        self.asked("a company", len(chosen))
        for line in ("/milestones", "/milestones search 10 model"):
            told(line, [await self.one(line) for _ in range(OTHERS)])
            self.asked(line, OTHERS)
        compared = [", ".join(dict.fromkeys(chosen[n : n + 3])) for n in range(1, OTHERS + 1)]
        told("compare", [await self.one(f"/milestones compare {three}") for three in compared])
        self.asked("compare", OTHERS)

    def asked(self, what: str, times: int) -> None:
        """Print how often one look-up waited for the database, and with how many queries."""
        waits, queries = self.engine.waits / times, self.engine.queries / times
        print(f"{what:>28}: {waits:.1f} waits for the database, {queries:.1f} queries")
        self.engine.waits = self.engine.queries = 0

    async def one(self, line: str) -> Times:
        """How long one answer takes."""
        engine = self.engine
        engine.waited = engine.worked = engine.busy = 0.0
        asking = ASKING.set(True)  # a sweep that is begun later must not count as somebody who asks
        begun, busy = time.perf_counter(), time.process_time()
        reply = await self.dispatch.answer(request(line))
        took, busy = time.perf_counter() - begun, time.process_time() - busy
        ASKING.reset(asking)
        if reply.document.tone != "answer":
            raise RuntimeError(f"{line}: {reply.document.plain}")
        await asyncio.sleep(0.02)  # somebody asks, nobody hammers
        return took, engine.waited, engine.worked, engine.busy, busy


def many() -> Catalogue:
    """A thousand made-up companies, those of the sweep's feeds among them."""
    ids = ["nio", *(f"maker-{number}" for number in range(1, COMPANIES))]
    return Catalogue(
        companies={
            id_: Company(id=id_, name=id_.upper(), names=(id_.upper(),), country="CN")
            for id_ in ids
        }
    )


def told(name: str, times: Sequence[Times]) -> None:
    """Print a line of figures for each thing that was measured."""
    for place, what in enumerate(FIGURES):
        values = [each[place] for each in times]
        cuts = statistics.quantiles(values, n=100, method="inclusive")
        print(
            f"{name:>28} {what:>11}: {len(values):>4} look-ups, median {cuts[49] * 1000:6.2f} ms, "
            f"p99 {cuts[98] * 1000:7.2f} ms, max {max(values) * 1000:7.2f} ms"
        )


def request(text: str) -> Request:
    """A command as it is typed."""
    at = Address(workspace="local", channel="general")
    return Request(kind="command", platform="local", at=at, user="you", text=text, is_admin=True)


async def fetch(url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
    """A feed of forty entries, different for each address, about as many companies."""
    del etag, modified
    chance = random.Random(url)  # noqa: S311 - the same data each time
    named = [f"MAKER-{chance.randrange(1, COMPANIES)}" for _ in range(40)]
    entries = "".join(
        f"<item><guid>{url}-{n}</guid><title>{who} opens plant {n}</title><description>"
        f"{f'{who} said it delivered {n}00 cars in May and will open a plant in 2025. ' * 12}"
        "</description></item>"
        for n, who in enumerate(named)
    )
    body = f'<rss version="2.0"><channel><title>{url}</title>{entries}</channel></rss>'
    return Fetched(url=url, status=200, body=body.encode(), content_type="application/rss+xml")


async def fill(store: Store, chance: random.Random, companies: Sequence[str], size: int) -> None:
    """Keep the milestones, and watch the feeds of the sweep."""
    weights = [BUSY if number % 100 == 0 else 1 for number in range(len(companies))]
    for number in range(FEEDS):
        url = f"https://feed{number}.example/"
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url, title=url)  # visited before
        await store.watchlist.add_source(source, audit=Audit(at=NOW, actor=ACTOR, command="add"))
    first = digest("https://feed0.example/")
    for number in range(size // 100):
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
