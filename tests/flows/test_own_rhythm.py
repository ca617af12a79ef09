"""How often a source is visited, and what its reader is told, by those who watch it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import load
from bot.ingest import Ingest
from bot.watch import Watcher
from bot.workers import inline
from storage.own_settings import SOON
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, FakeFetch, entry, rss
from tests.fakes_storage import DAILY, GENERAL, audit

HALF_AN_HOUR = timedelta(minutes=30)
USUAL = DAILY.every
LANGUAGE = "zh"


class Line:
    """One feed, watched by two workspaces, and what visits it."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        article = entry("one", "7,024", "7,024.", published=clock())
        ingest = Ingest(
            fetch=FakeFetch({DAILY.url: rss(article)}),
            run=inline,
            store=store,
            catalogue=load(),
            clock=clock,
            chance=lambda: 0,
        )
        self.watcher = Watcher(store=store, ingest=ingest, clock=clock)

    async def watch(self, workspace: str) -> None:
        await self.store.watchlist.add_source(
            DAILY, audit=audit(workspace=workspace, at=self.clock())
        )

    async def ask_for(self, every: timedelta | None, workspace: str = "acme") -> None:
        await self.store.watchlist.edit_source(
            DAILY.id,
            lambda own: replace(own, every=every),
            audit=audit(workspace=workspace, at=self.clock()),
        )

    async def pause(self) -> timedelta:
        """Let the time of the next visit come; gives how long it is then to the one after."""
        due = await self.store.visits.next_due()
        assert due is not None
        self.clock.pass_by(max(due - self.clock(), timedelta(0)))
        assert await self.watcher.sweep() == 1
        after = await self.store.visits.next_due()
        assert after is not None
        return after - self.clock()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Line(store, FakeClock())
    await made.watch("acme")
    yield made
    await store.close()


async def test_a_workspace_alone_has_the_rhythm_that_it_asks_for(line: Line) -> None:
    assert await line.pause() == USUAL

    await line.ask_for(timedelta(days=2))
    assert await line.pause() == timedelta(days=2)

    await line.ask_for(HALF_AN_HOUR)
    assert await line.store.visits.next_due() == line.clock() + SOON
    assert await line.pause() == HALF_AN_HOUR


async def test_it_slows_down_nobody_and_hurries_all(line: Line) -> None:
    await line.watch("other")

    await line.ask_for(timedelta(days=2))
    assert await line.pause() == USUAL

    await line.ask_for(timedelta(days=1), "other")
    assert await line.pause() == timedelta(days=1)

    await line.ask_for(timedelta(minutes=5))
    assert await line.pause() == timedelta(minutes=5)


async def test_an_undo_has_the_usual_rhythm_again_at_once(line: Line) -> None:
    await line.ask_for(timedelta(days=7))
    assert await line.pause() == timedelta(days=7)
    last = await line.store.changes.last(GENERAL, "ann")
    assert last is not None

    await line.store.changes.undo(last.id, GENERAL, audit(at=line.clock()))

    assert await line.store.visits.next_due() == line.clock() + SOON
    assert await line.pause() == USUAL


async def test_the_reader_goes_by_the_language_that_was_set(line: Line) -> None:
    await line.store.watchlist.edit_source(
        DAILY.id, lambda own: replace(own, language=LANGUAGE), audit=audit()
    )

    await line.pause()

    [item] = [item async for item in line.store.visits.every_item()]
    assert item.language == LANGUAGE
