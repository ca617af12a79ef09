"""The demo as a whole: the archive through the real line, on loopback, into the local chat."""

import asyncio
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot import app
from bot.demo.archive import Archive, Entry, load
from storage.records import Certainty, Kind, Phase
from storage.sqlite import SqliteEngine
from storage.store import Store

XIAOMI = "xiaomi-ev-2023"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A demo that has been played: what it kept, what it posted, what it printed."""

    folder: Path
    archive: Archive
    out: str

    @property
    def posts(self) -> list[dict[str, Any]]:
        lines = (self.folder / "demo-chat.jsonl").read_text(encoding="utf-8").splitlines()
        return [post for post in map(json.loads, lines) if "key" in post]

    def told_by(self, post: dict[str, Any]) -> list[Entry]:
        """The articles that a post names as its sources."""
        slugs = re.findall(r"/articles/(\w+)/([\w-]+)", json.dumps(post))
        return [e for e in self.archive.entries if (e.feed, e.slug) in slugs]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo")
    out = io.StringIO()
    console = Console(file=out, width=200, highlight=False)
    asyncio.run(app.demo(folder=folder, serve_page=False, port=0, console=console))
    return Played(folder=folder, archive=load(), out=out.getvalue())


async def test_the_xiaomi_story_is_one_alert_with_the_five_milestones(
    played: Played,
) -> None:
    store = Store(await SqliteEngine.open(played.folder / "demo.db"))
    slugs = {e.slug for e in played.archive.entries if e.tells == XIAOMI and e.language == "en"}

    tellings = [
        each
        for each in await store.history.timeline("xiaomi")
        if each.url.rpartition("/")[2] in slugs
    ]
    story = await store.history.story(tellings[0].story)
    await store.close()

    assert {each.story for each in tellings} == {story.id if story else ""}
    assert {each.url.rpartition("/")[2] for each in tellings} == slugs
    first = [each.milestone for each in tellings if each.url.endswith("/xiaomi-domain")]
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


def test_each_event_is_posted_once_and_never_two_in_one_alert(played: Played) -> None:
    entries = played.archive.entries
    followed = [e for e in entries if e.tells and e.language == "en"]
    stale = {"byd-five-million-2023"}
    known_before = {e.tells for e in followed if e.day == 0}

    posted = Counter[str]()
    for post in played.posts:
        events = {e.tells for e in played.told_by(post)}
        assert len(events) == 1
        posted.update(events)

    assert posted == Counter({e.tells for e in followed} - known_before - stale)


async def test_noise_is_never_posted_and_leaves_nothing_on_a_timeline(played: Played) -> None:
    noise = {e.slug for e in played.archive.entries if e.noise}
    store = Store(await SqliteEngine.open(played.folder / "demo.db"))

    kept = [each async for each in store.history.export()]
    await store.close()

    assert [e.slug for post in played.posts for e in played.told_by(post) if e.noise] == []
    assert [e.milestone.kind for e in kept if e.url.rpartition("/")[2] in noise] == []


def test_an_alert_keeps_the_hedges_of_its_text(played: Played) -> None:
    alert = next(p for p in played.posts if any(e.tells == XIAOMI for e in played.told_by(p)))

    words = json.dumps(alert, ensure_ascii=False)
    assert "xiaomiev.com" in words
    assert "2 Aug" in words
    assert "reportedly" in words
    assert "10" in words


def test_an_article_with_a_new_key_a_new_date_or_a_new_text_is_no_new_article(
    played: Played,
) -> None:
    changed = [e for e in played.archive.entries if e.changes]

    assert len(changed) >= 4
    assert f"{len(played.archive.entries):4} items read" in played.out


def test_what_stayed_silent_is_told_with_its_reason(played: Played) -> None:
    lines = [line for line in played.out.splitlines() if line.startswith(("○", "↳"))]

    assert any("first poll: baseline" in line for line in lines)
    assert any("older than 14 days" in line for line in lines)
    assert any(line.startswith("↳") and "told before" in line for line in lines)
    told = {e.title for e in played.archive.entries if e.noise}
    assert {title for title in told if not any(title in line for line in lines)} == set()


def test_a_feed_that_fails_is_told_and_its_news_comes_when_it_is_well(played: Played) -> None:
    faults = [line for line in played.out.splitlines() if line.startswith("!")]

    assert sum("Accumulator Gazette" in line for line in faults) == 2
    assert any("East Motor Notes" in line and "damaged" in line for line in faults)
    assert len(faults) == 3
    assert any("Emden" in json.dumps(post) for post in played.posts)


def test_the_look_ups_are_answered(played: Played) -> None:
    _, _, answers = played.out.partition("/milestones 小米")
    xiaomi, _, nio = answers.partition("/milestones nio kind:delivery")

    assert "xiaomiev.com" in xiaomi
    assert "H1 2024" in xiaomi
    assert "Aug 2023: 19,329" in nio
    assert "Jul 2023: 20,462" in nio
    assert "Fold" not in xiaomi
