"""A loopback server that answers with exactly the bytes that it is told to, and asking it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver

from adapters.fetch import Fetched, FetchError
from adapters.http.client import HttpFetch, Limits
from adapters.http.guard import Guard
from adapters.http.resolve import AddrInfo, Names

Script = Callable[[asyncio.StreamWriter], Coroutine[Any, Any, None]]


class RawServer:
    """Answers each path by its script, one request a connection; remembers every request head."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.connections = 0
        self.met = asyncio.Event()  # set at each connection; a test clears it
        self.sent = 0
        self.port = 0
        self._scripts: dict[str, Script] = {}

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, *pieces: bytes) -> str:
        """Answer `path` with these bytes and hang up; gives its address."""

        async def script(writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                await self.send(writer, piece)

        return self.play(path, script)

    def ok(self, path: str, body: bytes = b"", *headers: str, status: str = "200 OK") -> str:
        """Answer `path` properly."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        return self.on(path, "\r\n".join(lines).encode() + body)

    def forever(self, path: str, head: bytes, piece: bytes) -> str:
        """Answer `path` with `head` and then `piece` for as long as anybody listens."""

        async def script(writer: asyncio.StreamWriter) -> None:
            await self.send(writer, head)
            while True:
                await self.send(writer, piece)

        return self.play(path, script)

    def silent(self, path: str, head: bytes = b"") -> str:
        """Answer `path` with `head` and then nothing, until the other side gives up."""

        async def script(writer: asyncio.StreamWriter) -> None:
            await self.send(writer, head)
            await asyncio.Event().wait()

        return self.play(path, script)

    def play(self, path: str, script: Script) -> str:
        self._scripts[path] = script
        return self.url(path)

    async def send(self, writer: asyncio.StreamWriter, piece: bytes) -> None:
        writer.write(piece)
        await writer.drain()
        self.sent += len(piece)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.met.set()
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            path = head.split(" ")[1].partition("?")[0]
            async with asyncio.TaskGroup() as both:
                play = both.create_task(self._scripts[path](writer))
                hangs_up = both.create_task(reader.read())
                play.add_done_callback(lambda _: hangs_up.cancel())
                hangs_up.add_done_callback(lambda _: play.cancel())
            writer.close()
            await writer.wait_closed()
        except* (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()


@asynccontextmanager
async def raw_server(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[RawServer]:
    served = RawServer()
    open_now: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(served.answer(reader, writer))
        open_now.add(task)
        task.add_done_callback(open_now.discard)

    server = await asyncio.start_server(accept, host, port)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        await server.wait_closed()


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits(max_bytes=256 * 1024)
HASTY = replace(LIMITS, total=timedelta(seconds=0.3))


def fetching(
    server: RawServer, limits: Limits = LIMITS, *, resolver: AbstractResolver | None = None
) -> HttpFetch:
    """A fetcher that may reach this server and nothing else on loopback."""
    guard = Guard(allow=frozenset({("127.0.0.1", server.port)}))
    return HttpFetch(
        guard=guard, user_agent="EVWatch/test", limits=limits, resolver=resolver, clock=lambda: NOW
    )


async def get(server: RawServer, url: str, limits: Limits = LIMITS) -> Fetched:
    async with fetching(server, limits) as fetch:
        return await fetch(url)


async def fault(server: RawServer, url: str, limits: Limits = LIMITS) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(server, url, limits)
    return caught.value


class Directory:
    """Names and the addresses that each look-up gives in turn; the last one stays."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names

    def resolver(self) -> Names:
        return Names(self.look_up)

    def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[AddrInfo]:
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        known = self.names[host]
        answer = known.pop(0) if len(known) > 1 else known[0]
        assert family in (socket.AF_UNSPEC, socket.AF_INET)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answer.split()
        ]
