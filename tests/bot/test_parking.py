"""Lost channels: told of once, freed when they are back, their deliveries held for a set time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import NoReturn, cast

import pytest

from adapters.chat import Address, Health
from bot.parking import Parking
from storage.channels import Channel, Parked
from storage.engine import StoreError
from storage.sources import Actor, Audit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock
from tests.fakes_stories import SEEN

GENERAL = Channel(platform="fake", workspace="w", id="general")


class Lot:
    """A parking lot over an empty store, with all that it told."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.chat = store, FakeClock(SEEN), FakeChat()
        self.told: list[str] = []
        self.freed = 0
        self.deaf = False
        self.parking = Parking(
            store=store,
            chats={"fake": self.chat},
            clock=self.clock,
            hold=timedelta(days=7),
            tell=self._tell,
            freed=self._freed,
        )

    async def _tell(self, parked: Parked) -> None:
        if self.deaf:
            raise OSError("nobody is there")
        self.told.append(f"{parked.channel.id}: {parked.fault}")

    def audit(self) -> Audit:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        return Audit(at=self.clock(), actor=actor, command="test")

    def _freed(self) -> None:
        self.freed += 1

    async def parked(self) -> list[str]:
        return [each.channel.id for each in await self.store.parking.all()]


@pytest.fixture
async def lot() -> AsyncIterator[Lot]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Lot(store)
    for name in ("general", "news", "late"):
        place = Channel(platform="fake", workspace="w", id=name)
        await store.watchlist.follow(place, (), audit=made.audit())
    yield made
    await store.close()


async def test_the_operators_are_told_once_of_a_lost_channel(lot: Lot) -> None:
    lot.chat.broken = {"general"}
    await lot.parking.lost(GENERAL, "not a member")
    await lot.parking.lost(GENERAL, "not a member")

    await lot.parking.turn()
    lot.clock.pass_by(timedelta(days=1))
    await lot.parking.turn()

    assert lot.told == ["general: not a member"]
    assert await lot.parked() == ["general"]


async def test_what_was_lost_for_one_reason_is_told_once(lot: Lot) -> None:
    lot.chat.broken = {"general", "news", "late"}
    news, late = (Channel(platform="fake", workspace="w", id=name) for name in ("news", "late"))
    await lot.parking.lost(GENERAL, "general: the token was revoked")
    await lot.parking.lost(news, "news: the token was revoked")
    await lot.parking.turn()
    lot.clock.pass_by(timedelta(hours=2))
    await lot.parking.lost(late, "late: the token was revoked")
    await lot.parking.turn()

    assert lot.told == [
        "general: general: the token was revoked",
        "late: late: the token was revoked",
    ]


async def test_operators_who_could_not_be_told_are_told_later(lot: Lot) -> None:
    lot.deaf = True
    await lot.parking.lost(GENERAL, "gone")
    await lot.parking.turn()
    lot.deaf = False

    await lot.parking.turn()
    await lot.parking.turn()

    assert lot.told == ["general: gone"]


async def test_a_channel_that_can_be_posted_to_again_is_freed(lot: Lot) -> None:
    await lot.parking.lost(GENERAL, "gone")
    await lot.parking.turn()
    early = await lot.parked()
    lot.clock.pass_by(timedelta(minutes=5))

    await lot.parking.turn()

    assert (early, await lot.parked(), lot.freed) == (["general"], [], 1)


async def test_a_platform_that_is_back_frees_its_channels_at_once(lot: Lot) -> None:
    lot.chat.is_well, lot.chat.broken = False, {"general"}
    await lot.parking.lost(GENERAL, "the token was revoked")
    for _ in range(8):  # by now the next look of its own is hours away
        lot.clock.pass_by(timedelta(hours=6))
        await lot.parking.turn()
    lot.chat.broken = set()
    await lot.parking.turn()
    before = await lot.parked()

    lot.chat.is_well = True
    await lot.parking.turn()

    assert (before, await lot.parked(), lot.freed) == (["general"], [], 1)


async def test_a_channel_that_follows_nothing_any_more_is_forgotten(lot: Lot) -> None:
    lot.chat.broken = {"general"}
    await lot.parking.lost(GENERAL, "gone")
    await lot.store.watchlist.unfollow(GENERAL, (), audit=lot.audit())

    await lot.parking.turn()

    assert (await lot.parked(), lot.told, lot.freed) == ([], [], 0)


async def test_looks_at_a_channel_that_stays_lost_grow_rare(lot: Lot) -> None:
    lot.chat.broken = {"general"}
    await lot.parking.lost(GENERAL, "gone")
    pauses = []
    for _ in range(9):
        [parked] = await lot.store.parking.all()
        pauses.append((parked.next_probe - lot.clock()) / timedelta(minutes=1))
        lot.clock.now = parked.next_probe
        await lot.parking.turn()

    assert pauses == [5, 10, 20, 40, 80, 160, 320, 360, 360]


async def test_a_platform_that_fails_at_the_look_keeps_the_channel_parked(lot: Lot) -> None:
    class Failing(FakeChat):
        async def probe(self, to: Address) -> Health:
            raise RuntimeError(to.channel)

    parking = Parking(
        store=lot.store, chats={"fake": Failing()}, clock=lot.clock, hold=timedelta(days=7)
    )
    await parking.lost(GENERAL, "gone")
    lot.clock.pass_by(timedelta(minutes=5))

    await parking.turn()

    [parked] = await lot.store.parking.all()
    assert "RuntimeError" in parked.fault


async def test_a_platform_that_hangs_at_the_look_holds_up_no_other(lot: Lot) -> None:
    looked = asyncio.Event()

    class Hanging(FakeChat):
        async def probe(self, to: Address) -> Health:
            await looked.wait()
            return await super().probe(to)

    class Looked(FakeChat):
        async def probe(self, to: Address) -> Health:
            looked.set()
            return await super().probe(to)

    there = Channel(platform="other", workspace="w", id="general")
    await lot.store.watchlist.follow(there, (), audit=lot.audit())
    parking = replace(lot.parking, chats={"fake": Hanging(), "other": Looked()})
    await parking.lost(GENERAL, "gone")
    lot.clock.pass_by(timedelta(seconds=1))
    await parking.lost(there, "gone")
    lot.clock.pass_by(timedelta(minutes=5))

    async with asyncio.timeout(10):
        await parking.turn()

    assert await lot.parked() == []


async def test_a_store_that_fails_ends_no_looking(lot: Lot) -> None:
    asked = asyncio.Event()

    async def broken() -> NoReturn:
        asked.set()
        raise StoreError("the disk is full")

    store = cast("Store", SimpleNamespace(parking=SimpleNamespace(all=broken)))
    async with asyncio.timeout(10):
        serving = asyncio.create_task(replace(lot.parking, store=store).serve())
        await asyncio.wait(
            {serving, asyncio.create_task(asked.wait())}, return_when="FIRST_COMPLETED"
        )
        await asyncio.sleep(0)
        is_going_on = not serving.done()
        serving.cancel()

    assert is_going_on
