"""Feeds written on the spot, and the short way to read them."""

from datetime import UTC, datetime

from adapters.fetch import Fetched
from bot.sources.feeds import read
from bot.sources.reading import Reading
from storage.sources import Source, SourceKind

SEEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOURCE = Source(id="s1", kind=SourceKind.FEED, url="https://feeds.example/news/rss.xml")


def rss(*items: str, head: str = "", channel: str = "<title>Example</title>") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel>{channel}{inner}</channel></rss>'.encode()


def fetched(body: bytes, content_type: str = "", url: str = SOURCE.url) -> Fetched:
    return Fetched(url=url, status=200, body=body, content_type=content_type)


def reading(body: bytes, content_type: str = "", *, url: str = SOURCE.url) -> Reading:
    return read(SOURCE, fetched(body, content_type, url), seen=SEEN)
