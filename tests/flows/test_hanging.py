"""Feeds on loopback that take the question and never answer, beside others that do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import load
from bot.ingest import Ingest, Outcome
from bot.watch import Watcher
from bot.workers import inline
from storage.records import digest
from storage.rows import stamp
from storage.sources import Source, SourceKind, Watch
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, rss
from tests.fakes_http import LIMITS, Directory, RawServer, fetching, raw_server

PATIENT = replace(LIMITS, total=timedelta(hours=1), connect=timedelta(hours=1))
WELL = 40
FAILED = """
    UPDATE sources SET failures = 3, fault = 'it did not answer in time', next_try = :long_ago
    WHERE url LIKE '%/ill'"""
ANSWERED = "UPDATE sources SET last_try = :at, last_success = :at WHERE url LIKE '%/well'"


class Crowd:
    """A store whose sources are on a server of many names: those under /well answer."""

    def __init__(self, server: RawServer, store: Store, engine: SqliteEngine) -> None:
        self.server, self.store, self.engine = server, store, engine
        self.clock = FakeClock()
        self.names: list[str] = []
        self.answered: set[str] = set()
        self.news = asyncio.Event()
        server.silent("/ill")
        server.silent("/new")
        server.ok("/well", rss())

    async def watch(self, **counts: int) -> None:
        """Watch so many of each path, in the order given; each is due at once."""
        urls = [
            (f"{path}{number}.example", path)
            for path, count in counts.items()
            for number in range(count)
        ]
        self.names = [host for host, _ in urls]
        addresses = [self.server.url(f"/{path}", host) for host, path in urls]
        sources = [Source(id=digest(url), kind=SourceKind.FEED, url=url) for url in addresses]
        watches = [Watch(workspace="*", source=each, managed=True) for each in sources]
        at = self.clock() - timedelta(days=1)
        await self.store.watchlist.seed(watches, [], at=at)
        async with self.engine.transaction() as transaction:
            await transaction.execute(FAILED, long_ago=stamp(at - timedelta(days=30)))
            await transaction.execute(ANSWERED, at=stamp(at))

    def visited(self, outcome: Outcome) -> None:
        self.answered.add(outcome.source.url)
        self.news.set()

    async def run(self, count: int) -> None:
        """Watch until so many have answered."""
        directory = Directory({name: ["127.0.0.1"] for name in self.names})
        async with fetching(self.server, PATIENT, resolver=directory.resolver()) as fetch:
            ingest = Ingest(
                fetch=fetch,
                run=inline,
                store=self.store,
                catalogue=load(),
                clock=self.clock,
                chance=lambda: 0.5,
            )
            watcher = Watcher(
                store=self.store,
                ingest=ingest,
                clock=self.clock,
                concurrency=8,
                visited=self.visited,
            )
            async with asyncio.timeout(60):
                task = asyncio.create_task(watcher.run())
                while len(self.answered) < count:
                    self.news.clear()
                    await self.news.wait()
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def asked(self, path: str) -> int:
        return sum(f" /{path} " in head for head in self.server.heads)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    engine = await SqliteEngine.open(":memory:")
    store = Store(engine)
    await store.migrate()
    async with raw_server() as server:
        yield Crowd(server, store, engine)
    await store.close()


@pytest.mark.parametrize(
    ("hanging", "most"),
    [
        ({"ill": 1200}, {"ill": 2}),
        ({"new": 500}, {"new": 4}),
        ({"ill": 1200, "new": 500}, {"ill": 2, "new": 4}),
    ],
)
async def test_however_many_hang_those_that_answered_before_are_visited(
    crowd: Crowd, hanging: dict[str, int], most: dict[str, int]
) -> None:
    await crowd.watch(**hanging, well=WELL)

    await crowd.run(WELL)

    assert all(url.endswith("/well") for url in crowd.answered)
    assert all(0 < crowd.asked(path) <= count for path, count in most.items())


async def test_new_ones_that_answer_are_all_visited_though_others_are_ill(crowd: Crowd) -> None:
    crowd.server.ok("/new", rss())
    await crowd.watch(ill=500, new=30, well=10)

    await crowd.run(40)

    assert crowd.asked("ill") == 2
