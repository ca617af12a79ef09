"""The SQLite engine: who waits for whom, and what a fault leaves behind."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from storage import migrations
from storage.engine import Engine, StoreBusy, StoreError
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DAILY, audit, dump, item, story, visit

ADD = "INSERT INTO watches (workspace, company, managed, added_by) VALUES ('acme', :company, 0, 'ann')"
COMPANIES = "SELECT company FROM watches ORDER BY company"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evwatch.db"


@pytest.fixture
async def engine(path: Path) -> AsyncIterator[SqliteEngine]:
    engine = await SqliteEngine.open(path, busy_timeout=timedelta())
    await engine.migrate()
    yield engine
    await engine.close()


@pytest.fixture(params=["file", "memory"])
async def either(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[SqliteEngine]:
    engine = await SqliteEngine.open(path if request.param == "file" else ":memory:")
    await engine.migrate()
    yield engine
    await engine.close()


async def add(engine: SqliteEngine, company: str) -> None:
    async with engine.transaction() as transaction:
        await transaction.execute(ADD, company=company)


async def companies(engine: Engine) -> list[object]:
    return [row["company"] for row in await engine.fetch(COMPANIES)]


async def test_the_disk_has_every_commit_before_it_counts(engine: SqliteEngine) -> None:
    async with engine.transaction() as transaction:
        settings = [
            next(iter((await transaction.fetch(f"PRAGMA {name}"))[0].values()))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert settings == ["wal", 2, 1]


async def test_what_is_read_at_once_sees_the_last_commit_and_nothing_later(
    either: SqliteEngine,
) -> None:
    await add(either, "a")

    async def read(engine: Engine) -> tuple[list[object], list[object], list[int]]:
        inner = await engine.at_once(companies)
        return await companies(engine), inner, await engine.holding([["nio"]], limit=1)

    assert await either.at_once(read) == (["a"], ["a"], [])


async def test_what_is_read_at_once_is_of_one_commit(engine: SqliteEngine, path: Path) -> None:
    async def read(inner: Engine) -> tuple[list[object], list[object]]:
        before = await companies(inner)
        with contextlib.closing(sqlite3.connect(path)) as other, other:
            other.execute(ADD, {"company": "b"})
        return before, await companies(inner)

    await add(engine, "a")

    assert await engine.at_once(read) == (["a"], ["a"])
    assert await companies(engine) == ["a", "b"]


async def test_what_is_read_at_once_leaves_the_event_loop_alone(engine: SqliteEngine) -> None:
    async def where(_: Engine) -> str:
        return threading.current_thread().name

    assert (await engine.at_once(where)).startswith("sqlite")


async def _write_at_once(engine: Engine) -> None:
    async with engine.transaction():
        pass


async def _wait_at_once(engine: Engine) -> None:
    del engine
    await asyncio.sleep(0)


@pytest.mark.parametrize("work", [_write_at_once, _wait_at_once])
async def test_what_is_done_at_once_only_reads(
    either: SqliteEngine, work: Callable[[Engine], Coroutine[None, None, None]]
) -> None:
    with pytest.raises(StoreError, match="only reads"):
        await either.at_once(work)

    await add(either, "a")
    assert await companies(either) == ["a"]


async def test_a_fault_of_what_is_read_at_once_is_told(either: SqliteEngine) -> None:
    with pytest.raises(StoreError, match="no such table"):
        await either.at_once(lambda engine: engine.fetch("SELECT 1 FROM nowhere"))


async def test_an_exception_rolls_back(either: SqliteEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write(either, "a", number=0)

    await add(either, "b")
    assert await companies(either) == ["b"]


async def _write(engine: SqliteEngine, *companies: str, number: int = 1) -> float:
    """Write them in one transaction, and break off at its end where the number is 0."""
    async with engine.transaction() as transaction:
        for company in companies:
            await transaction.execute(ADD, company=company)
        return 1 / number


async def test_a_statement_that_fails_rolls_back_what_went_before(either: SqliteEngine) -> None:
    with pytest.raises(StoreError, match="contradicts"):
        await _write(either, "a", "a")

    assert await companies(either) == []


async def test_cancelling_rolls_back_and_lets_the_next_one_in(either: SqliteEngine) -> None:
    written, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        async with either.transaction() as transaction:
            await transaction.execute(ADD, company="a")
            written.set()
            await never.wait()

    task = asyncio.create_task(hang())
    await written.wait()
    task.cancel()
    await add(either, "b")

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await companies(either) == ["b"]


@pytest.mark.parametrize("statements", [0, 1, 2])
async def test_cancelling_while_the_thread_is_at_it_leaves_all_or_nothing(
    either: SqliteEngine, statements: int
) -> None:
    """Cancelled before the begin, a statement or the commit has had its turn on the thread."""
    gate, is_held = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_: sqlite3.Connection) -> None:
        loop.call_soon_threadsafe(is_held.set)
        gate.wait()

    async def write() -> None:
        async with _Gated(either, statements, hold) as transaction:
            await transaction.step(ADD, company="a")
            await transaction.step(ADD, company="b")

    task = asyncio.create_task(write())
    await is_held.wait()
    task.cancel()
    await asyncio.wait([task])
    gate.set()

    assert task.cancelled()
    await add(either, "c")
    assert await companies(either) == ["c"]


class _Gated:
    """A transaction whose thread is held up before its nth statement."""

    def __init__(self, engine: SqliteEngine, at: int, hold: object) -> None:
        self._engine = engine
        self._left = at
        self._hold = hold
        self._context = engine.transaction()

    async def __aenter__(self) -> Self:
        self._count()
        self._transaction = await self._context.__aenter__()
        return self

    async def step(self, sql: str, **values: object) -> None:
        self._count()
        await self._transaction.execute(sql, **values)

    async def __aexit__(self, *error: object) -> None:
        await self._context.__aexit__(*error)  # type: ignore[arg-type] # the three that Python gives

    def _count(self) -> None:
        if self._left == 0:
            self._engine._writer.submit(self._hold)  # type: ignore[arg-type] # a function of a connection
        self._left -= 1


async def test_transactions_come_one_after_another(either: SqliteEngine) -> None:
    async def count_up() -> None:
        async with either.transaction() as transaction:
            [row] = await transaction.fetch("SELECT count(*) AS count FROM watches")
            await transaction.execute(ADD, company=f"{row['count']:02}")

    await asyncio.gather(*(count_up() for _ in range(12)))

    assert await companies(either) == [f"{number:02}" for number in range(12)]


async def test_a_look_up_in_a_file_does_not_wait_for_the_writer(engine: SqliteEngine) -> None:
    async with engine.transaction() as transaction:
        await transaction.execute(ADD, company="a")

        assert await companies(engine) == []

    assert await companies(engine) == ["a"]


async def test_a_look_up_in_memory_sees_no_open_transaction() -> None:
    engine = await SqliteEngine.open(":memory:")
    await engine.migrate()

    async with engine.transaction() as transaction:
        asking = asyncio.create_task(companies(engine))
        await transaction.execute(ADD, company="a")
        await transaction.execute(ADD, company="b")
        is_answered = asking.done()

    assert not is_answered
    assert await asking == ["a", "b"]
    await engine.close()


async def test_a_look_up_cannot_write(engine: SqliteEngine) -> None:
    with pytest.raises(StoreError, match="may not be written"):
        await engine.fetch("INSERT INTO followed VALUES ('s', 'c', 0, 0) RETURNING 1")


async def test_a_locked_file_is_told_and_nothing_is_written(
    engine: SqliteEngine, path: Path
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy, match=r"evwatch\.db stayed locked"):
        await add(engine, "a")
    assert await companies(engine) == []
    other.execute("ROLLBACK")
    other.close()

    await add(engine, "b")
    assert await companies(engine) == ["b"]


async def test_two_processes_on_one_file_take_turns(path: Path) -> None:
    one, two = [await SqliteEngine.open(path) for _ in range(2)]
    applied = await asyncio.gather(one.migrate(), two.migrate())
    assert sorted(len(each) for each in applied) == [0, len(migrations.STEPS)]
    await Store(one).watchlist.add_source(DAILY, audit=audit())

    async def write(engine: SqliteEngine, name: str) -> None:
        for number in range(10):
            told = item(f"{name}{number}")
            await Store(engine).visits.record(visit(told, stories=[story(told, name=told.key)]))

    await asyncio.gather(write(one, "a"), write(two, "b"))

    assert await dump(one) == await dump(two)
    assert await Store(two).history.counts() == {"items": 20, "stories": 20, "milestones": 20}
    await one.close()
    await two.close()


async def test_of_two_processes_the_second_is_told_and_leaves_nothing_half_written(
    engine: SqliteEngine, path: Path
) -> None:
    await Store(engine).watchlist.add_source(DAILY, audit=audit())
    other = await SqliteEngine.open(path, busy_timeout=timedelta())
    new = visit(item(), stories=[story(item())])
    before = await dump(other)

    async with engine.transaction() as transaction:
        await transaction.execute(ADD, company="a")
        with pytest.raises(StoreBusy):
            await Store(other).visits.record(new)
        assert await dump(other) == before

    await Store(other).visits.record(new)
    assert await Store(engine).history.counts() == {"items": 1, "stories": 1, "milestones": 1}
    await other.close()


async def test_a_full_disk_is_told_and_goes_by(engine: SqliteEngine, path: Path) -> None:
    store = Store(engine)
    await store.watchlist.add_source(DAILY, audit=audit())
    await _limit_pages(engine, 1)  # SQLite takes the present size for less

    with pytest.raises(StoreError, match="free some space") as told:
        await store.visits.record(visit(item(text="x" * 500_000)))
    assert not isinstance(told.value, StoreBusy)
    assert (await store.history.counts())["items"] == 0
    await _limit_pages(engine, 10_000)
    await store.visits.record(visit(item(text="x" * 500_000)))

    assert (await store.history.counts())["items"] == 1
    assert _check(path) == "ok"


async def _limit_pages(engine: SqliteEngine, pages: int) -> None:
    async with engine.transaction() as transaction:
        await transaction.fetch(f"PRAGMA max_page_count = {pages}")


def _check(path: Path) -> object:
    connection = sqlite3.connect(path)
    [(verdict,)] = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return verdict


async def test_a_backup_is_the_last_commit_whole(either: SqliteEngine, tmp_path: Path) -> None:
    await add(either, "a")
    copy = tmp_path / "copy.db"

    await either.backup(str(copy))
    await add(either, "b")

    kept = await SqliteEngine.open(copy)
    assert await kept.migrate() == ()
    assert await companies(kept) == ["a"]
    await kept.close()
    assert not (tmp_path / "copy.db.part").exists()


async def test_a_backup_during_a_write_does_not_wait_for_it(
    engine: SqliteEngine, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"

    async with engine.transaction() as transaction:
        await transaction.execute(ADD, company="a")
        await engine.backup(str(copy))

    kept = await SqliteEngine.open(copy)
    assert await companies(kept) == []
    await kept.close()


async def test_a_backup_never_takes_the_place_of_a_file(
    engine: SqliteEngine, tmp_path: Path
) -> None:
    there = tmp_path / "there.db"
    there.write_bytes(b"precious")

    with pytest.raises(StoreError, match="exists already"):
        await engine.backup(str(there))

    assert there.read_bytes() == b"precious"


async def test_a_backup_into_a_missing_folder_is_told(engine: SqliteEngine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        await engine.backup(str(tmp_path / "missing" / "copy.db"))


async def test_a_file_that_cannot_be_opened_is_told_with_its_remedy(tmp_path: Path) -> None:
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"not a database at all, but longer than a header of a hundred bytes" * 4)

    with pytest.raises(StoreError, match="folder"):
        await SqliteEngine.open(tmp_path / "missing" / "evwatch.db")
    with pytest.raises(StoreError, match="no SQLite database"):
        await SqliteEngine.open(noise)


async def test_a_wrong_statement_is_told(engine: SqliteEngine) -> None:
    with pytest.raises(StoreError, match="fault of the program"):
        await engine.fetch("SELECT nothing FROM nowhere")


async def test_closing_twice_is_harmless_and_asking_afterwards_is_told(
    either: SqliteEngine,
) -> None:
    await either.close()
    await either.close()

    with pytest.raises(StoreError, match="closed"):
        await companies(either)
    with pytest.raises(StoreError, match="closed"):
        await add(either, "a")


async def test_closing_waits_for_the_open_transaction(engine: SqliteEngine, path: Path) -> None:
    async with engine.transaction() as transaction:
        closing = asyncio.create_task(engine.close())
        await transaction.execute(ADD, company="a")
        await transaction.execute(ADD, company="b")

    await closing
    again = await SqliteEngine.open(path)
    assert await companies(again) == ["a", "b"]
    await again.close()
