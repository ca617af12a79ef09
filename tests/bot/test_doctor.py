"""The doctor: what is well, what is not, and what to do about it."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from adapters.chat import Address, Check, Health
from bot.doctor import Doctor
from storage.channels import Channel, Subscription
from storage.records import digest
from storage.sources import Source, SourceKind, Visit, Watch
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock
from tests.fakes_stories import SEEN

FEED = "https://example.org/feed"
GENERAL = Channel(platform="fake", workspace="w", id="general")


class Surgery:
    """A store with one source and one channel, and a doctor for it."""

    def __init__(self, store: Store) -> None:
        self.store, self.chat = store, FakeChat()
        self.doctor = Doctor(store=store, chats={"fake": self.chat}, clock=FakeClock(SEEN))

    async def seed(self, *channels: Channel, source: bool = True) -> None:
        watch = Watch(
            workspace="*",
            source=Source(id=digest(FEED), kind=SourceKind.FEED, url=FEED, title="Gazette"),
            managed=True,
            added_by="file",
            added_at=SEEN,
        )
        wanted = [Subscription(id=each.id, channel=each) for each in channels]
        await self.store.watchlist.seed([watch] if source else [], wanted, at=SEEN)

    async def ill(self) -> dict[str, str]:
        return {each.what: each.remedy async for each in self.doctor.look() if not each.ok}


@pytest.fixture
async def surgery() -> AsyncIterator[Surgery]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Surgery(store)
    await store.close()


async def test_a_good_set_up_is_told_to_be_well(surgery: Surgery) -> None:
    await surgery.seed(GENERAL)
    surgery.chat.findings = [Check(what="fake: token", ok=True)]

    told = [each async for each in surgery.doctor.look()]

    assert [each.what for each in told if not each.ok] == []
    assert [each.what.partition(":")[0] for each in told] == [
        "database",
        "sources",
        "fake",
        "channel general on fake",
        "outbox",
    ]


async def test_an_empty_set_up_is_told_how_to_begin(surgery: Surgery) -> None:
    ill = await surgery.ill()

    assert "/evwatch add" in ill["sources: none is watched"]
    assert "/evwatch follow" in ill["channels: nobody hears anything"]


async def test_a_failing_source_is_told_with_its_fault(surgery: Surgery) -> None:
    await surgery.seed(GENERAL)
    await surgery.store.visits.record(
        Visit(
            source=digest(FEED), at=SEEN, next_at=SEEN + timedelta(hours=1), memory={},
            failure="404 Not Found",
        )
    )  # fmt: skip

    ill = await surgery.ill()

    assert ill["source Gazette"].startswith("404 Not Found; try it with: evwatch visit")


async def test_what_a_platform_finds_is_told(surgery: Surgery) -> None:
    await surgery.seed(GENERAL)
    surgery.chat.findings = [Check(what="fake: token", ok=False, remedy="set FAKE_TOKEN")]

    assert await surgery.ill() == {"fake: token": "set FAKE_TOKEN"}


async def test_a_platform_that_breaks_does_not_end_the_visit(surgery: Surgery) -> None:
    class Broken(FakeChat):
        async def examine(self) -> Sequence[Check]:
            raise OSError("no route")

        async def probe(self, to: Address) -> Health:
            raise OSError(f"no route to {to.channel}")

    await surgery.seed(GENERAL)
    surgery.doctor = Doctor(store=surgery.store, chats={"fake": Broken()}, clock=FakeClock(SEEN))

    ill = await surgery.ill()

    assert set(ill) == {"fake", "channel general on fake"}
    assert all("no route" in remedy for remedy in ill.values())


async def test_channels_of_platforms_that_are_not_set_up_are_told(surgery: Surgery) -> None:
    await surgery.seed(Channel(platform="slack", workspace="T1", id="C1"))

    assert "tokens are missing" in (await surgery.ill())["channel C1 on slack"]


async def test_the_operators_channel_is_looked_at_too(surgery: Surgery) -> None:
    await surgery.seed(GENERAL)
    surgery.chat.broken = {"ops"}
    surgery.doctor = Doctor(
        store=surgery.store,
        chats={"fake": surgery.chat},
        clock=FakeClock(SEEN),
        operators=Channel(platform="fake", workspace="w", id="ops"),
    )

    assert list(await surgery.ill()) == ["channel ops on fake"]


async def test_a_parked_channel_is_told_with_its_reason(surgery: Surgery) -> None:
    await surgery.seed(GENERAL)
    await surgery.store.parking.park(GENERAL, fault="archived", at=SEEN, next_probe=SEEN)

    ill = await surgery.ill()

    assert ill["channel general on fake is held back"].startswith("archived; once that is mended")
