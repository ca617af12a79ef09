"""A Slack of the tests' own on a free port: Web API, Socket Mode, response_url.

Every call is checked against what Slack publishes; what breaks a rule stands in `violations`, which
a test must find empty. It misbehaves on demand: `fail(method, Fault(...))` for the next call.
"""

import asyncio
import itertools
import json
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web

from tests.doubles.slack import layout, published
from tests.doubles.slack.methods import METHODS, Method, RefusedError
from tests.doubles.slack.world import Call, Fault, Message, Upload, World

APP_ID: Final = "A1"
SIGNING_SECRET: Final = "signing-secret-one"
CLIENT: Final = ("client-one", "client-secret-one")
RESPONSE_USES: Final = 5


class SlackDouble(World):
    """The server and everything on it. `async with running(clock) as slack:` starts and ends it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.violations: list[str] = []
        self.calls: list[Call] = []
        self.answers: dict[str, dict[str, Any]] = {}  # the last answer of each method
        self.sockets: list[web.WebSocketResponse] = []
        self.connections = 0
        self.acks: dict[str, Any] = {}  # envelope id to its payload
        self.answered: dict[str, list[dict[str, Any]]] = defaultdict(list)  # by response_url
        self.limited: dict[tuple[str, str], datetime] = {}  # no call of that method before
        # Calls that are under way when the limit comes are no haste, but look like it from here.
        self.forgives_haste = False
        self.changed = asyncio.Condition()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._tickets: set[str] = set()
        self._number = itertools.count(1)
        self._responses: dict[str, tuple[str, str]] = {}  # response_url path: channel, person
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/respond/{number}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/files/{id}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.host = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.api_url = f"http://{self.host}/api/"
        self.upload_url = f"http://{self.host}/upload/"

    async def stop(self) -> None:
        """Close every socket and the server."""
        for socket in list(self.sockets):
            await socket.close()
        await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of the method go wrong, one each."""
        self._faults[method].extend(faults)

    def unmet(self) -> list[str]:
        """The methods that were to fail and were not called so often."""
        return [method for method, faults in self._faults.items() if faults]

    def posted(self, method: str = "chat.postMessage") -> list[Call]:
        """The calls of one method, in their order."""
        return [call for call in self.calls if call.method == method]

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so; asked anew after each thing that happens here."""
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(holds)

    def number(self) -> int:
        """A number that nothing else has."""
        return next(self._number)

    def response_url(self, channel: str, person: str) -> str:
        """Where the answer to one interaction goes: five uses."""
        path = str(self.number())
        self._responses[path] = (channel, person)
        return f"http://{self.host}/respond/{path}"

    async def send(self, envelope: dict[str, Any]) -> None:
        """Hand an envelope to the newest live connection, waiting for one."""
        await self.until(lambda: self.sockets)
        await self.sockets[-1].send_str(json.dumps(envelope))

    async def drop(self) -> None:
        """Cut every socket without a word, as a network does."""
        for socket in list(self.sockets):
            transport = socket._req.transport if socket._req else None
            if transport is not None:
                transport.abort()
        await self.until(lambda: not self.sockets)

    async def happened(self) -> None:
        """Something changed: whoever waits asks anew."""
        async with self.changed:
            self.changed.notify_all()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args, typed = await _arguments(request)
        token = _token(request, args)
        self.calls.append(Call(method, args, token, self.clock(), request.method))
        self.violations += published.breaches(method, args, typed=typed)
        self._check(method, args, token)
        fault = self._faults[method].popleft() if self._faults[method] else Fault()
        try:
            return await self._answer(request, method, args, token, fault)
        finally:
            await self.happened()

    async def _answer(
        self, request: web.Request, method: str, args: dict[str, Any], token: str, fault: Fault
    ) -> web.StreamResponse:
        if fault.hold is not None:
            await self.happened()
            await fault.hold.wait()
        if fault.cut == "before":
            return _cut(request)
        if fault.retry_after is not None:
            until = self.clock() + timedelta(seconds=fault.retry_after)
            self.limited[token, method] = until
            headers = {"Retry-After": str(fault.retry_after)}
            return _json({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.error:
            return _json({"ok": False, "error": fault.error, **fault.extra}, status=fault.status)
        if fault.body is not None:
            return web.Response(
                text=fault.body, status=fault.status, content_type="application/json"
            )
        if fault.status != 200:
            return web.Response(text="<html>oops</html>", status=fault.status)
        body, headers = self._run(method, args, token, request)
        self.answers[method] = body
        return _cut(request) if fault.cut == "after" else _json(body, headers=headers)

    def _run(
        self, method: str, args: dict[str, Any], token: str, request: web.Request
    ) -> tuple[dict[str, Any], dict[str, str]]:
        if method == "apps.connections.open":
            return self._open(token), {}
        if method == "api.test":
            return {"ok": True}, {}
        if method == "oauth.v2.access":
            return self._install(args, request), {}
        team = self.team_of(token)
        if team is None:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}, {}
        headers = {"X-OAuth-Scopes": ",".join(sorted(team.scopes))}
        try:
            return {"ok": True, **_method(method)(self, team, args)}, headers
        except RefusedError as refused:
            error, *needed = refused.args
            extra = {"needed": needed[0], "provided": headers["X-OAuth-Scopes"]} if needed else {}
            return {"ok": False, "error": error, **extra}, headers

    def _check(self, method: str, args: dict[str, Any], token: str) -> None:
        until = self.limited.get((token, method))
        if until is not None and self.clock() < until and not self.forgives_haste:
            self.violations.append(f"{method}: asked again before Retry-After was over")
        if method in {"chat.postMessage", "chat.update", "chat.postEphemeral"}:
            limit = layout.UPDATE_TEXT_MAX if method == "chat.update" else layout.POST_TEXT_MAX
            self._check_message(method, args, limit)
        if method == "views.open":
            self.violations += [f"view: {each}" for each in layout.view_breaches(args["view"])]
        if args.get("reply_broadcast") or args.get("link_names"):
            self.violations.append(f"{method}: would call people")
        if method == "chat.postMessage" and (
            args.get("unfurl_links") is not False or args.get("unfurl_media") is not False
        ):
            self.violations.append(f"{method}: would unfurl links")

    def _check_message(self, place: str, args: dict[str, Any], limit: int) -> None:
        found = layout.text_breaches(str(args.get("text") or ""), limit)
        if args.get("blocks") is not None:
            found += layout.breaches(args["blocks"])
        self.violations += [f"{place}: {each}" for each in found]

    def _open(self, token: str) -> dict[str, Any]:
        if token not in self.app_tokens:
            return {"ok": False, "error": "invalid_auth"}
        ticket = f"ticket-{self.number()}"
        self._tickets.add(ticket)
        return {"ok": True, "url": f"ws://{self.host}/socket?ticket={ticket}&app_id={APP_ID}"}

    def _install(self, args: dict[str, Any], request: web.Request) -> dict[str, Any]:
        basic = request.headers.get("Authorization", "")
        given = (args.get("client_id"), args.get("client_secret"))
        if basic.startswith("Basic "):
            login, _, password = b64decode(basic.removeprefix("Basic ")).decode().partition(":")
            given = (login, password)
        if given != CLIENT:
            return {"ok": False, "error": "bad_client_secret"}
        team = self.teams.get(self.codes.pop(str(args.get("code")), ""))
        if team is None:
            return {"ok": False, "error": "invalid_code"}
        return {
            "ok": True,
            "app_id": APP_ID,
            "access_token": team.token,
            "token_type": "bot",
            "scope": ",".join(sorted(team.scopes)),
            "bot_user_id": team.bot_user,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U1"},
        }

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:  # good for one connection
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        info = {"app_id": APP_ID}
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": info})
        self.sockets.append(socket)
        self.connections += 1
        await self.happened()
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    values = json.loads(frame.data)
                    if set(values) - {"envelope_id", "payload"}:
                        self.violations.append(f"socket: unknown fields in {values}")
                    self.acks[values["envelope_id"]] = values.get("payload")
                    await self.happened()
        finally:
            self.sockets.remove(socket)
            await self.happened()
        return socket

    async def _upload(self, request: web.Request) -> web.Response:
        fault = self._faults["upload"].popleft() if self._faults["upload"] else Fault()
        upload = self.uploads.get(request.match_info["id"])
        if fault.cut:
            return _cut(request)
        if upload is None or upload.data is not None or fault.status != 200:
            return web.Response(status=fault.status if fault.status > 200 else 404)
        upload.data = await request.read()
        if len(upload.data) != upload.length:
            self.violations.append(f"upload: {len(upload.data)} bytes, {upload.length} were told")
        if "Authorization" in request.headers:
            self.violations.append("upload: the token does not belong there")
        return web.Response(text=f"OK - {upload.length}")

    def hand_in(self, data: bytes, *, user: str = "U1", url: str = "") -> str:
        """Somebody uploads a file in a form; gives its id."""
        id_ = f"F{len(self.uploads) + 1}"
        url = url or f"http://{self.host}/files/{id_}"
        self.uploads[id_] = Upload(id_, "list.opml", len(data), data=data, user=user, url=url)
        return id_

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """The bytes, for whoever shows a token of the bot with the scope; else the login page."""
        fault = self._faults["download"].popleft() if self._faults["download"] else Fault()
        upload = self.uploads.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        team = next((each for each in self.teams.values() if each.token == token), None)
        if fault.status != 200:
            return web.Response(status=fault.status, headers=fault.extra)
        if fault.body is not None or team is None or "files:read" not in team.scopes:
            return web.Response(text=fault.body or "<html>login", content_type="text/html")
        if upload is None or upload.data is None:
            return web.Response(status=404)
        return web.Response(body=upload.data, content_type="text/x-opml")

    async def _respond(self, request: web.Request) -> web.Response:
        place = self._responses.get(request.match_info["number"])
        fault = self._faults["response_url"].popleft() if self._faults["response_url"] else Fault()
        if fault.cut == "before":
            return _cut(request)
        given = self.answered[str(request.url)]
        if place is None or len(given) >= RESPONSE_USES or fault.status != 200:
            await self.happened()
            return web.Response(text="used_url", status=fault.status if fault.status > 200 else 404)
        values = await request.json()
        self._check_message("response_url", values, layout.POST_TEXT_MAX)
        channel, person = place
        in_channel = values.get("response_type") == "in_channel"
        bot = self.teams[self.channels[channel].team].bot_user
        self.messages.append(
            Message(
                ts=self.ts(),
                channel=channel,
                user=bot,
                text=values.get("text", ""),
                blocks=values.get("blocks"),
                thread_ts=values.get("thread_ts") if in_channel else None,
                only_for=None if in_channel else person,
            )
        )
        given.append(values)
        await self.happened()
        return web.Response(text="ok")


@asynccontextmanager
async def running(clock: Callable[[], datetime]) -> AsyncIterator[SlackDouble]:
    """A Slack with one workspace; at the end nothing may have broken a rule."""
    slack = SlackDouble(clock)
    slack.people_live_here()
    await slack.start()
    try:
        yield slack
    finally:
        await slack.stop()
    assert slack.violations == [], slack.violations


def _method(name: str) -> Method:
    if name not in METHODS:
        raise RefusedError("unknown_method")
    return METHODS[name]


async def _arguments(request: web.Request) -> tuple[dict[str, Any], bool]:
    """The arguments, and whether their types are those of JSON."""
    if request.content_type == "application/json":
        values: dict[str, Any] = json.loads(await request.text() or "{}")
        return values, True
    form = dict(parse_qsl(await request.text(), keep_blank_values=True))
    found: dict[str, Any] = {**request.query, **form}
    return found, False


def _token(request: web.Request, args: dict[str, Any]) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else str(args.get("token", ""))


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _json(
    body: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.json_response(body, status=status, headers=headers)
