"""The feeds that a page names: bytes in, addresses out; nothing is fetched."""

import re
from typing import Final

from lxml import etree

from bot.sources.charset import decode
from bot.sources.entries import absolute
from bot.sources.plaintext import parse

FOUND_MAX: Final = 10
ANCHORS_MAX: Final = 5_000
PAGE_MAX_CHARS: Final = 4_000_000

# Types by which a page announces feeds, best first.
_TYPES: Final = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
)
_LOOKS: Final = re.compile(
    r"(?:^|[/.?=&_-])(?:rss|atom|feeds?|rdf)(?:\.xml|\.rss|\.json|\.php)?/?(?:[?&].*)?$"
    r"|\.(?:rss|atom|rdf)(?:\?.*)?$|feed\.(?:xml|json)|feeds\.feedburner\.com/",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"comment|/wp-json/|oembed", re.IGNORECASE)


def discover(body: bytes, url: str, content_type: str) -> tuple[str, ...]:
    """Feed addresses that a page names, best first; absolute, http(s) only. Never raises.

    Announced ones (`<link rel="alternate">`) come first, in the order of the page and with those
    of comments last, then links that look like feeds.
    """
    try:
        return _found(decode(body, content_type)[:PAGE_MAX_CHARS], url)
    except Exception:  # noqa: BLE001  # whatever foreign pages do to the reader
        return ()


def _found(page: str, url: str) -> tuple[str, ...]:
    tree = parse(page)
    if tree is None:
        return ()
    base = _base(tree, url)
    announced = [absolute(link, base) for link in _announced(tree)]
    anchors = [absolute(str(link), base) for link in tree.xpath("//a/@href")[:ANCHORS_MAX]]
    named = [*announced, *(link for link in anchors if _LOOKS.search(link))]
    best = sorted((link for link in named if link), key=lambda link: bool(_ASIDE.search(link)))
    return tuple(link for link in dict.fromkeys(best) if link != url)[:FOUND_MAX]


def _base(tree: etree._Element, url: str) -> str:
    """What relative links are relative to; a base that is no web address is none."""
    hrefs = tree.xpath("//base/@href")
    return (absolute(str(hrefs[0]), url) if hrefs else "") or url


def _announced(tree: etree._Element) -> list[str]:
    links = [
        (str(link.get("type") or "").partition(";")[0].strip().lower(), str(link.get("href") or ""))
        for link in tree.xpath("//link[@href]")
        if "alternate" in str(link.get("rel") or "").lower().split()
    ]
    return [href for kind, href in links if kind in _TYPES]
