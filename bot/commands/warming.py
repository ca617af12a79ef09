"""What is told of each company, read before anybody asks; the most of it told apart, too.

A company with some two thousand tellings takes a fifth of a second to be told apart anew, and a
few milliseconds once it is: later news of one kind of step leaves the other kinds as they were.
"""

import asyncio
import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.compose.entries import entries_of, kinds_of, promises_of
from storage.store import Store

COMPANIES: Final = 30
READ: Final = 5_000  # companies at most; more than a few hundred are folded (see `storage.hand`)
LEAST: Final = 200  # tellings; fewer are told apart while somebody asks
BETWEEN: Final = timedelta(seconds=0.05)  # of rest, for whoever waits for the processor
AGAIN: Final = timedelta(hours=1)
# New objects before a look at them; looks at new ones for each at older, of those for each at all.
# Whoever is answered waits for each look. With 5,000 at first, one at older ones took 9 ms of
# processor time and up to 17; with 700 it takes 0.7 and up to 3, and all of them no more than
# before. With 20 in the middle: 6 to 110.
SELDOM: Final = (700, 1, 7_000)


async def keep_warm(
    store: Store,
    clock: Callable[[], datetime],
    *,
    least: int = LEAST,
    again: timedelta = AGAIN,
) -> None:
    """Have all companies at hand, the busiest told apart, at once and every hour; never returns."""
    calm()
    while True:
        await fetch(store)
        if await warm(store, clock(), least=least):
            calm()
        await asyncio.sleep(again.total_seconds())


def calm() -> None:
    """Spare what lives long from being looked through for garbage, and look through it seldom.

    With 40,000 tellings at hand a full look took 0.7 to 1.5 s, in which nobody was answered, and
    found nothing: what is let go of here holds no circles.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)


async def fetch(store: Store) -> int:
    """Read what is told of each company that is not at hand, the busiest last; gives how many."""
    told = await store.recent.busiest(READ, least=1)
    for company in reversed(told):
        await store.shelf.fetch(company)
        await asyncio.sleep(BETWEEN.total_seconds() / 5)
    return len(told)


async def warm(store: Store, now: datetime, *, least: int = LEAST) -> int:
    """Tell the steps of the busiest companies apart; gives how many companies they were."""
    today = now.astimezone(UTC).date()
    busiest = await store.recent.busiest(COMPANIES, least=least)
    for company in busiest:
        told = await store.shelf.told(company)
        for same in kinds_of(told.tellings):
            await asyncio.to_thread(entries_of, same)
            await asyncio.to_thread(promises_of, same, today)
            await asyncio.sleep(BETWEEN.total_seconds())
    return len(busiest)
