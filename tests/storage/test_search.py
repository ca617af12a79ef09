"""What it costs to say how many texts were searched: steps of the database, which are exact."""

import asyncio
import sqlite3
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from storage.migrations import steps
from storage.search import Search
from storage.sight import EVERYTHING, Sight
from storage.sqlite_queries import Direct

ACME = Sight(workspace="acme", revision=0, is_all=False, until={})
ALWAYS = "9999-12-31T23:59:59.999999+00:00"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A source of acme's and one of another's, as yet without texts."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    steps().apply(Database(connection))
    for source, workspace in (("ours", "acme"), ("theirs", "other")):
        connection.execute(
            """INSERT INTO sources (id, kind, url, title, trust, every_s, backfill, memory,
                 failures, next_try)
               VALUES (?, 'feed', 'https://a.example/', 'A', 0, 900, 0, '{}', 0, '')""",
            (source,),
        )
        connection.execute("INSERT INTO seen_sources VALUES (?, ?, ?)", (workspace, source, ALWAYS))
    yield connection
    connection.close()


@pytest.mark.parametrize("sight", [EVERYTHING, ACME], ids=["everything", "apart"])
def test_texts_beyond_the_limit_cost_nothing(connection: sqlite3.Connection, sight: Sight) -> None:
    told(connection, "ours", 20)
    few = cost(connection, sight, limit=10)
    told(connection, "ours", 400)

    assert cost(connection, sight, limit=10) == few
    # What is measured does tell a count of all from one of ten.
    assert cost(connection, sight, limit=1_000) > 10 * few
    assert size(connection, sight, limit=10) == 10
    assert size(connection, sight, limit=1_000) == 420


def test_texts_that_only_others_see_cost_nothing(connection: sqlite3.Connection) -> None:
    told(connection, "ours", 5)
    told(connection, "theirs", 1)
    few = cost(connection, ACME, limit=10)
    told(connection, "theirs", 400)

    assert cost(connection, ACME, limit=10) == few
    assert size(connection, ACME, limit=10) == 5


def told(connection: sqlite3.Connection, source: str, count: int) -> None:
    """So many more texts of a source."""
    [[kept]] = connection.execute("SELECT count(*) FROM items")
    connection.executemany(
        """INSERT INTO items (id, source, key, told, seen, url, title, language, content)
           VALUES (:id, :source, :id, '2024', '2024', '', '', 'en', '')""",
        [{"id": f"{number:05}", "source": source} for number in range(kept, kept + count)],
    )


def size(connection: sqlite3.Connection, sight: Sight, *, limit: int) -> int:
    return asyncio.run(Search(Direct(connection)).size(sight, limit=limit))


def cost(connection: sqlite3.Connection, sight: Sight, *, limit: int) -> int:
    """How many steps the database takes to say it: always as many for the same rows."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.set_progress_handler(step, 1)
    try:
        size(connection, sight, limit=limit)
    finally:
        connection.set_progress_handler(None, 1)
    return taken
