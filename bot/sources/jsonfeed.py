"""JSON Feed: the text of an answer in, `Reading` out.

Source: https://www.jsonfeed.org/version/1.1/ (1.0 differs in `author` only).
"""

import json
from datetime import datetime
from html import escape
from typing import Any, Final

from bot.sources.entries import TITLE_MAX_CHARS, Entry, absolute, items, two_letters
from bot.sources.hubs import named
from bot.sources.moments import moment
from bot.sources.plaintext import one_line
from bot.sources.reading import Reading
from storage.sources import Source

NOT_JSON: Final = "this address gives JSON that is damaged"
NOT_A_FEED: Final = "this address gives JSON, but not a JSON Feed"
NUMBER_MAX_CHARS: Final = 40


def read(text: str, source: Source, url: str, *, seen: datetime) -> Reading:
    """Read one JSON Feed into items, oldest first; entries of a wrong shape are left out."""
    try:
        feed = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        return Reading(fault=NOT_JSON)
    entries = feed.get("items") if isinstance(feed, dict) else None
    version = _text(feed, "version") if isinstance(feed, dict) else ""
    if not isinstance(entries, list) or not ("jsonfeed.org" in version or _looks_right(entries)):
        return Reading(fault=NOT_A_FEED)
    language = two_letters(_text(feed, "language"))
    usable = [each for each in entries if isinstance(each, dict)]
    left_out = len(entries) - len(usable)
    return Reading(
        items=items(
            [_entry(each, seen) for each in usable],
            source,
            base=absolute(_text(feed, "home_page_url"), url) or url,
            language=language,
            seen=seen,
        ),
        title=one_line(_text(feed, "title"), max_chars=TITLE_MAX_CHARS) or None,
        language=language or None,
        memory=named(_links(feed), "", url),
        notes=(f"{left_out} entries are no objects",) if left_out else (),
    )


def _entry(each: dict[str, Any], seen: datetime) -> Entry:
    words = _text(each, "date_published") or _text(each, "date_modified")
    return Entry(
        id=_text(each, "id"),
        link=_text(each, "url") or _text(each, "external_url"),
        title=escape(_text(each, "title"), quote=False),  # plain text by the standard
        body=_text(each, "content_html") or _plain(each),
        published=moment(words, seen=seen),
        language=_text(each, "language"),
    )


def _links(feed: dict[str, Any]) -> list[tuple[str, str]]:
    """Its own address and its WebSub hubs, as (rel, address) pairs."""
    hubs = feed.get("hubs")
    found = [each for each in hubs if isinstance(each, dict)] if isinstance(hubs, list) else []
    links = [("hub", _text(each, "url")) for each in found if _text(each, "type") == "WebSub"]
    return [*links, ("self", _text(feed, "feed_url"))]


def _plain(each: dict[str, Any]) -> str:
    words = _text(each, "content_text") or _text(each, "summary")
    return escape(words, quote=False).replace("\n", "<br>")


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _number(digits: str) -> str:
    """Numbers stay as written: an id may be one, and a huge one costs nothing."""
    return digits[:NUMBER_MAX_CHARS]


def _looks_right(entries: list[Any]) -> bool:
    """A feed that forgot its version: its entries have what the standard asks for."""
    return bool(entries) and all(
        isinstance(each, dict) and "id" in each and {"content_html", "content_text"} & each.keys()
        for each in entries
    )
