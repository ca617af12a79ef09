"""What there is on the Slack of the tests: workspaces, people, channels, messages."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

SCOPES = (
    "chat:write,commands,channels:read,groups:read,channels:join,"
    "channels:history,groups:history,users:read,files:write,files:read"
)


@dataclass
class Team:
    """A workspace that installed the bot."""

    id: str
    name: str
    token: str
    bot_user: str
    bot_id: str
    scopes: set[str] = field(default_factory=lambda: set(SCOPES.split(",")))


@dataclass
class Person:
    """Somebody who reads and types."""

    id: str
    team: str
    name: str
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A conversation."""

    id: str
    team: str
    name: str
    is_private: bool = False
    is_member: bool = True
    is_archived: bool = False


@dataclass
class Message:
    """A message in a channel; `only_for` names the one person who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None = None
    metadata: dict[str, Any] | None = None
    bot_id: str | None = None
    thread_ts: str | None = None
    edited: str | None = None
    only_for: str | None = None
    files: list["Upload"] = field(default_factory=list)


@dataclass
class Upload:
    """A file: asked for, then sent, then shared."""

    id: str
    name: str
    length: int
    alt: str = ""
    data: bytes | None = None
    is_shared: bool = False
    user: str = ""  # who filled it into a form
    url: str = ""


@dataclass
class Fault:
    """One way to misbehave. `error`: ok is false; `hold`: the answer waits for it to be set.

    `cut`: the connection goes before the call took effect, or after. `body` stands in for JSON.
    """

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    cut: Literal["", "before", "after"] = ""
    hold: asyncio.Event | None = None
    body: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One call of a method as it came in."""

    method: str
    args: dict[str, Any]
    token: str
    at: datetime
    verb: str


class World:
    """The state behind the double. Times are those of its clock; each ts is there once."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.teams: dict[str, Team] = {}
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.app_tokens = {"xapp-one"}
        self.codes: dict[str, str] = {}  # OAuth code to team id
        self.triggers: set[str] = set()  # each opens one view
        self.views: list[dict[str, Any]] = []
        self.upload_url = ""  # in front of the id of an upload
        self.uploads: dict[str, Upload] = {}  # by id
        self._newest = 0

    def people_live_here(self) -> None:
        """One workspace that everybody knows, two channels, four people."""
        self.teams["T1"] = Team("T1", "EV Desk", "xoxb-one", "UBOT1", "BBOT1")
        for channel, name in (("C1", "general"), ("C2", "factories")):
            self.channels[channel] = Channel(channel, "T1", name)
        self.people = {
            "U1": Person("U1", "T1", "ann", is_admin=True),
            "U2": Person("U2", "T1", "bo", locale="zh-CN"),
            "U3": Person("U3", "T1", "guest", is_admin=True, is_restricted=True),
            "U9": Person("U9", "T9", "stranger", is_admin=True, is_stranger=True),
        }

    def ts(self) -> str:
        """A new timestamp: of now, and after every other."""
        now = round(self.clock().timestamp() * 1_000_000)
        self._newest = max(now, self._newest + 1)
        return f"{self._newest // 1_000_000}.{self._newest % 1_000_000:06d}"

    def team_of(self, token: str) -> Team | None:
        """The workspace whose token this is."""
        return next((team for team in self.teams.values() if team.token == token), None)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message of that id that everybody sees."""
        return next(
            (m for m in self.messages if (m.channel, m.ts) == (channel, ts) and not m.only_for),
            None,
        )

    def thread(self, channel: str, root: str) -> list[Message]:
        """The replies beneath a message, oldest first."""
        return [
            m
            for m in self.messages
            if (m.channel, m.thread_ts) == (channel, root) and not m.only_for
        ]

    def seen(self, channel: str) -> list[Message]:
        """What everybody in the channel sees, threads included, oldest first."""
        found = [m for m in self.messages if m.channel == channel and not m.only_for]
        return sorted(found, key=lambda m: float(m.ts))

    def say(
        self, channel: str, text: str, *, user: str = "U1", thread_ts: str | None = None
    ) -> Message:
        """A person writes into the channel."""
        message = Message(ts=self.ts(), channel=channel, user=user, text=text, thread_ts=thread_ts)
        self.messages.append(message)
        return message
