"""`evwatch doctor`: everything that a set-up needs, looked at once, in plain words."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.chat import Address, Chat, Check
from storage.channels import Channel, Subscription
from storage.engine import StoreError
from storage.sources import SourceState
from storage.store import Store

FAILS: Final = frozenset({SourceState.FAILING, SourceState.BLOCKED})
LOOK_LIMIT: Final = timedelta(seconds=20)  # at one platform or channel
EVERYBODY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """Looks at database, sources, platforms and channels; changes nothing."""

    store: Store
    chats: Mapping[str, Chat]
    clock: Callable[[], datetime]
    operators: Channel | None = None

    async def look(self) -> AsyncIterator[Check]:
        """Each check as it is made, the database first."""
        database = await self._database()
        yield database
        if not database.ok:
            return
        async for check in self._sources():
            yield check
        for chat in self.chats.values():
            for check in await self._platform(chat):
                yield check
        async for check in self._channels():
            yield check
        async for check in self._outbox():
            yield check

    async def _database(self) -> Check:
        try:
            await self.store.visits.next_due()
        except StoreError as fault:
            return Check(what="database", ok=False, remedy=str(fault))
        return Check(what="database: opens, schema up to date", ok=True)

    async def _sources(self) -> AsyncIterator[Check]:
        workspaces = {EVERYBODY, *(each.channel.workspace for each in await self._subscriptions())}
        statuses = {
            status.source.id: status
            for workspace in sorted(workspaces)
            for status in await self.store.visits.statuses(workspace, now=self.clock())
        }
        if not statuses:
            remedy = "add one: in evwatch.toml, or with /evwatch add in a channel"
            yield Check(what="sources: none is watched", ok=False, remedy=remedy)
            return
        failing = [each for each in statuses.values() if each.state in FAILS]
        yield Check(
            what=f"sources: {len(statuses) - len(failing)} of {len(statuses)} well", ok=not failing
        )
        for each in failing:
            name = each.source.title or each.source.url
            remedy = f"{each.fault}; try it with: evwatch visit {each.source.url}"
            yield Check(what=f"source {name}", ok=False, remedy=remedy)

    async def _platform(self, chat: Chat) -> Sequence[Check]:
        try:
            async with asyncio.timeout(LOOK_LIMIT.total_seconds()):
                return await chat.examine()
        except TimeoutError:
            remedy = "it does not answer: is the network open to it, and the base address right?"
        except Exception as fault:  # noqa: BLE001 - told, and the others are looked at
            remedy = f"it could not be looked at: {fault!r}"
        return [Check(what=chat.platform, ok=False, remedy=remedy)]

    async def _channels(self) -> AsyncIterator[Check]:
        channels = [each.channel for each in await self._subscriptions()]
        channels += [self.operators] if self.operators else []
        if not channels:
            remedy = "type /evwatch follow all in a channel, or name one in evwatch.toml"
            yield Check(what="channels: nobody hears anything", ok=False, remedy=remedy)
        for channel in dict.fromkeys(channels):
            yield await self._channel(channel)

    async def _channel(self, channel: Channel) -> Check:
        what = f"channel {channel.id} on {channel.platform}"
        chat = self.chats.get(channel.platform)
        if chat is None:
            remedy = f"{channel.platform} is not set up: its tokens are missing"
            return Check(what=what, ok=False, remedy=remedy)
        try:
            async with asyncio.timeout(LOOK_LIMIT.total_seconds()):
                health = await chat.probe(Address(workspace=channel.workspace, channel=channel.id))
        except Exception as fault:  # noqa: BLE001 - told, and the others are looked at
            return Check(what=what, ok=False, remedy=f"it could not be looked at: {fault!r}")
        return Check(what=what, ok=health.ok, remedy=health.reason)

    async def _outbox(self) -> AsyncIterator[Check]:
        for parked in await self.store.parking.all():
            yield Check(
                what=f"channel {parked.channel.id} on {parked.channel.platform} is held back",
                ok=False,
                remedy=f"{parked.fault}; once that is mended: /evwatch resume there",
            )
        resting = await self.store.outbox.resting()
        what = f"outbox: {resting} messages need a person's word"
        yield Check(what=what, ok=not resting, remedy="see /evwatch queue" if resting else "")

    async def _subscriptions(self) -> Sequence[Subscription]:
        return await self.store.watchlist.all_subscriptions()
