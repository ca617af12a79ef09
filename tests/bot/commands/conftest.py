from collections.abc import AsyncIterator

import pytest

from bot.catalogue import load
from bot.ingest import Look
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_desk import FEED, Desk


@pytest.fixture(scope="session", autouse=True)
def _at_hand() -> None:
    """The catalogue is read before anything is timed, as in the service."""
    load()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Desk(store)
    await store.close()


@pytest.fixture
async def watching(desk: Desk) -> Desk:
    """A desk whose workspace watches one feed and one company."""
    desk.look.looks[FEED] = Look(url=FEED, title="Example News")
    await desk.ask(f"/evwatch add {FEED} now")
    await desk.ask("/evwatch add xiaomi with:none now")
    return desk
