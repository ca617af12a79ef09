"""What one visit fetches, and what becomes of a source that moves or fails."""

from dataclasses import replace
from datetime import timedelta

from adapters.fetch import Fetched, FetchError
from storage.records import digest
from storage.sources import Source, SourceKind
from tests.fakes import rss
from tests.fakes_line import NIO, NOISE, URL, Line, polled


async def test_equal_bytes_and_a_304_are_recorded_without_reading(line: Line) -> None:
    line.fetch.pages[URL] = Fetched(url=URL, status=200, body=rss(NIO), etag='"1"')
    await line.visit()
    read = line.checkpoints.count("visit.read")

    unchanged = await line.visit()
    line.fetch.pages[URL] = Fetched(url=URL, status=200, body=rss(NIO), etag='"2"')
    equal = await line.visit()

    assert line.checkpoints.count("visit.read") == read == 1
    assert [asked.etag for asked in line.asked(URL)] == [None, '"1"', '"1"']
    assert (unchanged.fault, equal.fault, equal.items) == (None, None, 0)
    (status,) = await line.store.visits.statuses(now=line.clock())
    assert status.last_success == line.clock()


INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>"
)


def sitemap(*names: str) -> bytes:
    rows = "".join(f"<url><loc>https://example.org/news/{name}</loc></url>" for name in names)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


async def test_an_index_that_stays_as_it_is_hides_nothing_new_in_its_sitemaps(line: Line) -> None:
    page = Source(id=digest("page"), kind=SourceKind.PAGE, url="https://example.org/index.xml")
    await line.store.watchlist.add_source(page, audit=line.audit())
    line.fetch.pages[page.url] = Fetched(url=page.url, status=200, body=INDEX, etag='"1"')
    line.fetch.pages["https://example.org/news.xml"] = sitemap("a-plant-opens.html")
    await line.visit("page")

    line.fetch.pages["https://example.org/news.xml"] = sitemap("a-plant-opens.html", "b-too.html")
    outcome = await line.visit("page")

    assert outcome.new == 1


async def test_a_link_that_a_second_look_missed_is_met_at_the_next_visit(line: Line) -> None:
    page = Source(id=digest("page"), kind=SourceKind.PAGE, url="https://example.org/news/")
    await line.store.watchlist.add_source(page, audit=line.audit())
    old, new = (
        b"".join(b"<li><a href=/news/%d.html>News of the company, number %d</a></li>" % (n, n) for n in ns)
        for ns in (range(5), range(6))
    )  # fmt: skip
    line.fetch.pages[page.url] = old
    await line.visit("page")

    looks = iter([new, old])  # the second comes from a cache that is behind

    async def flapping(url: str, **_: str | None) -> Fetched:
        return Fetched(url=url, status=200, body=next(looks))

    source = await line.store.visits.source(page.id)
    assert source is not None
    missed = await replace(line.ingest, fetch=flapping).visit(source)
    line.fetch.pages[page.url] = new
    met = await line.visit("page")

    assert (missed.fault, missed.new, met.new) == (None, 0, 1)


async def test_a_failure_is_told_backs_off_and_forgets_nothing(line: Line) -> None:
    await polled(line, NIO)
    before = await line.store.visits.source(digest(URL))
    line.fetch.pages[URL] = FetchError("the server is busy (503)", retry_after=timedelta(hours=2))

    outcome = await line.visit()

    after = await line.store.visits.source(digest(URL))
    assert before is not None
    assert after is not None
    assert outcome.fault == "the server is busy (503)"
    assert (after.memory, after.failures) == (before.memory, 1)
    (status,) = await line.store.visits.statuses(now=line.clock())
    assert (status.fault, status.next_try) == (
        "the server is busy (503)",
        line.clock() + timedelta(hours=2),
    )


async def test_a_source_that_flaps_never_alerts_again(line: Line) -> None:
    await polled(line, NIO)
    broken: list[bytes | FetchError] = [
        FetchError("not found (404)", permanent=True),
        b"<html><body>Down for maintenance</body></html>",
        rss(),
        rss(NIO)[:200],
        rss(NIO, NOISE),
        rss(NIO),
    ]

    for answer in broken * 3:
        line.fetch.pages[URL] = answer
        await line.visit()

    assert len(await line.queue()) == 1
    assert (await line.store.history.counts())["items"] == 2


async def test_a_web_page_where_a_feed_was_is_a_fault_in_words(line: Line) -> None:
    line.fetch.pages[URL] = b"<!doctype html><html><head><title>Hi</title></head><body>Hello</body></html>"  # fmt: skip

    outcome = await line.visit()

    assert outcome.fault
    assert "since" not in (await line.store.visits.statuses(now=line.clock()))[0].source.memory


async def test_a_permanent_move_is_remembered_and_left_when_it_leads_nowhere(line: Line) -> None:
    new = "https://example.org/new-feed"
    line.fetch.pages[URL] = Fetched(url=new, status=200, body=rss(NIO), moved=new)
    line.fetch.pages[new] = rss(NIO, NOISE)
    await line.visit()

    await line.visit()
    del line.fetch.pages[new]
    line.fetch.pages[URL] = rss(NIO)
    outcome = await line.visit()
    await line.visit()

    assert [asked.url for asked in line.asked(URL, new)] == [URL, new, new, URL, URL]
    assert outcome.fault is None
