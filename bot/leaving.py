"""What is erased after a while: all of workspaces that removed the bot and stay away, and rests."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from storage.engine import StoreError
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)


async def _nobody(_platform: str, _workspace: str) -> None:
    """Nobody is told: the log is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Hears from the platforms who came and went (`adapters.chat.Presence`), and erases."""

    store: Store
    clock: Callable[[], datetime]
    grace: timedelta  # between leaving and being erased
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    tell: Callable[[str, str], Awaitable[None]] = _nobody  # the operators, of platform, workspace

    async def left(self, platform: str, workspace: str) -> None:
        """A workspace removed the bot; the operators are told once."""
        if not await self.store.leaving.left(platform, workspace, at=self.clock()):
            return
        log.warning("workspace left", platform=platform, workspace=workspace)
        try:
            await self.tell(platform, workspace)
        except Exception as fault:  # noqa: BLE001 - the log has it
            log.warning("operators not told", workspace=workspace, fault=repr(fault))

    async def joined(self, platform: str, workspace: str) -> None:
        """A workspace has the bot, perhaps again."""
        if await self.store.leaving.back(platform, workspace):
            log.info("workspace came back", platform=platform, workspace=workspace)

    async def roll(self, platform: str) -> Mapping[str, bool]:
        """The workspaces that are known of a platform; False: it left, as far as is known."""
        return await self.store.leaving.roll(platform)

    async def serve(self) -> None:
        """Look every hour, until cancelled."""
        while True:
            try:
                await self.turn()
            except StoreError as fault:
                log.warning("erasing waits", fault=str(fault))
            await self.sleep(EVERY.total_seconds())

    async def turn(self) -> None:
        """Erase those whose time is over, lists that nobody said yes to, and what is left over."""
        await self.store.pending.erase(at=self.clock())
        await self.store.shelf.tidy()
        before = self.clock() - self.grace
        for platform, workspace in await self.store.leaving.due(before):
            count = await self.store.leaving.erase(platform, workspace, before=before)
            log.warning("workspace erased", platform=platform, workspace=workspace, rows=count)
