"""A workspace that removed the bot is erased a while later, whole; one that comes back keeps all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.leaving import Leaving
from storage.channels import Channel
from storage.pending import List
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.owned import OF_WORKSPACE, plant

MONTH = timedelta(days=30)


class House:
    """Two workspaces with rows in every table, and what erases."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.engine = engine
        self.clock = FakeClock(SEEN)
        self.leaving = Leaving(store=Store(engine), clock=self.clock, grace=MONTH)

    async def rows(self, workspace: str) -> dict[str, int]:
        """How many rows of each table are of a workspace."""
        found = {}
        for table in OF_WORKSPACE:
            sql = f"SELECT * FROM {table} WHERE workspace = :workspace"  # noqa: S608 - of the list
            found[table] = len(await self.engine.fetch(sql, workspace=workspace))
        return found


@pytest.fixture
async def house() -> AsyncIterator[House]:
    engine = await SqliteEngine.open(":memory:")
    await engine.migrate()
    for workspace in ("T1", "T2"):
        await plant(engine, workspace)
    yield House(engine)
    await engine.close()


async def test_what_left_is_erased_after_the_grace_and_nothing_else(house: House) -> None:
    before = await house.rows("T2")
    parts = len(await house.engine.fetch("SELECT * FROM followed"))
    await house.leaving.left("local", "T1")

    house.clock.now += MONTH - timedelta(seconds=1)
    await house.leaving.turn()
    kept = await house.rows("T1")
    house.clock.now += timedelta(seconds=1)
    await house.leaving.turn()

    assert all(kept.values())
    assert not any((await house.rows("T1")).values())
    assert await house.rows("T2") == before
    assert len(await house.engine.fetch("SELECT * FROM followed")) == parts // 2
    assert await house.engine.fetch("SELECT * FROM departures") == []


async def test_what_comes_back_in_time_keeps_all(house: House) -> None:
    before = await house.rows("T1")
    await house.leaving.left("local", "T1")
    house.clock.now += MONTH / 2
    await house.leaving.joined("local", "T1")

    house.clock.now += MONTH
    await house.leaving.turn()

    assert await house.rows("T1") == before


async def test_leaving_again_counts_from_the_first_time(house: House) -> None:
    await house.leaving.left("local", "T1")
    house.clock.now += MONTH / 2
    await house.leaving.left("local", "T1")
    house.clock.now += MONTH / 2

    await house.leaving.turn()

    assert not any((await house.rows("T1")).values())


@pytest.mark.parametrize("shared", ["*", "direct", "local"])
async def test_what_is_no_workspace_never_leaves(house: House, shared: str) -> None:
    await house.leaving.left("discord", shared)

    assert await house.engine.fetch("SELECT * FROM departures") == []


async def test_a_list_that_nobody_said_yes_to_is_erased_after_a_day(house: House) -> None:
    pending, here = house.leaving.store.pending, Channel(platform="local", workspace="T1", id="C1")
    given = List(id="1" * 12, text="https://a.example/rss")
    await pending.keep(given, here, user="ann", at=house.clock(), most=9)

    await house.leaving.turn()
    waits = await pending.waiting(given.id, here, at=house.clock())
    house.clock.now += timedelta(days=1)
    await house.leaving.turn()

    assert waits == given
    assert await pending.drop(given.id, here) is False


async def test_operators_are_told_once_and_a_fault_of_theirs_changes_nothing(house: House) -> None:
    told: list[tuple[str, str]] = []

    async def hear(platform: str, workspace: str) -> None:
        told.append((platform, workspace))
        raise RuntimeError("nobody there")

    leaving = replace(house.leaving, tell=hear)
    await leaving.left("local", "T1")
    await leaving.left("local", "T1")

    assert told == [("local", "T1")]
    assert await leaving.roll("local") == {"T1": False, "T2": True}
    await leaving.joined("local", "T1")
    assert await leaving.roll("local") == {"T1": True, "T2": True}
