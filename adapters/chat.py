"""The port to a chat platform: `Chat`, what it takes and gives, and `ChatError`.

ChatError
└── CannotTellError  whether a message was posted: the platform does not let the bot look
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from adapters.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A channel of a workspace, or a thread in it."""

    workspace: str
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something a person did. `text` is the whole command line, slash and verb included.

    `message` is the id of the message that it was done on: that of a button, or the one on which
    "Why this alert?" was chosen. `public`: the answer is asked for before everybody. "check" asks
    only whether the line can be read: the answer is empty if so, and nothing is done.
    """

    kind: Literal["command", "button", "suggest", "check"]
    platform: str
    at: Address
    user: str
    user_name: str = ""
    text: str = ""
    language: str = "en"
    is_admin: bool = False  # the platform's own word on whether the person runs this place
    acts_as: Literal["", "viewer", "editor"] = ""  # who runs it, trying what others may do
    private: bool | None = None  # not everybody of the workspace sees the channel; None: not told
    message: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer. `private`: only for the person who asked."""

    document: Document
    private: bool = True
    suggestions: tuple[str, ...] = ()  # for kind "suggest": full words, best first, 25 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Can this address be posted to? `reason` says why not, in words for people."""

    ok: bool
    reason: str = ""
    private: bool | None = None  # not everybody of the workspace sees it; None: not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at. `remedy` says what to do where it is not well."""

    what: str
    ok: bool
    remedy: str = ""


class Presence(Protocol):
    """Who hears that a workspace removed the bot, or has it (again). Twice is harmless."""

    async def left(self, platform: str, workspace: str) -> None:
        """It removed the bot."""
        ...

    async def joined(self, platform: str, workspace: str) -> None:
        """It has the bot."""
        ...

    async def roll(self, platform: str) -> Mapping[str, bool]:
        """The workspaces that are known of a platform; False: it left, as far as is known."""
        ...


class ChatError(Exception):
    """A message could not be posted.

    `permanent`: this destination takes nothing until a person acts (access lost, channel gone).
    `uncertain`: the platform may have taken it although the answer was lost.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.uncertain = uncertain
        self.retry_after = retry_after


class CannotTellError(ChatError):
    """Nobody can say whether the message was posted: there is no history that the bot may read."""


Answer = Callable[[Request], Awaitable[Reply]]


class Chat(Protocol):
    """One platform. `post` with one key twice shows one message, wherever the platform can."""

    platform: str

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """Show a message; gives its id.

        `after`: the id of the message that this one follows, shown beneath it. `edit`: it takes
        the place of that message, which keeps its id; where that cannot be (deleted, too old), it
        is posted as a message of its own. Nobody is notified who did not ask for it.
        """
        ...

    async def find(
        self, to: Address, key: str, *, since: datetime, after: str | None = None
    ) -> str | None:
        """The id of the message posted with `key` at or after `since`, or None: there is none.

        `after`: the message that it was to follow, or whose place it was to take; it tells where
        to look first.

        Raises `CannotTellError` where the platform cannot say.
        """
        ...

    async def probe(self, to: Address) -> Health:
        """Look whether `to` can be posted to, without posting."""
        ...

    async def examine(self) -> Sequence[Check]:
        """Look at token, rights and clock, as a person who sets it up would; changes nothing."""
        ...

    def health(self) -> Health:
        """Is the platform itself within reach; at once, from what was last seen of it."""
        ...

    async def serve(self, answer: Answer) -> None:
        """Take requests and answer them until cancelled; a lost connection is made anew."""
        ...
