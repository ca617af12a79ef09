"""The local chat: fits `adapters.chat.Chat`, and hands its page's routes to the one HTTP server."""

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import structlog
from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from adapters.answered import answered
from adapters.chat import Address, Answer, ChatError, Check, Health, Request
from adapters.document import Document
from adapters.local.access import Access
from adapters.local.assets import Assets
from adapters.local.journal import Journal
from adapters.local.ledger import Entry, JournalError
from adapters.local.render import answer as render_answer
from adapters.local.render import card
from adapters.local.shelf import PLACE, Shelf
from adapters.plain import plain

TEXT_MAX_CHARS: Final = 20_000  # of a command line, a pasted list in it
BODY_MAX_BYTES: Final = 131_072
PAGE_MAX: Final = 100  # messages asked for at once
STREAMS_MAX: Final = 64
RETRY_AFTER: Final = timedelta(seconds=30)  # a full disk may have been cleared by then
RECONNECT_MS: Final = 1_000
NUMBER_MAX_DIGITS: Final = 15

KINDS: Final[tuple[Literal["command", "button", "suggest"], ...]] = ("command", "button", "suggest")
YOU: Final = "you"
# As whom the person at the page may act, to see what others see; each is somebody else in the log.
ACTS: Final[Mapping[str, Literal["", "viewer", "editor"]]] = {
    "admin": "",
    "editor": "editor",
    "asker": "viewer",
    "reader": "viewer",
}


