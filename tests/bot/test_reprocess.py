"""Changed rules over kept items: what is read otherwise is put right, and nobody is alerted."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

import pytest

from bot.catalogue import load
from bot.ingest import Ingest
from bot.ingest.understand import Understood, understand
from bot.reprocess import Difference, reprocess
from bot.workers import WorkerError, inline
from storage.channels import Channel
from storage.corrections import Own, OwnName, own_id
from storage.records import Item, Kind, Milestone, digest
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, FakeFetch, entry, rss

P = ParamSpec("P")
T = TypeVar("T")

URL = "https://example.org/feed"
JUNE = datetime(2022, 6, 1, 9, 0, tzinfo=UTC)
NIO = entry("nio", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
RETOLD = entry("nio-2", "Nio's May: 7,024 deliveries", "Nio said it had delivered 7,024 vehicles in May 2022.", published=JUNE + timedelta(hours=5))  # fmt: skip
FAIR = entry("fair", "NIO at the car fair", "There were many electric cars, and NIO had a good lunch.", published=JUNE)  # fmt: skip
CHANNEL = Channel(platform="fake", workspace="w", id="general")


class Line:
    """A feed that was visited, and what its items can be made to have said by older rules."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.store = Store(engine)
        self.clock = FakeClock(JUNE + timedelta(hours=6))
        self.ingest = Ingest(
            fetch=FakeFetch({URL: rss(NIO, RETOLD, FAIR)}),
            run=inline,
            store=self.store,
            catalogue=load(),
            clock=self.clock,
        )

    async def start(self) -> None:
        await self.store.migrate()
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        audit = Audit(at=self.clock(), actor=actor, command="test")
        source = Source(id=digest(URL), kind=SourceKind.FEED, url=URL, backfill=9)
        await self.store.watchlist.add_source(source, audit=audit)
        await self.store.watchlist.follow(CHANNEL, ["nio"], audit=audit)
        await self.ingest.visit(source)

    async def items(self) -> dict[str, Item]:
        return {item.key: item async for item in self.store.visits.every_item()}

    async def once_read_as(self, key: str, *milestones: Milestone) -> None:
        """The rules of old stated this of the item."""
        item = (await self.items())[key]
        await self.ingest.restate(
            [Understood(item=item, milestones=milestones, companies=("nio",), hush="of old")]
        )

    async def differences(self, *, dry_run: bool = False) -> list[Difference]:
        return [d async for d in reprocess(self.ingest, dry_run=dry_run) if d is not None]

    async def stated(self) -> list[tuple[str, Kind]]:
        told = await self.store.history.timeline("nio")
        return sorted((each.title, each.milestone.kind) for each in told)

    async def of(self, title: str) -> Milestone:
        told = await self.store.history.timeline("nio")
        [stated] = [each.milestone for each in told if each.title == title]
        return stated

    async def alerts(self) -> int:
        return sum((await self.store.outbox.counts()).values())

    async def milestone(self) -> Milestone:
        return (await self.store.history.timeline("nio"))[0].milestone


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(await SqliteEngine.open(":memory:"))
    await made.start()
    yield made
    await made.store.close()


TITLES = ("NIO delivers 7,024 cars in May", "Nio's May: 7,024 deliveries")
AS_NOW = [(TITLES[0], Kind.DELIVERY), (TITLES[1], Kind.DELIVERY)]


def kinds(milestones: Sequence[Milestone]) -> list[Kind]:
    return [m.kind for m in milestones]


async def test_rules_that_read_the_same_change_nothing(line: Line) -> None:
    before = await line.store.history.stories_of(
        [each.id for each in (await line.items()).values()]
    )

    assert await line.differences() == []

    after = await line.store.history.stories_of([each.id for each in (await line.items()).values()])
    assert after == before


async def test_what_is_read_otherwise_is_shown_and_put_right_and_alerts_nobody(line: Line) -> None:
    await line.once_read_as("nio", replace(await line.milestone(), kind=Kind.LAUNCH, item=""))
    alerts = await line.alerts()
    assert (TITLES[0], Kind.LAUNCH) in await line.stated()

    [found] = await line.differences()

    assert found.item.key == "nio"
    assert (kinds(found.gone), kinds(found.new)) == ([Kind.LAUNCH], [Kind.DELIVERY])
    assert not found.loses_news
    assert await line.stated() == AS_NOW
    assert await line.alerts() == alerts == 1
    assert await line.differences() == []


