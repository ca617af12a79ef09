"""A watchlist as OPML: each outline read by itself, so that a broken one costs no other.

Source: OPML 2.0 (opml.org/spec2.opml), subscription lists; our own fields have a namespace. No XML
parser sees the file, so that no entity is ever expanded; a document type is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from bot.exchange.lists.entries import (
    COMPANY,
    Broken,
    Listed,
    ListError,
    Row,
    Why,
    named,
    told,
)

NAMESPACE: Final = "urn:evwatch:watchlist"
_OUTLINE: Final = re.compile(r"<outline(?![\w:.-])[^<]*")
_ASIDE: Final = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""\s++([\w:.-]+)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_END: Final = re.compile(r"\s*+(/?)>\s*")
_ENTITY: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&")
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# The names of OPML for our fields; the others are ours and stand in our namespace.
_THEIRS: Final = {"url": "xmlUrl", "title": "text", "language": "language", "kind": "type"}


def read(text: str) -> Iterator[Row]:
    """Every outline that is, or should be, a feed or a company; folders are passed over.

    Raises `ListError` for what is no OPML, or declares a document type.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ListError(Why.HOSTILE, "DOCTYPE")
    if not re.search(r"<opml[\s>]", text):
        raise ListError(Why.UNREADABLE, "opml")
    text = _ASIDE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    line, seen = 1, 0
    for found in _OUTLINE.finditer(text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        row = _row(found[0].rstrip(), line)
        if row:
            yield row


def write(listed: Iterable[Listed]) -> str:
    """The list as one outline a line, companies and sources in their order."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:ev="{NAMESPACE}">',
        "<head><title>EV Watch</title></head>",
        "<body>",
        *(f"  <outline {' '.join(_attributes(each))}/>" for each in listed),
        "</body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _row(tag: str, line: int) -> Row | None:
    try:
        attributes, is_leaf = _parsed(tag)
    except Broken as broken:
        return Row(line=line, text=tag, broken=broken)
    if not is_leaf and not attributes.get("xmlurl") and "type" not in attributes:
        return None  # a folder
    return Row(line=line, text=tag, fields=_fields(attributes))


def _parsed(tag: str) -> tuple[dict[str, str], bool]:
    """Its attributes by lower-case name, and whether it ends in itself; raises `Broken`."""
    attributes: dict[str, str] = {}
    place = len("<outline")
    while found := _ATTRIBUTE.match(tag, place):
        name = found[1].casefold()
        if name in attributes:
            raise Broken(Why.BROKEN, found[0])
        attributes[name] = _unescaped(found[2] if found[2] is not None else found[3])
        place = found.end()
    end = _END.fullmatch(tag, place)
    if end is None:
        raise Broken(Why.BROKEN, tag[place:] or tag)
    return attributes, bool(end[1])


def _fields(attributes: dict[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in attributes.items():
        own = named(name.removeprefix("ev:"))
        # `text` is what every outline has, `title` the name that some programs add.
        if own and value.strip() and not (own == "title" and name == "text" and "title" in fields):
            fields[own] = value
    # Every outline must have a text: where nothing has a name, that is no name.
    if fields.get("kind", "").casefold() == COMPANY or fields.get("title") == fields.get("url"):
        fields.pop("title", None)
    return fields


def _attributes(listed: Listed) -> Sequence[str]:
    values = told(listed)
    values.setdefault("title", listed.url or listed.company)
    order = ("title", *(name for name in values if name != "title"))
    return [f'{_THEIRS.get(name, f"ev:{name}")}="{_escaped(values[name])}"' for name in order] + (
        [] if listed.is_company else ['type="rss"']
    )


def _escaped(text: str) -> str:
    return escape(text, quote=True).replace("\n", "&#10;").replace("\t", "&#9;")


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else None
    if code is not None and code < 0x110000:  # noqa: PLR2004 - the end of Unicode
        return chr(code)
    if name not in _ENTITIES:
        raise Broken(Why.BROKEN, found[0])
    return _ENTITIES[name]
