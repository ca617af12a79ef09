"""A look at an address: what it would bring, and nothing is stored."""

from tests.fakes import rss
from tests.fakes_line import NIO, NOISE, RETOLD, URL, Line


async def test_a_look_shows_what_would_be_posted_and_stores_nothing(line: Line) -> None:
    line.fetch.pages[URL] = rss(NIO, RETOLD, NOISE)

    look = await line.ingest.look(URL)

    assert (look.title, look.fault, len(look.items)) == ("EV Daily", None, 3)
    assert [story.companies for story in look.alerts] == [("nio",)]
    assert sorted(reason.split(":")[0] for _, reason in look.silent) == ["no milestone", "told before"]  # fmt: skip
    assert (await line.store.history.counts())["items"] == 0


async def test_a_look_at_a_page_reads_the_feed_that_it_names(line: Line) -> None:
    page = f'<html><head><link rel="alternate" type="application/rss+xml" href="{URL}"></head><body>News</body></html>'  # fmt: skip
    line.fetch.pages["https://example.org/"] = page.encode()
    line.fetch.pages[URL] = rss(NIO)

    look = await line.ingest.look("https://example.org/")

    assert (look.url, look.found) == (URL, (URL,))
    assert len(look.alerts) == 1


async def test_a_look_at_nothing_says_why(line: Line) -> None:
    look = await line.ingest.look("https://example.org/missing")

    assert (look.fault, look.items) == ("not found (404)", ())


async def test_a_look_at_a_page_without_a_feed_says_why(line: Line) -> None:
    line.fetch.pages["https://example.org/"] = b"<html><body><p>Nothing here.</p></body></html>"

    look = await line.ingest.look("https://example.org/")

    assert look.fault
    assert look.found == ()
