"""Names to addresses, on threads of their own.

The loop's default threads serve the whole process: a name server that never answers would take
them all. These threads are daemons, so that a hanging look-up does not hold up the exit either.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

LOOKUPS_MAX: Final = 64  # at once; each holds a thread until the system gives up

AddrInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]
Lookup = Callable[[str, int, socket.AddressFamily], Sequence[AddrInfo]]


def system_lookup(host: str, port: int, family: socket.AddressFamily) -> Sequence[AddrInfo]:
    """Ask the system; may block for as long as its name servers do."""
    return socket.getaddrinfo(
        host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )


class Names(AbstractResolver):
    """Resolves names through a blocking look-up, each in a thread of its own."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._free = asyncio.Semaphore(LOOKUPS_MAX)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of the name, in the system's order; raises `OSError`."""
        async with self._free:
            found = await self._in_thread(host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=int(address[1]),
                family=each,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for each, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Threads still waiting end when the system gives up; nobody waits for them."""

    async def _in_thread(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> Sequence[AddrInfo]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[AddrInfo]] = loop.create_future()

        def settle(found: Sequence[AddrInfo] | None, error: OSError | None) -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(found or [])

        def work() -> None:
            found, error = None, None
            try:
                found = self._lookup(host, port, family)
            except OSError as fault:
                error = fault
            except ValueError as fault:  # a name that the idna codec refuses (UnicodeError)
                error = OSError(f"not a name: {type(fault).__name__}")
            with contextlib.suppress(RuntimeError):  # the loop closed in the meantime
                loop.call_soon_threadsafe(settle, found, error)

        threading.Thread(target=work, name="dns", daemon=True).start()
        return await answer
