"""The REST side of a Discord: every request held against the contract, then carried out."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from aiohttp import BodyPartReader, web

from tests.doubles.discord.contract import broken_by
from tests.doubles.discord.faults import Fault, Faults
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.interactions import People
from tests.doubles.discord.world import APP, Refusal, Value, World

Json = dict[str, Any]
Call = Callable[..., Any]

UNSIGNED: Final = re.compile(r"/(interactions|webhooks)/")
UPLOAD_MAX_BYTES: Final = 10 << 20
ME: Final = {"id": APP, "username": "EV Watch", "discriminator": "0", "avatar": None, "bot": True}


class Rest:
    """Answers at `/api/v10`. `calls` are "METHOD /path", as they came; `bodies` beside them."""

    def __init__(
        self,
        world: World,
        gateway: Gateway,
        people: People,
        *,
        token: Callable[[], str],
        faults: Faults,
        broken: list[str],
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._people = people
        self._token = token
        self._faults = faults
        self._broken = broken
        self.calls: list[str] = []
        self.bodies: list[object] = []
        self._routes: list[tuple[str, re.Pattern[str], Call]] = [
            (method, re.compile(pattern), call) for method, pattern, call in self._table()
        ]

    def count(self, pattern: str) -> int:
        """How many calls were like that."""
        return sum(bool(re.search(pattern, call)) for call in self.calls)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix("/api/v10")
        body, files = await _content(request)
        self.calls.append(f"{request.method} {path}")
        self.bodies.append(body)
        fault = self._faults.next(request.method, path)
        if fault and fault.kind == "hold":
            fault.reached.set()
            await fault.release.wait()
        if fault and fault.kind in {"status", "cut_before"}:
            return _strike(request, fault)
        response = self._answer(request, path, body, files)
        if fault and fault.kind == "hold_after":
            fault.reached.set()
            await fault.release.wait()
        if fault and fault.kind in {"status_after", "cut_after"}:
            return _strike(request, fault)
        return response

    def _answer(
        self, request: web.Request, path: str, body: object, files: dict[str, tuple[str, bytes]]
    ) -> web.StreamResponse:
        faults = broken_by(request.method, path, body)
        faults += _astray(body, files)
        try:
            self._check(request, path)
            if faults:
                self._broken.extend(faults)
                raise Refusal(400, 50035, "Invalid Form Body", errors={"all": faults})
            if sum(len(data) for _, data in files.values()) > UPLOAD_MAX_BYTES:
                raise Refusal(413, 40005, "Request entity too large")
            answer = self._call(request, path, self._taken(body, files))
        except Refusal as refusal:
            return _json(refusal.body, refusal.status)
        if answer is None:
            return web.Response(status=204)
        limits = {"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "49"}
        limits |= {"X-RateLimit-Reset-After": "1", "X-RateLimit-Bucket": re.sub(r"\d+", "", path)}
        return _json(answer, 200, limits)

    def _taken(self, body: object, files: dict[str, tuple[str, bytes]]) -> object:
        """The body as kept: what was uploaded has an address, in attachments and in embeds."""
        if not files or not isinstance(body, dict):
            return body
        whole = json.dumps(body)
        message = body.get("message", body)
        for each in message["attachments"]:
            name, data = files[f"files[{each['id']}]"]
            url = f"https://cdn.discordapp.example/{self._world.id()}/{name}"
            self._world.files[url] = data
            whole = whole.replace(f'"attachment://{name}"', f'"{url}"')
            each |= {"url": url, "size": len(data)}
        taken: Json = json.loads(whole)
        taken.get("message", taken)["attachments"] = message["attachments"]
        return taken

    def _check(self, request: web.Request, path: str) -> None:
        if UNSIGNED.match(path):
            return
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            self._broken.append(f"{path}: the User-Agent is not a bot's")
        if request.headers.get("Authorization") != f"Bot {self._token()}":
            raise Refusal(401, 0, "401: Unauthorized")

    def _call(self, request: web.Request, path: str, body: object) -> Value:
        for method, pattern, call in self._routes:
            if method == request.method and (found := pattern.fullmatch(path)):
                return call(request, body, *found.groups())
        self._broken.append(f"{request.method} {path} is not known here")
        raise Refusal(404, 0, "404: Not Found")

    def _table(self) -> list[tuple[str, str, Call]]:
        world, people = self._world, self._people
        channel, message = r"/channels/([^/]+)", r"/messages/([^/]+)"
        hook = r"/webhooks/\d+/([^/]+)"
        return [
            ("GET", "/users/@me", lambda *_: ME),
            (
                "GET",
                "/users/@me/guilds",
                lambda *_: [
                    each for each in world.guilds.values() if each["id"] not in world.unlisted
                ],
            ),
            ("GET", "/oauth2/applications/@me", lambda *_: self._application()),
            ("GET", "/applications/@me", lambda *_: self._application()),
            ("GET", "/gateway", lambda *_: {"url": self._gateway.url}),
            ("GET", "/gateway/bot", lambda *_: self._bot_gateway()),
            ("GET", channel, lambda _r, _b, c: world.channel(c)),
            ("GET", f"{channel}/messages", self._history),
            ("POST", f"{channel}/messages", lambda _r, b, c: world.send(c, b)),
            ("GET", f"{channel}{message}", lambda _r, _b, c, m: world.message(c, m)),
            ("PATCH", f"{channel}{message}", lambda _r, b, c, m: world.edit(c, m, b)),
            ("POST", f"{channel}{message}/threads", lambda _r, b, c, m: world.open_thread(c, m, b)),
            ("POST", f"{channel}/threads", lambda _r, b, c: world.open_post(c, b)),
            (
                "GET",
                f"{channel}/threads/archived/public",
                lambda _r, _b, c: {"threads": world.archived_threads(c), "has_more": False},
            ),
            ("GET", r"/guilds/([^/]+)", lambda _r, _b, g: world.guild(g)),
            (
                "GET",
                r"/guilds/([^/]+)/threads/active",
                lambda _r, _b, g: {"threads": world.active_threads(g), "members": []},
            ),
            ("GET", r"/guilds/([^/]+)/members/([^/]+)", self._member),
            ("GET", rf"/applications/{APP}/commands", lambda *_: world.commands[None]),
            ("PUT", rf"/applications/{APP}/commands", lambda _r, b: self._overwrite(None, b)),
            (
                "GET",
                rf"/applications/{APP}/guilds/([^/]+)/commands",
                lambda _r, _b, g: self._guild_commands(g),
            ),
            (
                "PUT",
                rf"/applications/{APP}/guilds/([^/]+)/commands",
                lambda _r, b, g: self._overwrite(g, b),
            ),
            (
                "POST",
                r"/interactions/([^/]+)/([^/]+)/callback",
                self._acknowledge,
            ),
            ("GET", f"{hook}/messages/@original", lambda _r, _b, t: people.original(t)),
            ("PATCH", f"{hook}/messages/@original", lambda _r, b, t: people.edit(t, b)),
            ("DELETE", f"{hook}/messages/@original", lambda _r, _b, t: people.delete(t)),
            ("POST", hook, lambda _r, b, t: people.follow_up(t, b)),
        ]

    def _acknowledge(self, request: web.Request, body: Json, id_: str, token: str) -> Json | None:
        self._people.answer(id_, token, body)
        if request.query.get("with_response") not in {"true", "1"}:
            return None
        kind = self._people.asked[token].payload["type"]
        return {"interaction": {"id": id_, "type": kind}, "resource": {"type": body["type"]}}

    def _application(self) -> Json:
        return {
            "id": APP,
            "name": "EV Watch",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "00",
            "flags": 0,
            "owner": ME,
            "team": None,
            "interactions_endpoint_url": None,
            **self._world.application,
        }

    def _bot_gateway(self) -> Json:
        limit = {"total": 1000, "remaining": self._gateway.starts_left, "max_concurrency": 1}
        limit["reset_after"] = 60_000
        return {
            "url": self._gateway.url,
            "shards": self._gateway.shards,
            "session_start_limit": limit,
        }

    def _history(self, request: web.Request, _body: object, channel: str) -> list[Json]:
        limit, after = int(request.query.get("limit", 50)), int(request.query.get("after", 0))
        if not 1 <= limit <= 100:
            raise Refusal(400, 50035, "Invalid Form Body")
        found = self._world.messages.get(channel, {})
        if "after" in request.query:  # the oldest of those after it, told newest first
            self._world.channel(channel)
            return self._world.history(channel, after=after, limit=limit)
        newest = self._world.history(channel, after=0, limit=len(found) or 1)
        return newest[:limit]

    def _member(self, _request: web.Request, _body: object, guild: str, user: str) -> Json:
        self._world.guild(guild)
        if user != APP:
            raise Refusal(404, 10007, "Unknown Member")
        return {"user": ME, "roles": [], "joined_at": "2023-01-01T00:00:00+00:00"}

    def _guild_commands(self, guild: str) -> list[Json]:
        if guild not in self._world.guilds:
            raise Refusal(403, 50001, "Missing Access")
        return self._world.commands[guild]

    def _overwrite(self, guild: str | None, commands: list[Json]) -> list[Json]:
        if guild is not None:
            self._guild_commands(guild)
        self._world.commands[guild] = [
            {"id": self._world.id(), "application_id": APP, "version": "1", "type": 1}
            | {"description": "", "nsfw": False, "dm_permission": True}
            | each
            | {"default_member_permissions": _as_text(each.get("default_member_permissions"))}
            for each in commands
        ]
        return self._world.commands[guild]


async def _content(request: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    """The JSON of a request, and the files beside it by the name of their field."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return json.loads(text) if text else None, {}
    body, files = None, {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.name or ""] = (part.filename or "", data)
    return body, files


def _astray(body: object, files: dict[str, tuple[str, bytes]]) -> list[str]:
    """Files that no attachment names, attachments without a file, pictures of neither."""
    if not isinstance(body, dict):
        return []
    message = body.get("message", body)
    told = message.get("attachments") or []
    named = {f"files[{each['id']}]": each.get("filename") for each in told}
    found = [f"{name} is another file than its attachment" for name in named.keys() ^ files.keys()]
    found += [
        f"{name} is called otherwise"
        for name, (file, _) in files.items()
        if named.get(name) != file
    ]
    images = [(each.get("image") or {}).get("url", "") for each in message.get("embeds") or []]
    found += [
        f"{url} is no attachment"
        for url in images
        if url and url.removeprefix("attachment://") not in named.values()
    ]
    return found


def _as_text(bits: int | None) -> str | None:
    return None if bits is None else str(bits)


def _strike(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.kind in {"status", "status_after"}:
        body = {"code": fault.code, "message": fault.message, **fault.more}
        return _json(body, fault.status, fault.headers)
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)  # nobody hears it


def _json(body: object, status: int, headers: dict[str, str] | None = None) -> web.Response:
    response = web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"  # exactly so, or it is read as text
    return response
