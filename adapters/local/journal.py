"""The channels on disk, for many tasks at once: kept before `append` returns, told to followers."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from adapters.document import Document
from adapters.local.ledger import Entry, JournalError, Ledger, Page, State

P = ParamSpec("P")
T = TypeVar("T")


class Journal:
    """The file, for many tasks. Its work runs in a thread, fsync included, one piece at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ledger = Ledger(path)
        self._lock = threading.Lock()
        self._changed = asyncio.Event()
        self._round = 0

    async def append(  # noqa: PLR0913 - what is kept of a message
        self,
        channel: str,
        document: Document,
        *,
        key: str,
        at: datetime,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """Keep a message; gives its id once it is on disk. One key and channel: one line, one id.

        `after` of an unknown message, or of another channel, is dropped: the message stands alone.
        `edit`: it takes the place of `after`, and its id.
        Raises `JournalError`.
        """
        return await self._run(
            self._ledger.append, channel, document, key=key, at=at, after=after, edit=edit
        )

    async def find(self, channel: str, key: str, *, since: datetime) -> str | None:
        """The id of the message with this key that was kept at or after `since`."""
        return await self._run(self._ledger.find, channel, key, since)

    async def page(self, channel: str, *, before: int | None = None, limit: int = 30) -> Page:
        """The newest `limit` top-level messages before `before`, with their followers."""
        return await self._run(self._ledger.page, channel, before, limit)

    async def look(self) -> State:
        """Where the journal stands, with what other processes wrote taken in."""
        return await self._run(self._ledger.state)

    async def follow(self, after: int) -> AsyncIterator[Entry]:
        """Every message numbered above `after`, then each new one as it comes, until `hush`."""
        round_ = self._round
        while round_ == self._round:
            changed = self._changed  # taken before the look, so that no append slips between
            batch = await self._run(self._ledger.since, after)
            for entry in batch:
                yield entry
                after = entry.number
            if not batch:
                await changed.wait()

    def hush(self) -> None:
        """End every `follow` that is under way; later ones start as usual."""
        self._round += 1
        self._wake()

    async def close(self) -> None:
        """End the followers and close the file; the next call opens it again."""
        self.hush()
        await self._run(self._ledger.close)

    def _wake(self, _: object = None) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run in a thread. A cancelled caller leaves the work to finish, and followers hear it."""
        lines = self._ledger.lines
        inner = asyncio.ensure_future(
            asyncio.to_thread(self._guarded, lambda: work(*args, **kwargs))
        )
        inner.add_done_callback(lambda _: self._wake() if self._ledger.lines != lines else None)
        inner.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(inner)

    def _guarded(self, work: Callable[[], T]) -> T:
        with self._lock:
            try:
                return work()
            except OSError as error:
                raise JournalError(f"the journal cannot be used: {error.strerror}") from error
