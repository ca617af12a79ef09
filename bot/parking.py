"""Channels that were lost: parked, told of once, looked at now and then, freed when they are back.

Their settings are kept, and what is for them waits for a set time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from adapters.chat import Address, Chat, Health
from storage.channels import Channel, Parked
from storage.engine import StoreError
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(minutes=1)
TOGETHER: Final = timedelta(hours=1)  # what was lost within it for one reason is one loss
FIRST_PROBE: Final = timedelta(minutes=5)  # doubled by each that fails
PROBE_MAX: Final = timedelta(hours=6)
PROBE_LIMIT: Final = timedelta(seconds=30)


async def _nobody(_parked: Parked) -> None:
    """Nobody is told: the log is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parking:
    """Looks after the parked channels of the platforms of `chats` (by their name)."""

    store: Store
    chats: Mapping[str, Chat]
    clock: Callable[[], datetime]
    hold: timedelta  # how long deliveries wait for a parked channel
    tell: Callable[[Parked], Awaitable[None]] = _nobody  # the operators; again if it raises
    freed: Callable[[], None] = lambda: None  # told that something may be delivered again
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # set: look now
    _down: set[str] = field(default_factory=set, init=False)  # platforms out of reach at last look

    async def lost(self, channel: Channel, fault: str) -> None:
        """This channel takes nothing any more. Parked already: nothing more is said."""
        now = self.clock()
        if await self.store.parking.park(
            channel, fault=fault, at=now, next_probe=now + FIRST_PROBE
        ):
            log.error("channel parked", channel=str(channel), fault=fault)
            self.bell.set()

    async def serve(self) -> None:
        """Look every minute, and whenever a channel was lost, until cancelled."""
        while True:
            self.bell.clear()
            try:
                await self.turn()
            except* StoreError as faults:
                log.warning("parked channels wait", fault=str(faults.exceptions[0]))
            try:
                async with asyncio.timeout(EVERY.total_seconds()):
                    await self.bell.wait()
            except TimeoutError:
                pass

    async def turn(self) -> None:
        """Tell of what is newly parked, free what can be posted to again, drop what is too old.

        A channel that follows nothing any more is forgotten. A `StoreError` may come in a group.
        """
        now = self.clock()
        back = self._back()
        due: dict[str, list[Parked]] = {}
        for parked in await self.store.parking.all():
            if await self.store.watchlist.subscription(parked.channel) is None:
                await self.store.parking.free(parked.channel)  # nothing is for it any more
                continue
            if not parked.told:
                await self._tell(parked, await self.store.parking.all())
            platform = parked.channel.platform
            if platform in self.chats and (parked.next_probe <= now or platform in back):
                due.setdefault(platform, []).append(parked)
        async with asyncio.TaskGroup() as tasks:  # a platform that hangs holds up no other
            for platform, lot in due.items():
                tasks.create_task(self._probe_each(self.chats[platform], lot))
        fault = "held too long for a channel that took nothing"
        if dropped := await self.store.parking.expire(now - self.hold, fault=fault):
            log.warning("held deliveries dropped", count=dropped)

    def _back(self) -> set[str]:
        """The platforms that were out of reach and are not any more: a token was replaced, say."""
        down = {name for name, chat in self.chats.items() if not chat.health().ok}
        back = self._down - down
        self._down.clear()
        self._down.update(down)
        return back

    async def _tell(self, parked: Parked, lot: Sequence[Parked]) -> None:
        """One word for all channels of a workspace that were lost for one reason at one time."""
        beside = [each for each in lot if _is_of_one_loss(parked, each)]
        try:
            if not any(each.told for each in beside):
                await self.tell(parked)
        except Exception as fault:  # noqa: BLE001 - told again at the next turn
            log.warning("operators not told", channel=str(parked.channel), fault=repr(fault))
            return
        for each in beside:
            await self.store.parking.told(each.channel)

    async def _probe_each(self, chat: Chat, lot: Sequence[Parked]) -> None:
        for parked in lot:
            await self._probe(chat, parked)

    async def _probe(self, chat: Chat, parked: Parked) -> None:
        channel = parked.channel
        to = Address(workspace=channel.workspace, channel=channel.id)
        try:
            async with asyncio.timeout(PROBE_LIMIT.total_seconds()):
                health = await chat.probe(to)
        except Exception as fault:  # noqa: BLE001 - whatever an adapter raises, others go on
            health = Health(ok=False, reason=f"could not be looked at: {fault!r}")
        if health.ok:
            await self.store.parking.free(channel)
            log.info("channel freed", channel=str(channel))
            self.freed()
            return
        pause = min(FIRST_PROBE * (1 << min(parked.probes + 1, 12)), PROBE_MAX)
        await self.store.parking.put_off(
            channel, fault=health.reason or parked.fault, next_probe=self.clock() + pause
        )


def _is_of_one_loss(one: Parked, other: Parked) -> bool:
    """Were both lost in one workspace, within the hour, for one reason: a token, not a channel?"""
    reasons = [each.fault.replace(each.channel.id, "") for each in (one, other)]
    return (
        (one.channel.platform, one.channel.workspace)
        == (other.channel.platform, other.channel.workspace)
        and reasons[0] == reasons[1]
        and abs(one.since - other.since) < TOGETHER
    )
