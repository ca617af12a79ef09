"""The ports to web addresses (`Fetch`) and names (`Resolve`); `FetchError` is what can be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One answer. `body` is decoded from its transfer encoding, never from its charset."""

    url: str  # where the answer came from, after redirects
    status: int  # 200, or 304 when the validators still hold (then `body` is empty)
    body: bytes = b""
    content_type: str = ""  # the header as sent, charset included
    etag: str | None = None
    modified: str | None = None  # Last-Modified as sent
    moved: str | None = None  # the new address when every redirect was permanent (301, 308)
    fresh_for: timedelta | None = None  # what Cache-Control or Retry-After asks for, 24 h at most
    headers: dict[str, str] = field(default_factory=dict)  # lower-case names


class FetchError(Exception):
    """No usable answer. The text is fit for people: no internal address, no secret.

    `permanent`: asking again will not help soon (404, 410, refused address).
    `gone`: the address says it is gone for good (410).
    `missing`: there is nothing of this address or name (404, 410, a name that does not exist).
    `status`: what was answered; 0 where nothing was.
    """

    def __init__(  # noqa: PLR0913 - facts, each by name
        self,
        text: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        missing: bool = False,
        retry_after: timedelta | None = None,
        status: int = 0,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.permanent = permanent
        self.gone = gone
        self.missing = missing or gone
        self.retry_after = retry_after


class BlockedError(FetchError):
    """Something stands between us and it: a login, a challenge, a refusal (401, 403)."""


class Fetch(Protocol):
    """Get one address, politely and within limits; raises `FetchError` and nothing else."""

    async def __call__(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Ask for `url`; the validators of the last answer make it conditional."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is sent along with a request that an address answers only so."""

    body: bytes
    content_type: str


class Query(Protocol):
    """Get what an address answers to a question, within the same limits; raises `FetchError`."""

    async def __call__(self, url: str, question: Question, /) -> Fetched:
        """Send the question (POST), which changes nothing there; no redirect is followed."""
        ...


class Submit(Protocol):
    """Send a form to one address, within the same limits; raises `FetchError` and nothing else."""

    async def __call__(self, url: str, form: Mapping[str, str], /) -> None:
        """Send `form`; any 2xx is a yes, nothing of the answer is read, no redirect followed."""
        ...


class Resolve(Protocol):
    """Ask the name system; raises `FetchError` and nothing else."""

    async def __call__(self, name: str, records: str) -> tuple[str, ...]:
        """The records of a name, of one type ("A", "CNAME", "NS", ...), as text, in order.

        Empty: the name exists and has none of these; `FetchError.missing`: there is no such name.
        """
        ...
