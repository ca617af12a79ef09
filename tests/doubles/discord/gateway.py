"""The websocket of a Discord: hello, identify, ready, resume, heartbeats, events, closes."""

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.doubles.discord.world import APP, Value, World

Json = dict[str, Any]

SEND_MAX_BYTES = 4096
GUILDS = 1  # the intent


@dataclass(slots=True)
class Session:
    """What one shard may take up again after its socket is gone."""

    id: str
    shard: tuple[int, int]
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    pack: Any = None  # the compressor of the socket


class Gateway:
    """All shards of the bot. `identified` and `resumed` count; `changed` tells of every step."""

    def __init__(self, world: World, token: Callable[[], str], broken: list[str]) -> None:
        self._world = world
        self._token = token
        self._broken = broken
        self.sessions: dict[str, Session] = {}
        self.url = ""
        self.shards = 1
        self.starts_left = 1000
        self.identified = 0
        self.resumed = 0
        self.beats = 0
        self.close_with: int | None = None  # the next identify is answered by this close code
        self.is_down = False
        self.changed = asyncio.Condition()

    async def until(self, claim: Callable[[], bool]) -> None:
        """Wait until something is true of this gateway."""
        async with asyncio.timeout(20), self.changed:  # only so that a failing test ends
            await self.changed.wait_for(claim)

    @property
    def live(self) -> list[Session]:
        """The sessions with a socket."""
        return [each for each in self.sessions.values() if each.socket and not each.socket.closed]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from hello to its end."""
        if self.is_down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        pack = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        await _send(socket, pack, {"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None})
        session: Session | None = None
        async for frame in socket:
            if frame.type != WSMsgType.TEXT:
                continue
            if len(frame.data.encode()) > SEND_MAX_BYTES:
                self._broken.append("a payload of over 4,096 bytes to the gateway")
            message = json.loads(frame.data)
            if message["op"] == 1:
                self.beats += 1
                await _send(socket, pack, {"op": 11, "d": None, "s": None})
            elif message["op"] == 2:
                session = await self._identify(socket, pack, message["d"])
            elif message["op"] == 6:
                session = await self._resume(socket, pack, message["d"])
            await self._tell()
        if session and session.socket is socket:
            session.socket = None
        await self._tell()
        return socket

    async def dispatch(self, event: str, data: Json, guild: str | None = None) -> None:
        """Tell the shard that has the guild; kept for a session that comes back."""
        for session in list(self.sessions.values()):
            index, shards = session.shard
            if guild is None or (int(guild) >> 22) % shards == index:
                await self._event(session, event, data)

    async def drop(self, code: int = 4000) -> None:
        """End every socket; 4000: it may be taken up again."""
        for session in self.live:
            assert session.socket
            await session.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Op 7 to every shard."""
        await self._say({"op": 7, "d": None, "s": None})

    async def invalidate(self) -> None:
        """Op 9: the session cannot be taken up."""
        told = self.live
        for session in told:
            self.sessions.pop(session.id)
        await self._say({"op": 9, "d": False, "s": None}, told)

    async def _say(self, message: Json, sessions: list[Session] | None = None) -> None:
        for session in self.live if sessions is None else sessions:
            assert session.socket
            await _send(session.socket, session.pack, message)

    async def _identify(
        self, socket: web.WebSocketResponse, pack: Value, data: Json
    ) -> Session | None:
        code = self.close_with or (4004 if data["token"] != self._token() else None)
        self.close_with = None
        if code is None and data["intents"] != GUILDS:
            self._broken.append(f"intents {data['intents']} are more than guilds")
            code = 4014
        if code is not None:
            await socket.close(code=code)
            return None
        shard = tuple(data.get("shard") or (0, 1))
        for old in [each for each in self.sessions.values() if each.shard == shard]:
            self.sessions.pop(old.id)
        session = Session(self._world.id(), (shard[0], shard[1]), socket=socket, pack=pack)
        self.sessions[session.id] = session
        self.identified += 1
        await self._ready(session)
        return session

    async def _ready(self, session: Session) -> None:
        index, shards = session.shard
        ours = [g for g in self._world.guilds.values() if (int(g["id"]) >> 22) % shards == index]
        data = {
            "v": 10,
            "user": {"id": APP, "username": "EV Watch", "discriminator": "0", "avatar": None},
            "guilds": [{"id": each["id"], "unavailable": True} for each in ours],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [index, shards],
            "application": {"id": APP, "flags": 0},
        }
        await self._event(session, "READY", data)
        for guild in ours:
            await self._event(session, "GUILD_CREATE", self.guild(guild["id"]))

    def guild(self, id_: str) -> Json:
        """A server as its event tells it."""
        channels = [each for each in self._world.channels.values() if each["guild_id"] == id_]
        return {
            **self._world.guilds[id_],
            "member_count": 2,
            "emojis": [],
            "stickers": [],
            "features": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "soundboard_sounds": [],
            "guild_scheduled_events": [],
            "roles": [
                {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False}
                | {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
                | role
                for role in self._world.guilds[id_]["roles"]
            ],
            "members": [],
            "threads": [],
            "channels": [
                {"position": 0, "nsfw": False, "topic": None, "available_tags": []} | each
                for each in channels
                if "thread_metadata" not in each
            ],
            "system_channel_flags": 0,
            "premium_tier": 0,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "preferred_locale": "en-US",
            "afk_timeout": 300,
        }

    async def _resume(
        self, socket: web.WebSocketResponse, pack: Value, data: Json
    ) -> Session | None:
        session = self.sessions.get(data["session_id"] or "")
        if session is None or data["token"] != self._token():
            await _send(socket, pack, {"op": 9, "d": False, "s": None})
            return None
        session.socket, session.pack = socket, pack
        for event in [each for each in session.events if each["s"] > (data["seq"] or 0)]:
            await _send(socket, pack, event)
        self.resumed += 1
        await self._event(session, "RESUMED", {})
        return session

    async def _event(self, session: Session, event: str, data: Json) -> None:
        message = {"op": 0, "t": event, "s": len(session.events) + 1, "d": data}
        session.events.append(message)
        if session.socket and not session.socket.closed:
            await _send(session.socket, session.pack, message)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


async def _send(socket: web.WebSocketResponse, pack: Value, message: Json) -> None:
    text = json.dumps(message)
    try:
        if pack is None:
            await socket.send_str(text)
        else:
            await socket.send_bytes(pack.compress(text.encode()) + pack.flush(zlib.Z_SYNC_FLUSH))
    except ConnectionError:
        pass  # the other side has gone; what was said waits in the session
