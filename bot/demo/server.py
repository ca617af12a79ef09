"""A loopback server that plays the archive: feeds with validators, articles, and planned faults."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.demo.archive import Archive


@dataclass(slots=True)
class Playing:
    """The server as its user sees it: turn `day` to the next one, read the addresses."""

    archive: Archive
    day: int = 0
    port: int = 0

    @property
    def base(self) -> str:
        """The address of the server, without a slash behind it."""
        return f"http://127.0.0.1:{self.port}"

    def address(self, feed: str) -> str:
        """Where a feed is."""
        return f"{self.base}/feeds/{feed}"

    async def feed(self, request: web.Request) -> web.Response:
        """A feed of today; 304 when the visitor has it already."""
        feed = request.match_info["feed"]
        if feed not in self.archive.feeds:
            raise web.HTTPNotFound
        if self.archive.feeds[feed].faults.get(self.day) == "500":
            raise web.HTTPInternalServerError
        kind, body = self.archive.body(feed, self.day, self.base)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": kind})

    async def article(self, request: web.Request) -> web.Response:
        """The page behind an entry."""
        names = request.match_info
        page = self.archive.article(names["feed"], names["slug"], self.day)
        if page is None:
            raise web.HTTPNotFound
        return web.Response(text=page, content_type="text/html")


@asynccontextmanager
async def serving(archive: Archive) -> AsyncIterator[Playing]:
    """Serve the archive on a free port of 127.0.0.1 while the context lasts."""
    playing = Playing(archive)
    app = web.Application()
    app.add_routes(
        [
            web.get("/feeds/{feed}", playing.feed),
            web.get("/articles/{feed}/{slug}", playing.article),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        playing.port = int(runner.addresses[0][1])
        yield playing
    finally:
        await runner.cleanup()
