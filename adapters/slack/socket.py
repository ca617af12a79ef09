"""Socket Mode: Slack's envelopes through a websocket that the bot opens, renewed when it is lost.

The frames are few, so they are read here and handed to bolt's `AsyncApp`. The library's own client
tries a spent address for ever after a failed connection, logs a bad token with its trace every ten
seconds, tells neither to its caller, and leaves its tasks to themselves.

Source: docs.slack.dev/apis/events-api/using-socket-mode; a `disconnect` frame asks for a new
connection while the old one may still bring envelopes.
"""

import asyncio
import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.secret import ReadSecret
from adapters.slack.faults import AUTH, CallError
from adapters.slack.pace import Sleep
from adapters.slack.workspaces import Clients

HEARTBEAT_S: Final = 10.0  # an open connection that answers no ping within half of it is lost
BACK_OFF: Final = timedelta(seconds=1)  # doubled by each failure
BACK_OFF_MAX: Final = timedelta(minutes=1)
DRAIN: Final = timedelta(seconds=30)  # for envelopes on a connection that is to be replaced
OPEN_WITHIN: Final = timedelta(seconds=20)


class Socket:
    """One connection at a time, two while one replaces the other."""

    def __init__(
        self,
        app: AsyncApp,
        clients: Clients,
        *,
        token: ReadSecret,
        wait: Sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._app = app
        self._clients = clients
        self._token = token
        self._pause = wait
        self._chance = chance
        self._log = structlog.get_logger(platform="slack")
        self._failures = 0
        self.fault = "not connected yet"  # empty while a connection is open

    async def run(self) -> None:
        """Keep a connection open until cancelled; nothing is raised for what Slack does."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                try:
                    url = await self._clients.socket_address(self._token)
                except CallError as fault:
                    await self._wait(_told(fault), fault.retry_after)
                    continue
                is_over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
                tasks.create_task(self._hold(url, is_over))
                if reason := await is_over:
                    await self._wait(reason)

    async def _wait(self, reason: str, pause: timedelta | None = None) -> None:
        if reason != self.fault:
            self._log.warning("Slack's socket is not open", reason=reason)
        self.fault = reason
        if pause is None:
            pause = min(BACK_OFF * (1 << min(self._failures, 12)), BACK_OFF_MAX)
            pause *= 0.8 + 0.4 * self._chance()
        self._failures += 1
        await self._pause(pause.total_seconds())

    async def _hold(self, url: str, is_over: "asyncio.Future[str]") -> None:
        """Read one connection to its end; `is_over` hears when another one is wanted, and why."""
        reason = "the connection was lost"
        try:
            session, proxy = self._clients.session, self._clients.client().proxy
            async with session.ws_connect(url, heartbeat=HEARTBEAT_S, proxy=proxy) as socket:
                await self._read(socket, is_over)
        except (ClientError, OSError, ValueError) as error:
            reason = f"the connection failed ({type(error).__name__})"
        except Exception as error:  # noqa: BLE001 - whatever it was, the next connection may be good
            self._log.exception("Slack's socket broke")
            reason = f"the connection broke ({type(error).__name__})"
        finally:
            if not is_over.done():
                is_over.set_result(reason)

    async def _read(self, socket: ClientWebSocketResponse, is_over: "asyncio.Future[str]") -> None:
        """Handle the frames of a connection; one that is to be replaced is read to its end."""
        loop = asyncio.get_running_loop()
        async with (
            asyncio.timeout(OPEN_WITHIN.total_seconds()) as limit,
            asyncio.TaskGroup() as tasks,
        ):
            async for frame in socket:
                message = _parsed(frame.data) if frame.type == WSMsgType.TEXT else {}
                if message.get("type") == "hello":
                    limit.reschedule(None)
                    self._opened()
                elif message.get("type") == "disconnect":
                    limit.reschedule(loop.time() + DRAIN.total_seconds())
                    if not is_over.done():
                        is_over.set_result(_reason(message))
                elif "envelope_id" in message:
                    tasks.create_task(self._handled(socket, message))

    def _opened(self) -> None:
        self._failures = 0
        if self.fault:
            self._log.info("Slack's socket is open")
        self.fault = ""

    async def _handled(self, socket: ClientWebSocketResponse, message: dict[str, Any]) -> None:
        try:
            await self._handle(socket, message)
        except (ClientError, OSError) as error:  # Slack brings it again on the next connection
            self._log.info("envelope not acknowledged", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - whatever one envelope does, the next one is read
            self._log.exception("envelope not handled")

    async def _handle(self, socket: ClientWebSocketResponse, message: dict[str, Any]) -> None:
        request = SocketModeRequest.from_dict(message)
        if request is None:
            return
        response = await run_async_bolt_app(self._app, request)
        if response.status != 200:  # noqa: PLR2004 - not acknowledged: Slack brings it again
            self._log.warning("envelope not taken", kind=request.type, status=response.status)
            return
        answer: dict[str, Any] = {"envelope_id": request.envelope_id}
        if response.body:
            is_json = response.body.startswith("{")
            answer["payload"] = json.loads(response.body) if is_json else {"text": response.body}
        await socket.send_json(answer)


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reason(message: dict[str, Any]) -> str:
    """Why a connection is not to be made anew at once; empty: it is a matter of routine."""
    reason = str(message.get("reason") or "")
    return "" if reason in {"warning", "refresh_requested"} else f"Slack ended it ({reason:.40})"


def _told(fault: CallError) -> str:
    if fault.code in AUTH:
        return f"Slack does not accept the app token ({fault.code}): put a new one in place"
    return str(fault)
