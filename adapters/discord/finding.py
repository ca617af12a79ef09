"""Was it posted? The history of a channel and its threads, looked through for a key."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Final

import discord.utils

from adapters.chat import Address, CannotTellError
from adapters.discord.errors import MISSING_ACCESS, MISSING_PERMISSION, Refused
from adapters.discord.marks import key_of
from adapters.discord.places import EMBED, HISTORY, VIEW, Place, Places
from adapters.discord.rest import Rest
from adapters.discord.spots import Spot, floor, spot_of

PAGE: Final = 100  # the most that Discord gives at once
PAGES_MAX: Final = 10
THREADS_MAX: Final = 50

Json = Mapping[str, Any]


class Finding:
    """Looks for messages of ours by their key."""

    def __init__(self, rest: Rest, places: Places) -> None:
        self._rest = rest
        self._places = places

    async def find(self, to: Address, key: str, *, since: datetime) -> Spot | None:
        """The message posted with `key` at or after `since`, wherever it stands; None: none.

        Raises `CannotTellError` where the history may not be read, or is too long to be read.
        """
        place = await self._places.look(to)
        me = await self._rest.me()
        is_blind, is_bare = True, False
        async for thread, message in self._messages(place, to, since):
            is_blind = False
            if str(message["author"]["id"]) != me:
                continue
            if key_of(message) == key:
                return spot_of(message, thread=thread)
            is_bare = is_bare or not (message["embeds"] or key_of(message))
        if is_blind:
            await self._check_sight(place)
        elif is_bare:
            await self._check_keys(place)
        return None

    async def find_post(self, place: Place, key: str, *, since: datetime) -> Spot | None:
        """The post of a forum whose first message has the key; None too where nobody can tell.

        A forum takes no nonce, so this is looked up before each post.
        """
        to = Address(workspace=place.guild, channel=place.id)
        try:
            return await self.find(to, key, since=since)
        except CannotTellError:
            return None

    async def _check_sight(self, place: Place) -> None:
        """Nothing seen may mean that nothing may be seen: Discord tells an empty history then."""
        allowed = await self._places.allowed(place)
        if not (allowed & HISTORY and allowed & VIEW):
            raise CannotTellError(
                "Discord shows EV Watch no history of that channel; "
                "allow it to Read Message History"
            )

    async def _check_keys(self, place: Place) -> None:
        """A message of ours without an embed may have lost its key with it."""
        if not await self._places.allowed(place) & EMBED:
            raise CannotTellError(
                "what EV Watch posts in that channel cannot be told apart; allow it to Embed Links"
            )

    async def _messages(
        self, place: Place, to: Address, since: datetime
    ) -> AsyncIterator[tuple[str | None, Json]]:
        """What was posted since, each with the thread it stands in."""
        after = floor(since)
        home = to.thread or place.id
        own = home if to.thread or place.is_thread else None
        if not place.is_forum or to.thread:
            async for message in self._history(home, after):
                yield None if own == place.id else own, message
        if own:
            return
        for thread in await self._threads(place, since):
            async for message in self._history(thread, after):
                yield thread, message

    async def _history(self, channel: str, after: int) -> AsyncIterator[Json]:
        for _ in range(PAGES_MAX):
            page = await self._rest.call(
                "GET",
                "/channels/{channel_id}/messages",
                query={"after": after, "limit": PAGE},
                ids={"channel_id": channel},
            )
            for message in page:
                after = max(after, int(message["id"]))
                yield message
            if len(page) < PAGE:
                return
        raise CannotTellError("too much was written in that Discord channel since to look through")

    async def _threads(self, place: Place, since: datetime) -> list[str]:
        """The threads of a channel in which something was written since."""
        active = await self._rest.call(
            "GET", "/guilds/{guild_id}/threads/active", ids={"guild_id": place.guild}
        )
        ours = [each for each in active["threads"] if str(each.get("parent_id")) == place.id]
        ours += await self._archived(place, since)
        after = floor(since)
        fresh = [
            str(each["id"])
            for each in ours
            if max(int(each["id"]), int(each.get("last_message_id") or 0)) > after
        ]
        if len(fresh) > THREADS_MAX:
            raise CannotTellError("too many threads of that Discord channel to look through")
        return fresh

    async def _archived(self, place: Place, since: datetime) -> list[Json]:
        """Threads archived since: one that was written in since may be."""
        try:
            page = await self._rest.call(
                "GET",
                "/channels/{channel_id}/threads/archived/public",
                query={"limit": THREADS_MAX},
                ids={"channel_id": place.id},
            )
        except Refused as error:
            if error.code in {MISSING_ACCESS, MISSING_PERMISSION}:
                raise CannotTellError(str(error)) from error
            raise
        return [
            each
            for each in page["threads"]
            if (at := discord.utils.parse_time(each["thread_metadata"]["archive_timestamp"]))
            and at >= since
        ]
