"""The runner: it wakes, it ends, and whoever hangs holds up no other."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.chat import Address
from adapters.document import Document
from storage.channels import Channel
from tests.fakes import FakeChat
from tests.fakes_outbox import Line
from tests.fakes_stories import milestone


async def test_the_runner_recovers_delivers_and_wakes_to_its_bell(line: Line) -> None:
    await line.tell("a", milestone("byd"))
    await line.store.outbox.claim(line.clock(), platforms=("fake",), lease=timedelta(minutes=2))
    posted = asyncio.Event()
    runner = replace(line.deliverer, checkpoint=lambda name: posted.set() if name == "deliver.settled" else None)  # fmt: skip

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await posted.wait()
        posted.clear()
        await line.tell("b", milestone("nio"))
        runner.bell.set()
        await posted.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert len(line.chat.posts) == 2


async def test_a_platform_that_hangs_at_the_start_holds_up_no_other(line: Line) -> None:
    posted, hanging = asyncio.Event(), asyncio.Event()

    class Deaf(FakeChat):
        async def find(
            self, to: Address, key: str, *, since: datetime, after: str | None = None
        ) -> str | None:
            hanging.set()
            await asyncio.Event().wait()
            raise AssertionError(to, key, since, after)

    chats = {"fake": Deaf(), "other": FakeChat()}
    await line.tell("a", milestone("byd"))
    await line.store.outbox.claim(line.clock(), platforms=("fake",), lease=timedelta(minutes=2))
    there = Channel(platform="other", workspace="w", id="general")
    await line.store.watchlist.follow(there, (), audit=line.audit())
    await line.tell("b", milestone("nio"))
    runner = replace(
        line.deliverer,
        chats=chats,
        checkpoint=lambda name: posted.set() if name == "deliver.settled" else None,
    )

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await hanging.wait()
        await posted.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert [post.to.channel for post in chats["other"].posts] == ["general"]


async def test_a_channel_that_hangs_holds_up_no_other(line: Line) -> None:
    for name in ("other", "third"):
        await line.follow(name)
    hanging, posted = asyncio.Event(), asyncio.Event()

    class Hanging(FakeChat):
        async def post(
            self,
            to: Address,
            document: Document,
            *,
            key: str,
            after: str | None = None,
            edit: bool = False,
        ) -> str:
            if to.channel == "general":
                await hanging.wait()
            message = await super().post(to, document, key=key, after=after, edit=edit)
            if len(self.posts) == 4:
                posted.set()
            return message

    chat = Hanging()
    runner = replace(line.deliverer, chats={"fake": chat}, batch=2)
    await line.tell("a", milestone("byd"))
    await line.tell("b", milestone("nio"))

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await posted.wait()
        seen = [post.to.channel for post in chat.posts]
        runner.stopping.set()
        hanging.set()
        await task

    assert sorted(seen) == ["other", "other", "third", "third"]
    assert await line.states() == {"sent": 5, "waiting": 1}
