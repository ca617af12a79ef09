"""Writes visits into a database until it is killed: `python -m tests.storage.writing PATH FROM`.

Each visit brings an item, grows one of three stories and enqueues a delivery; its number is
printed once it is committed.
"""

import asyncio
import itertools
import sys
from dataclasses import replace

from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DAILY, MINUTE, NOW, audit, delivery, item, milestone, story, visit

NAMES = ("one", "two", "three")


async def write(path: str, first: int) -> None:
    store = Store(await SqliteEngine.open(path))
    await store.migrate()
    await store.watchlist.add_source(DAILY, audit=audit())
    for number in itertools.count(first):
        told, name = item(str(number)), NAMES[number % 3]
        before = await store.history.story(name)
        grown = story(told, name=name)
        if before:
            grown = replace(
                before,
                revision=before.revision + 1,
                items=(*before.items, told.id)[-20:],
                milestones=(*before.milestones, milestone(told))[-20:],
            )
        await store.visits.record(
            visit(
                told,
                at=NOW + number * MINUTE,
                stories=[grown],
                based_on={name: before.revision} if before else {},
                deliveries=[delivery(name, revision=grown.revision)],
                memory={"number": str(number)},
            )
        )
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
