"""`Document` to a Discord message: a headline as content, the rest as embeds beneath it.

The headline is plain content, so that it is what notifications, searches and threads show, and
what is left where embeds may not be shown. Components V2 were weighed: they have no content to fall
back to, hold 4,000 characters instead of 6,000, and give an alert of this shape nothing in return.

Source: Discord's reference, "Message" (embed limits) and `RichEmbed` of its OpenAPI description.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from adapters.discord import marks
from adapters.discord.buttons import Laid, lay
from adapters.discord.markup import called, escape, link, moment
from adapters.discord.pieces import (
    DOT,
    SMALL_PRINT_MAX_UNITS,
    TITLE_MAX_UNITS,
    Piece,
    fitted,
    last_footer,
    row_line,
    title_line,
)
from adapters.document import (
    Button,
    Buttons,
    Document,
    Facts,
    Links,
    Quote,
    Title,
)
from adapters.plain import one_line, web_address
from adapters.units import cut, units

Json = Mapping[str, Any]

CONTENT_MAX_UNITS: Final = 2000
DESCRIPTION_MAX_UNITS: Final = 4096
EMBEDS_MAX_UNITS: Final = 6000  # of all embeds of a message together
ROOM_UNITS: Final = EMBEDS_MAX_UNITS - SMALL_PRINT_MAX_UNITS - 50  # for an ellipsis, a gap
THREAD_NAME_MAX_UNITS: Final = 100

MENTIONS_MAX: Final = 20
NO_MENTIONS: Final[Json] = {"parse": []}
SUPPRESS_EMBEDS: Final = 1 << 2
COLOURS: Final[Mapping[str, int]] = {
    "alert": 0x1F9E8A,
    "answer": 0x5865F2,
    "warning": 0xF0B232,
    "error": 0xDA373C,
}
NEUTRAL: Final = 0x80848E


def render(document: Document, key: str | None = None) -> dict[str, Any]:
    """The message as Discord takes it, without a nonce; `key` is carried unseen."""
    laid = lay(_buttons(document), key)
    content = _headline(document)
    pieces = fitted(document, ROOM_UNITS, beneath=bool(content))
    mark = marks.mark(key, laid.carried)
    if not content and not pieces:
        content = escape(cut(one_line(document.plain) or "…", TITLE_MAX_UNITS))
    embeds = _embeds(document, pieces, mark)
    return _body(content, embeds, laid, document)


def render_plainly(document: Document, key: str | None = None) -> dict[str, Any]:
    """The message in a few lines without embeds: what happened, its first step, one link.

    For where the rich one was refused.
    """
    head = escape(cut(one_line(document.plain), TITLE_MAX_UNITS)) or _headline(document) or "…"
    facts = [row for part in document.parts if isinstance(part, Facts) for row in part.rows]
    step = row_line(facts[0], linked=False) if facts else ""
    address = _first_address(document)
    foot = [link("", address) if address else "", marks.small(key) if key else ""]
    content = "\n".join(filter(None, (head, step, *foot)))
    if units(content) > CONTENT_MAX_UNITS:
        content = "\n".join(filter(None, (head, *foot)))
    return _body(content, [], Laid(), document) | {"flags": SUPPRESS_EMBEDS}


def thread_name(document: Document) -> str:
    """What a thread about the message is called: its headline without markup."""
    title = next((part for part in document.parts if isinstance(part, Title)), None)
    words = [title.tag, title.text] if title else [document.plain]
    return cut(DOT.join(filter(None, map(one_line, words))), THREAD_NAME_MAX_UNITS) or "EV Watch"


def _body(content: str, embeds: Sequence[Json], laid: Laid, document: Document) -> dict[str, Any]:
    """The message, which calls whom it mentions, and nobody else."""
    known = {called(each): each for each in document.mentions if called(each)}
    tokens = list(known)[:MENTIONS_MAX]
    shown = "\n".join(filter(None, (content, " ".join(tokens))))
    if units(shown) > CONTENT_MAX_UNITS:
        head = escape(cut(one_line(document.plain), TITLE_MAX_UNITS))
        shown = "\n".join(filter(None, (head, " ".join(tokens))))
    allowed: dict[str, Any] = dict(NO_MENTIONS)
    for key, who in (("users", "user"), ("roles", "group")):
        if ids := [known[token].id for token in tokens if known[token].who == who]:
            allowed[key] = ids
    return {
        "content": shown,
        "embeds": list(embeds),
        "components": list(laid.rows),
        "allowed_mentions": allowed,
    }


def _headline(document: Document) -> str:
    title = next((part for part in document.parts if isinstance(part, Title)), None)
    return title_line(title) if title else ""


def _buttons(document: Document) -> list[Button]:
    return [item for part in document.parts if isinstance(part, Buttons) for item in part.items]


def _embeds(document: Document, pieces: Sequence[Piece], mark: str | None) -> list[dict[str, Any]]:
    """The pieces in as few embeds as hold them, the last with the small print."""
    foot = _small_print(document)
    texts = _packed(pieces)
    if not texts and not foot:
        if mark is None:
            return []
        foot = {"footer": {"text": "EV Watch"}}  # an embed has to show something
    colour = COLOURS.get(document.tone, NEUTRAL)
    embeds: list[dict[str, Any]] = [
        {"color": colour, **({"description": text} if text else {})} for text in texts or [""]
    ]
    # Only one embed has the address: a client shows those that share one as a single embed.
    embeds[0] |= {"url": mark} if mark else {}
    embeds[-1] |= foot
    return embeds


def _small_print(document: Document) -> dict[str, Any]:
    """The footer, which knows no markup; its moment is told in each reader's own time."""
    last = last_footer(document)
    if last is None:
        return {}
    day = "" if last.at is None or isinstance(last.at, datetime) else moment(last.at)
    text = cut(DOT.join(filter(None, (one_line(last.text), day))), SMALL_PRINT_MAX_UNITS)
    found: dict[str, Any] = {"footer": {"text": text}} if text else {}
    if isinstance(last.at, datetime):
        found["footer"] = {"text": text or "EV Watch"}
        found["timestamp"] = last.at.astimezone(UTC).isoformat()
    return found


def _packed(pieces: Sequence[Piece]) -> list[str]:
    texts: list[str] = []
    for piece in pieces:
        joined = f"{texts[-1]}{_gap(piece)}{piece.text}" if texts else piece.text
        if texts and units(joined) <= DESCRIPTION_MAX_UNITS:
            texts[-1] = joined
        else:
            texts.append(piece.text)
    return texts


def _gap(piece: Piece) -> str:
    return "\n" if piece.close else "\n\n"


def _first_address(document: Document) -> str | None:
    for part in document.parts:
        match part:
            case Links():
                found = next((href for _, href in part.items if web_address(href)), None)
            case Quote() | Title():
                found = web_address(part.href)
            case _:
                found = None
        if found:
            return found
    return None
