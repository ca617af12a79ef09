"""When to visit: every source that is due, a bounded number at once, each on its own."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.ingest import Outcome
from storage.engine import StoreError
from storage.sources import Source
from storage.store import Store

log = structlog.get_logger(__name__)

CONCURRENCY: Final = 8
NAP_MAX: Final = timedelta(seconds=30)  # a source added by another process is seen after this
NAP_MIN: Final = timedelta(seconds=1)  # also when a visit could not be kept and is due at once


class Visits(Protocol):
    """Whatever visits a source."""

    async def visit(self, source: Source) -> Outcome:
        """Visit a source once and record all of it."""
        ...


def _ignore(_outcome: Outcome) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Visits sources when they are due."""

    store: Store
    ingest: Visits
    clock: Callable[[], datetime]
    concurrency: int = CONCURRENCY
    visited: Callable[[Outcome], None] = _ignore  # told of every visit
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # set: look now, a source is new

    async def run(self) -> None:
        """Visit until cancelled."""
        while True:
            self.bell.clear()
            nap = NAP_MAX
            try:
                await self.sweep()
                nap = await self._until_next()
            except StoreError as fault:
                log.warning("store failed while watching", fault=str(fault))
            with suppress(TimeoutError):
                async with asyncio.timeout(nap.total_seconds()):
                    await self.bell.wait()

    async def sweep(self) -> int:
        """Visit every source that is due now, once; gives how many.

        A visit that fails, however it fails, stops no other.
        """
        due = await self.store.visits.due(self.clock())
        gate = asyncio.Semaphore(self.concurrency)
        async with asyncio.TaskGroup() as tasks:
            for source in due:
                tasks.create_task(self._visit(source, gate))
        return len(due)

    async def _visit(self, source: Source, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                outcome = await self.ingest.visit(source)
            except Exception:  # the store's fault, or ours; the source stays due
                log.exception("visit failed", source=source.id, url=source.url)
                return
        self.visited(outcome)

    async def _until_next(self) -> timedelta:
        next_due = await self.store.visits.next_due()
        if next_due is None:
            return NAP_MAX
        return max(NAP_MIN, min(next_due - self.clock(), NAP_MAX))
