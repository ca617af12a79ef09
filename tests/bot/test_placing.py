"""Channels of the config file are known as private before anybody types in them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from adapters.chat import Address, Health
from bot.placing import Placing
from storage.channels import Channel, Subscription
from storage.records import digest
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock

HERE = Channel(platform="fake", workspace="w", id="general")


def follower(name: str) -> Subscription:
    return Subscription(id=digest(name), channel=replace(HERE, id=name))


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    made = Store(await SqliteEngine.open(":memory:"))
    await made.migrate()
    names = ("general", "board", "broken")
    await made.watchlist.seed([], [follower(name) for name in names], at=FakeClock()())
    yield made
    await made.close()


async def test_a_private_channel_is_shown_in_no_other(store: Store) -> None:
    chat = FakeChat(private={"board"})

    await Placing(store=store, chats={"fake": chat}).turn()

    assert await store.privacy.hidden(HERE) == {"board"}


async def test_what_a_platform_no_longer_calls_private_is_none(store: Store) -> None:
    chat = FakeChat(private={"board"})
    placing = Placing(store=store, chats={"fake": chat})
    await placing.turn()
    chat.private.clear()

    await placing.turn()

    assert await store.privacy.hidden(HERE) == frozenset()


@dataclass
class Deaf(FakeChat):
    """Tells nothing of one channel, and fails at another."""

    async def probe(self, to: Address) -> Health:
        if to.channel == "broken":
            raise RuntimeError("no answer")
        return Health(ok=False)


async def test_where_nothing_is_told_it_stays_as_it_was_known(store: Store) -> None:
    await store.privacy.mark(replace(HERE, id="board"), private=True)
    await store.privacy.mark(replace(HERE, id="broken"), private=True)

    await Placing(store=store, chats={"fake": Deaf()}).turn()
    await Placing(store=store, chats={}).turn()

    assert await store.privacy.hidden(HERE) == {"board", "broken"}


async def test_it_looks_at_once_and_again(store: Store) -> None:
    looked = asyncio.Queue[float]()

    async def sleep(seconds: float) -> None:
        await looked.put(seconds)
        await asyncio.sleep(0)

    chat = FakeChat(private={"board"})
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        serving = tasks.create_task(Placing(store=store, chats={"fake": chat}, sleep=sleep).serve())
        await looked.get()
        await looked.get()
        serving.cancel()

    assert await store.privacy.hidden(HERE) == {"board"}
