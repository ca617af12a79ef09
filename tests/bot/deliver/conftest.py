"""The line that these tests deliver on."""

from collections.abc import AsyncIterator

import pytest

from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_outbox import SOURCE, Line


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Line(store)
    await store.watchlist.add_source(SOURCE, audit=made.audit())
    await made.follow("general")
    yield made
    await store.close()
