"""What one workspace knows better, from the feed to its channel: no other workspace sees any of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Never

import pytest

from adapters.document import Document
from bot.catalogue import load
from bot.compose import alert, timeline
from bot.compose.plain import text as as_text
from bot.compose.timeline import Coverage
from bot.deliver import Deliverer
from bot.ingest import Ingest
from bot.ingest.understand import Understood
from bot.reprocess import reprocess
from bot.views import View, view
from bot.views import timeline as seen_of
from bot.workers import WorkerError, inline
from storage.channels import Channel
from storage.corrections import Correction, Own, OwnName, own_id
from storage.records import Certainty, Phase, digest
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock, FakeFetch, entry, rss
from tests.fakes_pages import PAGES

URL = "https://example.org/feed"
JUNE = datetime(2022, 6, 1, 9, 0, tzinfo=UTC)
FOO = own_id("acme", "zanzibar-motors")
NAME = OwnName(text="Zanzibar Motors", key="zanzibarmotors")
ZANZIBAR = Own(workspace="acme", company=FOO, name="Zanzibar Motors", names=(NAME,))
OWN = entry("own", "Zanzibar Motors delivers 7,024 electric cars in May", "Zanzibar Motors delivered 7,024 electric vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
NIO = entry("nio", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
BOTH = entry("both", "NIO delivers 7,024 cars in May, Zanzibar Motors 5,011", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday. Zanzibar Motors delivered 5,011 electric vehicles in May 2022.", published=JUNE)  # fmt: skip
ALIAS = entry("alias", "Stellar Chariot delivers 7,024 cars in May", "Stellar Chariot delivered 7,024 electric vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
MINE = Channel(platform="fake", workspace="acme", id="general")
THEIRS = Channel(platform="fake", workspace="other", id="general")


def audit(workspace: str = "acme") -> Audit:
    actor = Actor(platform="fake", workspace=workspace, channel="general", user="u", name="Ann")
    return Audit(at=JUNE, actor=actor, command="test")


class Line:
    """Two workspaces whose channels hear of everything, and one feed."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.store = Store(engine)
        self.clock = FakeClock(JUNE + timedelta(hours=6))
        self.web = FakeFetch()
        self.chat = FakeChat()
        self.source = Source(id=digest(URL), kind=SourceKind.FEED, url=URL, backfill=9)
        self.ingest = Ingest(
            fetch=self.web, run=inline, store=self.store, catalogue=load(), clock=self.clock
        )
        self.deliverer = Deliverer(
            store=self.store,
            chats={"fake": self.chat},
            clock=self.clock,
            catalogue=load(),
            compose=alert,
        )

    async def start(self) -> None:
        await self.store.migrate()
        for channel in (MINE, THEIRS):
            said = audit(channel.workspace)
            await self.store.watchlist.add_source(self.source, audit=said)
            await self.store.watchlist.follow(channel, [], audit=said)

    async def told(self, *entries: str) -> None:
        self.web.pages[URL] = rss(*entries)
        source = await self.store.visits.source(self.source.id)
        assert source is not None
        outcome = await self.ingest.visit(source)
        assert outcome.fault is None
        while await self.deliverer.once():
            self.clock.pass_by(timedelta(seconds=2))

    async def view(self, workspace: str = "acme") -> View:
        return await view(self.store, load(), workspace)

    async def look_up(self, company: str, workspace: str = "acme") -> Document:
        seen = await self.view(workspace)
        found = seen.catalogue.find(company)
        assert found is not None
        return timeline(
            found,
            await seen_of(self.store, seen, found.id),
            coverage=Coverage(watched=True),
            pages=PAGES,
            now=self.clock(),
        )

    async def correct(self, company: str, **slots: object) -> Correction:
        said = tuple(t.milestone for t in await self.store.history.timeline(company))
        fix = Correction(
            workspace="acme",
            story=(await self.store.history.timeline(company))[0].story,
            statements=said,
            value=replace(said[0], **slots),  # type: ignore[arg-type] # the tests name fields of Milestone
            slots=tuple(slots),
            rejected=not slots,
            by="Ann",
            at=self.clock(),
        )
        await self.store.editing.correct(fix, audit=audit())
        return fix

    def posts(self, workspace: str) -> list[str]:
        return [as_text(p.document) for p in self.chat.posts if p.to.workspace == workspace]


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(await SqliteEngine.open(":memory:"))
    await made.start()
    yield made
    await made.store.close()


async def test_news_of_an_own_company_is_heard_by_its_workspace_alone(line: Line) -> None:
    await line.store.editing.add_company(ZANZIBAR, audit=audit())

    await line.told(OWN)

    [mine] = line.posts("acme")
    assert "Zanzibar Motors" in mine
    assert FOO not in mine
    assert line.posts("other") == []
    assert "1 step" in as_text(await line.look_up("zanzibar motors"))
    assert (await line.view("other")).catalogue.find("zanzibar motors") is None
    told = await line.store.history.timeline(FOO)
    assert (await line.view("other")).tellings(told) == []


async def test_what_else_a_text_says_is_heard_by_all_without_the_own_company(line: Line) -> None:
    await line.store.editing.add_company(ZANZIBAR, audit=audit())

    await line.told(BOTH)

    [theirs] = line.posts("other")
    [mine] = line.posts("acme")
    assert "5,011" in mine
    assert "5,011" not in theirs.replace("Zanzibar Motors delivered 5,011", "")
    assert "7,024" in theirs


