"""Learns which channels are private of those that the config file names.

Where somebody types, the platform tells that with every command. In these nobody may ever have.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from adapters.chat import Address, Chat, Health
from storage.channels import Channel
from storage.engine import StoreError
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=6)
LOOK_LIMIT: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Asks the platforms of `chats` (by their name) about these channels."""

    store: Store
    chats: Mapping[str, Chat]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def serve(self) -> None:
        """Look at once, and then four times a day, until cancelled."""
        while True:
            try:
                await self.turn()
            except StoreError as fault:
                log.warning("channels not looked at", fault=str(fault))
            await self.sleep(EVERY.total_seconds())

    async def turn(self) -> None:
        """Keep of each channel what its platform tells; where it tells nothing, what was known."""
        for each in await self.store.watchlist.all_subscriptions():
            if not each.managed or each.channel.platform not in self.chats:
                continue
            health = await self._look(each.channel)
            if health.private is not None:
                await self.store.privacy.mark(each.channel, private=health.private)

    async def _look(self, channel: Channel) -> Health:
        to = Address(workspace=channel.workspace, channel=channel.id)
        try:
            async with asyncio.timeout(LOOK_LIMIT.total_seconds()):
                return await self.chats[channel.platform].probe(to)
        except Exception as fault:  # noqa: BLE001 - whatever an adapter raises, others go on
            log.warning("channel not looked at", channel=str(channel), fault=repr(fault))
            return Health(ok=False)
