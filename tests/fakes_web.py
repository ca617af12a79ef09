"""A web server on loopback that answers as it is told, for whole lines over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Page = Answer | bytes | int  # an answer, a feed's bytes, or a bare status


class Loopback:
    """Pages by path. A path without one is answered 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        page = self.pages.get(request.path, 404)
        if isinstance(page, bytes):
            return web.Response(body=page, content_type="application/rss+xml")
        if isinstance(page, int):
            return web.Response(status=page)
        return await page(request)


@asynccontextmanager
async def loopback() -> AsyncIterator[Loopback]:
    """A server on a free port of 127.0.0.1, stopped at the end with all that it has in hand."""
    served = Loopback()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.port = runner.addresses[0][1]
    try:
        yield served
    finally:
        await runner.cleanup()


async def never(_: web.Request) -> web.StreamResponse:
    """No answer, until the asker goes away or the server stops."""
    await asyncio.Event().wait()
    raise AssertionError
