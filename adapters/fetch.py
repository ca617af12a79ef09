"""The ports to web addresses (`Fetch`) and names (`Resolve`); `FetchError` is what can be told."""

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
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        missing: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.gone = gone
        self.missing = missing or gone
        self.retry_after = retry_after


class Fetch(Protocol):
    """Get one address, politely and within limits; raises `FetchError` and nothing else."""

    async def __call__(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Ask for `url`; the validators of the last answer make it conditional."""
        ...


class Resolve(Protocol):
    """Ask the name system; raises `FetchError` and nothing else."""

    async def __call__(self, name: str, records: str) -> tuple[str, ...]:
        """The records of a name, of one type ("A", "CNAME", "NS", ...), as text, in order.

        Empty: the name exists and has none of these; `FetchError.missing`: there is no such name.
        """
        ...