class LocalChat:
    """Channels on this machine, shown on a page. The person at the page is `you`, an admin.

    Who would rather try what others may do acts as one of them (`ACTS`).
    """

    platform = "local"

    def __init__(  # noqa: PLR0913 - collaborators and settings, each by name
        self,
        *,
        journal: Path,
        clock: Callable[[], datetime],
        workspace: str = "local",
        channels: Sequence[str] = ("general",),
        token: str | None = None,
        hosts: Sequence[str] = (),
    ) -> None:
        self._journal = Journal(journal)
        self._clock = clock
        self._workspace = workspace
        self._channels = tuple(dict.fromkeys(channels))
        self._access = Access(token=token, hosts=hosts)
        self._assets = Assets()
        self._shelf = Shelf()
        self._answer: Answer | None = None
        self._streams = 0
        self._log = structlog.get_logger(platform=self.platform)

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """Keep the message and show it; gives its id. A second post of one key changes nothing."""
        if reason := self._unknown(to):
            raise ChatError(reason, permanent=True)
        try:
            return await self._journal.append(
                to.channel,
                document,
                key=key,
                at=self._clock(),
                after=after or to.thread,
                edit=edit,
            )
        except JournalError as error:
            raise ChatError(
                str(error), uncertain=error.uncertain, retry_after=RETRY_AFTER
            ) from error

    async def find(
        self,
        to: Address,
        key: str,
        *,
        since: datetime,
        after: str | None = None,  # noqa: ARG002 - the journal knows every key
    ) -> str | None:
        """The id of the message posted with `key` at or after `since`, or None."""
        if self._unknown(to):
            return None
        try:
            return await self._journal.find(to.channel, key, since=since)
        except JournalError as error:
            raise ChatError(str(error), retry_after=RETRY_AFTER) from error

    async def probe(self, to: Address) -> Health:
        """Whether the channel is one of the configured ones and its file can be opened."""
        if reason := self._unknown(to):
            return Health(ok=False, reason=reason)
        try:
            await self._journal.look()
        except JournalError as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True, private=False)

    async def examine(self) -> Sequence[Check]:
        """Whether the file of its channels can be used."""
        try:
            await self._journal.look()
        except JournalError as error:
            remedy = f"{error}: see that {self._journal.path} can be written"
            return [Check(what="local chat: its journal", ok=False, remedy=remedy)]
        return [Check(what="local chat: its journal", ok=True)]

    def health(self) -> Health:
        """It is this process: within reach."""
        return Health(ok=True)

    async def serve(self, answer: Answer) -> None:
        """Answer what is typed on the page until cancelled; then every open page is let go.

        Lines of the journal that cannot be read are told in the log when it begins.
        """
        self._answer = answer
        try:
            await self._look_over()
            await asyncio.Event().wait()
        finally:
            self._answer = None
            self._journal.hush()

    async def close(self) -> None:
        """Let the open pages go and close the journal."""
        await self._journal.close()

    def routes(self) -> list[web.RouteDef]:
        """The page and what it calls, for the one HTTP server."""
        return [
            web.get("/", self._page),
            web.get("/local/assets/{name}", self._asset),
            web.get(PLACE + "/{name}", self._file),
            web.get("/local/state", self._state),
            web.get("/local/messages", self._messages),
            web.get("/local/events", self._events),
            web.post("/local/requests", self._request),
        ]

    async def _look_over(self) -> None:
        """Tell in the log how much of the journal cannot be read: where, and nothing of what."""
        journal = str(self._journal.path)
        try:
            damaged = (await self._journal.look()).damaged
        except JournalError as error:
            self._log.warning("local chat: journal cannot be used", journal=journal, fault=error)
            return
        if damaged:
            self._log.warning("local chat: journal is damaged", journal=journal, lines=damaged)

    def _message(self, entry: Entry) -> dict[str, Any]:
        return {
            "id": entry.id,
            "number": entry.number,
            "channel": entry.channel,
            "after": entry.after,
            "edited": entry.edits is not None,
            "plain": plain(entry.document.plain, 300),
            "tone": entry.document.tone,
            "html": card(entry, self._shelf.keep),
        }

    def _unknown(self, to: Address) -> str:
        if to.workspace == self._workspace and to.channel in self._channels:
            return ""
        names = ", ".join(self._channels)
        return f"The local chat has no channel {to.channel!r} here; it has: {names}."

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if response := self._access.sign_in(request):
            return response
        self._access.check(request)
        return self._assets.page(request)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        # Style and script tell nothing: they are served without the token.
        return self._assets.file(request, request.match_info["name"])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self._access.check(request)
        return self._shelf.give(request.match_info["name"])

    async def _state(self, request: web.Request) -> web.Response:
        self._access.check(request)
        state = await self._journal.look()
        totals = ({"name": name, "total": state.totals.get(name, 0)} for name in self._channels)
        return _json(
            {
                "version": self._assets.version,
                "cursor": f"{state.name}:{state.newest}",
                "channels": list(totals),
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        self._access.check(request)
        channel = request.query.get("channel", "")
        if channel not in self._channels:
            raise web.HTTPNotFound(text="There is no such channel.")
        before = _number(request.query.get("before"))
        limit = min(max(_number(request.query.get("limit")) or 30, 1), PAGE_MAX)
        page = await self._journal.page(channel, before=before, limit=limit)
        return _json(
            {"messages": [self._message(each) for each in page.entries], "before": page.before}
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Each message as it is kept; a client that comes back goes on where it was."""
        self._access.check(request)
        if self._streams >= STREAMS_MAX:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        seen = request.headers.get("Last-Event-ID") or request.query.get("cursor", "")
        self._streams += 1
        try:
            async with sse_response(request) as stream:
                pump = asyncio.create_task(self._pump(stream, seen))
                gone = asyncio.create_task(stream.wait())
                try:
                    await asyncio.wait({pump, gone}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    await _end(pump, gone)
        finally:
            self._streams -= 1
        return stream

    async def _pump(self, stream: EventSourceResponse, seen: str) -> None:
        state = await self._journal.look()
        name, _, number = seen.rpartition(":")
        after = _number(number)
        if name != state.name or after is None or after > state.newest:
            await stream.send("{}", event="reset", retry=RECONNECT_MS)  # another journal: load anew
            return
        hello = json.dumps({"version": self._assets.version})
        await stream.send(hello, event="hello", retry=RECONNECT_MS)
        async for entry in self._journal.follow(after):
            if entry.channel not in self._channels:  # one that the configuration had before
                continue
            cursor = f"{state.name}:{entry.number}"
            await stream.send(json.dumps(self._message(entry)), id=cursor, event="message")

    async def _request(self, request: web.Request) -> web.Response:
        self._access.check_call(request)
        if request.content_length is None or request.content_length > BODY_MAX_BYTES:
            raise web.HTTPRequestEntityTooLarge(
                BODY_MAX_BYTES, request.content_length or 0, text="A command line is shorter."
            )
        asked = self._read_request(await _body(request), request)
        if self._answer is None:
            raise web.HTTPServiceUnavailable(text="EV Watch is still starting; try again soon.")
        reply = await answered(self._answer, asked)
        if asked.kind == "suggest":
            return _json({"suggestions": [plain(each) for each in reply.suggestions[:25]]})
        if reply.private:
            said = plain(reply.document.plain, 300)
            html = render_answer(reply.document, self._shelf.keep)
            return _json({"private": True, "html": html, "plain": said})
        await self.post(asked.at, reply.document, key=f"reply-{secrets.token_hex(8)}")
        return _json({"private": False})

    def _read_request(self, values: dict[str, Any], request: web.Request) -> Request:
        kind = next((each for each in KINDS if each == values.get("kind")), None)
        channel, text = values.get("channel"), values.get("text")
        message = values.get("message")
        if kind is None or not isinstance(text, str) or channel not in self._channels:
            raise web.HTTPBadRequest(text="kind, channel and text are needed.")
        if len(text) > TEXT_MAX_CHARS:
            raise web.HTTPBadRequest(text=f"A command has {TEXT_MAX_CHARS} characters at most.")
        language = values.get("language") or request.headers.get("Accept-Language", "")
        acts = next((each for each in ACTS if each == values.get("acts")), "admin")
        return Request(
            kind=kind,
            platform=self.platform,
            at=Address(workspace=self._workspace, channel=channel),
            user=YOU if acts == "admin" else f"{YOU}-as-{acts}",
            text=plain(text),
            language="zh" if str(language).lower().startswith("zh") else "en",
            is_admin=True,
            acts_as=ACTS[acts],
            private=False,
            message=message if isinstance(message, str) and message else None,
            public=values.get("public") is True,
        )


async def _end(*tasks: asyncio.Task[None]) -> None:
    """Cancel the tasks and wait for them; a client that went away is no error."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception) and not isinstance(result, (OSError, TimeoutError)):
            raise result


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        values = json.loads(await request.read())
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise web.HTTPBadRequest(text="The body is not a JSON object.")
    return values


def _json(values: dict[str, Any]) -> web.Response:
    return web.json_response(values, headers={"Cache-Control": "no-store"})


def _number(text: str | None) -> int | None:
    if not text or len(text) > NUMBER_MAX_DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)
