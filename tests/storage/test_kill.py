"""A process that is killed while it writes leaves whole visits, and all that it had committed."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DAILY, item

ROOT = Path(__file__).parents[2]
KILLS = 6


@pytest.mark.kill
async def test_a_killed_writer_leaves_whole_visits_only(tmp_path: Path) -> None:
    path = tmp_path / "evwatch.db"
    chance = random.Random(20240328)  # noqa: S311 - any moments will do, the same ones each time
    acknowledged = -1

    for _ in range(KILLS):
        acknowledged = _write_and_kill(path, acknowledged + 1, lines=chance.randint(1, 40))

        last = await _check_whole(path)
        assert last >= acknowledged
        acknowledged = last

    assert acknowledged >= KILLS


def _write_and_kill(path: Path, first: int, *, lines: int) -> int:
    """Kill the writer some time after it printed so many lines; gives the last number printed."""
    command = [sys.executable, "-m", "tests.storage.writing", str(path), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        printed += process.stdout.readlines()
    return int([line for line in printed if line.endswith("\n")][-1])


async def _check_whole(path: Path) -> int:
    """Every story has its items and milestones, every visit its parts; gives the last one's number."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    store = Store(await SqliteEngine.open(path))
    assert await store.migrate() == ()
    source = await store.visits.source(DAILY.id)
    assert source is not None
    last = int(source.memory["number"])
    ids = {item(str(number)).id for number in range(last + 1)}
    assert {each.id for each, _ in await store.visits.items(list(ids))} == ids
    revisions = 0
    for name in ("one", "two", "three"):
        if story := await store.history.story(name):
            revisions += story.revision
            assert [each.item for each in story.milestones] == list(story.items)
            assert len(await store.visits.items(story.items)) == len(story.items)
    assert (await store.history.counts())["items"] == revisions == last + 1
    assert len(await store.outbox.queue("acme")) == revisions
    await store.close()
    return last
