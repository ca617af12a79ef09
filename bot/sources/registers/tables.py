"""Bytes into rows of named texts, for each format that registers come in."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

import lxml.html
import openpyxl
import pypdf
from lxml.etree import LxmlError, ParserError

from adapters.fetch import Fetched
from bot.sources.charset import decode
from bot.sources.registers.definition import Definition
from bot.sources.values import at, fields, parsed, rows

Row = Mapping[str, str]

ROWS_MAX: Final = 5_000
CELL_MAX_CHARS: Final = 2_000
UNPACKED_MAX_BYTES: Final = 64 * 1024**2  # of a spreadsheet, which is a zip of XML
PAGES_MAX: Final = 200
COLUMNS_MAX: Final = 200  # of a spreadsheet; one that says it has 16,384 would fill them all


_ZIP: Final = b"PK\x03\x04"
_HEADINGS: Final = (
    "preceding::*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::caption][1]"
)
_LIT: Final = re.compile(r"</?em>")  # around what was searched for


class NoTableError(Exception):
    """The answer is not what the register is said to be; the text is fit for people."""


def read_rows(definition: Definition, fetched: Fetched) -> list[Row]:
    """The rows that count, in the order of the answer, each with every field.

    Raises `NoTableError`.
    """
    readers = {"json": _json, "html": _html, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf}
    found = readers[definition.format](definition, fetched)
    wanted = definition.only.items()
    kept = (row for row in found if all(word in row.get(name, "") for name, word in wanted))
    return list(itertools.islice(kept, ROWS_MAX))


def _json(definition: Definition, fetched: Fetched) -> Iterator[Row]:
    answer = parsed(fetched.body)
    if answer is None:
        raise NoTableError("it is no JSON")
    told = at(answer, definition.rows)
    if definition.columns:
        columns = {name: rows(at(told, path)) for name, path in definition.fields.items()}
        length = max(map(len, columns.values()), default=0)
        for i in range(length):
            yield {
                name: _cell(values[i]) if i < len(values) else ""
                for name, values in columns.items()
            }
        return
    if not isinstance(told, list):
        raise NoTableError(f"there are no rows at {definition.rows or 'its root'}")
    for each in told:
        if fields(each):
            yield {name: _cell(at(each, path)) for name, path in definition.fields.items()}


def _html(definition: Definition, fetched: Fetched) -> Iterator[Row]:
    try:
        page = lxml.html.fromstring(_markup(definition, fetched))
        found = page.cssselect(definition.rows)
    except (LxmlError, ParserError, ValueError) as error:
        raise NoTableError("it is no page") from error
    if not found:
        raise NoTableError(f"there are no rows like {definition.rows!r}")
    for each in found:
        yield {name: _first(each, path) for name, path in definition.fields.items()}


def _markup(definition: Definition, fetched: Fetched) -> str:
    if not definition.within:
        return decode(fetched.body, fetched.content_type)
    told = at(parsed(fetched.body), definition.within)
    if not isinstance(told, str):
        raise NoTableError(f"there is no page at {definition.within}")
    return told


def _first(row: Any, paths: str) -> str:  # noqa: ANN401 - lxml has no types
    """What is at the first of these paths that leads anywhere."""
    return next((told for path in paths.split(" | ") if (told := _element(row, path))), "")


def _element(row: Any, path: str) -> str:  # noqa: ANN401 - lxml has no types
    """The text of a cell by its number, or of what a selector finds; `@name`: that attribute.

    "^": the nearest heading above the row, or the caption of its table.
    """
    if path == "^":
        above = row.xpath(_HEADINGS)
        return _cell(above[0].text_content()) if above else ""
    selector, _, attribute = path.partition("@")
    if selector.isdecimal():
        cells = [each for each in row if each.tag in {"td", "th"}]
        found = cells[int(selector) - 1 : int(selector)]
    else:
        found = row.cssselect(selector) if selector not in {"", "."} else [row]
    if not found:
        return ""
    return _cell(found[0].get(attribute) if attribute else found[0].text_content())


def _csv(definition: Definition, fetched: Fetched) -> Iterator[Row]:
    body = _unzipped(fetched.body) if fetched.body.startswith(_ZIP) else fetched.body
    text = decode(body, fetched.content_type).removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    try:
        yield from _named(definition, csv.reader(lines, delimiter=definition.delimiter))
    except csv.Error as error:
        raise NoTableError("it is no CSV") from error


def _unzipped(body: bytes) -> bytes:
    """The first file of an archive; tables that are large come so."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed, packed.open(packed.namelist()[0]) as file:
            found = file.read(UNPACKED_MAX_BYTES + 1)
    except Exception as error:  # a broken file breaks the library in any way
        raise NoTableError("it is a broken archive") from error
    if len(found) > UNPACKED_MAX_BYTES:
        raise NoTableError("unpacked it would be too large")
    return found


def _xlsx(definition: Definition, fetched: Fetched) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(fetched.body)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile as error:
        raise NoTableError("it is no spreadsheet") from error
    if unpacked > UNPACKED_MAX_BYTES:
        raise NoTableError("unpacked it would be too large")
    try:
        book = openpyxl.load_workbook(io.BytesIO(fetched.body), read_only=True, data_only=True)
        sheet = book[definition.rows] if definition.rows else book.worksheets[0]
        told = sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX)
        lines = list(itertools.islice(told, ROWS_MAX + 50))
    except Exception as error:  # a broken file breaks the library in any way
        raise NoTableError("it is no spreadsheet, or has no such sheet") from error
    yield from _named(definition, iter(lines))


def _named(definition: Definition, lines: Iterator[Any]) -> Iterator[Row]:
    """Rows below the one that names the columns; a field is a column's name or number."""
    head = (
        [_cell(cell) for cell in next(itertools.islice(lines, definition.header - 1, None), ())]
        if definition.header
        else []
    )
    places = {}
    for name, path in definition.fields.items():
        if path.isdecimal():
            places[name] = int(path) - 1
        elif path in head:
            places[name] = head.index(path)
        else:
            raise NoTableError(f"there is no column {path!r}")
    for line in lines:
        cells = [_cell(cell) for cell in line]
        if not definition.header and len(cells) <= max(places.values()):
            raise NoTableError("a row has too few columns")
        if any(cells):
            yield {name: cells[i] if i < len(cells) else "" for name, i in places.items()}


def _pdf(definition: Definition, fetched: Fetched) -> Iterator[Row]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(fetched.body))
        pages = [page.extract_text() for page in itertools.islice(reader.pages, PAGES_MAX)]
    except Exception as error:  # a broken file breaks the library in any way
        raise NoTableError("it is no PDF that can be read") from error
    pattern = re.compile(definition.rows)
    for line in itertools.chain.from_iterable(page.splitlines() for page in pages):
        if found := pattern.search(line[:CELL_MAX_CHARS]):
            told = found.groupdict()
            yield {name: _cell(told.get(group)) for name, group in definition.fields.items()}


def _cell(value: object) -> str:
    """What a cell says, on one line."""
    if value is None or isinstance(value, list | dict):
        return ""
    return " ".join(_LIT.sub("", str(value)).split())[:CELL_MAX_CHARS]
