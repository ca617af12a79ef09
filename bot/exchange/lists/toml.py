"""A watchlist as TOML, in the shape of `evwatch.toml`: what is exported may be pasted there.

Each table is read by itself, so that a broken one costs no other.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.exchange.lists.entries import Broken, Listed, ListError, Row, Why, named, told
from storage.sources import SourceKind

_HEADER: Final = re.compile(
    r"^[ \t]*\[\[?[ \t]*([\w.\"-]+)[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE
)
_AT: Final = re.compile(r"\(at line (\d+), column \d+\)")
# What stands in `evwatch.toml` for the reader of that file, and is none of ours.
_REMARKS: Final = frozenset({"found", "status"})


def read(text: str) -> Iterator[Row]:
    """The companies, then the sources; other tables are passed over.

    Raises `ListError` where there is neither.
    """
    heads = list(_HEADER.finditer(text))
    top = text[: heads[0].start()] if heads else text
    ours = [number for number, head in enumerate(heads) if head[1] == "sources"]
    if not ours and not re.search(r"^companies\s*=", top, re.MULTILINE):
        raise ListError(Why.UNREADABLE, "toml")
    yield from _companies(top)
    for number in ours:
        head = heads[number]
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        yield _source(text[head.end() : end], 1 + text.count("\n", 0, head.start()))


def write(listed: Sequence[Listed]) -> str:
    """The list: companies in one array, each source in a table of its own."""
    companies = [f"  {_string(each.company)}," for each in listed if each.is_company]
    lines = ["companies = [", *companies, "]"]
    for each in listed:
        if not each.is_company:
            lines += ["", "[[sources]]", *_pairs(each)]
    return "\n".join(lines) + "\n"


def _companies(top: str) -> Iterator[Row]:
    lines = top.split("\n")
    try:
        found = tomllib.loads(top).get("companies", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _line_of(error, top)
        yield Row(line=line, text=lines[line - 1], broken=Broken(Why.BROKEN, str(error)))
        return
    for name in found if isinstance(found, list) else [found]:
        told_at = (
            n for n, line in enumerate(lines, 1) if re.search(rf"[\"']{re.escape(str(name))}", line)
        )
        line = next(told_at, 1)
        yield Row(line=line, text=lines[line - 1], fields={"company": str(name), "kind": "company"})


def _source(block: str, line: int) -> Row:
    """One table; `line` is that of its header, behind which the block begins."""
    lines = block.split("\n")
    text = next((each for each in lines if each.strip().startswith("url")), "[[sources]]")
    try:
        values = tomllib.loads(block)
        fields = dict(_fields(values))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _line_of(error, block)
        return Row(line=line + at - 1, text=lines[at - 1], broken=Broken(Why.BROKEN, str(error)))
    except Broken as broken:
        return Row(line=line, text=text, broken=broken)
    return Row(line=line, text=text, fields=fields)


def _fields(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        own = named(name)
        if name in _REMARKS:
            continue
        if own is None:
            raise Broken(Why.UNKNOWN_FIELD, name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield own, str(value)
        else:
            raise Broken(Why.BROKEN, name)


def _line_of(error: Exception, text: str) -> int:
    found = _AT.search(str(error))
    return min(int(found[1]), text.count("\n") + 1) if found else 1


def _pairs(listed: Listed) -> Iterable[str]:
    for name, value in told(listed).items():
        key = "watch" if name == "url" and listed.kind != SourceKind.FEED else name
        yield f"{key} = {value if name == 'backfill' else _string(value)}"


def _string(text: str) -> str:
    """A basic string: the escapes of JSON are those of TOML, which wants DEL escaped, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
