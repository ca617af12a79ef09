from bot.commands.warming import LEAST, warm
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
    entries_of.cache_clear()

    assert await warm(watching.store, NOW) == 1

    known = await watching.store.shelf.told("xiaomi")
    before = entries_of.cache_info()
    for same in kinds_of(known.tellings):
        entries_of(same)
    assert before.currsize == len(kinds)
    assert entries_of.cache_info().misses == before.misses
