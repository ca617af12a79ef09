"""Web addresses as people may see them: what could be a key is hidden."""

import re
from typing import Final
from urllib.parse import urlsplit

from adapters.plain import host, plain
from storage.sources import Source

HIDDEN: Final = "…"
# A path segment that is a key rather than a word: a UUID, or 20 and more letters with digits.
_KEY: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w~]{20,}",
    re.IGNORECASE,
)

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


def shown(url: str) -> str:
    """The address without user part and fragment, the values of its query hidden.

    What is watched without being an address is shown as it is written.

    >>> shown("https://u:p@example.org/feed?key=abc&page=2")
    'https://example.org/feed?key=…&page=…'
    >>> shown("page:https://example.org/news?key=abc#main ul"), shown("domain:example.org")
    ('page:https://example.org/news?key=…#main ul', 'domain:example.org')
    """
    if "://" not in url:
        return plain(url)
    if (found := _ADDRESS.search(url)) and found.start():
        address, sign, selector = url.partition("#")
        return plain(f"{shown_in(address)}{sign}{selector}")
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return HIDDEN
    path = "/".join(HIDDEN if _KEY.fullmatch(part) else part for part in parts.path.split("/"))
    names = [pair.partition("=")[0] for pair in parts.query.split("&") if pair]
    query = "?" + "&".join(f"{name}={HIDDEN}" for name in names) if names else ""
    return plain(f"{parts.scheme}://{parts.hostname or ''}{port}{path}{query}")


def shown_in(text: str) -> str:
    """The text, its addresses as they may be seen."""
    return _ADDRESS.sub(lambda found: shown(found[0]), text)


def site(url: str) -> str:
    """The host of an address, or the name of a watched domain; empty where there is none.

    >>> site("https://www.example.org:8443/news"), site("domain:example.org"), site("https://[")
    ('example.org', 'example.org', '')
    """
    _, is_web, rest = url.partition("://")
    try:
        return host(f"https://{rest if is_web else url.partition(':')[2]}")
    except ValueError:
        return ""


def title(source: Source) -> str:
    """What people call a source: its title, or its host until it has one."""
    return source.title.strip() or site(source.url) or HIDDEN
