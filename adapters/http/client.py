"""The fetcher: conditional requests within limits, redirects one by one, errors in one place."""

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from adapters.fetch import Fetched, FetchError, Question
from adapters.http import answer
from adapters.http.guard import UNREACHABLE, Guard
from adapters.http.resolve import Names
from adapters.http.unpack import DAMAGED, TOO_LARGE, Unpacker

REDIRECTS_MAX: Final = 10
HEADER_MAX_BYTES: Final = 16_384  # some publishers send policies of 9 kB
HEADERS_MAX: Final = 128
PIECE_BYTES: Final = 65_536
PERMANENT: Final = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTS: Final = PERMANENT | {
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
}
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
TOO_SLOW: Final = "it did not answer in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take, and how many may run at once."""

    total: timedelta = timedelta(seconds=15)  # all hops together, waiting for a turn left out
    connect: timedelta = timedelta(seconds=8)  # of it until connected, name look-up included
    max_bytes: int = 8 * 1024 * 1024  # of a body, as sent and as unpacked
    per_host: int = 2
    at_once: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hop:
    """One answer on the way: where it leads, or what it gives."""

    status: int
    leads_to: str | None = None
    fetched: Fetched | None = None


@dataclass(slots=True)
class _Turns:
    """Who may speak to which host; a host without waiters takes no room."""

    per_host: int
    hosts: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    wanted: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at this host, and hold it."""
        turn = self.hosts.setdefault(host, asyncio.Semaphore(self.per_host))
        self.wanted[host] += 1
        try:
            async with turn:
                yield
        finally:
            self.wanted[host] -= 1
            if not self.wanted[host]:
                del self.wanted[host], self.hosts[host]


def _utcnow() -> datetime:
    return datetime.now(tz=UTC)


class HttpFetch:
    """Fits `adapters.fetch.Fetch`; an async context manager that owns its connections."""

    def __init__(
        self,
        *,
        guard: Guard,
        user_agent: str,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime] = _utcnow,
    ) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._resolver = resolver
        self._clock = clock
        self._turns = _Turns(self._limits.per_host)
        self._all_turns = asyncio.Semaphore(self._limits.at_once)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the one connector; nothing is connected yet."""
        connector = aiohttp.TCPConnector(
            socket_factory=self._guard.socket_factory,
            resolver=self._resolver or Names(),
            limit=self._limits.at_once,
            limit_per_host=self._limits.per_host,
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # a proxy would hide the address that the guard must see
            auto_decompress=False,  # the library takes a cut gzip body for a whole one
            raise_for_status=False,
            headers={
                "User-Agent": self._user_agent,
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip, deflate",
            },
            max_line_size=HEADER_MAX_BYTES,
            max_field_size=HEADER_MAX_BYTES,
            max_headers=HEADERS_MAX,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __call__(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Ask for `url`, following redirects; any number may be asked at once."""
        validators = _validators(etag, modified)
        url = self._guard.check_url(url)
        left = self._limits.total.total_seconds()
        is_moved = False
        for count in range(REDIRECTS_MAX + 1):
            host = URL(url).authority
            async with self._turns.at(host), self._all_turns:
                began = asyncio.get_running_loop().time()
                hop = await self._hop(partial(self._ask, url, validators), left)
                left -= asyncio.get_running_loop().time() - began
            if hop.fetched is not None:
                return replace(hop.fetched, moved=url if is_moved else None)
            if hop.leads_to is None:
                break
            is_moved = _is_move(url, hop) and (is_moved or count == 0)
            url = hop.leads_to
        raise FetchError("it only leads from one address to the next")

    async def query(self, url: str, question: Question) -> Fetched:
        """Send a question; fits `adapters.fetch.Query`."""
        url = self._guard.check_url(url)
        left = self._limits.total.total_seconds()
        async with self._turns.at(URL(url).authority), self._all_turns:
            hop = await self._hop(partial(self._ask, url, {}, question=question), left)
        if hop.fetched is None:
            raise FetchError("it leads to another address; give that one", permanent=True)
        return hop.fetched

    async def submit(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form; fits `adapters.fetch.Submit`."""
        url = self._guard.check_url(url)
        left = self._limits.total.total_seconds()
        async with self._turns.at(URL(url).authority), self._all_turns:
            hop = await self._hop(partial(self._send, url, form), left)
        if hop.status // 100 != 2:  # noqa: PLR2004
            raise FetchError(f"its server says no ({hop.status})")

    async def _hop(self, ask: Callable[[float], Awaitable[_Hop]], left: float) -> _Hop:
        """One request; every foreign error becomes ours here."""
        try:
            async with asyncio.timeout(max(left, 0)):
                return await ask(left)
        except aiohttp.ConnectionTimeoutError as error:
            raise FetchError(UNREACHABLE) from error
        except TimeoutError as error:
            raise FetchError(TOO_SLOW) from error
        except (ssl.SSLError, aiohttp.ClientSSLError) as error:
            raise FetchError("its certificate or its encryption is not valid") from error
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise FetchError(UNREACHABLE) from error
        except aiohttp.ClientPayloadError as error:
            raise FetchError(DAMAGED) from error
        except aiohttp.ServerDisconnectedError as error:
            raise FetchError("its server hung up without an answer") from error
        except aiohttp.ClientResponseError as error:
            raise FetchError("its answer is not proper HTTP") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError("the connection broke off") from error

    async def _ask(
        self, url: str, validators: dict[str, str], left: float, *, question: Question | None = None
    ) -> _Hop:
        if self._session is None:
            raise RuntimeError("HttpFetch is used outside of its context")
        connect_s = min(self._limits.connect.total_seconds(), left * 0.9)
        kind = {"Content-Type": question.content_type} if question else {}
        async with self._session.request(
            "POST" if question else "GET",
            URL(url, encoded=True),
            data=question.body if question else None,
            headers=validators | kind,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=connect_s),
        ) as response:
            status, headers = response.status, response.headers
            if status in REDIRECTS and "Location" in headers:
                return _Hop(status=status, leads_to=self._next(url, headers["Location"]))
            if status == HTTPStatus.NOT_MODIFIED and validators:
                return _Hop(status=status, fetched=self._fetched(url, response, b""))
            if status != HTTPStatus.OK:
                raise answer.status_fault(status, headers, self._clock())
            body = await self._body(response)
            return _Hop(status=status, fetched=self._fetched(url, response, body))

    async def _send(self, url: str, form: Mapping[str, str], left: float) -> _Hop:
        if self._session is None:
            raise RuntimeError("HttpFetch is used outside of its context")
        connect_s = min(self._limits.connect.total_seconds(), left * 0.9)
        async with self._session.post(
            URL(url, encoded=True),
            data=dict(form),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=connect_s),
        ) as response:
            return _Hop(status=response.status)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limits.max_bytes:
            raise FetchError(TOO_LARGE)
        packing = ",".join(response.headers.getall("Content-Encoding", []))
        unpacker = Unpacker(packing, max_bytes=self._limits.max_bytes)
        async for piece in response.content.iter_chunked(PIECE_BYTES):
            unpacker.feed(piece)
        return unpacker.finish()

    def _fetched(self, url: str, response: aiohttp.ClientResponse, body: bytes) -> Fetched:
        headers = response.headers
        return Fetched(
            url=url,
            status=response.status,
            body=body,
            content_type=_printable(headers.get("Content-Type", "")),
            etag=answer.etag(headers.get("ETag")),
            modified=answer.modified(headers.get("Last-Modified")),
            fresh_for=answer.fresh_for(headers),
            headers=answer.kept(headers),
        )

    def _next(self, url: str, location: str) -> str:
        """Where a redirect leads, as an address that the guard accepts."""
        try:
            joined = str(URL(url).join(URL(location))) if location.isprintable() else location
        except ValueError:
            joined = location
        # Joined leniently, then checked whole: a backslash or a space in it is refused there.
        return self._guard.check_url(joined if "\\" not in location else location)


def _is_move(url: str, hop: _Hop) -> bool:
    """Whether the hop says for good; leaving https behind is followed but not remembered."""
    is_downgrade = url.startswith("https:") and str(hop.leads_to).startswith("http:")
    return hop.status in PERMANENT and not is_downgrade


def _validators(etag: str | None, modified: str | None) -> dict[str, str]:
    found = {"If-None-Match": answer.etag(etag), "If-Modified-Since": answer.modified(modified)}
    return {name: value for name, value in found.items() if value}


def _printable(value: str) -> str:
    return "".join(char for char in value[: answer.HEADER_MAX_CHARS] if char.isprintable())
