"""Text for Slack: counted as it counts, escaped as it asks, links that show where they lead.

Source: docs.slack.dev/messaging/formatting-message-text (escaping, links, date tokens).
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from adapters.document import Mention
from adapters.plain import host, named_host, one_line, web_address
from adapters.units import cut, units

URL_MAX_UNITS: Final = 3_000
MENTIONS_MAX: Final = 20

_IDS: Final = {"user": re.compile(r"[UW][A-Z0-9]{1,20}"), "group": re.compile(r"S[A-Z0-9]{1,20}")}
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# mrkdwn has no escape for its own marks; where it cannot be avoided, look-alikes stand for them.
_SOFT: Final = str.maketrans({**_ENTITIES, "*": "∗", "~": "∼", "`": "ˋ", "|": "¦"})
_UNDERLINE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ADDRESS: Final = re.compile(r"(?:https?:/+)?((?:[\w-]+\.)+[a-z]{2,24})(?!\w)", re.IGNORECASE)
_DOTS: Final = str.maketrans("。．｡", "...")


def cleaned(text: str, limit: int) -> str:
    """Text from outside on one line, without what could disguise it, in at most `limit` units."""
    return cut(one_line(text), limit)


def escaped(text: str, limit: int) -> str:
    """Text for a `text` or mrkdwn field, in which nothing is markup; `limit` counts the entities.

    >>> escaped("<!channel> R&D *now*", 100)
    '&lt;!channel&gt; R&amp;D ∗now∗'
    """
    whole = _UNDERLINE.sub("ˍ", text).translate(_SOFT)
    if units(whole) <= limit:
        return whole
    left, kept = limit - 1, 0
    for char in text:
        left -= units(_ENTITIES.get(char, char))
        if left < 0:
            break
        kept += 1
    return _UNDERLINE.sub("ˍ", text[:kept].rstrip()).translate(_SOFT) + "…"


def address(href: str | None) -> str | None:
    """The address if a link may lead there and Slack takes it, or None."""
    found = web_address(href)
    return found if found and units(found) <= URL_MAX_UNITS else None


def label(text: str, url: str) -> str:
    """The words of a link: its host where it has none, and behind what could pass for another.

    >>> label("https://mi.com", "https://evil.example/")
    'https://mi.com (evil.example)'
    """
    name = host(url)
    marked = named_host(url)
    words = text.strip()
    if not words or words == name:
        return marked
    named = {each.lower().removeprefix("www.") for each in _ADDRESS.findall(_folded(words))}
    is_plain = named <= {name} and marked == name
    return words if is_plain else f"{words} ({marked})"


def link(text: str, url: str, limit: int) -> str:
    """A link for mrkdwn, its words in at most `limit` units."""
    target = "".join(_ENTITIES.get(char, char) for char in url.replace("|", "%7C"))
    return f"<{target}|{escaped(label(text, url), limit)}>"


def called(mentions: Sequence[Mention]) -> str:
    """The mentions for mrkdwn; those of which the id is none of Slack's are left out.

    >>> called([Mention(who="user", id="U123"), Mention(who="group", id="!channel")])
    '<@U123>'
    """
    tokens = [
        f"<@{each.id}>" if each.who == "user" else f"<!subteam^{each.id}>"
        for each in mentions
        if _IDS[each.who].fullmatch(each.id)
    ]
    return " ".join(dict.fromkeys(tokens[:MENTIONS_MAX]))


def moment(at: datetime | date) -> str:
    """When, for mrkdwn: a moment in each reader's own time, a day as it is."""
    said = written(at)
    if not isinstance(at, datetime) or at.timestamp() < 0:
        return said
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{said}>"


def written(at: datetime | date) -> str:
    """When, for who gets no token: UTC."""
    if isinstance(at, datetime):
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return at.isoformat()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DOTS)
