"""Bodies that are made to be too much: each is read, refused or killed, and the next one is read."""

from datetime import timedelta

import pytest

from adapters.fetch import Fetched, FetchError
from bot.ingest.asking import Asking
from bot.workers import WorkerError, Workers
from storage.sources import Source, SourceKind
from tests.fakes import NOON, entry, rss

URL = "https://example.org/x"
HONEST = {
    SourceKind.FEED: rss(entry("one", "One article")),
    SourceKind.PAGE: b"<html><ul>" + b"".join(b"<li><a href='/news/article-number-%d'>A long title of article %d</a></li>" % (n, n) for n in range(9)) + b"</ul>",
}  # fmt: skip


def feed(inner: bytes) -> bytes:
    return b"<rss version='2.0'><channel><title>t</title>" + inner + b"</channel></rss>"


def item(inner: bytes) -> bytes:
    return feed(b"<item><title>" + inner + b"</title></item>")


def tag(name: bytes, times: int) -> bytes:
    return b"".join(b" %b%d='x'" % (name, number) for number in range(times))


FEEDS = {
    "attributes": item(b"<a" + tag(b"a", 200_000) + b">"),
    "namespaces": feed(b"<item" + tag(b"xmlns:n", 50_000) + b"/>"),
    "deep": feed(b"<x>" * 200_000),
    "open tags": feed(b"<item>" * 100_000),
    "comments in CDATA": item(b"<![CDATA[" + b"<!--" * 100_000 + b"]]>"),
    "one long word": feed(b"<item><title>t</title><description>" + b"a" * 1_000_000 + b"</description></item>"),
    "ampersands": item(b"&" * 2_000_000),
    "parameter entity": b"<!DOCTYPE rss [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]>" + feed(b""),
    "external subset": b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>" + feed(b"<item><title>a"),
    "include": feed(b"<item><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/></item>"),
    "stylesheet": b"<?xml-stylesheet href='file:///etc/passwd'?>" + feed(b""),
    "deep JSON": b"[" * 1_000_000,
    "deep JSON inside": b'{"items": ' + b'[{"a":' * 100_000,
    "huge number": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + b"9" * 2_000_000 + b"}]}",
    "lone surrogate": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "\\ud800", "content_text": "\\ud800"}]}',
    "not a number": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": NaN, "content_text": 7}]}',
}  # fmt: skip
PAGES = {
    "deep": b"<div>" * 300_000,
    "less-than": b"<" * 2_000_000,
    "bang": b"<!" * 1_000_000,
    "comments": b"<!--" * 500_000,
    "open attribute": b"<a href='" + b"x" * 4_000_000,
    "attributes": b"<a" + tag(b"a", 200_000) + b">",
    "tables": b"<table><tr><td>" * 50_000,
    "links": b"<a href='/news/some-article-1'>A title that is long enough</a>" * 60_000,
    "forms": b"<b><i><u><a>" * 100_000,
    "sitemap": b"<urlset>" + b"<url><loc>" * 300_000,
}
CASES = [
    *((SourceKind.FEED, name, body) for name, body in FEEDS.items()),
    *((SourceKind.PAGE, name, body) for name, body in PAGES.items()),
]


async def nowhere(url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
    raise FetchError(f"nothing is fetched: {url} {etag} {modified}")


@pytest.mark.parametrize(
    ("kind", "body"),
    [case[::2] for case in CASES],
    ids=[f"{kind} {name}" for kind, name, _ in CASES],
)
async def test_a_body_that_is_too_much_is_read_or_ends_and_the_next_one_is_read(
    kind: SourceKind, body: bytes
) -> None:
    pool = Workers(processes=1, limit=timedelta(seconds=30))
    asking = Asking(fetch=nowhere, run=pool, cpu_s=1)
    source = Source(id="s", kind=kind, url=URL)
    try:
        reading = await asking(source, Fetched(url=URL, status=200, body=body), seen=NOON)
        assert "root:" not in str(reading)
    except WorkerError as fault:
        assert str(fault)
    honest = Fetched(url=URL, status=200, body=HONEST[kind])
    again = await asking(source, honest, seen=NOON)
    await pool.close()
    assert again.fault is None or "second look" in again.fault
