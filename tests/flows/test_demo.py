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
from storage.sight import EVERYTHING
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
        return self.posted_in("general")

    def posted_in(self, channel: str) -> list[dict[str, Any]]:
        lines = (self.folder / "demo-chat.jsonl").read_text(encoding="utf-8").splitlines()
        posts = [post for post in map(json.loads, lines) if "key" in post]
        return [post for post in posts if post["channel"] == channel]

    def about(self, event: str, channel: str = "general") -> list[str]:
        """The messages about an event, in plain lines, the first one first."""
        return [
            json.dumps(post, ensure_ascii=False)
            for post in self.posted_in(channel)
            if event in {e.tells for e in self.told_by(post)}
        ]

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


@pytest.mark.parametrize("channel", ["general", "zh"])
def test_each_event_is_posted_once_and_once_more_when_it_grows(
    played: Played, channel: str
) -> None:
    entries = [e for e in played.archive.entries if e.tells]
    stale = {"byd-five-million-2023"}
    known_before = {e.tells for e in entries if e.day == 0}

    posted = Counter[str]()
    for post in played.posted_in(channel):
        events = {e.tells for e in played.told_by(post)}
        assert len(events) == 1
        posted.update(events)

    expected = Counter({e.tells for e in entries} - known_before - stale)
    expected.update(e.tells for e in entries if e.grows)
    assert posted == expected


def test_a_story_told_in_two_languages_is_one(played: Played) -> None:
    chinese = [e for e in played.archive.entries if e.tells and e.language == "zh"]
    english = {e.tells for e in played.archive.entries if e.language == "en"}

    alerts = [played.told_by(post) for post in played.posts]
    (swap,) = [told for told in alerts if "nio-swap-1800" in {e.tells for e in told}]
    assert {e.tells for e in chinese} <= english
    assert {e.language for e in swap} == {"zh"}
    assert any("↳ folded: NIO opens its 1,800th" in line for line in played.out.splitlines())
    assert any("↳ folded: 小米造车获发改委批准" in line for line in played.out.splitlines())


def test_a_rumour_that_comes_true_says_what_it_was(played: Played) -> None:
    rumour, launch = played.about("tesla-model3-refresh-2023")

    assert "rumoured" in rumour
    assert "Launched the Model 3 on 1 September 2023" in launch
    assert "now done, official (was planned, rumoured, Sep 2023)" in launch


def test_a_slip_says_what_the_date_was(played: Played) -> None:
    (slip,) = played.about("gm-orion-slip")
    (chinese,) = played.about("gm-orion-slip", "zh")

    assert re.search(r"moved back to (Q4 )?2025, was 2024", slip)
    assert "推迟至2025年" in chinese


def test_a_denial_is_shown_beside_the_rumour_that_it_denies(played: Played) -> None:
    rumour, denial = played.about("nio-raise-2023")

    assert "Denied" not in rumour
    assert "Denied: “NIO may raise $3 billion”" in denial  # hardly sure: the title of its source
    assert "否认融资 30 亿美元的传闻" in denial
    assert "articles/zh/zh-5" in denial


def test_a_channel_that_reads_chinese_hears_chinese(played: Played) -> None:
    plains = [post["plain"] for post in played.posted_in("zh")]

    assert len(plains) == len(played.posts)
    assert [plain for plain in plains if not re.search(r"[\u4e00-\u9fff]", plain)] == []
    assert [plain for plain in plains if re.search(r"[A-Za-z]{2,} [a-z]{2,}", plain)] == []


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


def test_nothing_is_printed_that_could_only_be_pressed(played: Played) -> None:
    assert "Not a milestone" in json.dumps(played.posts)
    assert "Not a milestone" not in played.out
    assert "Share" not in played.out


def test_the_look_ups_are_answered(played: Played) -> None:
    _, _, answers = played.out.partition("/milestones 小米")
    xiaomi, _, nio = answers.partition("/milestones nio kind:delivery")

    assert "xiaomiev.com" in xiaomi
    assert "H1 2024" in xiaomi
    assert "小米：" in answers
    assert "2024年上半年" in answers
    assert "Aug 2023: 19,329" in nio
    assert "Jul 2023: 20,462" in nio
    assert "Fold" not in xiaomi


async def test_the_example_of_a_search_in_the_help_finds_something(played: Played) -> None:
    store = Store(await SqliteEngine.open(played.folder / "demo.db"))

    found = await store.search.find('"工信部" "目录"', EVERYTHING, limit=10)
    await store.close()

    assert [each.title for each in found.hits] == ["小米汽车进入工信部目录"]
