"""What a message carries unseen: the key that it was posted with, and commands of its buttons.

It stands in the fragment of the first embed's own address, which no client shows for an embed
without a title. So it comes back with the message, in the history and with each press of a button,
after any restart.

Source: discord/discord-api-docs issues 1643 and 4129 (an embed's address without a title is kept,
fragment and all; a client groups embeds by it).
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

URL_MAX_CHARS: Final = 2048  # contract: RichEmbed.url
# A name that is nobody's (RFC 2606), and one that Discord cannot take for none.
_BASE: Final = "https://example.com/#"
_SMALL: Final = re.compile(r"^-# `([^`\n]+)`\Z", re.MULTILINE)


def mark(key: str | None, commands: Mapping[int, str]) -> str | None:
    """The address that carries a key and the long commands by the number of their button.

    None: there is nothing to carry, or too much.
    """
    values = {"k": key} if key else {}
    values |= {f"c{number}": command for number, command in commands.items()}
    url = _BASE + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
    return url if values and len(url) <= URL_MAX_CHARS else None


def small(key: str) -> str:
    """The key as a line of small print, for a message that has no embed."""
    return f"-# `{key}`"


def key_of(message: Mapping[str, Any]) -> str | None:
    """The key that a message of ours was posted with."""
    if key := _values(message).get("k"):
        return key
    found = _SMALL.search(str(message.get("content") or ""))
    return found[1] if found else None


def command_of(message: Mapping[str, Any], number: int) -> str | None:
    """The command that the message carries for one of its buttons."""
    return _values(message).get(f"c{number}")


def _values(message: Mapping[str, Any]) -> dict[str, str]:
    for embed in message.get("embeds") or ():
        url = embed.get("url") or ""
        if url.startswith(_BASE):
            return {name: each[0] for name, each in parse_qs(urlsplit(url).fragment).items()}
    return {}
