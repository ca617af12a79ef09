"""The one HTTP server: health, readiness, metrics, and the routes that others hand over."""

import asyncio
import hmac
import html
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Final, Self

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

BODY_MAX_BYTES: Final = 1 << 20
STOP_LIMIT: Final = timedelta(seconds=2)  # for answers under way; then they are cut off
POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": POLICY,  # a page that needs more sets its own
}
PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<h1>{title}</h1><p>{text}</p>
"""

Ready = Callable[[], Awaitable[bool]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebError(Exception):
    """The server cannot start; the text says what to change."""


class Web:
    """The server. `async with Web(...) as server:` starts it and stops it in order.

    `ready` tells whether the service can do its work. `routes` guard themselves. An address that
    others can reach needs a token, which /metrics and, from afar, the health pages then ask for.
    """

    def __init__(  # noqa: PLR0913 - collaborators and settings, each by name
        self,
        routes: Sequence[web.AbstractRouteDef] = (),
        *,
        ready: Ready,
        registry: CollectorRegistry,
        host: str = "127.0.0.1",
        port: int = 8321,
        token: str | None = None,
        ready_within: timedelta = timedelta(seconds=2),
    ) -> None:
        if not is_loopback(host) and not token:
            raise WebError(
                f"Others can reach {host}: set a token (EVWATCH_WEB_TOKEN), or listen on 127.0.0.1."
            )
        self._ready = ready
        self._ready_within = ready_within
        self._registry = registry
        self._host = host
        self._port = port
        self._token = token
        self._log = structlog.get_logger()
        app = web.Application(middlewares=[self._around], client_max_size=BODY_MAX_BYTES)
        app.add_routes(
            [
                web.get("/healthz", self._health),
                web.get("/readyz", self._readiness),
                web.get("/metrics", self._metrics),
                *routes,
            ]
        )
        app.on_response_prepare.append(_secure)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=STOP_LIMIT.total_seconds()
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises `WebError` when the address is taken or not ours."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise WebError(
                f"Cannot listen on {self._host} port {self._port}: {error.strerror}. "
                "Is another one running? Set web.port to a free one (0 takes any)."
            ) from error
        self._log.info("web listening", url=self.url)

    async def stop(self) -> None:
        """Take no new requests, let those under way end within two seconds, then cut them off."""
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port that is really listened on; after `start`."""
        return int(self._runner.addresses[0][1])

    @property
    def url(self) -> str:
        """The address of the page, for people; after `start`."""
        name = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{name}:{self.port}/"

    async def _health(self, request: web.Request) -> web.Response:
        self._check_near(request)
        return _plain("ok")

    async def _readiness(self, request: web.Request) -> web.Response:
        self._check_near(request)
        ready = False
        try:
            async with asyncio.timeout(self._ready_within.total_seconds()):
                ready = await self._ready()
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready"
            self._log.warning("readiness unknown", error=type(error).__name__)
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return _plain("ready" if ready else "not ready", status=status)

    async def _metrics(self, request: web.Request) -> web.Response:
        self._check_token(request)
        body = await asyncio.to_thread(generate_latest, self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _check_near(self, request: web.Request) -> None:
        """Health is told to this machine; anyone else needs the token, where there is one."""
        if not is_loopback(request.remote or "") or "X-Forwarded-For" in request.headers:
            self._check_token(request)

    def _check_token(self, request: web.Request) -> None:
        if self._token is None:
            return
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        same = hmac.compare_digest(given.strip().encode("utf-8", "replace"), self._token.encode())
        if scheme.lower() != "bearer" or not same:
            raise web.HTTPUnauthorized(text="Send the token as Authorization: Bearer.")

    @web.middleware
    async def _around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn errors into plain pages that tell no path, no trace and no address."""
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < HTTPStatus.BAD_REQUEST:
                raise
            again = error.headers.get("Retry-After", "")
            return _error(request, error.status, error.text or "", again=again)
        except ConnectionError:  # the client went away; there is nobody to tell
            raise
        except Exception:  # noqa: BLE001 - the edge of the process: logged here, told without detail
            reference = secrets.token_hex(4)
            self._log.exception("web request failed", reference=reference, method=request.method)
            text = f"Something went wrong; the log has it under {reference}."
            return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR, text)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _plain(text: str, *, status: int = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text + "\n", status=status, headers={"Cache-Control": "no-store"})


def _error(request: web.Request, status: int, text: str, *, again: str = "") -> web.Response:
    """A plain page, or JSON; `again`: after how many seconds it is worth another try."""
    phrase = HTTPStatus(status).phrase
    # aiohttp's own texts ("404: Not Found") only repeat the phrase.
    text = "" if text == f"{status}: {phrase}" else text
    headers = {"Cache-Control": "no-store"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if again:
        headers["Retry-After"] = again
    if "text/html" in request.headers.get("Accept", ""):
        page = PAGE.format(title=f"{status} {phrase}", text=html.escape(text))
        return web.Response(text=page, status=status, content_type="text/html", headers=headers)
    body = json.dumps({"status": status, "error": text or phrase})
    return web.Response(text=body, status=status, content_type="application/json", headers=headers)


async def _secure(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "evwatch"
