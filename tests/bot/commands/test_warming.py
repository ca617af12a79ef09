import asyncio
import gc
from datetime import datetime, timedelta

from bot.commands.warming import LEAST, keep_warm, warm
from bot.compose.entries import entries_of, kinds_of
from storage.records import Kind
from tests.fakes_desk import Desk, told
from tests.fakes_words import NOW, step


async def test_the_busiest_companies_are_told_apart_before_anybody_asks(watching: Desk) -> None:
    kinds = (Kind.LAUNCH, Kind.RECALL)
    await told(
        watching,
        *(
            (f"a{n}", n, [step(kind, subject=f"X{n}9") for kind in kinds])
            for n in range(LEAST // len(kinds))
        ),
        ("b", 1, [step(Kind.LAUNCH, company="nio")]),
    )
    entries_of.clear()

    assert await warm(watching.store, NOW) == 1

    known = await watching.store.shelf.told("xiaomi")
    made, kept = entries_of.made, entries_of.tellings
    for same in kinds_of(known.tellings):
        entries_of(same)
    assert kept == len(known.tellings) + len(kinds)
    assert entries_of.made == made


async def test_it_is_kept_so_until_the_service_ends(watching: Desk) -> None:
    await told(watching, ("a", 1, [step(Kind.LAUNCH)]))
    asked = asyncio.Event()
    times = iter([NOW, NOW, NOW])

    def clock() -> datetime:
        at = next(times, None)
        if at is None:
            asked.set()
        return at or NOW

    keeping = asyncio.create_task(keep_warm(watching.store, clock, least=1, again=timedelta(0)))
    await asked.wait()
    keeping.cancel()
    await asyncio.wait([keeping])
    gc.unfreeze()

    assert keeping.cancelled()
    assert entries_of.tellings
