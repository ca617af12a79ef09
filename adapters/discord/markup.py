"""Text from outside as Discord's Markdown that shows it literally; links that hide no target.

Source: Discord's "Markdown Text 101" and the reference's "Message Formatting".
"""

import re
from datetime import UTC, date, datetime
from typing import Final

from adapters.document import Mention
from adapters.plain import host, named_host, one_line, plain, web_address
from adapters.units import units

HREF_MAX_UNITS: Final = 800  # an honest address is shorter; a longer one is told by its host
# Marks of emphasis, code, spoilers, links and mentions, wherever they stand. A colon would begin
# an emoji's name or an address that the client links by itself; an invitation to a server is shown
# as a card, even without a scheme.
_ANYWHERE: Final = re.compile(
    r"[\\`*_~|<\[\]@]|:(?=[\w/+-]|\Z)|(?:(?<=discord)|(?<=discordapp))\.", re.IGNORECASE
)
_AT_LINE: Final = re.compile(r"^([^\S\n]*)(?=[#>+-])|^([^\S\n]*\d+)(?=\.)", re.MULTILINE)
_ID: Final = re.compile(r"[1-9]\d{14,20}")
_SCHEME: Final = re.compile(r"\w+:/{2,}")
_LIKE_AN_ADDRESS: Final = re.compile(r"[^\s.．。]+[.．。][^\s.．。\d]{2,}|://")


def escape(text: str) -> str:
    r"""The text so that it is shown as it is, wherever it stands.

    >>> print(escape("# **bold** [mi.com](http://evil)"))
    \# \*\*bold\*\* \[mi.com\](http\://evil)
    """
    return _AT_LINE.sub(r"\1\2\\", _ANYWHERE.sub(r"\\\g<0>", plain(text)))


def bold(text: str) -> str:
    """One line in bold; nothing for nothing."""
    shown = escape(one_line(text))
    return f"**{shown}**" if shown else ""


def code(text: str) -> str:
    """One line in fixed width. Nothing inside can be escaped, so its backticks are replaced."""
    shown = one_line(text).replace("`", "ˋ")
    return f"`{shown}`" if shown else ""


def block(text: str) -> str:
    """A block in fixed width."""
    shown = plain(text).strip("\n").replace("```", "ˋˋˋ")
    return f"```\n{shown}\n```" if shown.strip() else ""


def link(text: str, href: str | None) -> str:
    """The text as a link, without preview. Not linked where the address is none for a link.

    Where the text looks like an address, or the host's letters could pass for others, the host
    that it really leads to stands behind it.
    """
    address, shown = web_address(href), one_line(text)
    if address is None:
        return escape(shown)
    name, named = host(address), named_host(address)
    # Brackets cannot be escaped in a label; one with a scheme in it would not be linked.
    label = _SCHEME.sub("", shown).replace("[", "(").replace("]", ")").strip() or named
    behind = "" if label in {name, named} else _behind(shown, name, named)
    target = address.replace("(", "%28").replace(")", "%29")
    if units(target) > HREF_MAX_UNITS:
        return escape(label) + (behind or f" ({escape(name)})")
    return f"[{escape(label)}](<{target}>){behind}"


def called(mention: Mention) -> str:
    """Markup that names a person or a role; nothing where the id is none of Discord's.

    >>> called(Mention(who="group", id="80351110224678912"))
    '<@&80351110224678912>'
    """
    if not _ID.fullmatch(mention.id):
        return ""
    return f"<@{mention.id}>" if mention.who == "user" else f"<@&{mention.id}>"


def moment(at: datetime | date) -> str:
    """The moment as each reader's client tells it; a mere date as it is: it has no time zone."""
    if isinstance(at, datetime):
        return f"<t:{int(at.astimezone(UTC).timestamp())}:f>"
    return at.isoformat()


def _behind(label: str, name: str, named: str) -> str:
    return f" ({escape(named)})" if named != name or _LIKE_AN_ADDRESS.search(label) else ""
