"""When to visit: every source that is due, a bounded number at once, each on its own."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.ingest import Outcome
from storage.engine import StoreError
from storage.sources import Health, Source
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
        """Visit until cancelled. A visit that hangs takes one place, and holds up no other source.

        However many are ill or new and hang, there is a place for those that answered before (see
        `shared_out`).
        """
        under_way: dict[str, Health] = {}
        async with asyncio.TaskGroup() as tasks:
            while True:
                self.bell.clear()
                nap = NAP_MAX
                try:
                    for source, health in await self._chosen(under_way):
                        under_way[source.id] = health
                        tasks.create_task(self._run_one(source, under_way))
                    nap = await self._until_next()
                except StoreError as fault:
                    log.warning("store failed while watching", fault=str(fault))
                with suppress(TimeoutError):
                    async with asyncio.timeout(nap.total_seconds()):
                        await self.bell.wait()

    async def _chosen(self, under_way: Mapping[str, Health]) -> list[tuple[Source, Health]]:
        """The due sources for which there is a place."""
        if len(under_way) >= self.concurrency:
            return []
        now, most = self.clock(), 2 * self.concurrency  # those that are under way are still due
        waiting = {
            health: [
                source
                for source in await self.store.visits.due(now, health=health, limit=most)
                if source.id not in under_way
            ]
            for health in Health
        }
        return shared_out(waiting, under_way.values(), self.concurrency)

    async def _run_one(self, source: Source, under_way: dict[str, Health]) -> None:
        was_full = len(under_way) >= self.concurrency or under_way[source.id] is not Health.WELL
        try:
            is_recorded = await self._visit(source)
        finally:
            del under_way[source.id]
        if was_full and is_recorded:  # somebody may wait for this place
            self.bell.set()

    async def sweep(self) -> int:
        """Visit every source that is due now, once; gives how many.

        A visit that fails, however it fails, stops no other.
        """
        due = await self.store.visits.due(self.clock())
        gate = asyncio.Semaphore(self.concurrency)
        async with asyncio.TaskGroup() as tasks:
            for source in due:
                tasks.create_task(self._in_turn(source, gate))
        return len(due)

    async def _in_turn(self, source: Source, gate: asyncio.Semaphore) -> None:
        async with gate:
            await self._visit(source)

    async def _visit(self, source: Source) -> bool:
        """Visit one; False: nothing could be recorded, and it stays due."""
        try:
            outcome = await self.ingest.visit(source)
        except Exception:  # the store's fault, or ours
            log.exception("visit failed", source=source.id, url=source.url)
            return False
        self.visited(outcome)
        return True

    async def _until_next(self) -> timedelta:
        next_due = await self.store.visits.next_due()
        if next_due is None:
            return NAP_MAX
        return max(NAP_MIN, min(next_due - self.clock(), NAP_MAX))


def shared_out(
    waiting: Mapping[Health, Sequence[Source]], taken: Iterable[Health], places: int
) -> list[tuple[Source, Health]]:
    """Who of those that wait gets one of the places that are not taken, in the order of each.

    The ill have a quarter at most. The new have a quarter before the well and half at most: what
    is left is kept for the well even while none of them waits, for nobody ends a visit that hangs.
    """
    share = max(1, places // 4)
    had = Counter(taken)
    left = {health: deque(sources) for health, sources in waiting.items()}
    chosen: list[tuple[Source, Health]] = []
    turns = ((Health.ILL, share), (Health.NEW, share), (Health.WELL, places))
    for health, most in (*turns, (Health.NEW, places - 2 * share)):
        while left[health] and had[health] < most and had.total() < places:
            chosen.append((left[health].popleft(), health))
            had[health] += 1
    return chosen
