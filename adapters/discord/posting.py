"""Posting: as a message, in place of one, beneath one, or as a post of a forum."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from adapters.chat import Address
from adapters.discord.embeds import attached, render, render_plainly, thread_name
from adapters.discord.errors import (
    MISSING_PERMISSION,
    NOT_OUR_MESSAGE,
    TAG_REQUIRED,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    TOO_MANY_OLD_EDITS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNRENDERABLE,
    Refused,
)
from adapters.discord.finding import Finding
from adapters.discord.places import Place, Places, is_lost
from adapters.discord.rest import Rest
from adapters.discord.spots import Spot, read, spot_of
from adapters.document import Document, File, Picture

NONCE_MAX_CHARS: Final = 25
ARCHIVE_AFTER_MIN: Final = 4_320  # three days without a word
LOOK_BACK: Final = timedelta(minutes=15)  # for a post of a forum that is tried again
CANNOT_EDIT: Final = frozenset(
    {UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, NOT_OUR_MESSAGE, TOO_MANY_OLD_EDITS}
)

Body = dict[str, Any]
Json = Mapping[str, Any]
Files = Sequence[Picture | File]


class Posting:
    """Puts documents into channels. A key is a nonce, which Discord enforces for some minutes."""

    def __init__(
        self, rest: Rest, places: Places, finding: Finding, *, clock: Callable[[], datetime]
    ) -> None:
        self._rest = rest
        self._places = places
        self._finding = finding
        self._clock = clock
        self._log = structlog.get_logger(platform="discord")

    async def post(
        self, to: Address, document: Document, *, key: str, after: str | None, edit: bool
    ) -> Spot:
        """Show the document; gives where. Raises `Refused`."""
        try:
            place = await self._places.look(to)
            spot = read(after)
            found = None
            if spot and edit:
                found = await self._edited(to, place, spot, document, key)
            elif spot:
                found = await self._beneath(to, place, spot, document, key)
            return found or await self._new(to, place, document, key)
        except Refused as error:
            if is_lost(error):
                self._places.forget(to)
            raise

    async def _new(self, to: Address, place: Place, document: Document, key: str) -> Spot:
        if place.is_forum and not to.thread:
            return await self._post_of_forum(to, place, document, key)
        message = await self._send(to.thread or place.id, document, key)
        return spot_of(message, thread=to.thread)

    async def _edited(
        self, to: Address, place: Place, spot: Spot, document: Document, key: str
    ) -> Spot | None:
        """The message changed; None: it cannot be."""
        thread = spot.thread or (spot.message if place.is_forum else to.thread)

        async def change(body: Body, files: Files) -> Json:
            answer: Json = await self._rest.call(
                "PATCH",
                "/channels/{channel_id}/messages/{message_id}",
                # Embeds that a plain form has hidden are shown again, pictures do not stay behind.
                {"flags": 0, "attachments": []} | body,
                ids={"channel_id": thread or place.id, "message_id": spot.message},
                files=files,
            )
            return answer

        try:
            await self._rich_or_plain(document, key, change)
        except Refused as error:
            if error.code == THREAD_ARCHIVED:  # an edit opens none, another message does
                return await self._beneath(to, place, spot, document, key)
            if error.code in CANNOT_EDIT:
                return None
            raise
        return spot

    async def _beneath(
        self, to: Address, place: Place, spot: Spot, document: Document, key: str
    ) -> Spot | None:
        """In the thread of the first message, or as a reply to it; None: it is gone."""
        if place.is_forum and not to.thread:
            return await self._in_thread(spot.first, document, key)
        # No thread has threads; and where a reply came before, the bot could open none.
        is_reply = to.thread or place.is_thread or spot.root
        found = None
        if not is_reply and spot.thread:
            found = await self._in_thread(spot.first, document, key)
        if not is_reply and found is None:
            opened = await self._opened(place, spot.first, document)
            if opened == UNKNOWN_MESSAGE:
                return None
            found = None if opened else await self._in_thread(spot.first, document, key)
        return found or await self._reply(to, place, spot, document, key)

    async def _opened(self, place: Place, message: str, document: Document) -> int:
        """Open the thread of a message; Discord's number of why not, 0 when it is open."""
        try:
            await self._rest.call(
                "POST",
                "/channels/{channel_id}/messages/{message_id}/threads",
                {"name": thread_name(document), "auto_archive_duration": ARCHIVE_AFTER_MIN},
                ids={"channel_id": place.id, "message_id": message},
            )
        except Refused as error:
            if not error.code:
                error.uncertain = False  # a thread may be there, and no message of this key
                raise
            return 0 if error.code == THREAD_EXISTS else error.code
        return 0

    async def _in_thread(self, thread: str, document: Document, key: str) -> Spot | None:
        """In the thread, which opens again if it was archived; None: it takes nothing."""
        try:
            message = await self._send(thread, document, key)
        except Refused as error:
            if is_lost(error) or error.code == THREAD_ARCHIVED:
                return None
            raise
        return spot_of(message, thread=thread)

    async def _reply(
        self, to: Address, place: Place, spot: Spot, document: Document, key: str
    ) -> Spot:
        root = spot.root or spot.message if to.thread or place.is_thread else spot.first
        reference = {"message_id": root, "fail_if_not_exists": False}
        message = await self._send(
            to.thread or place.id, document, key, {"message_reference": reference}
        )
        return spot_of(message, thread=to.thread)

    async def _send(
        self, channel: str, document: Document, key: str, more: Json | None = None
    ) -> Json:
        """One message; within Discord's minutes, the one that has this key already."""
        unique = {"nonce": nonce(key), "enforce_nonce": True, **(more or {})}

        async def send(body: Body, files: Files) -> Json:
            answer: Json = await self._rest.call(
                "POST",
                "/channels/{channel_id}/messages",
                body | unique,
                ids={"channel_id": channel},
                files=files,
            )
            return answer

        return await self._rich_or_plain(document, key, send)

    async def _post_of_forum(self, to: Address, place: Place, document: Document, key: str) -> Spot:
        since = self._clock() - LOOK_BACK
        if known := await self._finding.find_post(place, key, since=since):
            return known

        async def open_post(body: Body, files: Files) -> Json:
            return await self._open_post(to, place, thread_name(document), body, files)

        thread = await self._rich_or_plain(document, key, open_post)
        return Spot(message=str(thread["id"]), thread=str(thread["id"]))

    async def _open_post(
        self, to: Address, place: Place, name: str, body: Body, files: Files
    ) -> Json:
        form: Body = {"name": name, "auto_archive_duration": ARCHIVE_AFTER_MIN, "message": body}
        if place.needs_tag:
            form["applied_tags"] = list(place.tags[:1])
        path = "/channels/{channel_id}/threads"
        try:
            answer: Json = await self._rest.call(
                "POST", path, form, once=True, ids={"channel_id": place.id}, files=files
            )
        except Refused as error:
            if error.code != TAG_REQUIRED:
                raise
            answer = await self._open_tagged(to, form, files)
        return answer

    async def _open_tagged(self, to: Address, form: Body, files: Files) -> Json:
        """Once more with the first tag that the forum has by now."""
        self._places.forget(to)
        place = await self._places.look(to)
        if not place.tags:
            text = "that forum wants a tag on each post and has none that EV Watch may use"
            raise Refused(text, code=TAG_REQUIRED, permanent=True)
        answer: Json = await self._rest.call(
            "POST",
            "/channels/{channel_id}/threads",
            form | {"applied_tags": list(place.tags[:1])},
            once=True,
            ids={"channel_id": place.id},
            files=files,
        )
        return answer

    async def _rich_or_plain(
        self, document: Document, key: str, send: Callable[[Body, Files], Awaitable[Json]]
    ) -> Json:
        """What `send` gives for the rich message, or for the plain one where that is refused."""
        files = attached(document)
        try:
            return await send(render(document, key), files)
        except Refused as error:
            # A missing permission may be that of attaching files alone.
            is_bare = not files or error.code != MISSING_PERMISSION
            if error.code not in UNRENDERABLE and is_bare:
                raise
            self._log.warning("message refused, sent plainly", delivery=key, fault=str(error))
        return await send(render_plainly(document, key), ())


def nonce(key: str) -> str:
    """The key as a nonce: itself if it is short enough, else its digest."""
    if len(key) <= NONCE_MAX_CHARS:
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:NONCE_MAX_CHARS]
