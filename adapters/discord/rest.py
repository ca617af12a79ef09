"""Calls to Discord's REST API through discord.py's own client: its buckets, its retries.

Apart from the gateway's client, so that posting goes on while that one connects anew.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.http import HTTPClient, Route

from adapters.discord.errors import (
    BLOCKED,
    RATE_LIMITED,
    SERVER_ERROR,
    TOO_MANY_OLD_EDITS,
    UNAUTHORISED,
    Refused,
    bad_token,
    refused,
)
from adapters.secret import ReadSecret, read
from adapters.skew import skew

WAIT_MAX_S: Final = 30.0  # for a rate limit; discord.py takes no less
FAULT_KEPT: Final = timedelta(minutes=10)  # without another call to confirm it
CALL_LIMIT: Final = timedelta(seconds=45)  # within the minute that a delivery has
NO_TOKEN: Final = "there is no token for Discord; set DISCORD_TOKEN"  # noqa: S105 - names it


@dataclass(slots=True)
class _Attempt:
    """What became of one call on the wire. `once`: it must not be made again by itself."""

    once: bool = False
    is_written: bool = False
    status: int = 0


class _ServerFaultError(Exception):
    """Discord answered with a fault of its own to a call that must not be repeated."""


class Rest:
    """Signs in at the first call. A token that was refused is not tried again until it changes.

    Calls may be made at once.
    """

    def __init__(
        self,
        *,
        token: ReadSecret,
        api_url: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._clock = clock
        self._client: HTTPClient | None = None
        self._signing_in = asyncio.Lock()
        self._used = ""
        self._refused = ""
        self._quiet_until: datetime | None = None
        self._me = ""
        self._fault = ("", clock())
        self.ahead: timedelta | None = None  # how far our clock is before Discord's, as last seen
        self._log = structlog.get_logger(platform="discord")

    @property
    def fault(self) -> str:
        """Why Discord is out of reach, empty while it is not, or where that was long ago."""
        text, at = self._fault
        return text if self._clock() - at <= FAULT_KEPT else ""

    async def me(self) -> str:
        """The id of the bot, which is that of its application. Raises `Refused`."""
        await self._signed_in()
        return self._me

    async def call(  # noqa: PLR0913 - a request has these parts
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str | int] | None = None,
        once: bool = False,
        ids: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - whatever JSON Discord answers
        """Discord's answer to one request; `path` has the names of `ids` in braces.

        `once`: discord.py shall not repeat it after a fault of Discord's, as it otherwise does:
        for what has no nonce.

        Raises `Refused`: `uncertain` where Discord may have carried it out all the same, and a
        second time would do it twice; so never for anything but POST. Short pauses that it asks
        for are waited for; a long one is told.
        """
        client = await self._signed_in()
        self._heed_pause()
        attempt = _Attempt(once=once)
        more: dict[str, Any] = {"trace_request_ctx": attempt}
        if body is not None:
            more["json"] = body
        if query:
            more["params"] = dict(query)
        self.aim()
        try:
            async with asyncio.timeout(CALL_LIMIT.total_seconds()):
                answer = await client.request(Route(method, path, **(ids or {})), **more)
        except Exception as error:
            raise self._failed(error, attempt, method, path) from error
        self._tell("")
        return answer

    async def close(self) -> None:
        """End the connections."""
        client, self._client = self._client, None
        if client:
            await client.close()

    async def token(self) -> str | None:
        """The token to use now; None: there is none, or only the one that was refused."""
        token = await read(self._token)
        return token if token != self._refused else None

    def refuse(self, token: str) -> None:
        """Discord has refused this token, here or at the gateway."""
        self._refused = token
        self._tell(str(bad_token()))

    def aim(self) -> None:
        """Let discord.py call our base address.

        It has one for the whole process, as an attribute of a class; a process talks to one
        Discord, and it is set at each use so that the last one set up is not the only one right.
        """
        Route.BASE = self._api_url

    def _tell(self, fault: str) -> None:
        self._fault = (fault, self._clock())

    async def _signed_in(self) -> HTTPClient:
        async with self._signing_in:
            if self._client and self._used != self._refused:
                return self._client
            await self.close()
            token = await self.token()
            if token is None:
                reason = str(bad_token()) if self._refused else NO_TOKEN
                self._tell(reason)
                raise bad_token(reason)
            self._client = await self._sign_in(token)
            self._used = token
            self._tell("")
            return self._client

    async def _sign_in(self, token: str) -> HTTPClient:
        client = HTTPClient(
            asyncio.get_running_loop(), http_trace=self._trace(), max_ratelimit_timeout=WAIT_MAX_S
        )
        self.aim()
        try:
            async with asyncio.timeout(CALL_LIMIT.total_seconds()):
                user = await client.static_login(token)
        except asyncio.CancelledError:
            await client.close()
            raise
        except Exception as error:
            await client.close()
            found = refused(error, is_written=False)  # nothing was to be changed by it
            found.uncertain = False
            if "token" in str(found):
                self.refuse(token)
                self._log.warning("token refused")
            self._tell(str(found))
            raise found from error
        self._me = str(user["id"])
        return client

    def _failed(self, error: Exception, attempt: _Attempt, method: str, path: str) -> Refused:
        found = refused(error, is_written=attempt.is_written)
        found.uncertain = found.uncertain and method == "POST"
        if attempt.status == RATE_LIMITED and isinstance(error, KeyError):
            # discord.py wants a `retry_after`; the limit on edits of old messages may have none.
            code = TOO_MANY_OLD_EDITS if method == "PATCH" else 0
            found = Refused("Discord asks for a pause", code=code, retry_after=BLOCKED)
        # The token of an interaction stands in the path; that it has run out says nothing of ours.
        if attempt.status == UNAUTHORISED and not path.startswith("/webhooks/"):
            self.refuse(self._used)
            self._log.warning("token refused")
        if not found.code and not isinstance(error, discord.RateLimited):
            self._tell(str(found))
        return found

    def _heed_pause(self) -> None:
        if self._quiet_until and self._quiet_until > self._clock():
            pause = self._quiet_until - self._clock()
            raise Refused("Discord asks for a pause of everything", retry_after=pause)

    def _trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_written)
        trace.on_request_end.append(self._ended)
        return trace

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        headers, status = params.response.headers, params.response.status
        self.ahead = skew(headers, self._clock())
        if isinstance(attempt := context.trace_request_ctx, _Attempt):
            attempt.status = status
            attempt.is_written = attempt.is_written and status != RATE_LIMITED
            if attempt.once and status >= SERVER_ERROR:
                params.response.close()
                raise _ServerFaultError(str(status))
        if status == RATE_LIMITED and headers.get("X-RateLimit-Global"):
            self._note_pause(headers.get("Retry-After", ""))

    def _note_pause(self, seconds: str) -> None:
        """A long pause of everything, which discord.py tells only to the call that met it."""
        try:
            pause = timedelta(seconds=min(float(seconds), 86_400.0))
        except ValueError:
            return
        if pause.total_seconds() > WAIT_MAX_S:
            self._quiet_until = self._clock() + pause
            self._log.warning("paused by Discord", seconds=pause.total_seconds())


async def _written(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    if isinstance(attempt := context.trace_request_ctx, _Attempt):
        attempt.is_written = True
