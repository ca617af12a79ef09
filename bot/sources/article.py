"""The readable part of an article page: bytes in, `Article` out; nothing is fetched."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import trafilatura
from lxml import etree
from trafilatura.settings import Document

from bot.sources.charset import decode
from bot.sources.entries import TITLE_MAX_CHARS, two_letters
from bot.sources.moments import moment
from bot.sources.plaintext import one_line, parse, plain

PAGE_MAX_CHARS: Final = 2_000_000  # 1 MB of nothing but paragraphs takes 4 s
_TIMES: Final = (  # where pages state their time to the minute, most trusted first
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='date']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//article//time[1]/@datetime",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page has to say. `text` is plain, one paragraph a line, never empty."""

    title: str
    text: str
    published: datetime | None  # aware UTC
    language: str | None  # two letters


def read_article(body: bytes, url: str, content_type: str) -> Article | None:
    """The article of a page, or None where there is none to be found. Never raises.

    The time is the page's own to the minute where it states one, else the day that it names.
    """
    try:
        return _read(body, url, content_type)
    except Exception:  # noqa: BLE001  # whatever foreign pages do to the readers
        return None


def _read(body: bytes, url: str, content_type: str) -> Article | None:
    page = decode(body, content_type)[:PAGE_MAX_CHARS]
    tree = parse(page)
    if tree is None:
        return None
    published, language = _stated(tree), str(tree.get("lang") or "")
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        deduplicate=False,
    )
    if not isinstance(found, Document) or not found.text:
        return None
    text = plain(found.text)
    if not text:
        return None
    now = datetime.now(tz=UTC)
    return Article(
        title=one_line(found.title or "", max_chars=TITLE_MAX_CHARS),
        text=text,
        published=published or moment(found.date or "", seen=now),
        language=two_letters(language or found.language or "") or None,
    )


def _stated(tree: etree._Element) -> datetime | None:
    now = datetime.now(tz=UTC)
    for path in _TIMES:
        for words in tree.xpath(path)[:1]:
            if when := moment(str(words), seen=now):
                return when
    return None
