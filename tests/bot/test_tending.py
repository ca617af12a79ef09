"""Operators are told of a change once, of what lasts weekly, and of an outage in one message."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest

from bot import compose
from bot.tending import APART, GATHER, REMIND, SETTLED, Report, Tending
from storage.records import digest
from storage.sources import (
    MOVED,
    SILENT_AFTER,
    TROUBLE,
    News,
    Source,
    SourceKind,
    SourceState,
    Trouble,
    Visit,
)
from storage.sqlite import SqliteEngine
from storage.store import Store
from storage.tending import PAGE
from tests.fakes import FakeClock
from tests.fakes_storage import audit


class Desk:
    """A store with sources whose visits end as a test says, and operators who listen."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.reports: list[Report] = []
        self.faults: list[Exception] = []
        self.tending = Tending(store=store, clock=self.clock, tell=self.hear)

    async def hear(self, report: Report) -> None:
        if self.faults:
            raise self.faults.pop()
        self.reports.append(report)

    async def add(self, *names: str) -> None:
        for name in names:
            source = Source(id=digest(name), kind=SourceKind.FEED, url=f"https://{name}.org/feed")
            await self.store.watchlist.add_source(source, audit=audit())

    async def visit(
        self,
        *names: str,
        failure: str | None = None,
        news: tuple[News, ...] = (),
        memory: Mapping[str, str] | None = None,
    ) -> None:
        for name in names:
            now = self.clock()
            await self.store.visits.record(
                Visit(
                    source=digest(name),
                    at=now,
                    next_at=now,
                    memory=memory or {},
                    failure=failure,
                    news=news,
                )
            )

    async def fail(
        self, *names: str, times: int = SETTLED, memory: Mapping[str, str] | None = None
    ) -> None:
        for _ in range(times):
            await self.visit(*names, failure="it broke", memory=memory)

    async def look(self, after: timedelta = timedelta(0)) -> None:
        self.clock.pass_by(after)
        await self.tending.turn()
        self.clock.pass_by(GATHER)
        await self.tending.turn()

    def told(self) -> list[list[tuple[str, SourceState]]]:
        return [
            [(each.source.title.removesuffix(".org"), each.state) for each in report.changed]
            for report in self.reports
        ]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk(Store(await SqliteEngine.open(":memory:")))
    await made.store.migrate()
    await made.add("one", "two")
    yield made
    await made.store.close()


async def test_what_begins_well_is_no_news(desk: Desk) -> None:
    await desk.look()
    await desk.visit("one", "two")
    await desk.look()

    assert desk.reports == []


async def test_a_failure_is_told_once_and_so_is_its_end(desk: Desk) -> None:
    await desk.visit("one", "two")
    await desk.look()
    await desk.fail("one")
    await desk.look()
    await desk.fail("one")
    await desk.look(after=APART)
    await desk.visit("one")
    await desk.look(after=APART)

    assert desk.told() == [[("one", SourceState.FAILING)], [("one", SourceState.OK)]]


async def test_many_sources_are_looked_at_page_by_page_and_none_is_missed(desk: Desk) -> None:
    names = [f"n{number:03}" for number in range(2 * PAGE + 3)]
    await desk.add(*names)
    await desk.fail(names[0], names[PAGE], names[-1])
    await desk.look()

    [report] = desk.reports
    assert [each.source.url for each in report.changed] == [
        f"https://{name}.org/feed" for name in (names[0], names[PAGE], names[-1])
    ]
    assert report.watched == len(names) + 2


async def test_a_hiccup_is_nobodys_news(desk: Desk) -> None:
    await desk.visit("one", "two")
    await desk.look()
    await desk.fail("one", times=SETTLED - 1)
    await desk.look()

    assert desk.reports == []


@pytest.mark.parametrize(
    ("trouble", "state"),
    [(Trouble.BLOCKED, SourceState.BLOCKED), (Trouble.GONE, SourceState.PAUSED)],
)
async def test_a_barrier_and_a_farewell_are_states_of_their_own(
    desk: Desk, trouble: Trouble, state: SourceState
) -> None:
    await desk.fail("one", memory={TROUBLE: trouble})
    await desk.look()

    assert desk.told() == [[("one", state)]]


async def test_silence_beyond_its_rhythm_is_told_although_visits_succeed(desk: Desk) -> None:
    quiet = desk.clock() + timedelta(days=4)
    await desk.visit("one", memory={SILENT_AFTER: quiet.isoformat()})
    await desk.look()
    await desk.look(after=timedelta(days=5))

    assert desk.told() == [[("one", SourceState.STALE)]]


async def test_what_lasts_is_told_again_each_week_and_together(desk: Desk) -> None:
    await desk.fail("one")
    await desk.look()
    await desk.fail("two")
    await desk.look(after=APART)
    await desk.look(after=REMIND - timedelta(hours=2))
    await desk.look(after=REMIND)
    await desk.look(after=REMIND)

    assert [len(report.changed) for report in desk.reports] == [1, 1, 0, 0]
    assert [len(report.lasting) for report in desk.reports] == [0, 0, 2, 2]


async def test_a_network_that_is_down_is_one_message(desk: Desk) -> None:
    names = [f"many{number}" for number in range(60)]
    await desk.add(*names)
    await desk.visit(*names)
    await desk.look()
    await desk.fail(*names[:30])
    await desk.tending.turn()
    desk.clock.pass_by(timedelta(minutes=2))
    await desk.fail(*names[30:])
    await desk.look()
    await desk.look(after=timedelta(days=1))

    assert [len(report.changed) for report in desk.reports] == [60]
    shown = compose.tended(desk.reports[0].changed, (), (), watched=62, language="en")
    assert "network" in str(shown)
    assert "and 50 more" in str(shown)


async def test_what_is_not_heard_is_told_again(desk: Desk) -> None:
    await desk.fail("one")
    desk.faults.append(RuntimeError("no channel"))
    await desk.look()
    assert desk.reports == []

    await desk.tending.turn()

    assert desk.told() == [[("one", SourceState.FAILING)]]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_one_word_is_said_once(desk: Desk, language: str) -> None:
    await desk.visit("one", "two")
    await desk.look()
    moved = {MOVED: "https://new.example.org/feed"}
    await desk.visit("one", news=(News.REKEYED, News.MOVED), memory=moved)
    await desk.visit("one", news=(News.REKEYED,), memory=moved)
    await desk.look()
    await desk.look(after=APART)

    assert [[word.news for word in report.words] for report in desk.reports] == [
        [News.REKEYED, News.MOVED]
    ]
    document = compose.tended((), (), desk.reports[0].words, watched=2, language=language)
    assert "new.example.org" in str(document)
