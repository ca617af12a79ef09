"""The port to a chat platform: `Chat`, what it takes and gives, and `ChatError`."""

from collections.abc import Awaitable, Callable
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
    """Something a person did. `text` is the whole command line, slash and verb included."""

    kind: Literal["command", "button", "suggest"]
    platform: str
    at: Address
    user: str
    user_name: str = ""
    text: str = ""
    language: str = "en"
    may_edit: bool = False  # the platform's own word on whether the person runs this place


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


class ChatError(Exception):
    """A message could not be posted.

    `permanent`: this destination will not take it until a person acts.
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


Answer = Callable[[Request], Awaitable[Reply]]


class Chat(Protocol):
    """One platform. `post` with one key twice shows one message, wherever the platform can."""

    platform: str

    async def post(
        self, to: Address, document: Document, *, key: str, after: str | None = None
    ) -> str:
        """Show a message; gives its id. `after`: the id of the message that this one follows."""
        ...

    async def find(self, to: Address, key: str, *, since: datetime) -> str | None:
        """The id of the message posted with `key` at or after `since`, or None."""
        ...

    async def probe(self, to: Address) -> Health:
        """Look whether `to` can be posted to, without posting."""
        ...

    async def serve(self, answer: Answer) -> None:
        """Take requests and answer them until cancelled."""
        ...
