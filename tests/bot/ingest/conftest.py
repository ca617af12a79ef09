from collections.abc import AsyncIterator

import pytest

from storage.sqlite import SqliteEngine
from tests.fakes_line import CHANNEL, Line


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(await SqliteEngine.open(":memory:"))
    await made.store.migrate()
    await made.store.watchlist.follow(CHANNEL, (), audit=made.audit())
    await made.add()
    yield made
    await made.store.close()
