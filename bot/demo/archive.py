"""The bundled archive as values: what each feed shows on each day, in its own format."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

FILE: Final = Path(__file__).with_name("archive.toml")
RSS_HEAD: Final = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
RDF_HEAD: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)

CLOSED: Final = "<!doctype html><title>Back soon</title><p>We are moving house.</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of one outlet, as it stands on some day."""

    feed: str
    key: str
    slug: str  # the last part of its address: the first key that it had
    day: int  # of the archive, on which it first shows
    at: datetime
    title: str
    text: str = ""
    page: str = ""  # the article, where the feed gives its title only
    tells: str = ""  # the event that it is news for; empty: none
    grows: bool = False  # it takes that event further: news for those who heard of it
    noise: bool = False
    language: str = "en"
    changes: tuple[Mapping[str, Any], ...] = ()

    def on(self, day: int) -> "Entry":
        """The article as its outlet shows it on that day."""
        entry = self
        for change in self.changes:
            if change["day"] <= day:
                entry = replace(entry, **{k: v for k, v in change.items() if k != "day"})
        return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One made-up outlet."""

    id: str
    title: str
    format: str  # rss, rss-content, rss-titles, atom, rdf, json
    language: str = "en"
    faults: Mapping[int, str]  # day -> "500", "page" or "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Days of news, the outlets and what they wrote."""

    days: tuple[date, ...]
    feeds: Mapping[str, Feed]
    entries: tuple[Entry, ...]

    def moment(self, day: int) -> datetime:
        """When the bot visits on that day."""
        return datetime.combine(self.days[day], time(18), tzinfo=UTC)

    def shown(self, feed: str, day: int) -> list[Entry]:
        """What a feed has on a day, newest first."""
        entries = [e.on(day) for e in self.entries if e.feed == feed and e.day <= day]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)

    def body(self, feed: str, day: int, base: str) -> tuple[str, bytes]:
        """The feed's document on a day: content type and bytes. `base` ends without a slash."""
        what = self.feeds[feed]
        entries = self.shown(feed, day)
        if what.format == "json":
            return "application/feed+json", _json(what, entries, base).encode()
        render = {"atom": _atom, "rdf": _rdf}.get(what.format, _rss)
        text = render(what, entries, base)
        if what.faults.get(day) == "page":
            return "text/html", CLOSED.encode()
        if what.faults.get(day) == "cut":
            text, cut, _ = text.partition("<item")
            text += cut
        return "application/xml; charset=utf-8", text.encode()

    def article(self, feed: str, slug: str, day: int) -> str | None:
        """The page behind an entry, with the furniture that pages have; None: no such page."""
        entry = next((e for e in self.shown(feed, day) if e.slug == slug), None)
        if entry is None:
            return None
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in _paragraphs(entry.page or entry.text))
        title, at = escape(entry.title), entry.at.isoformat()
        return (
            f'<!doctype html><html lang="{entry.language}"><head><title>{title}</title>'
            f'<meta property="article:published_time" content="{at}"></head><body>'
            "<nav><a href='/'>Home</a> <a href='/tests'>Tests</a></nav>"
            f"<article><h1>{title}</h1>{paragraphs}</article>"
            "<footer>All rights reserved. Newsletter. Cookie settings.</footer></body></html>"
        )


@cache
def load() -> Archive:
    """The bundled archive."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    feeds = {
        id_: Feed(
            id=id_,
            title=each["title"],
            format=each["format"],
            language=each.get("language", "en"),
            faults={int(day): fault for day, fault in each.get("faults", {}).items()},
        )
        for id_, each in content["feeds"].items()
    }
    entries = tuple(
        Entry(**{**each, "slug": each["key"], "changes": tuple(each.get("changes", ()))})
        for each in content["items"]
    )
    days = tuple(date.fromisoformat(day) for day in content["days"])
    return Archive(days=days, feeds=feeds, entries=entries)


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def _html(entry: Entry) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in _paragraphs(entry.text))


def _link(entry: Entry, base: str) -> str:
    """The address of the article; it stays when the outlet gives the entry another key or title."""
    return f"{base}/articles/{entry.feed}/{entry.slug}"


def _rss(feed: Feed, entries: list[Entry], base: str) -> str:
    items = []
    for entry in entries:
        html = escape(_html(entry))
        teaser = escape(entry.text.strip()[:80])
        body = {
            "rss": f"<description>{html}</description>",
            "rss-content": f"<description>{teaser} ...</description>"
            f"<content:encoded>{html}</content:encoded>",
            "rss-titles": "<description></description>",
        }[feed.format]
        items.append(
            f'<item><guid isPermaLink="false">{escape(entry.key)}</guid>'
            f"<title>{escape(entry.title)}</title><link>{escape(_link(entry, base))}</link>"
            f"<pubDate>{format_datetime(entry.at)}</pubDate>{body}</item>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{RSS_HEAD}<channel>'
        f"<title>{escape(feed.title)}</title><link>{base}/</link>"
        f"<description>{escape(feed.title)}</description>{''.join(items)}</channel></rss>"
    )


def _atom(feed: Feed, entries: list[Entry], base: str) -> str:
    items = [
        f"<entry><id>tag:{feed.id},2023:{escape(entry.key)}</id><title>{escape(entry.title)}</title>"
        f'<link href="{escape(_link(entry, base))}"/><updated>{entry.at.isoformat()}</updated>'
        f'<published>{entry.at.isoformat()}</published><content type="html">{escape(_html(entry))}'
        "</content></entry>"
        for entry in entries
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">'
        f"<id>{base}/feeds/{feed.id}</id><title>{escape(feed.title)}</title>{''.join(items)}</feed>"
    )


def _rdf(feed: Feed, entries: list[Entry], base: str) -> str:
    items = [
        f'<item rdf:about="{base}/items/{escape(entry.key)}"><title>{escape(entry.title)}</title>'
        f"<link>{escape(_link(entry, base))}</link><dc:date>{entry.at.isoformat()}</dc:date>"
        f"<description>{escape(_html(entry))}</description></item>"
        for entry in entries
    ]
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{RDF_HEAD}<channel rdf:about="{base}/">'
        f"<title>{escape(feed.title)}</title><link>{base}/</link></channel>{''.join(items)}</rdf:RDF>"
    )


def _json(feed: Feed, entries: list[Entry], base: str) -> str:
    items = [
        {
            "id": entry.key,
            "url": _link(entry, base),
            "title": entry.title,
            "content_html": _html(entry),
            "date_published": entry.at.isoformat(),
        }
        for entry in entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False)
