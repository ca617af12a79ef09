"""A watchlist as CSV, a row a line; and as a plain list of addresses and company names.

Source: RFC 4180, but for line breaks inside quotes: each line stands by itself, so that an open
quote costs one row. What a spreadsheet would take for a formula has an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.exchange.lists.entries import FIELDS, Broken, Listed, ListError, Row, Why, named, told

_FORMULA: Final = ("=", "+", "-", "@", "'")
_DELIMITERS: Final = (",", ";", "\t", "，")


def read(text: str) -> Iterator[Row]:
    """The rows below a line of column names; raises `ListError` when none of them is known."""
    lines = _lines(text)
    number, head = next(lines, (0, ""))
    delimiter = max(_DELIMITERS, key=head.count)
    names = [named(each) for each in _cells(head, delimiter)]
    if not {"url", "company"} & set(names):
        raise ListError(Why.UNREADABLE, "csv")
    for number, line in lines:
        try:
            cells = _cells(line, delimiter)
            if len(cells) > len(names):
                raise Broken(Why.COLUMNS, f"{len(cells)} > {len(names)}")  # noqa: TRY301
        except Broken as broken:
            yield Row(line=number, text=line, broken=broken)
            continue
        pairs = zip(names, map(_bare, cells), strict=False)
        yield Row(line=number, text=line, fields={name: cell for name, cell in pairs if name})


def read_plain(text: str) -> Iterator[Row]:
    """An address or the name of a company on each line; `#` begins a remark."""
    for number, line in _lines(text):
        words = line.strip()
        if words.startswith("#"):
            continue
        name = "url" if "://" in words or ("." in words and " " not in words) else "company"
        url = words if "://" in words or name == "company" else f"https://{words}"
        yield Row(line=number, text=line, fields={name: url})


def write(listed: Iterable[Listed]) -> str:
    """The list with a line of column names above it."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(FIELDS)
    for each in listed:
        values = told(each)
        rows.writerow(_harmless(values.get(name, "")) for name in FIELDS)
    return out.getvalue()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip():
            yield number, line


def _cells(line: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise Broken(Why.BROKEN, line) from error


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
