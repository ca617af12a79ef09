"""Slack over HTTP, on the bot's own server: signed requests, and nothing else, come in.

Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from adapters.once import Once
from adapters.secret import ReadSecret, read
from adapters.slack.listening import Listener
from adapters.slack.pace import Clock

TIMESTAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURE: Final = "X-Slack-Signature"


class Entrance:
    """Takes what Slack posts. `secret` is read for each request: a new one holds at once."""

    def __init__(self, listener: Listener, *, secret: ReadSecret, clock: Clock) -> None:
        self._listener = listener
        self._secret = secret
        self._clock = _Clock(clock)
        self._once = Once()
        self._log = structlog.get_logger(platform="slack")

    async def events(self, request: web.Request) -> web.Response:
        """Commands, buttons, shortcuts and events."""
        body = await request.read()
        if not await self._is_signed(request, body):
            self._log.warning("request without Slack's signature refused")
            raise web.HTTPUnauthorized(text="The signature is missing, wrong or too old.")
        if not self._once.is_new(request.headers[SIGNATURE]):
            return web.Response()  # these very bytes were here before: nothing is done twice
        if not self._listener.is_open:
            raise web.HTTPServiceUnavailable(text="EV Watch is still starting; try again soon.")
        asked = AsyncBoltRequest(
            body=body.decode(), query=request.query_string, headers=dict(request.headers)
        )
        return await to_aiohttp_response(await self._listener.app.async_dispatch(asked))

    async def _is_signed(self, request: web.Request, body: bytes) -> bool:
        try:
            secret = await read(self._secret)
        except (OSError, ValueError) as error:
            self._log.warning("signing secret cannot be read", error=type(error).__name__)
            return False
        if secret is None:
            self._log.warning("there is no signing secret")
            return False
        verifier = SignatureVerifier(secret, clock=self._clock)
        try:
            return verifier.is_valid(
                body, request.headers.get(TIMESTAMP), request.headers.get(SIGNATURE)
            )
        except (ValueError, TypeError, OverflowError):  # a timestamp that is none, odd letters
            return False


class _Clock(SignatureClock):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()
