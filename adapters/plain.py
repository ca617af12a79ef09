"""Text and addresses from outside, made harmless for any platform."""

import unicodedata
from urllib.parse import urlsplit

TEXT_MAX_CHARS = 20_000  # of one run; no honest sentence comes near it
MARKS_MAX = 4  # combining marks in a row; Vietnamese and Thai need up to 3


def plain(text: str, limit: int = TEXT_MAX_CHARS) -> str:
    r"""The text without what could disguise it: controls, direction overrides, zero width, stacks.

    New lines and tabs stay, lone surrogates become U+FFFD, and what is over `limit` characters is
    cut with an ellipsis.

    >>> plain("bad\u202egnp.exe\x00")
    'badgnp.exe'
    """
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        if len(kept) >= limit:
            return "".join(kept[: limit - 1]) + "…"
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif char in "\n\t" or (category not in {"Cc", "Cf"} and marks <= MARKS_MAX):
            kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """The text made harmless, and on one line."""
    return " ".join(plain(text).split())


def web_address(url: str | None) -> str | None:
    """The address if a link may lead there (http or https, a host, no user part), or None."""
    if not url or url != plain(url) or any(char.isspace() or char in "\\\"<>'`" for char in url):
        return None
    try:
        parts = urlsplit(url)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not named or "@" in parts.netloc:
        return None
    return url


def host(url: str) -> str:
    """The host of a web address as a reader should see it: punycode for foreign letters, no www.

    A name that only looks like another one is told apart by its `xn--` form (IDN homographs).

    >>> host("https://www.xiaomiev.com/news"), host("https://хiaomi.com/")
    ('xiaomiev.com', 'xn--iaomi-pze.com')
    """
    name = urlsplit(url).hostname or ""
    try:
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        name = name.encode("ascii", "backslashreplace").decode("ascii")
    return name.removeprefix("www.")


def named_host(url: str) -> str:
    """The host as it is shown: behind a warning sign where its letters could pass for others.

    >>> named_host("https://хiaomi.com/")
    '⚠ xn--iaomi-pze.com'
    """
    name = host(url)
    return f"⚠ {name}" if "xn--" in name else name