async def test_a_dry_run_shows_the_same_and_changes_nothing(line: Line) -> None:
    await line.once_read_as("nio", replace(await line.milestone(), kind=Kind.LAUNCH, item=""))
    before = await line.stated()

    dry = await line.differences(dry_run=True)

    assert await line.stated() == before
    assert await line.differences() == dry


async def test_an_item_that_states_nothing_any_more_leaves_its_story(line: Line) -> None:
    await line.once_read_as("fair", replace(await line.milestone(), kind=Kind.LAUNCH, item=""))
    assert ("NIO at the car fair", Kind.LAUNCH) in await line.stated()

    [found] = await line.differences()

    assert found.loses_news
    assert await line.stated() == AS_NOW


async def test_one_of_two_tellers_that_falls_silent_leaves_the_other_alone(line: Line) -> None:
    await line.once_read_as("nio-2")

    assert await line.stated() == AS_NOW[:1]
    [found] = await line.differences()

    assert found.item.key == "nio-2"
    assert await line.stated() == AS_NOW


async def test_what_a_model_pointed_at_stays_while_the_rules_find_nothing(line: Line) -> None:
    pointed = replace(await line.milestone(), kind=Kind.LAUNCH, item="", rules="model-1")
    await line.once_read_as("fair", pointed)

    assert await line.differences() == []

    assert ("NIO at the car fair", Kind.LAUNCH) in await line.stated()


async def test_nor_does_it_go_where_only_one_place_has_news_of_it(line: Line) -> None:
    text = "There were many electric cars. Foo Motors delivered 5,000 vehicles in May 2022, Foo Motors said."
    beside = entry("fair-2", "A walk through another car fair", text, published=JUNE)
    line.ingest = replace(line.ingest, fetch=FakeFetch({URL: rss(NIO, RETOLD, FAIR, beside)}))
    source = await line.store.visits.source(digest(URL))
    assert source is not None
    await line.ingest.visit(source)
    pointed = replace(await line.milestone(), kind=Kind.LAUNCH, item="", rules="model-1")
    await line.once_read_as("fair-2", pointed)
    actor = Actor(platform="fake", workspace="w", channel="general", user="u")
    audit = Audit(at=line.clock(), actor=actor, command="test")
    foo = own_id("w", "foo motors")
    name = OwnName(text="Foo Motors", key="foo motors")
    own = Own(workspace="w", company=foo, name=name.text, names=(name,))
    await line.store.editing.add_company(own, audit=audit)

    await line.differences()

    assert len(await line.store.history.timeline(foo)) == 1
    assert ("A walk through another car fair", Kind.LAUNCH) in await line.stated()


async def test_what_is_read_as_before_has_its_chances_read_anew_and_its_story_left_alone(
    line: Line,
) -> None:
    now = await line.of(TITLES[0])
    assert now.phase_chance < 1
    await line.once_read_as("nio", replace(now, item="", chance=1, phase_chance=1))
    ids = [each.id for each in (await line.items()).values()]
    before = await line.store.history.stories_of(ids)

    assert await line.differences(dry_run=True) == []
    assert (await line.of(TITLES[0])).phase_chance == 1
    assert await line.differences() == []

    then = await line.of(TITLES[0])
    assert (then.chance, then.phase_chance) == (now.chance, now.phase_chance)
    assert await line.store.history.stories_of(ids) == before


async def test_a_text_that_is_too_much_for_the_rules_is_left_as_it_was_and_takes_none_with_it(
    line: Line,
) -> None:
    await line.once_read_as("nio", replace(await line.milestone(), kind=Kind.LAUNCH, item=""))
    await line.once_read_as("nio-2", replace(await line.milestone(), kind=Kind.LAUNCH, item=""))

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if function is understand and any(item.key == "nio" for item in args[0]):  # type: ignore[attr-defined]
            raise WorkerError("it took longer than 10 seconds")
        return await inline(function, *args, **kwargs)

    line.ingest = replace(line.ingest, run=run)

    found = await line.differences()

    assert {each.item.key: each.fault is None for each in found} == {"nio": False, "nio-2": True}
    assert await line.stated() == [(TITLES[0], Kind.LAUNCH), (TITLES[1], Kind.DELIVERY)]
