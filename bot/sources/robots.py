"""What a site's robots.txt lets us read: its bytes in, an answer out (RFC 9309)."""

from typing import Final
from urllib.parse import urlsplit

from protego import Protego

READ_MAX: Final = 512_000  # bytes; the RFC asks for 500 KiB at least
AGENT: Final = "EVWatch"


def robots_url(url: str) -> str:
    """Where the rules for this address stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def allows(body: bytes, url: str) -> bool:
    """Whether these rules let us read this address."""
    rules = Protego.parse(body[:READ_MAX].decode("utf-8", "replace"))
    return bool(rules.can_fetch(url, AGENT))
