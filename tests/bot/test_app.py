"""What runs beside the watching: no fault of the store ends it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn, cast

from adapters.chat import Health
from bot.app.service import _measure, assemble
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
            _measure(replace(service, store=store, chats={"fake": chat}))
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
