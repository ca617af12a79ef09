"""What a person sees of a message: Discord's Markdown read as its client reads it.

Written from the documented syntax, and on purpose apart from the renderer that it is held against.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

_PAIRS: Final = (
    ("bold", "**"),
    ("underline", "__"),
    ("strike", "~~"),
    ("spoiler", "||"),
    ("italics", "*"),
    ("italics", "_"),
)
_LINES: Final = (
    ("heading", re.compile(r"#{1,3} +(?=\S)")),
    ("small", re.compile(r"-# +(?=\S)")),
    ("quote", re.compile(r">(?:>>)? +")),
    ("list", re.compile(r" *(?:[-*+]|\d+\.) +(?=\S)")),
)
_MENTION: Final = re.compile(
    r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|id:\w+|/[^>]+:\d+)>|@everyone\b|@here\b"
)
_TIME: Final = re.compile(r"<t:(-?\d+)(?::[tTdDfFR])?>")
_LINK: Final = re.compile(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\s*\)"
)
_BARE: Final = re.compile(r"<(https?://[^\s>]+)>|(https?://[^\s<]+[^<.,:;\"'\]\s])")
_INVITATION: Final = re.compile(r"discord(?:(?:app)?\.com/invite|\.gg)/[\w-]{2,}", re.IGNORECASE)
_EMOJI: Final = re.compile(r":[a-zA-Z_][\w+-]*:")


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of what is seen. `kind`: text, bold, link, mention, ...; `href` of a link."""

    kind: str
    text: str
    href: str = ""


def read(text: str) -> list[Seen]:
    """The stretches of a text with Markdown, nested ones behind the one that holds them."""
    return list(_read(text, at_line=True))


def visible(text: str) -> str:
    """Only what is there to be read."""
    return "".join(each.text for each in read(text) if each.kind in {"text", "mention", "code"})


def message_text(message: Json) -> str:
    """All that a person reads of a message, labels of buttons included."""
    return "\n".join(part for part in _texts(message) if part)


def _texts(message: Json) -> Iterator[str]:
    yield visible(message["content"])
    for embed in message["embeds"]:
        yield (embed.get("author") or {}).get("name", "")
        yield visible(embed.get("title") or "")
        yield visible(embed.get("description") or "")
        for each in embed.get("fields") or []:
            yield visible(each["name"])
            yield visible(each["value"])
        yield (embed.get("footer") or {}).get("text", "")
    for each in message.get("attachments") or []:
        yield each.get("description") or each["filename"]
    for row in message["components"]:
        for button in row["components"]:
            yield button.get("label") or ""


def _read(text: str, *, at_line: bool) -> Iterator[Seen]:
    plain: list[str] = []
    at, begins = 0, at_line
    while at < len(text):
        found = _line(text, at) if begins else None
        found = found or _special(text, at)
        begins = text[at] == "\n"
        if found is None:
            plain.append(text[at])
            at += 1
            continue
        if plain:
            yield Seen("text", "".join(plain))
            plain = []
        length, stretches = found
        yield from stretches
        at += length
        begins = text[at - 1 : at] == "\n" or (begins and stretches[0].kind == "quote")
    if plain:
        yield Seen("text", "".join(plain))


def _line(text: str, at: int) -> tuple[int, list[Seen]] | None:
    for kind, pattern in _LINES:
        if found := pattern.match(text, at):
            return len(found[0]), [Seen(kind, "")]
    return None


def _special(text: str, at: int) -> tuple[int, list[Seen]] | None:
    if text[at] == "\\" and re.match(r"[^0-9A-Za-z\s]", text[at + 1 : at + 2]):
        return 2, [Seen("text", text[at + 1])]
    for look in (_fenced, _mark, _linked, _paired):
        if found := look(text, at):
            return found
    return None


def _fenced(text: str, at: int) -> tuple[int, list[Seen]] | None:
    fence = re.match(r"`+", text[at:])
    if not fence:
        return None
    end = re.search(rf"(?<!`){fence[0]}(?!`)", text[at + len(fence[0]) :])
    if not end:
        return None
    inner = text[at + len(fence[0]) : at + len(fence[0]) + end.start()]
    return len(fence[0]) * 2 + len(inner), [Seen("code", inner)]


def _mark(text: str, at: int) -> tuple[int, list[Seen]] | None:
    if found := _MENTION.match(text, at):
        return len(found[0]), [Seen("mention", found[0])]
    if found := _INVITATION.match(text, at):
        return len(found[0]), [Seen("invitation", ""), Seen("text", found[0])]
    if found := _TIME.match(text, at):
        return len(found[0]), [Seen("time", found[1])]
    if found := _EMOJI.match(text, at):
        return len(found[0]), [Seen("emoji", ""), Seen("text", found[0])]
    return None


def _linked(text: str, at: int) -> tuple[int, list[Seen]] | None:
    if found := _LINK.match(text, at):
        label = list(_read(found[1], at_line=False))
        shown = "".join(each.text for each in label if each.kind == "text")
        if re.search(r"https?://", shown):  # the client shows such a link as it is written
            return None
        return len(found[0]), [Seen("link", shown, found[2]), *label]
    if found := _BARE.match(text, at):
        href = found[1] or found[2]
        return len(found[0]), [Seen("link", href, href), Seen("text", href)]
    return None


def _paired(text: str, at: int) -> tuple[int, list[Seen]] | None:
    for kind, mark in _PAIRS:
        if not text.startswith(mark, at):
            continue
        found = re.match(r"((?:\\.|[^\\])+?)" + re.escape(mark), text[at + len(mark) :], re.DOTALL)
        if found and (len(mark) > 1 or not found[1][0].isspace()):
            inner = list(_read(found[1], at_line=False))
            shown = "".join(each.text for each in inner if each.kind == "text")
            return len(mark) + len(found[0]), [Seen(kind, shown), *inner]
    return None
