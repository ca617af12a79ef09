"""The demo as a whole: the archive through the real line, on loopback, into the local chat."""

import asyncio
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot import app
from storage.records import Certainty, Kind, Phase
from storage.sqlite import SqliteEngine
from storage.store import Store


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demo that has been played, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    out = io.StringIO()
    console = Console(file=out, width=120, highlight=False)
    asyncio.run(app.demo(folder=folder, serve_page=False, port=0, console=console))
    return folder, out.getvalue()


def journal(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "demo-chat.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if '"key"' in line]


async def test_the_xiaomi_story_is_one_alert_with_the_five_milestones(
    played: tuple[Path, str],
) -> None:
    folder, _ = played
    store = Store(await SqliteEngine.open(folder / "demo.db"))

    tellings = await store.history.timeline("xiaomi")
    stories = {telling.story for telling in tellings}
    story = await store.history.story(stories.pop())
    await store.close()

    assert stories == set()
    assert story is not None
    assert len(story.items) == 4
    first = [m for m in story.milestones if m.item == story.items[0]]
    assert sorted(
        (
            m.kind,
            m.phase,
            m.certainty,
            str(m.when),
            m.agency or "",
            str(m.amount and m.amount.value),
        )
        for m in first
    ) == [
        (Kind.APPROVAL, Phase.DONE, Certainty.REPORTED, "None", "NDRC", "None"),
        (Kind.APPROVAL, Phase.PENDING, Certainty.REPORTED, "None", "MIIT", "None"),
        (
            Kind.INVESTMENT,
            Phase.PLANNED,
            Certainty.OFFICIAL,
            "2023-01-01/2033-12-31",
            "",
            "10000000000",
        ),
        (Kind.PRODUCTION, Phase.PLANNED, Certainty.OFFICIAL, "2024-01-01/2024-06-30", "", "None"),
        (
            Kind.REGISTRATION,
            Phase.DONE,
            Certainty.REPORTED,
            "2023-08-02/2023-08-02",
            "MIIT",
            "None",
        ),
    ]


def test_each_event_is_posted_once_and_noise_never(played: tuple[Path, str]) -> None:
    folder, _ = played

    posted = [json.dumps(line, ensure_ascii=False) for line in journal(folder)]

    assert sum("xiaomiev.com" in line for line in posted) == 1
    assert sum("19,329" in line for line in posted) == 1
    assert not any(word in line for line in posted for word in ("Redmi", "Mix Fold", "duty"))
    assert not any("Northvolt" in line or "Nasdaq" in line for line in posted)


def test_what_stayed_silent_and_the_broken_feed_are_told(played: tuple[Path, str]) -> None:
    _, out = played

    assert "first poll: baseline" in out
    assert "older than 14 days" in out
    assert "Accumulator Gazette" in out
    assert "alerts posted" in out
