import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest import Outcome
from bot.watch import Watcher, shared_out
from storage.records import digest
from storage.sources import Actor, Audit, Health, Source, SourceKind, Visit
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

    async def visit(self, source: Source) -> Outcome:
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


def named(count: int) -> list[Source]:
    return [
        Source(id=str(n), kind=SourceKind.FEED, url=f"https://{n}.example/") for n in range(count)
    ]


@given(
    waiting=st.fixed_dictionaries({each: st.integers(0, 40).map(named) for each in Health}),
    ended=st.lists(st.sampled_from(Health), max_size=40),
    places=st.integers(4, 40),
)
def test_places_are_shared_out_fairly(
    waiting: dict[Health, list[Source]], ended: list[Health], places: int
) -> None:
    taken = [health for _, health in shared_out(waiting, [], places)]
    for health in ended:
        if health in taken:
            taken.remove(health)

    chosen = shared_out(waiting, taken, places)

    had = Counter([*taken, *(health for _, health in chosen)])
    assert had.total() <= places
    assert had[Health.ILL] <= places // 4
    assert had[Health.NEW] <= places - 2 * (places // 4)
    for health in Health:
        met = [source for source, each in chosen if each is health]
        assert met == waiting[health][: len(met)]
    free = places - len(taken)
    if free and waiting[Health.WELL] and (len(chosen) == free or len(waiting[Health.WELL]) > free):
        assert len(chosen) == free
    if free > 2 * (places // 4):
        assert had[Health.WELL] > Counter(taken)[Health.WELL] or not waiting[Health.WELL]


@pytest.mark.parametrize("health", list(Health))
def test_none_waits_for_ever_however_many_the_others_are(health: Health) -> None:
    waiting = {each: named(100) for each in Health}
    full = [each for _, each in shared_out(waiting, [], 8)]

    assert Counter(full) == {Health.ILL: 2, Health.NEW: 2, Health.WELL: 4}
    full.remove(health)
    assert [each for _, each in shared_out(waiting, full, 8)] == [health]
