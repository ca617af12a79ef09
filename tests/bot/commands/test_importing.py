"""A list is shown before it is taken in: whole or not at all, in one change that can be undone."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.chat import Reply
from adapters.document import File
from adapters.fetch import FetchError
from bot.compose.listing_words import FATES, SOURCE_KINDS, WHYS
from bot.compose.plain import text
from bot.exchange.lists.compare import Fate
from bot.exchange.lists.entries import Why
from bot.sources.making import made
from storage.records import digest
from storage.sources import OwnSettings, SourceKind, Watch
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.bot.commands.typed import ask
from tests.fakes import FakeFetch
from tests.fakes_desk import Desk, buttons

LIST = "https://lists.example/feeds.opml?key=hush"
COUNT = 2_000


def opml(count: int = COUNT) -> str:
    """One feed a line, each twentieth without a usable address."""
    feeds = (
        f'<outline text="Feed {n}" xmlUrl="{"nowhere" if n % 20 == 7 else f"https://f{n}.example/rss"}"/>'
        for n in range(count)
    )
    body = "\n".join(feeds)
    return f'<?xml version="1.0"?>\n<opml version="2.0"><head/><body>\n{body}\n</body></opml>\n'


@pytest.fixture
def web() -> FakeFetch:
    return FakeFetch({LIST: opml().encode()})


@pytest.fixture
async def desk(web: FakeFetch) -> AsyncIterator[Desk]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Desk(store, fetch=web)
    await store.close()


def confirm(reply: Reply) -> str:
    return buttons(reply)[0].command


async def addresses(desk: Desk) -> set[str]:
    watches = await desk.store.watchlist.watches("home")
    return {each.source.url for each in watches if each.source}


async def test_two_thousand_lines_with_broken_ones_go_in_whole_and_come_out_whole(
    desk: Desk,
) -> None:
    shown = await desk.ask(f"/evwatch import {LIST}")
    before = await addresses(desk)
    told = text(shown.document)
    [report] = [part for part in shown.document.parts if isinstance(part, File)]
    done = await desk.ask(confirm(shown), kind="button")
    after = await addresses(desk)
    await desk.ask("/evwatch undo 1")

    assert "1,900 new entries; nothing is changed yet." in told
    assert "1,900 new · not readable (100)" in told
    assert "line 10: not an address" in told
    assert len(told) < 4_000
    lines = report.data.decode().splitlines()
    assert len(lines) == COUNT
    assert sum("\tnot readable\t" in line for line in lines) == 100
    assert before == set()
    assert "1,900 entries were added." in text(done.document)
    assert len(after) == 1_900
    assert await addresses(desk) == set()


async def test_it_is_one_change_in_the_log_which_says_no_key(desk: Desk) -> None:
    shown = await desk.ask(f"/evwatch import {LIST}")
    await desk.ask(confirm(shown))

    [audit] = await desk.store.watchlist.audits("home")
    assert audit.after == "1,900 entries"
    assert "hush" not in repr(audit)


async def test_pasted_text_is_read_line_by_line(desk: Desk) -> None:
    pasted = "/evwatch import\nhttps://a.example/rss\nno address\nhttps://b.example/rss"

    shown = await desk.ask(pasted)
    await desk.ask(confirm(shown))

    assert "line 2" in text(shown.document)
    assert await addresses(desk) == {"https://a.example/rss", "https://b.example/rss"}


async def test_what_is_watched_managed_or_named_twice_is_said(desk: Desk) -> None:
    managed = made("https://m.example/rss").source(title="M")
    seeded = [Watch(workspace="*", source=managed, managed=True, added_by="file")]
    await desk.store.watchlist.seed(seeded, [], at=desk.now)
    await desk.ask(confirm(await desk.ask("/evwatch import\nurl,title\nhttps://a.example/rss,A")))

    shown = await desk.ask(
        "/evwatch import\nurl,title\nhttps://a.example/rss,Other\nhttps://m.example/rss,M\n"
        "https://n.example/rss,N\nhttps://n.example/rss,N"
    )

    told = text(shown.document)
    assert "1 new · 1 different here · 1 configuration file · 1 named twice" in told
    assert "title: A → Other" in told
    assert "stays as it is" in told


async def test_a_difference_that_is_another_now_is_not_taken_in(desk: Desk) -> None:
    shown = await desk.ask("/evwatch import\nhttps://a.example/rss\nhttps://b.example/rss")
    other = await desk.ask("/evwatch import\nhttps://a.example/rss\nhttps://c.example/rss")
    await desk.ask(confirm(other))

    stale = await desk.ask(confirm(shown))

    assert "changed since: nothing was brought in" in text(stale.document)
    assert "https://b.example/rss" not in await addresses(desk)
    assert "1 entry was added" in text((await desk.ask(confirm(stale))).document)


async def test_a_seal_of_ones_own_making_opens_nothing(desk: Desk) -> None:
    shown = await desk.ask("/evwatch import\nurl\nhttps://a.example/rss")
    *head, id_, _ = confirm(shown).split()

    for forged in ("0" * 12, ""):
        said = await desk.says(" ".join([*head, id_, forged]).strip())
        assert "nothing was brought in" in said
    assert await addresses(desk) == set()


async def test_another_channel_workspace_or_viewer_cannot_confirm(desk: Desk) -> None:
    line = confirm(await desk.ask("/evwatch import\nurl\nhttps://a.example/rss"))

    said = [
        text((await ask(desk, line, channel="other")).document),
        text((await ask(desk, line, workspace="other")).document),
        text((await ask(desk, line, platform="slack")).document),
    ]
    refused = text((await ask(desk, line, user="eve", is_admin=False)).document)

    assert all("waits no more" in each for each in said)
    assert "Only editors and admins" in refused
    assert await addresses(desk) == set()


async def test_pressed_twice_at_once_it_is_taken_in_once(desk: Desk) -> None:
    line = confirm(await desk.ask("/evwatch import\nurl\nhttps://a.example/rss"))

    said = [text(each.document) for each in await asyncio.gather(*(desk.ask(line) for _ in "12"))]

    assert sum("1 entry was added" in each for each in said) == 1
    assert sum("waits no more" in each for each in said) == 1
    assert len(await desk.store.watchlist.audits("home")) == 1


async def test_cancelled_or_a_day_old_it_waits_no_more(desk: Desk) -> None:
    shown = await desk.ask("/evwatch import\nurl\nhttps://a.example/rss")
    line, cancel = (each.command for each in buttons(shown)[:2])

    assert "Nothing was brought in" in await desk.says(cancel)
    assert "waits no more" in await desk.says(line)

    await desk.ask("/evwatch import\nurl\nhttps://a.example/rss")
    desk.now += timedelta(days=1)
    assert "waits no more" in await desk.says(line)
    assert await desk.store.pending.erase(at=desk.now) == 1


@pytest.mark.parametrize(
    ("answer", "piece"),
    [
        (FetchError("not found (404)"), "https://lists.example/feeds.opml?key=… cannot be fetched"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"<html><body>hello</body></html>", "cannot be read as a list"),
        (b"", "nothing in it can be watched"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>', "holds what no list needs"),
    ],
)
async def test_what_is_no_list_is_refused_in_words(
    desk: Desk, web: FakeFetch, answer: bytes | FetchError, piece: str
) -> None:
    web.pages[LIST] = answer

    said = await desk.says(f"/evwatch import {LIST}")

    assert piece in said
    assert "hush" not in said


async def test_only_so_many_lists_wait(desk: Desk) -> None:
    for n in range(20):
        await desk.ask(f"/evwatch import\nhttps://f{n}.example/rss\nx")

    said = await desk.says("/evwatch import\nhttps://one-more.example/rss\nx")
    again = await desk.says("/evwatch import\nhttps://f0.example/rss\nx")

    assert "Too many lists wait" in said
    assert "1 new entry" in again


async def test_it_is_said_in_chinese(desk: Desk) -> None:
    desk.language = "zh"

    said = await desk.says("/evwatch 导入\nhttps://a.example/rss\n没有网址")

    assert "1项新增；尚未改动。" in said
    assert "第2行" in said
    assert "没有该名称的公司" in said
    assert "新增1个 · 无法读取（1）" in said


async def test_a_watchlist_goes_out_and_comes_in_elsewhere(desk: Desk) -> None:
    await desk.ask(confirm(await desk.ask("/evwatch import\nhttps://a.example/rss\nnio")))
    for form in ("opml", "csv", "toml", "yaml"):
        out = await desk.ask(f"/evwatch export watchlist {form}")
        [file] = [part for part in out.document.parts if isinstance(part, File)]
        shown = await ask(desk, f"/evwatch import\n{file.data.decode()}", workspace=form)
        await ask(desk, confirm(shown), workspace=form)

        assert file.name == f"watchlist.{form}"
        watches = await desk.store.watchlist.watches(form)
        assert {each.company or (each.source and each.source.id) for each in watches} == {
            digest("https://a.example/rss"),
            "nio",
        }


async def source(desk: Desk, workspace: str) -> Watch:
    watches = await desk.store.watchlist.watches(workspace)
    return next(each for each in watches if each.source)


async def test_what_a_place_set_for_itself_goes_with_its_list(desk: Desk) -> None:
    await desk.ask(confirm(await desk.ask("/evwatch import\nnio\nhttps://a.example/rss")))
    await desk.ask("/evwatch edit a.example title:News every:90m company:nio lang:zh")
    mine = await source(desk, "home")
    for form in ("opml", "csv", "toml", "yaml"):
        out = await desk.ask(f"/evwatch export watchlist {form}")
        [file] = [part for part in out.document.parts if isinstance(part, File)]
        shown = await ask(desk, f"/evwatch import\n{file.data.decode()}", workspace=form)
        await ask(desk, confirm(shown), workspace=form)

        theirs = await source(desk, form)
        assert theirs.own == mine.own
        assert theirs.source == mine.source


async def test_a_list_that_asks_for_no_rhythm_sets_none(desk: Desk) -> None:
    await desk.ask(confirm(await desk.ask("/evwatch import\nnio\nhttps://a.example/rss")))
    out = await desk.ask("/evwatch export watchlist toml")
    [file] = [part for part in out.document.parts if isinstance(part, File)]

    shown = await ask(desk, f"/evwatch import\n{file.data.decode()}", workspace="other")
    await ask(desk, confirm(shown), workspace="other")

    theirs = await source(desk, "other")
    assert theirs.own == OwnSettings()


async def test_everything_holds_what_a_place_set_for_itself(desk: Desk) -> None:
    await desk.ask(confirm(await desk.ask("/evwatch import\nnio\nhttps://a.example/rss")))
    await desk.ask("/evwatch edit a.example title:News every:90m")

    out = await desk.ask("/evwatch export all")

    [file] = [part for part in out.document.parts if isinstance(part, File)]
    [row] = [row for row in json.loads(file.data)["tables"]["watches"] if row["source"]]
    assert (row["own_title"], row["own_every_s"]) == ("News", 5400)


async def test_without_a_format_it_asks(desk: Desk) -> None:
    asked = await desk.ask("/evwatch export watchlist")

    assert [each.command for each in buttons(asked)] == [
        f"/evwatch export watchlist {form}" for form in ("opml", "csv", "toml", "yaml")
    ]
    assert "/evwatch export watchlist" in await desk.says("/evwatch export")


async def test_everything_is_for_admins_and_the_list_for_editors(desk: Desk) -> None:
    for line in ("/evwatch export all", "/evwatch export watchlist csv"):
        reply = await ask(desk, line, user="eve", is_admin=False)
        assert not any(isinstance(part, File) for part in reply.document.parts)


def test_every_reason_fate_and_kind_has_words() -> None:
    assert set(WHYS) == set(Why)
    assert set(FATES) == set(Fate)
    assert set(SOURCE_KINDS) == set(SourceKind)


async def test_what_a_form_puts_in_quotes_is_read_without_them(desk: Desk) -> None:
    said = await desk.says('/evwatch import "not a list at all"')

    assert "Nothing in it can be read" in said
    assert said.count("Not readable") == 1
    assert "(“not a list at all”)" in said
