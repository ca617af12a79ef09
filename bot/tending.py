"""Looks after sources: each change of a state is told to the operators once, and again weekly.

What changes at about the same time is told in one message, so that a network that is down is one
word and not a hundred. Nothing is ever disabled or removed here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from storage.engine import StoreError
from storage.sources import TROUBLED, SourceState, Standing, Word
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(minutes=1)
GATHER: Final = timedelta(minutes=5)  # from the first change until it is told, with the others
APART: Final = timedelta(hours=1)  # between two messages
REMIND: Final = timedelta(days=7)
BESIDE: Final = timedelta(days=1)  # reminders that are due within it go together
SETTLED: Final = 3  # failures in a row until one is told: a hiccup is nobody's news
WELL: Final = frozenset({SourceState.NEW, SourceState.OK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the operators are told at once."""

    changed: tuple[Standing, ...] = ()
    lasting: tuple[Standing, ...] = ()
    words: tuple[Word, ...] = ()
    watched: int = 0  # sources in all

    def __bool__(self) -> bool:
        """Is there anything to tell?"""
        return bool(self.changed or self.lasting or self.words)


async def _nobody(_report: Report) -> None:
    """Nobody is told: the log is all."""


@dataclass(kw_only=True)
class Tending:
    """Watches over the states of sources."""

    store: Store
    clock: Callable[[], datetime]
    tell: Callable[[Report], Awaitable[None]] = _nobody  # the operators; again if it raises
    _since: datetime | None = field(default=None, init=False)  # when the first change was seen
    _told_at: datetime | None = field(default=None, init=False)

    async def serve(self) -> None:
        """Look every minute until cancelled."""
        while True:
            try:
                await self.turn()
            except StoreError as fault:
                log.warning("states of sources not looked at", fault=str(fault))
            await asyncio.sleep(EVERY.total_seconds())

    async def turn(self) -> None:
        """Tell what is to be told, when it is time."""
        now = self.clock()
        told = report(*await self._looked(now), await self.store.tending.words(), now=now)
        if not told:
            self._since = None
            return
        self._since = self._since or now
        is_soon = self._told_at is not None and now - self._told_at < APART
        if is_soon or now - self._since < GATHER:
            return
        try:
            await self.tell(told)
        except Exception as fault:  # noqa: BLE001 - told again at the next turn
            log.warning("operators not told of sources", fault=repr(fault))
            return
        for each in told.changed:
            log.info("source changed state", source=each.source.id, state=each.state.value)
        states = [(each.source.id, each.state) for each in (*told.changed, *told.lasting)]
        words = [word.id for word in told.words]
        await self.store.tending.told(states, words, at=now)
        self._since, self._told_at = None, now

    async def _looked(self, now: datetime) -> tuple[list[Standing], int]:
        """The sources that there may be something to tell of, by address, and how many there are.

        What begins well is no news, and is only written down.
        """
        found: list[Standing] = []
        fresh: list[tuple[str, SourceState]] = []
        watched = 0
        async for each in self.store.tending.standings(now=now):
            watched += 1
            if _begins_well(each):
                fresh.append((each.source.id, each.state))
            elif _is_changed(each) or _lasts(each):
                found.append(each)
        if fresh:
            await self.store.tending.told(fresh, at=now)
        return sorted(found, key=lambda each: (each.source.url, each.source.id)), watched


def report(
    standings: Sequence[Standing], watched: int, words: Sequence[Word], *, now: datetime
) -> Report:
    """What is to be told now: changes, what has lasted for a week since it was told, words."""
    changed = tuple(each for each in standings if _is_changed(each))
    lasting = [each for each in standings if each not in changed and _lasts(each)]
    is_due = any(_age(each, now) >= REMIND for each in lasting)
    due = tuple(each for each in lasting if is_due and _age(each, now) >= REMIND - BESIDE)
    return Report(changed=changed, lasting=due, words=tuple(words), watched=watched)


def _begins_well(each: Standing) -> bool:
    return each.state in WELL and each.told != each.state and each.told in (None, SourceState.NEW)


def _is_changed(each: Standing) -> bool:
    told = each.told or SourceState.NEW
    if each.state == told or (each.state in WELL and told in WELL):
        return False
    is_failure = each.state in (SourceState.FAILING, SourceState.BLOCKED)
    return not is_failure or each.source.failures >= SETTLED


def _lasts(each: Standing) -> bool:
    return each.state == each.told and (each.state in TROUBLED or each.state == SourceState.PAUSED)


def _age(each: Standing, now: datetime) -> timedelta:
    return now - each.told_at if each.told_at else timedelta(0)
