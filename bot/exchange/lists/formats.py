"""The formats of a watchlist: which one a file is in, reading and writing it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

from bot.exchange.lists import opml, tables, toml, yaml
from bot.exchange.lists.entries import (
    Contents,
    Find,
    Listed,
    ListError,
    Row,
    Why,
    contents,
    named,
)
from storage.sources import SourceKind

FILE_MAX_BYTES: Final = 1_000_000
ENTRIES_MAX: Final = 5_000


class Format(StrEnum):
    """What a watchlist may be written in."""

    OPML = "opml"
    CSV = "csv"
    TOML = "toml"
    YAML = "yaml"


MEDIA: Final[Mapping[Format, str]] = {
    Format.OPML: "text/x-opml",
    Format.CSV: "text/csv",
    Format.TOML: "application/toml",
    Format.YAML: "application/yaml",
}
_WRITERS: Final[Mapping[Format, Callable[[Sequence[Listed]], str]]] = {
    Format.OPML: opml.write,
    Format.CSV: tables.write,
    Format.TOML: toml.write,
    Format.YAML: yaml.write,
}


def write(listed: Sequence[Listed], form: Format) -> str:
    """The list in this format, companies first; reading it gives the same list."""
    ordered = sorted(listed, key=lambda each: not each.is_company)
    return _WRITERS[form](ordered)


def read(text: str, *, find: Find, kinds: Collection[SourceKind]) -> Contents:
    """A watchlist in any of the formats, or as plain lines; every line that is broken is named.

    Raises `ListError` for what is none of them, for more than `ENTRIES_MAX` entries, and for what
    no honest file holds.
    """
    if len(text.encode(errors="replace")) > FILE_MAX_BYTES:
        raise ListError(Why.TOO_LARGE)
    text = text.removeprefix("\ufeff")
    rows = list(islice(_reader(text)(text), ENTRIES_MAX + 1))
    if len(rows) > ENTRIES_MAX:
        raise ListError(Why.TOO_MANY)
    found = contents(rows, find=find, kinds=kinds)
    if not (found.entries or found.faults):
        raise ListError(Why.NOTHING)
    return found


def _reader(text: str) -> Callable[[str], Iterator[Row]]:
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise ListError(Why.NOTHING)
    first = lines[0]
    if first.startswith("<"):
        return opml.read
    if "[[sources]]" in lines or any(_begins(line, "=") for line in lines):
        return toml.read
    if first == "---" or any(_begins(line, ":") for line in lines):
        return yaml.read
    cells = [each.strip("\"' ") for each in first.replace(";", ",").replace("\t", ",").split(",")]
    if {"url", "company"} & {named(each) for each in cells}:
        return tables.read
    return tables.read_plain


def _begins(line: str, sign: str) -> bool:
    name, found, _ = line.partition(sign)
    return bool(found) and name.strip() in {"companies", "sources"}
