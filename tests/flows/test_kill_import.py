"""SIGKILL in the middle of an import: nothing of it is kept, and it can be confirmed again."""

import asyncio
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from storage.changes import By
from storage.sources import Source
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_desk import Desk, buttons

COUNT = 300
LIST = "\n".join(f"https://f{n}.example/rss" for n in range(COUNT))


async def _dying(database: Path, line: str, at: int) -> None:
    store = Store(await SqliteEngine.open(database))
    add, count = store.watchlist.add_source, 0

    async def once_too_often(source: Source, *, audit: By) -> bool:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return await add(source, audit=audit)

    store.watchlist.add_source = once_too_often  # type: ignore[method-assign] # dies within it
    await Desk(store).ask(line, kind="button")


def die(database: Path, line: str, at: int) -> None:
    asyncio.run(_dying(database, line, at))


@pytest.mark.kill
@pytest.mark.parametrize("at", [1, 150, COUNT])
async def test_killed_in_an_import_nothing_of_it_is_kept(tmp_path: Path, at: int) -> None:
    database = tmp_path / "evwatch.db"
    store = Store(await SqliteEngine.open(database))
    await store.migrate()
    shown = await Desk(store).ask(f"/evwatch import\n{LIST}")
    line = buttons(shown)[0].command
    await store.close()

    process = multiprocessing.get_context("forkserver").Process(
        target=die, args=(database, line, at)
    )
    process.start()
    await asyncio.to_thread(process.join)

    assert process.exitcode == -signal.SIGKILL
    store = Store(await SqliteEngine.open(database))
    assert await store.watchlist.watches("home") == []
    assert await store.watchlist.audits("home") == []
    await Desk(store).ask(line, kind="button")
    assert len(await store.watchlist.watches("home")) == COUNT
    await store.close()
