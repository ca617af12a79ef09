"""Sitemaps: lists of a site's addresses, with titles and times where they are for news.

Source: sitemaps.org/protocol; the news extension (schemas/sitemap-news/0.9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from bot.sources.entries import TITLE_MAX_CHARS, absolute, two_letters
from bot.sources.moments import moment
from bot.sources.plaintext import one_line

ENTRIES_MAX: Final = 300  # the newest
CHILDREN_MAX: Final = 3  # sitemaps of an index that are read: the newest
_HEAD_BYTES: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address of a sitemap."""

    url: str
    title: str
    published: datetime | None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one file lists: pages, or further sitemaps, the newest first."""

    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()


def is_sitemap(body: bytes) -> bool:
    """Does it begin as a sitemap does?"""
    head = body[:_HEAD_BYTES]
    return b"<urlset" in head or b"<sitemapindex" in head


def sitemap(body: bytes, url: str, *, seen: datetime) -> Sitemap | None:
    """Read one; None where it is broken. No entity is resolved, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    told = [(_texts(each), each) for each in root if isinstance(each.tag, str)]
    dated = sorted(told, key=lambda each: each[0].get("lastmod", ""), reverse=True)
    if _name(root) == "sitemapindex":
        places = [absolute(texts.get("loc", ""), url) for texts, _ in dated]
        return Sitemap(children=tuple(place for place in places if place)[:CHILDREN_MAX])
    entries = [_entry(texts, url, seen) for texts, _ in told]
    return Sitemap(entries=_newest([each for each in entries if each.url]))


def _newest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    known = [each for each in entries if each.published]
    rest = [each for each in entries if not each.published]
    known.sort(key=lambda each: each.published.timestamp() if each.published else 0, reverse=True)
    return (*known, *rest)[:ENTRIES_MAX]


def _entry(texts: dict[str, str], url: str, seen: datetime) -> Entry:
    address = absolute(texts.get("loc", ""), url)
    title = one_line(texts.get("title", ""), max_chars=TITLE_MAX_CHARS) or _from_path(address)
    when = texts.get("publication_date") or texts.get("lastmod") or ""
    return Entry(
        url=address,
        title=title,
        published=moment(when, seen=seen),
        language=two_letters(texts.get("language", "")) or "",
    )


def _texts(element: etree._Element) -> dict[str, str]:
    """The texts below an element by their names without prefix; the first of each."""
    found: dict[str, str] = {}
    for each in element.iter():
        if isinstance(each.tag, str) and each.text and each.text.strip():
            found.setdefault(_name(each), each.text.strip())
    return found


def _name(element: etree._Element) -> str:
    """Its name without what stands before it; a broken file may hold any."""
    return str(element.tag).rpartition("}")[2]


def _from_path(url: str) -> str:
    """What the last part of an address says in words: "a-new-plant-opens"."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(last.replace("_", "-").split("-"))[:TITLE_MAX_CHARS]
