import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ingest import Outcome
from bot.watch import Watcher
from storage.records import digest
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock


class Visits:
    """Visits that only record that they happened, at most so many at once."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.visited: list[str] = []
        self.running = self.most = 0
        self.happened = asyncio.Event()
        self.hung = 0

    async def visit(self, source: Source) -> Outcome:
        if "hang" in source.url:
            self.hung += 1
            self.happened.set()
            await asyncio.Event().wait()
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        if "bad" in source.url:
            raise RuntimeError(source.url)
        self.visited.append(source.url)
        now = self.clock()
        await self.store.visits.record(
            Visit(source=source.id, at=now, next_at=now + source.every, memory={})
        )
        self.happened.set()
        return Outcome(source=source)


class Line:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.visits = Visits(store, self.clock)
        self.outcomes: list[Outcome] = []
        self.watcher = Watcher(
            store=store,
            ingest=self.visits,
            clock=self.clock,
            concurrency=2,
            visited=self.outcomes.append,
        )

    async def add(self, *urls: str) -> None:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        audit = Audit(at=self.clock(), actor=actor, command="test")
        for url in urls:
            source = Source(id=digest(url), kind=SourceKind.FEED, url=url)
            await self.store.watchlist.add_source(source, audit=audit)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Line(store)
    await store.close()


async def test_every_due_source_is_visited_once_and_a_bounded_number_at_once(line: Line) -> None:
    await line.add("https://a/", "https://b/", "https://c/")

    swept = [await line.watcher.sweep(), await line.watcher.sweep()]

    assert swept == [3, 0]
    assert sorted(line.visits.visited) == ["https://a/", "https://b/", "https://c/"]
    assert line.visits.most == 2
    assert len(line.outcomes) == 3


async def test_a_visit_that_fails_stops_no_other(line: Line) -> None:
    await line.add("https://a/", "https://bad/", "https://c/")

    await line.watcher.sweep()

    assert sorted(line.visits.visited) == ["https://a/", "https://c/"]


async def test_a_source_is_due_again_after_its_time(line: Line) -> None:
    await line.add("https://a/")
    await line.watcher.sweep()

    early = line.clock.pass_by(timedelta(minutes=14)) and await line.watcher.sweep()
    late = line.clock.pass_by(timedelta(minutes=2)) and await line.watcher.sweep()

    assert (early, late) == (0, 1)


async def test_the_runner_wakes_to_its_bell_for_a_new_source(line: Line) -> None:
    async with asyncio.timeout(10):
        task = asyncio.create_task(line.watcher.run())
        await line.add("https://a/")
        line.watcher.bell.set()
        await line.visits.happened.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert line.visits.visited == ["https://a/"]


async def test_many_that_hang_leave_room_for_those_that_answer(line: Line) -> None:
    hanging = [f"https://hang{number}/" for number in range(500)]
    await line.add(*hanging)
    now = line.clock()
    for url in hanging:
        await line.store.visits.record(
            Visit(source=digest(url), at=now, next_at=now, memory={}, failure="it is slow")
        )
    line.clock.pass_by(timedelta(hours=1))
    watcher = replace(line.watcher, concurrency=8)
    async with asyncio.timeout(10):
        task = asyncio.create_task(watcher.run())
        await line.visits.happened.wait()
        await line.add(*(f"https://well{number}/" for number in range(40)))
        watcher.bell.set()
        while len(line.visits.visited) < 40:
            line.visits.happened.clear()
            await line.visits.happened.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert line.visits.hung == 2
    assert line.visits.most <= 6
