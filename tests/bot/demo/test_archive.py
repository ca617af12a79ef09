"""The bundled archive: enough of everything, and what it serves is what it holds."""

from collections import Counter

import aiohttp
import pytest

from adapters.fetch import Fetched
from bot.demo.archive import load
from bot.demo.server import serving
from bot.sources.feeds import read
from storage.sources import Source, SourceKind

FORMATS = {"rss", "rss-content", "rss-titles", "atom", "rdf", "json"}


def test_it_holds_enough_of_everything() -> None:
    archive = load()

    companies_told = {e.tells.split("-")[0] for e in archive.entries if e.tells}
    assert len(archive.entries) >= 25
    assert {feed.format for feed in archive.feeds.values()} == FORMATS
    assert len(companies_told) >= 8
    assert sum(e.noise for e in archive.entries) * 3 >= len(archive.entries)
    assert Counter(e.tells for e in archive.entries)["xiaomi-ev-2023"] >= 4
    changes = [set(change) - {"day"} for e in archive.entries for change in e.changes]
    assert {"key"} in changes
    assert {"text"} in changes
    assert {"title", "at"} in changes
    assert {fault for f in archive.feeds.values() for fault in f.faults.values()} == {
        "500",
        "page",
        "cut",
    }


def test_every_entry_has_words_and_an_address_of_its_own() -> None:
    entries = load().entries

    assert [e.key for e in entries if not (e.text or e.page).strip()] == []
    assert len({(e.feed, e.slug) for e in entries}) == len(entries)
    assert {e.feed for e in entries} == set(load().feeds)


def test_no_article_shows_before_it_is_published() -> None:
    archive = load()

    early = [e.key for e in archive.entries if e.at > archive.moment(e.day)]

    assert early == []


def test_a_title_feed_hides_the_article_and_only_that_one_does() -> None:
    archive = load()

    hidden = {e.feed for e in archive.entries if e.page}
    assert hidden == {f.id for f in archive.feeds.values() if f.format == "rss-titles"}
    assert [e.key for e in archive.entries if e.page and e.text] == []


def test_every_entry_is_noise_or_tells_something() -> None:
    unclear = [e.key for e in load().entries if e.noise == bool(e.tells)]

    assert unclear == []


@pytest.mark.parametrize("feed", sorted(load().feeds))
def test_each_feed_reads_back_as_the_entries_that_it_shows(feed: str) -> None:
    archive = load()
    day = len(archive.days) - 1
    kind, body = archive.body(feed, day, "http://127.0.0.1:1")
    source = Source(id="s", kind=SourceKind.FEED, url="http://127.0.0.1:1/feed")
    fetched = Fetched(url=source.url, status=200, body=body, content_type=kind)

    reading = read(source, fetched, seen=archive.moment(day))

    shown = archive.shown(feed, day)
    assert reading.fault is None
    assert reading.title == archive.feeds[feed].title
    assert {item.title for item in reading.items} == {entry.title for entry in shown}
    assert {item.published for item in reading.items} == {entry.at for entry in shown}
    assert len({item.key for item in reading.items}) == len(shown)
    assert {bool(item.text) for item in reading.items} == {
        archive.feeds[feed].format != "rss-titles"
    }


def test_a_changed_entry_keeps_its_address() -> None:
    archive = load()
    rekeyed = next(e for e in archive.entries if any("key" in c for c in e.changes))

    before, after = rekeyed.on(0), rekeyed.on(99)

    assert before.key != after.key
    assert before.slug == after.slug


async def test_the_server_gives_validators_articles_and_the_planned_faults() -> None:
    archive = load()
    async with serving(archive) as playing, aiohttp.ClientSession() as session:
        async with session.get(playing.address("wire")) as first:
            etag = first.headers["ETag"]
        async with session.get(playing.address("wire"), headers={"If-None-Match": etag}) as again:
            assert again.status == 304
        playing.day = 1
        async with session.get(playing.address("gazette")) as failing:
            assert failing.status == 500
        playing.day = 2
        async with session.get(playing.address("wire"), headers={"If-None-Match": etag}) as later:
            assert later.status == 200
        async with session.get(f"{playing.base}/articles/search/s-101") as page:
            assert "National Development and Reform Commission" in await page.text()
        async with session.get(f"{playing.base}/articles/search/none") as missing:
            assert missing.status == 404
        async with session.get(playing.address("nobody")) as unknown:
            assert unknown.status == 404


def test_on_its_bad_day_a_feed_is_a_web_page() -> None:
    kind, body = load().body("gazette", 2, "http://127.0.0.1:1")

    assert kind == "text/html"
    assert body.startswith(b"<!doctype html>")


def test_a_document_that_is_cut_is_told_as_damaged() -> None:
    source = Source(id="s", kind=SourceKind.FEED, url="http://127.0.0.1:1/feed")
    archive = load()
    kind, body = archive.body("east", 2, "http://127.0.0.1:1")

    fetched = Fetched(url=source.url, status=200, body=body, content_type=kind)
    reading = read(source, fetched, seen=archive.moment(2))

    assert reading.items == ()
    assert "damaged" in (reading.fault or "")
