"""A watchlist as YAML: `companies`, a list of names, and `sources`, a list of flat mappings.

Read from the parser's events, so that nothing is built but what is wanted; anchors, tags and deep
nesting are refused. A file that does not parse is read again entry by entry.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from bot.exchange.lists.entries import Broken, Listed, ListError, Row, Why, named, told

DEPTH_MAX: Final = 5
_SECTION: Final = re.compile(r"^(companies|sources)[ \t]*:[ \t]*(?:#.*)?$")
_ITEM: Final = re.compile(r"^[ \t]*-(?:[ \t]|$)")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is


@dataclass(frozen=True, slots=True)
class _Node:
    """A value with the line that it begins on: a text, a list, or pairs."""

    line: int
    value: "str | list[_Node] | dict[str, _Node]"
    keys: list[str] = field(default_factory=list)  # of a mapping, the one that waits for its value


def read(text: str) -> Iterator[Row]:
    """The companies and the sources; raises `ListError` where there is neither."""
    try:
        root = _tree(text)
    except yaml.YAMLError:
        yield from _piecewise(text)
        return
    except Broken as broken:
        raise ListError(Why.HOSTILE, broken.word) from broken
    value = root.value if root else None
    if not isinstance(value, dict) or not {"companies", "sources"} & set(value):
        raise ListError(Why.UNREADABLE, "yaml")
    lines = text.split("\n")
    for section in ("companies", "sources"):
        listed = value.get(section)
        for node in listed.value if listed and isinstance(listed.value, list) else ():
            yield _row(section, node, lines[min(node.line, len(lines)) - 1], node.line)


def write(listed: Sequence[Listed]) -> str:
    """The list, every text in quotes."""
    companies = [f"  - {_string(each.company)}" for each in listed if each.is_company]
    lines = ["companies:" if companies else "companies: []", *companies]
    sources = [each for each in listed if not each.is_company]
    lines.append("sources:" if sources else "sources: []")
    for each in sources:
        lines += [
            f"  {' ' if place else '-'} {name}: {_string(value)}"
            for place, (name, value) in enumerate(told(each).items())
        ]
    return "\n".join(lines) + "\n"


def _piecewise(text: str) -> Iterator[Row]:
    """Each entry parsed by itself; what is broken costs no other."""
    section, begun, found = "", 0, False
    piece: list[str] = []
    lines = [*text.split("\n"), "sources:"]
    for number, line in enumerate(lines, 1):
        head = _SECTION.match(line)
        if (head or _ITEM.match(line)) and piece:
            yield _piece(section, piece, begun)
            piece = []
        if head:
            section, found = head[1], found or number < len(lines)
        elif section and (piece or line.strip()):
            begun = begun if piece else number
            piece.append(line)
    if not found:
        raise ListError(Why.UNREADABLE, "yaml")


def _piece(section: str, lines: Sequence[str], begun: int) -> Row:
    try:
        root = _tree("\n".join(lines))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = min(mark.line if mark else 0, len(lines) - 1)
        said = str(getattr(error, "problem", "") or error)
        return Row(line=begun + at, text=lines[at], broken=Broken(Why.BROKEN, said))
    except Broken as broken:
        return Row(line=begun, text=lines[0], broken=broken)
    nodes = root.value if root and isinstance(root.value, list) else []
    if len(nodes) != 1:
        return Row(line=begun, text=lines[0], broken=Broken(Why.BROKEN, lines[0]))
    return _row(section, nodes[0], lines[0], begun)


def _row(section: str, node: _Node, text: str, line: int) -> Row:
    try:
        return Row(line=line, text=text, fields=dict(_fields(section, node)))
    except Broken as broken:
        return Row(line=line, text=text, broken=broken)


def _fields(section: str, node: _Node) -> Iterator[tuple[str, str]]:
    if section == "companies" and isinstance(node.value, str):
        yield from (("company", node.value), ("kind", "company"))
        return
    if not isinstance(node.value, dict):
        raise Broken(Why.BROKEN, str(node.value))
    for name, each in node.value.items():
        own = named(name)
        if own is None:
            raise Broken(Why.UNKNOWN_FIELD, name)
        if isinstance(each.value, str):
            yield own, each.value
        else:
            raise Broken(Why.BROKEN, name)


def _tree(text: str) -> _Node | None:
    """The first document; raises `yaml.YAMLError`, and `Broken` for what is never wanted."""
    open_: list[_Node] = []
    root: _Node | None = None
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Broken(Why.HOSTILE, "anchor")
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        node = _node(event)
        root = root or node
        if open_:
            _put(open_[-1], node)
        if not isinstance(node.value, str):
            open_.append(node)
        if len(open_) > DEPTH_MAX:
            raise Broken(Why.HOSTILE, "nesting")
    return root


def _node(event: Any) -> _Node:  # noqa: ANN401 - of a library that types its events by name only
    line = event.start_mark.line + 1
    if isinstance(event, yaml.ScalarEvent):
        is_null = event.value in {"~", "null"} and event.implicit[0]
        return _Node(line, "" if is_null else event.value)
    return _Node(line, [] if isinstance(event, yaml.SequenceStartEvent) else {})


def _put(parent: _Node, node: _Node) -> None:
    if isinstance(parent.value, list):
        parent.value.append(node)
    elif isinstance(parent.value, dict) and parent.keys:
        parent.value[parent.keys.pop()] = node
    elif isinstance(node.value, str):
        parent.keys.append(node.value)
    else:
        raise Broken(Why.HOSTILE, "key")


def _string(text: str) -> str:
    """In double quotes: the escapes of JSON are those of YAML, which knows more of them."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\xa0\u2028\u2029\ufeff]", lambda each: f"\\u{ord(each[0]):04x}", quoted)
