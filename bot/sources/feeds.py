"""RSS, Atom, RDF and JSON Feed: bytes in, `Reading` out."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import feedparser

from adapters.fetch import Fetched
from bot.sources import jsonfeed
from bot.sources.charset import decode
from bot.sources.entries import TITLE_MAX_CHARS, Entry, items, two_letters
from bot.sources.moments import moment
from bot.sources.plaintext import one_line
from bot.sources.reading import NONE_YET, Answers, Reading
from storage.sources import Source

EMPTY: Final = "its answer is empty"
WEB_PAGE: Final = "this address gives a web page, not a feed"
NOT_A_FEED: Final = "this address gives something that is not a feed"
ENTITIES: Final = "this feed declares entities of its own, which is refused as unsafe"
DAMAGED: Final = "this feed is damaged: no entry of it can be read"
UNREADABLE: Final = "this feed is damaged in a way that stops the reader"

ATTRIBUTES_MAX: Final = 1000  # of one element; the parser's time grows with their square

# What may stand before the root element (XML 1.0, 2.8): declaration, comments, instructions.
_PROLOG: Final = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE: Final = re.compile(
    r"<!DOCTYPE\s+(?P<root>[\w:.-]*)(?:\"[^\"]*\"|'[^']*'|[^\[>\"'])*(?P<subset>\[)?", re.IGNORECASE
)
_HTML_ROOT: Final = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{20000,}")  # mostly a picture as a data address
_PAGE: Final = re.compile(r"<(?:html|body|div|p|title)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"<!ENTITY\s", re.IGNORECASE)
# XML 1.0, 2.2: with one of these the strict parser gives up and a slow, loose one takes over.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(
    source: Source,
    fetched: Fetched,
    *,
    seen: datetime,
    answers: Answers = NONE_YET,  # noqa: ARG001 - a feed asks nothing on
) -> Reading:
    """Read one fetched feed into items, oldest first.

    Entries without a usable id get one from link and title, stable between visits. `published`
    is None where the feed gives no date that an article can have. Only http(s) links are kept.
    A body that is no feed gives no items and says so in `fault`; nothing is raised.

    Source: RFC 4287 (Atom), RSS 2.0, RSS 1.0, JSON Feed 1.0 and 1.1.
    """
    try:
        return _read(source, fetched, seen)
    except Exception:  # noqa: BLE001  # whatever foreign bytes do to the parsers is told, not raised
        return Reading(fault=UNREADABLE)


def _read(source: Source, fetched: Fetched, seen: datetime) -> Reading:
    text = _ILLEGAL.sub("", decode(fetched.body, fetched.content_type)).lstrip("\ufeff \t\r\n")
    if not text:
        return Reading(fault=EMPTY)
    if text[0] in "{[":
        return jsonfeed.read(text, source, fetched.url, seen=seen)
    if fault := _refusal(text):
        return Reading(fault=fault)
    parsed = _parsed(text)
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        return Reading(fault=DAMAGED if parsed.get("version") else _stranger(text))
    feed = parsed.feed
    language = two_letters(str(feed.get("language") or ""))
    return Reading(
        items=items(
            [_entry(each, seen) for each in parsed.entries],
            source,
            base=fetched.url,
            language=language,
            seen=seen,
        ),
        title=one_line(str(feed.get("title") or ""), max_chars=TITLE_MAX_CHARS) or None,
        language=language or None,
        notes=("not well-formed; read all the same",) if parsed.bozo else (),
    )


def _refusal(text: str) -> str | None:
    """Why this text is not even parsed."""
    prolog = _PROLOG.match(text)
    at = prolog.end() if prolog else 0
    doctype = _DOCTYPE.match(text, at)
    if doctype:
        # A subset ends with "]>", but that may also stand in a value of it: look in all there is.
        if doctype["subset"] and _ENTITY.search(text, doctype.end()):
            return ENTITIES
        if doctype["root"].lower() == "html":
            return WEB_PAGE
    elif _HTML_ROOT.match(text, at):
        return WEB_PAGE
    if any(tag[0].count("=") > ATTRIBUTES_MAX for tag in _LONG_TAG.finditer(text)):
        return UNREADABLE
    return None


def _stranger(text: str) -> str:
    """What a text is called that no feed reader makes anything of."""
    return WEB_PAGE if _PAGE.search(text[:20_000]) else NOT_A_FEED


def _parsed(text: str) -> Any:  # noqa: ANN401  # the library has no types
    """The library's own reading. It is given a stream: from bytes it would open files and URLs.

    It is not told the feed's address: it would make short ids into addresses, and new ones of
    them when the feed moves.
    """
    body = re.sub(r"^<\?xml[^>]*\?>", "", text, count=1).encode()
    return feedparser.parse(
        io.BytesIO(body),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )


def _entry(each: Mapping[str, Any], seen: datetime) -> Entry:
    return Entry(
        id=str(each.get("id") or ""),
        link=_link(each),
        title=str(each.get("title") or ""),
        body=_body(each),
        published=_published(each, seen),
        language=_language(each),
    )


def _link(each: Mapping[str, Any]) -> str:
    """Where the article stands; behind FeedBurner's counter when it says so."""
    links = [*_links(each, "alternate"), str(each.get("link") or ""), *_links(each, None)]
    return str(each.get("feedburner_origlink") or "") or next((link for link in links if link), "")


def _links(each: Mapping[str, Any], rel: str | None) -> Iterator[str]:
    for link in each.get("links") or ():
        if rel is None or link.get("rel") == rel:
            yield str(link.get("href") or "")


def _body(each: Mapping[str, Any]) -> str:
    """The full content where there is any, else the summary; the longest of them."""
    full = [str(part.get("value") or "") for part in each.get("content") or ()]
    summary = str(each.get("summary") or "")
    best = max(full, key=len, default="")
    return best if len(best) >= len(summary) else summary


def _published(each: Mapping[str, Any], seen: datetime) -> datetime | None:
    for name in ("published", "updated", "created"):
        words = each.get(name)
        if words:
            return moment(str(words), seen=seen)
    return None


def _language(each: Mapping[str, Any]) -> str:
    for detail in (each.get("title_detail"), *(each.get("content") or ())):
        if detail and detail.get("language"):
            return str(detail["language"])
    return str(each.get("language") or "")
