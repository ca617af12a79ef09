"""What runs beside the deliveries: no fault ends it, and only commands count as such."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, NoReturn, cast

import pytest

from adapters.chat import Address, Health, Request
from bot.app.running import answer, keep_up, measure
from bot.app.service import assemble
from bot.config import Config
from storage.engine import StoreError
from tests.fakes import FakeChat

if TYPE_CHECKING:
    from storage.store import Store


class Watched(FakeChat):
    """A chat that tells when its health was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    def health(self) -> Health:
        self.asked.set()
        return super().health()


async def _broken() -> NoReturn:
    raise StoreError("the disk is full")


async def test_an_outbox_that_cannot_be_counted_ends_no_measuring() -> None:
    chat = Watched()
    store = cast("Store", SimpleNamespace(outbox=SimpleNamespace(counts=_broken)))
    async with assemble(Config(database=Path(":memory:")), env={}) as service:
        measuring = asyncio.create_task(
            measure(replace(service, store=store, chats={"fake": chat}))
        )
        async with asyncio.timeout(10):
            await asyncio.wait(
                {measuring, asyncio.create_task(chat.asked.wait())},
                return_when=asyncio.FIRST_COMPLETED,
            )
        is_going_on = not measuring.done()
        measuring.cancel()

    assert is_going_on
    assert service.metrics.registry.get_sample_value("evwatch_platform_up", {"platform": "fake"})


async def test_a_part_that_fails_is_begun_again_and_fails_nobody_else() -> None:
    begun: list[int] = []
    is_back = asyncio.Event()

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) == 1:
            raise ValueError("a fault of our own")
        is_back.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        part = tasks.create_task(keep_up("part", work, pause=timedelta(0)))
        await is_back.wait()
        part.cancel()

    assert begun == [0, 1]


@pytest.mark.parametrize(
    ("kind", "counts"), [("command", True), ("suggest", False), ("check", False)]
)
async def test_a_command_is_counted_and_wakes_the_watcher_and_a_key_stroke_does_not(
    kind: Literal["command", "suggest", "check"], *, counts: bool
) -> None:
    at = Address(workspace="local", channel="general")
    request = Request(kind=kind, platform="local", at=at, user="ann", text="/evwatch list")
    async with assemble(Config(database=Path(":memory:")), env={}) as service:
        await answer(service, request)

    counted = service.metrics.registry.get_sample_value("evwatch_commands_total", {"outcome": "ok"})
    assert (counted is not None, service.watcher.bell.is_set()) == (counts, counts)