async def test_the_names_of_one_workspace_change_nothing_for_another(line: Line) -> None:
    names = (OwnName(text="Stellar Chariot", key="stellarchariot"),)
    alias = Own(workspace="acme", company="nio", names=names)
    await line.store.editing.add_names(alias, audit=audit())

    await line.told(ALIAS, NIO)

    assert len(line.posts("other")) == 1
    theirs = as_text(await line.look_up("nio", "other"))
    mine = as_text(await line.look_up("Stellar Chariot"))
    assert "1 step" in theirs
    assert "and 1 other" not in theirs
    assert "NIO" in mine
    stated = {t.title for t in await seen_of(line.store, await line.view(), "nio")}
    assert len(stated) == 2


async def test_a_merged_company_is_heard_by_who_follows_the_other(line: Line) -> None:
    await line.store.editing.add_company(ZANZIBAR, audit=audit())
    await line.store.watchlist.unfollow(MINE, [], audit=audit())
    await line.store.watchlist.follow(MINE, ["nio"], audit=audit())
    await line.store.editing.merge("acme", FOO, "nio", audit=audit())

    await line.told(OWN)

    [mine] = line.posts("acme")
    assert mine.startswith("NIO") or "NIO" in mine.splitlines()[0]
    assert line.posts("other") == []
    assert "1 step" in as_text(await line.look_up("nio"))
    assert "1 step" not in as_text(await line.look_up("nio", "other"))


async def test_a_correction_is_shown_as_such_here_and_nowhere_else(line: Line) -> None:
    await line.told(NIO)
    before = await line.look_up("nio"), await line.look_up("nio", "other")

    fix = await line.correct("nio", phase=Phase.PLANNED)

    mine, theirs = await line.look_up("nio"), await line.look_up("nio", "other")
    assert "corrected by Ann on 1 Jun 2022: was done" in as_text(mine)
    assert theirs == before[1]
    await line.store.editing.take_back([fix], audit=audit())
    assert (await line.look_up("nio"), await line.look_up("nio", "other")) == before


async def test_what_is_read_anew_leaves_a_correction_in_force(line: Line) -> None:
    await line.told(NIO)
    await line.correct("nio", phase=Phase.PLANNED)
    corrected = await line.look_up("nio")

    [told] = await line.store.history.timeline("nio")
    item = await line.store.visits.item(told.milestone.item)
    assert item is not None
    other = replace(told.milestone, certainty=Certainty.RUMOURED, subject="of old")
    await line.ingest.restate(
        [Understood(item=item, milestones=(other,), companies=("nio",), hush="of old")]
    )
    once = as_text(await line.look_up("nio"))
    found = [each async for each in reprocess(line.ingest, dry_run=False)]

    assert "of old" in once
    assert "planned" in once
    assert any(found)
    assert await line.look_up("nio") == corrected


async def test_a_rejected_step_is_not_told_where_it_was_rejected(line: Line) -> None:
    line.deliverer.stopping.set()
    await line.told(NIO)
    await line.correct("nio")
    grown = entry("nio-2", "NIO says it delivered 7,024 cars in May, up 5%", "NIO delivered 7,024 vehicles in May 2022, it said on Wednesday.", published=JUNE + timedelta(hours=1))  # fmt: skip

    await line.told(NIO, grown)

    assert "1 step" not in as_text(await line.look_up("nio"))
    assert "1 step" in as_text(await line.look_up("nio", "other"))


async def test_own_companies_are_found_among_kept_items_without_an_alert(line: Line) -> None:
    await line.told(OWN)
    assert line.posts("acme") == []
    await line.store.editing.add_company(ZANZIBAR, audit=audit())

    _ = [each async for each in reprocess(line.ingest, dry_run=False)]
    while await line.deliverer.once():
        pass

    assert line.posts("acme") == []
    assert "1 step" in as_text(await line.look_up("zanzibar motors"))


async def test_a_kept_text_is_studied_with_the_stories_that_it_did_not_join(line: Line) -> None:
    other = entry("other", "NIO recalls 900 cars", "NIO recalled 900 vehicles on Wednesday, the company said.", published=JUNE)  # fmt: skip
    await line.told(NIO, other)
    [told] = [t for t in await line.store.history.timeline("nio") if "7,024" in t.title]
    item = await line.store.visits.item(told.milestone.item)
    assert item is not None

    found = await line.ingest.study(item, load())

    assert [(m.company, m.kind) for m in found.milestones] == [("nio", "delivery")]
    assert [each.story for each in found.near] != [told.story]
    assert all(each.why for each in found.near)
    assert any("NIO delivered" in each.sentence for each in found.trace)


async def test_a_text_that_is_too_much_says_so(line: Line) -> None:
    await line.told(NIO)
    [told] = await line.store.history.timeline("nio")
    item = await line.store.visits.item(told.milestone.item)
    assert item is not None

    async def stopped(*_args: object, **_more: object) -> Never:
        raise WorkerError("reading it took too long")

    found = await replace(line.ingest, run=stopped).study(item, load())

    assert found.noise == "reading it took too long"


async def test_what_was_made_of_a_text_is_kept_with_it(line: Line) -> None:
    old = entry("old", "NIO delivers 5,000 cars", "NIO delivered 5,000 vehicles in April 2022, it said.", published=JUNE - timedelta(days=40))  # fmt: skip
    await line.told(NIO, old)
    readings = {
        item.key: await line.store.tracing.reading(item.id)
        async for item in line.store.visits.every_item()
    }

    assert {key: r and r.silent for key, r in readings.items()} == {
        "nio": "",
        "old": "older than 14 days",
    }
