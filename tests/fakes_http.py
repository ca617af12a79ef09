"""A loopback server that answers with exactly the bytes that it is told to."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

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
