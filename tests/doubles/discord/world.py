"""What a Discord keeps: guilds, channels, members, messages, threads; and what it refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

Json = dict[str, Any]
Value = Any  # of a JSON object

APP: Final = "900"  # the application, and its bot user
EPOCH_MS: Final = 1_420_070_400_000
NONCE_LIFE: Final = timedelta(minutes=3)  # "the past few minutes"
PERMISSIONS: Final = {
    "Administrator": 1 << 3,
    "Manage Server": 1 << 5,
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
THREADS: Final = frozenset({10, 11, 12})
FORUMS: Final = frozenset({15, 16})


class Refusal(Exception):
    """Discord's answer to a request that it does not carry out."""

    def __init__(self, status: int, code: int, message: str, **more: Value) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"code": code, "message": message, **more}


@dataclass(slots=True)
class World:
    """All of it. Ids are snowflakes by `clock`."""

    clock: Callable[[], datetime]
    guilds: dict[str, Json] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)  # left out where all are listed
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=dict)  # by channel, then id
    commands: dict[str | None, list[Json]] = field(default_factory=lambda: {None: []})  # by guild
    nonces: dict[str, tuple[datetime, Json]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by address
    application: Json = field(default_factory=dict)  # what of it is not as usual
    numbers: Any = field(default_factory=lambda: count(1))

    def id(self) -> str:
        """The next snowflake."""
        ms = int(self.clock().timestamp() * 1000) - EPOCH_MS
        return str((ms << 22) | next(self.numbers))

    def add_guild(self, name: str = "Watchers") -> str:
        """A server in which the bot is, with every permission that it asks for."""
        guild = self.id()
        allowed = sum(bit for name, bit in PERMISSIONS.items() if name != "Administrator")
        allowed &= ~PERMISSIONS["Manage Server"]
        everyone = {"id": guild, "name": "@everyone", "permissions": str(allowed)}
        self.guilds[guild] = {"id": guild, "name": name, "owner_id": "1", "roles": [everyone]}
        self.commands[guild] = []
        return guild

    def add_channel(self, guild: str, kind: int = 0, **more: Value) -> str:
        """A channel of a server; kind 0 is a text channel, 15 a forum."""
        channel = {"id": self.id(), "type": kind, "guild_id": guild, "name": "alerts", **more}
        self.channels[channel["id"]] = {"permission_overwrites": [], "parent_id": None, **channel}
        self.messages[channel["id"]] = {}
        return str(channel["id"])

    def deny(self, channel: str, *names: str) -> None:
        """Take permissions from everyone in the channel."""
        overwrites = self.channels[channel]["permission_overwrites"]
        guild = self.channels[channel]["guild_id"]
        bits = sum(PERMISSIONS[name] for name in names)
        overwrites[:] = [{"id": guild, "type": 0, "allow": "0", "deny": str(bits)}]

    def kick(self, guild: str) -> None:
        """The bot is in that server no more."""
        del self.guilds[guild]

    def archive(self, thread: str, *, locked: bool = False) -> None:
        self.channels[thread]["thread_metadata"] |= {"archived": True, "locked": locked}

    def may(self, channel: str, name: str) -> bool:
        """Does the bot hold a permission in a channel; a thread has those of its channel."""
        found = self.channels[channel]
        if found["type"] in THREADS:
            found = self.channels[found["parent_id"]]
        allowed = int(self.guilds[found["guild_id"]]["roles"][0]["permissions"])
        for each in found["permission_overwrites"]:
            allowed = allowed & ~int(each["deny"]) | int(each["allow"])
        return bool(allowed & PERMISSIONS[name])

    def channel(self, id_: str) -> Json:
        """A channel that the bot sees, or why not."""
        found = self.channels.get(id_)
        if found is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if found["guild_id"] not in self.guilds or not self.may(id_, "View Channel"):
            raise Refusal(403, 50001, "Missing Access")
        return found

    def guild(self, id_: str) -> Json:
        if id_ not in self.guilds:
            raise Refusal(404, 10004, "Unknown Guild")
        return self.guilds[id_]

    def message(self, channel: str, id_: str) -> Json:
        self.channel(channel)
        if id_ not in self.messages[channel]:
            raise Refusal(404, 10008, "Unknown Message")
        return self.messages[channel][id_]

    def send(self, channel: str, body: Json) -> Json:
        """A message of the bot. One nonce within its minutes is one message."""
        found = self.channel(channel)
        if found["type"] in FORUMS:
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        is_thread = found["type"] in THREADS
        self._allowed(channel, "Send Messages in Threads" if is_thread else "Send Messages")
        if is_thread:
            self._reopen(found)
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce"):
            known = self.nonces.get(nonce)
            if known and self.clock() - known[0] < NONCE_LIFE:
                return known[1]
        message = self.put(channel, body)
        if nonce:
            self.nonces[nonce] = (self.clock(), message)
        return message

    def put(self, channel: str, body: Json, **more: Value) -> Json:
        """The message, as kept and told."""
        shown = ("content", "embeds", "components", "attachments")
        if body.get("attachments") and channel in self.channels:
            self._allowed(channel, "Attach Files")
        if not any(body.get(each) for each in shown):
            raise Refusal(400, 50006, "Cannot send an empty message")
        reference = body.get("message_reference")
        if reference and reference["message_id"] not in self.messages[channel]:
            if reference.get("fail_if_not_exists", True):
                raise Refusal(400, 50035, "Invalid Form Body")
            reference = None
        id_ = more.pop("id", None) or self.id()
        message: Json = {
            "id": id_,
            "channel_id": channel,
            "type": 19 if reference else 0,
            "author": {"id": APP, "username": "EV Watch", "discriminator": "0", "avatar": None}
            | {"bot": True},
            "content": body.get("content") or "",
            "embeds": self._embeds(channel, body),
            "components": body.get("components") or [],
            "timestamp": self.clock().isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": body.get("attachments") or [],
            "pinned": False,
            "flags": body.get("flags") or 0,
            **({"message_reference": reference} if reference else {}),
            **more,
        }
        self.messages.setdefault(channel, {})[id_] = message
        if "last_message_id" in self.channels.get(channel, {}):
            self.channels[channel]["last_message_id"] = id_
        return message

    def edit(self, channel: str, id_: str, body: Json) -> Json:
        found = self.message(channel, id_)
        if found["author"]["id"] != APP:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        if self.channels[channel].get("thread_metadata", {}).get("archived"):
            raise Refusal(400, 50083, "Thread is archived")
        return self.change(found, body)

    def change(self, found: Json, body: Json) -> Json:
        changed: Json = {
            key: body[key]
            for key in ("content", "components", "flags", "attachments")
            if key in body
        }
        if "embeds" in body:
            changed["embeds"] = self._embeds(found["channel_id"], body)
        found |= changed | {"edited_timestamp": self.clock().isoformat()}
        found["content"] = found["content"] or ""
        return found

    def history(self, channel: str, *, after: int, limit: int) -> list[Json]:
        """Newest first; nothing where the history may not be read."""
        self.channel(channel)
        if not self.may(channel, "Read Message History"):
            return []
        later = sorted(
            (m for m in self.messages[channel].values() if int(m["id"]) > after), key=_id
        )
        return later[:limit][::-1]

    def open_thread(self, channel: str, message: str, body: Json) -> Json:
        self.message(channel, message)
        self._allowed(channel, "Create Public Threads")
        if message in self.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        return self._thread(channel, message, body)

    def open_post(self, forum: str, body: Json) -> Json:
        """A post of a forum: a thread with its first message, which shares its id."""
        found = self.channel(forum)
        if found["type"] not in FORUMS or "message" not in body:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        self._allowed(forum, "Send Messages")
        if found.get("flags", 0) & (1 << 4) and not body.get("applied_tags"):
            raise Refusal(400, 40067, "A tag is required to create a forum post in this channel")
        known = {tag["id"] for tag in found.get("available_tags", [])}
        if not set(body.get("applied_tags") or []) <= known:
            raise Refusal(400, 50035, "Invalid Form Body")
        thread = self._thread(forum, self.id(), body)
        message = self.put(thread["id"], body["message"], id=thread["id"])
        return thread | {"message": message}

    def active_threads(self, guild: str) -> list[Json]:
        self.guild(guild)
        return [
            each
            for each in self.channels.values()
            if each["type"] in THREADS
            and each["guild_id"] == guild
            and not each["thread_metadata"]["archived"]
            and self.may(each["id"], "View Channel")
        ]

    def archived_threads(self, channel: str) -> list[Json]:
        self.channel(channel)
        self._allowed(channel, "Read Message History")
        return [
            each
            for each in self.channels.values()
            if each["parent_id"] == channel
            and each["type"] in THREADS
            and each["thread_metadata"]["archived"]
        ]

    def _thread(self, channel: str, id_: str, body: Json) -> Json:
        if not 1 <= len(body["name"].strip()) <= 100:
            raise Refusal(400, 50035, "Invalid Form Body")
        thread = {
            "id": id_,
            "type": 11,
            "guild_id": self.channels[channel]["guild_id"],
            "parent_id": channel,
            "owner_id": APP,
            "name": body["name"],
            "last_message_id": None,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "applied_tags": body.get("applied_tags") or [],
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": body.get("auto_archive_duration") or 4320,
                "archive_timestamp": self.clock().isoformat(),
            },
        }
        self.channels[id_] = thread
        self.messages[id_] = {}
        return thread

    def _reopen(self, thread: Json) -> None:
        metadata = thread["thread_metadata"]
        if metadata["locked"]:
            raise Refusal(400, 50083, "Thread is archived")
        metadata["archived"] = False

    def _allowed(self, channel: str, *names: str) -> None:
        if not all(self.may(channel, name) for name in names):
            raise Refusal(403, 50013, "Missing Permissions")

    def _embeds(self, channel: str, body: Json) -> list[Json]:
        """Without Embed Links they vanish, and no error tells it."""
        if channel in self.channels and not self.may(channel, "Embed Links"):
            return []
        return [{"type": "rich", **embed} for embed in body.get("embeds") or []]


def _id(message: Json) -> int:
    return int(message["id"])
