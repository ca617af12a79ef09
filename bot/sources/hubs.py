"""The hub that a feed names, which pushes what is new (W3C WebSub): kept in the source's memory."""

import re
from collections.abc import Iterable
from typing import Final

from bot.sources.entries import absolute

HUB: Final = "hub"  # in the memory of a source: where one can subscribe; empty: nowhere
TOPIC: Final = "topic"  # to what

_LINK: Final = re.compile(r"<([^<>]{1,2048})>\s*((?:;[^,<>]{1,512})?)")
_REL: Final = re.compile(r";\s*rel\s*=\s*\"?([\w\s-]{1,100})\"?", re.IGNORECASE)


def named(links: Iterable[tuple[str, str]], header: str, url: str) -> dict[str, str]:
    """The hub and the topic of a feed at `url`; `links` are its (rel, address) pairs.

    What the header says goes before what the feed says, as the standard has it.
    """
    every = [*_header(header), *links]
    hub = next((found for rel, to in every if rel == "hub" and (found := absolute(to, url))), "")
    topic = next((found for rel, to in every if rel == "self" and (found := absolute(to, url))), "")
    return {HUB: hub, TOPIC: (topic or url) if hub else ""}


def _header(header: str) -> Iterable[tuple[str, str]]:
    for address, more in _LINK.findall(header):
        rel = _REL.search(more)
        for word in rel[1].lower().split() if rel else ():
            yield word, address
