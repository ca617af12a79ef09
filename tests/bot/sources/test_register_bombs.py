"""Tables that are made to be too much: each is read, refused or ends, and nothing is brought in."""

import io
import zipfile
import zlib
from datetime import timedelta

from adapters.fetch import Fetched
from bot.sources.registers import Definition
from bot.sources.registers.tables import read_rows
from bot.workers import WorkerError, Workers, sparing

URL = "https://register.example/list"
SHEET = "xl/worksheets/sheet1.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (97 + i, b"&%c;" % (96 + i) * 10) for i in range(1, 10))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WORKBOOK: dict[str, bytes] = {
    "[Content_Types].xml": (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Override PartName="/xl/workbook.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "xl/workbook.xml": b"<workbook %s xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>"
    % SPACE,
    "xl/_rels/workbook.xml.rels": b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
}  # fmt: skip


def definition(form: str) -> Definition:
    patterns = {"html": "#t tr:has(td)", "pdf": r"(?P<no>\S+)"}
    fields = {"number": "1" if form in ("csv", "xlsx", "html") else "no"}
    return Definition.model_validate(
        {
            "name": "A register",
            "address": URL,
            "format": form,
            "rows": patterns.get(form, ""),
            "header": 0,
            "fields": fields,
            "key": "{number}",
            "title": "{number}",
            "text": "{number}",
            "language": "en",
            "status": "unverified",
            "found": "here",
        }
    )


def book(sheet: bytes) -> bytes:
    return packed(WORKBOOK | {SHEET: sheet})


def packed(parts: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return body.getvalue()


def cells(inner: bytes, before: bytes = b"") -> bytes:
    return b"%s<worksheet %s><sheetData>%s</sheetData></worksheet>" % (before, SPACE, inner)


def cell(text: bytes) -> bytes:
    return b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % text


def pdf(*objects: bytes) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate((b"<< /Type /Catalog /Pages 2 0 R >>", *objects), 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1, table, len(places) + 1, len(body)
    )  # fmt: skip


def page(stream: bytes, filters: bytes = b"") -> bytes:
    told = b"<< %s /Length %d >> stream\n%s\nendstream" % (filters, len(stream), stream)
    kept = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    return pdf(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", kept, told)


ZEROS = zlib.compress(bytes(200 * 1024 * 1024), 9)
BOMBS = {
    "xlsx entities": book(cells(cell(b"&j;"), LAUGHS)),
    "xlsx outside": book(cells(cell(b"&a;"), OUTSIDE)),
    "xlsx width": book(
        b'<worksheet %s><dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
        % (SPACE, b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (i, i) for i in range(1, 5_000)))
    ),
    "xlsx far row": book(cells(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
    "xlsx deep": book(b"<worksheet %s><sheetData>%s" % (SPACE, b"<row>" * 500_000)),
    "xlsx many parts": packed({f"x{number}": b"" for number in range(20_000)}),
    "xlsx huge part": packed(WORKBOOK | {SHEET: bytes(65 * 1024 * 1024)}),
    "pdf stream": page(ZEROS, b"/Filter /FlateDecode"),
    "pdf stream in a stream": page(zlib.compress(ZEROS), b"/Filter [/FlateDecode /FlateDecode]"),
    "pdf pages in a ring": pdf(b"<< /Type /Pages /Kids [2 0 R] /Count 99999999 >>"),
    "pdf many pages": pdf(b"<< /Type /Pages /Kids [%s] /Count 1 >>" % (b"3 0 R " * 300_000)),
    "pdf deep": pdf(b"[" * 300_000),
    "pdf states": page(b"q " * 1_000_000),
    "csv width": b"a," * 2_000_000,
    "csv cell": b'"' + b"a" * 4_000_000,
    "csv zeros": b"\0,\0\n" * 100_000,
    "csv archive": packed({"a.csv": bytes(65 * 1024 * 1024)}),
    "csv empty archive": b"PK\x03\x04" + bytes(100),
    "html depth": b"<table id=t>" + b"<tr><td>" * 200_000,
    "json depth": b"[" * 1_000_000,
    "json depth of rows": b'[{"no":' * 100_000,
    "json number": b'[{"no":' + b"9" * 4_000_000 + b"}]",
}  # fmt: skip


async def test_a_table_that_is_too_much_is_read_or_ends_and_the_next_one_is_read() -> None:
    pool = Workers(processes=1, limit=timedelta(seconds=60))
    honest = book(cells(cell(b"R1")))
    try:
        for name, body in BOMBS.items():
            told = await _told(pool, name.partition(" ")[0], body)
            assert "root:" not in told, name
            assert "defect" not in told or "NoTableError" in told, name
        assert await _told(pool, "xlsx", honest) == "[{'number': 'R1'}]"
    finally:
        await pool.close()


async def _told(pool: Workers, form: str, body: bytes) -> str:
    try:
        fetched = Fetched(url=URL, status=200, body=body)
        return str(await pool(sparing, 3, read_rows, definition(form), fetched))
    except WorkerError as error:
        return str(error)
