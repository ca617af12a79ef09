"""Kept texts read anew for a company's new name: behind everything else, silently, with a word."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.chat import Address, Request
from bot.compose.plain import text as as_text
from bot.rereading import WAITING_MAX, Rereading
from storage.engine import StoreError
from storage.sqlite import SqliteEngine
from tests.bot.test_views import FOO, NIO, OWN, ZANZIBAR, Line, audit
from tests.fakes import FakeChat

ASKED = Request(
    kind="command",
    platform="fake",
    at=Address(workspace="acme", channel="general"),
    user="ann",
    text="/evwatch company reread",
)


class Desk(Line):
    """A line with somebody who has texts read anew."""

    def __init__(self, engine: SqliteEngine) -> None:
        super().__init__(engine)
        self.words = FakeChat()
        self.rereading = Rereading(
            store=self.store, ingest=self.ingest, chats={"fake": self.words}, clock=self.clock
        )

    async def read(self, company: str = FOO) -> str:
        assert self.rereading.ask(ASKED, company)
        await self.rereading.once()
        return as_text(self.words.posts[-1].document) if self.words.posts else ""


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk(await SqliteEngine.open(":memory:"))
    await made.start()
    yield made
    await made.store.close()


async def test_what_a_new_name_brings_is_found_told_and_alerts_nobody(desk: Desk) -> None:
    await desk.told(OWN, NIO)
    alerts = len(desk.chat.posts)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())

    word = await desk.read()

    assert "Zanzibar Motors: 1 text of the last 30 days read anew, 1 step known." in word
    assert "1 step" in as_text(await desk.look_up("zanzibar motors"))
    assert not await desk.deliverer.once()
    assert len(desk.chat.posts) == alerts
    again = await desk.read()
    assert "1 step known" in again


async def test_where_no_text_names_it_that_is_said(desk: Desk) -> None:
    await desk.told(NIO)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())

    assert "no text of the last 30 days names it" in await desk.read()


async def test_texts_from_before_the_last_days_stay_as_they_are(desk: Desk) -> None:
    await desk.told(OWN)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())
    desk.clock.pass_by(timedelta(days=40))

    assert "no text of the last 30 days names it" in await desk.read()


async def test_reading_that_takes_too_long_ends_with_a_word_and_the_next_one_begins(
    desk: Desk,
) -> None:
    await desk.told(OWN)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())
    whole = desk.rereading
    desk.rereading = replace(whole, within=timedelta(0))

    assert "Reading anew stopped" in await desk.read()

    desk.rereading = whole
    desk.clock.pass_by(timedelta(minutes=1))
    assert "1 text of the last 30 days read anew" in await desk.read()


async def test_of_a_company_that_is_gone_nothing_is_said(desk: Desk) -> None:
    assert await desk.read() == ""


async def test_when_it_fails_that_is_said_with_what_to_type(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.told(OWN)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())

    async def locked(_items: object) -> None:
        raise StoreError("locked")

    monkeypatch.setattr(desk.store.visits, "restate", locked)

    assert "ask again: /evwatch company reread" in await desk.read()


async def test_too_much_asked_for_at_once_is_refused(desk: Desk) -> None:
    asked = [desk.rereading.ask(ASKED, FOO) for _ in range(WAITING_MAX + 1)]

    assert asked == [True] * WAITING_MAX + [False]


async def test_a_platform_that_takes_no_word_stops_nothing(desk: Desk) -> None:
    await desk.told(OWN)
    await desk.store.editing.add_company(ZANZIBAR, audit=audit())
    desk.words.broken.add("general")

    assert desk.rereading.ask(ASKED, FOO)
    await desk.rereading.once()

    assert "1 step" in as_text(await desk.look_up("zanzibar motors"))
