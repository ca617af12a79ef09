"""The service as a process: it starts, answers, refuses a second one, and stops in order."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.demo.archive import load
from bot.demo.server import Playing, serving

ROOT = Path(__file__).parents[2]


def configured(folder: Path, playing: Playing) -> Path:
    path = folder / "evwatch.toml"
    path.write_text(
        f"""
        companies = ["xiaomi"]
        database = "{folder}/evwatch.db"
        [watch]
        allow = ["127.0.0.1:{playing.port}"]
        [web]
        port = 0
        [local]
        journal = "{folder}/chat.jsonl"
        [[channels]]
        channel = "general"
        [[sources]]
        url = "{playing.address("wire")}"
        backfill = 50
        """,
        encoding="utf-8",
    )
    return path


async def started(environment: Mapping[str, str], *, stderr: int) -> asyncio.subprocess.Process:
    """The service in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
    )


@asynccontextmanager
async def running(config: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The service in a process of its own, and the address of its page."""
    environment = os.environ | {"EVWATCH_CONFIG": str(config), "COLUMNS": "200"}
    process = await started(environment, stderr=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+/", line)
        assert found, line
        yield process, found.group()
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_it_starts_answers_and_stops_in_order(tmp_path: Path) -> None:
    async with (
        serving(load()) as playing,
        running(configured(tmp_path, playing)) as (process, url),
        aiohttp.ClientSession() as session,
    ):
        async with session.get(f"{url}healthz") as health:
            assert health.status == 200
        async with session.get(f"{url}readyz") as ready:
            assert ready.status == 200
        async with session.get(f"{url}metrics") as metrics:
            assert "evwatch_visits_total" in await metrics.text()
        async with session.get(url) as page:
            assert "EV Watch" in await page.text()

        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):  # what supervisors give before they kill
            assert await process.wait() == 0


async def test_a_second_process_on_one_database_refuses_to_start(tmp_path: Path) -> None:
    async with serving(load()) as playing:
        config = configured(tmp_path, playing)
        async with running(config):
            second = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=ROOT,
                env=os.environ | {"EVWATCH_CONFIG": str(config)},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            _, err = await second.communicate()

    assert second.returncode == 4
    assert "another process" in err.decode()


@pytest.mark.parametrize("token", ["hunter2-very-secret"])
async def test_the_token_is_in_no_output_of_a_whole_run(tmp_path: Path, token: str) -> None:
    async with serving(load()) as playing:
        config = configured(tmp_path, playing)
        text = config.read_text(encoding="utf-8").replace("port = 0", 'port = 0\nhost = "0.0.0.0"')
        config.write_text(text, encoding="utf-8")
        environment = os.environ | {"EVWATCH_CONFIG": str(config), "EVWATCH_WEB_TOKEN": token}
        process = await started(environment, stderr=asyncio.subprocess.STDOUT)
        assert process.stdout is not None
        line = await process.stdout.readline()
        found = re.search(rb":(\d+)/", line)
        while found is None and line:
            line = await process.stdout.readline()
            found = re.search(rb":(\d+)/", line)
        assert found is not None
        async with aiohttp.ClientSession() as session:
            base = f"http://127.0.0.1:{int(found[1])}"
            async with session.get(f"{base}/metrics") as refused:
                assert refused.status == 401
            header = {"Authorization": f"Bearer {token}"}
            async with session.get(f"{base}/metrics", headers=header) as allowed:
                assert allowed.status == 200
        process.terminate()
        rest, _ = await process.communicate()

    assert token.encode() not in line + rest
