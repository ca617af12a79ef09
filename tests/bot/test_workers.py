"""Work that goes wrong in a worker harms neither the pool nor the caller."""

import asyncio
import gc
import json
import os
import resource
import time
from collections.abc import AsyncIterator
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.fetch import Fetched
from bot.sources.feeds import read
from bot.workers import STOPPING, WorkerError, Workers, inline, sparing
from storage.sources import Source, SourceKind

SOURCE = Source(id="s", kind=SourceKind.FEED, url="https://feeds.example/rss")
SEEN = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(processes=1, limit=timedelta(seconds=2))
    yield pool
    await pool.close()


async def test_work_runs_in_another_process(workers: Workers) -> None:
    assert await workers(os.getpid) != os.getpid()
    assert await workers(divmod, 7, 2) == (3, 1)
    assert await workers(int, "ff", base=16) == 255


async def test_work_that_takes_too_long_is_killed_and_the_next_goes_on(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="longer than 2 seconds"):
        await workers(time.sleep, 60)

    assert await workers(abs, -1) == 1


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="this machine has one processor")
async def test_while_somebody_asks_one_processor_is_left_free(workers: Workers) -> None:
    everywhere = os.sched_getaffinity(0)
    assert await workers(os.sched_getaffinity, 0) == everywhere

    workers.make_room()

    left = await workers(os.sched_getaffinity, 0)
    assert left < everywhere
    assert len(left) == len(everywhere) - 1
    assert os.sched_getaffinity(0) == everywhere


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="this machine has one processor")
async def test_when_nobody_has_asked_for_a_while_every_processor_is_used_again(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workers.ROOM_FOR", timedelta(0))
    await workers(abs, -1)

    workers.make_room()
    await workers(abs, -1)

    assert await workers(os.sched_getaffinity, 0) == os.sched_getaffinity(0)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="this machine has one processor")
async def test_a_worker_that_died_is_no_hindrance_to_who_asks(workers: Workers) -> None:
    with pytest.raises(WorkerError):
        await workers(os._exit, 3)
    await workers(abs, -1)

    workers.make_room()
    workers.make_room()

    assert await workers(os.sched_getaffinity, 0) < os.sched_getaffinity(0)


async def test_processes_that_ended_are_forgotten_though_nobody_asks(workers: Workers) -> None:
    for _ in range(3):
        with pytest.raises(WorkerError):
            await workers(os._exit, 3)
    alive = await workers(os.getpid)

    gc.collect()  # what the pool let go of

    assert workers._context.alive() == [alive]


async def test_a_dying_worker_is_told_and_replaced(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="broke down"):
        await workers(os._exit, 3)

    assert await workers(abs, -1) == 1


async def test_work_that_takes_too_much_memory_is_stopped(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="too much memory"):
        await workers(bytes, 8 * 1024**3)

    assert await workers(abs, -1) == 1


@pytest.mark.parametrize("where", ["worker", "inline"])
async def test_a_defect_is_told_without_the_words_of_its_input(
    workers: Workers, where: str
) -> None:
    run = workers if where == "worker" else inline

    with (
        capture_logs() as logged,
        pytest.raises(WorkerError, match=r"failed \(JSONDecodeError\)") as caught,
    ):
        await run(json.loads, "s3cret")

    assert "s3cret" not in f"{caught.value} {logged}"
    assert "decoder.py" in logged[0]["at"]


async def test_cancelled_work_is_stopped(workers: Workers) -> None:
    first = await workers(os.getpid)
    task = asyncio.create_task(workers(time.sleep, 60))
    await asyncio.sleep(0)  # scheduled
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await workers(abs, -1) == 1
    assert first


async def test_closing_tells_those_who_wait_and_refuses_more() -> None:
    pool = Workers(processes=1)
    await pool(abs, 1)
    waiting = [asyncio.create_task(pool(time.sleep, 60)) for _ in range(3)]
    await asyncio.sleep(0)  # scheduled

    await pool.close()
    await pool.close()

    errors = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(error) for error in errors] == [STOPPING] * 3
    with pytest.raises(WorkerError, match=STOPPING):
        await pool(abs, 1)


class Breaking(Workers):
    """Its processes break while it ends, and the loop hears of that at once."""

    loop: asyncio.AbstractEventLoop

    def _end(self) -> None:
        for answer in list(self._awaited):
            self.loop.call_soon_threadsafe(self._break, answer)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result()
        super()._end()

    @staticmethod
    def _break(answer: asyncio.Future[Any]) -> None:
        if not answer.done():
            answer.set_exception(BrokenProcessPool())


async def test_a_process_that_breaks_while_the_pool_closes_is_told_of_no_text() -> None:
    pool = Breaking(processes=1)
    pool.loop = asyncio.get_running_loop()
    await pool(abs, 1)
    waiting = asyncio.create_task(pool(time.sleep, 60))
    await asyncio.sleep(0)  # scheduled

    await pool.close()

    with pytest.raises(WorkerError, match=STOPPING):
        await waiting


async def test_a_pool_that_never_worked_closes() -> None:
    pool = Workers()

    await pool.close()

    with pytest.raises(WorkerError, match=STOPPING):
        await pool(abs, 1)


def hostile(inner: bytes) -> Fetched:
    body = b'<rss version="2.0"><channel><title>t</title>' + inner + b"</channel></rss>"
    return Fetched(url=SOURCE.url, status=200, body=body)


async def test_a_flood_of_tags_is_killed_and_the_pool_still_reads(workers: Workers) -> None:
    flood = b"<item>" + b"<a>" * 400_000
    honest = hostile(b"<item><title>Hello</title><guid>1</guid></item>")

    with pytest.raises(WorkerError, match="longer than"):
        await workers(read, SOURCE, hostile(flood), seen=SEEN)
    reading = await workers(read, SOURCE, honest, seen=SEEN)

    assert [item.title for item in reading.items] == ["Hello"]


def spin() -> None:
    while True:
        pass


async def test_work_that_spends_too_much_processor_time_is_killed_and_the_next_goes_on() -> None:
    pool = Workers(processes=1, limit=timedelta(seconds=30))
    try:
        with pytest.raises(WorkerError, match="processor time"):
            await pool(sparing, 1, spin)
        assert await pool(sparing, 1, abs, -1) == 1
        assert await pool(resource.getrlimit, resource.RLIMIT_CPU) == resource.getrlimit(
            resource.RLIMIT_CPU
        )
    finally:
        await pool.close()


async def test_outside_of_a_worker_no_limit_is_set() -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)

    assert await inline(sparing, 1, abs, -1) == 1
    assert resource.getrlimit(resource.RLIMIT_CPU) == before
