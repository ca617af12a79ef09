"""The stores that the contract tests ask, one for each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Engine
from storage.store import Store
from tests.fakes_storage import DAILY, ENGINES, audit


@pytest.fixture(params=ENGINES)
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    """An empty database with its schema."""
    engine = await ENGINES[request.param](tmp_path)
    await engine.migrate()
    yield engine
    await engine.close()


@pytest.fixture
def store(engine: Engine) -> Store:
    """A store in which nothing is kept."""
    return Store(engine)


@pytest.fixture
async def watched(store: Store) -> Store:
    """A store in which one workspace watches one source."""
    await store.watchlist.add_source(DAILY, audit=audit())
    return store
