"""A way to pages that keeps to the robots.txt of their sites; feeds are made for bots."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cachetools import LRUCache

from adapters.fetch import Fetch, Fetched, FetchError
from bot.sources.robots import READ_MAX, allows, robots_url
from bot.workers import Run, WorkerError

FRESH: Final = timedelta(hours=24)  # RFC 9309, 2.4
FRESH_UNREACHABLE: Final = timedelta(minutes=30)
SITES_MAX: Final = 100  # whose rules are kept
KEPT_OUT: Final = "its site asks bots to stay away from this page (robots.txt)"
UNKNOWN: Final = "its robots.txt is out of reach, so nobody knows whether bots may read this page"


@dataclass(slots=True)
class _Rules:
    """What one site says; `body` is None while nobody knows."""

    until: datetime
    body: bytes | None = None
    asked: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polite:
    """Fits `Fetch`. A site without rules allows everything; one that is out of reach nothing."""

    fetch: Fetch
    run: Run
    clock: Callable[[], datetime]
    _sites: LRUCache[str, _Rules] = field(default_factory=lambda: LRUCache(SITES_MAX), init=False)

    async def __call__(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Ask for a page that its site lets us read; raises `FetchError`."""
        body = await self._rules(robots_url(url))
        if body is None:
            raise FetchError(UNKNOWN)
        if body and not await self._allows(body, url):
            raise FetchError(KEPT_OUT, permanent=True)
        return await self.fetch(url, etag=etag, modified=modified)

    async def _allows(self, body: bytes, url: str) -> bool:
        try:
            return await self.run(allows, body, url)
        except WorkerError as error:
            raise FetchError(UNKNOWN) from error

    async def _rules(self, where: str) -> bytes | None:
        """The rules at an address, asked for once a day; empty where there are none."""
        site = self._sites.setdefault(where, _Rules(self.clock()))
        async with site.asked:
            if site.until <= self.clock():
                await self._learn(where, site)
        return site.body

    async def _learn(self, where: str, site: _Rules) -> None:
        try:
            site.body = (await self.fetch(where)).body[:READ_MAX]
        except FetchError as error:
            # Refused or not there is "no rules" (RFC 9309, 2.3.1.3); silence is not.
            site.body = b"" if error.permanent else site.body
        fresh = FRESH_UNREACHABLE if site.body is None else FRESH
        site.until = self.clock() + fresh
