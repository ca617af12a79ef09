"""Registers: each format into rows, rows into items, and the steps that they prove."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.fetch import Fetched
from bot.catalogue import load
from bot.sources.equip import equip
from bot.sources.reading import Reading
from bot.sources.registers import Definition, definitions, read
from bot.sources.registers.tables import NoTableError, read_rows
from storage.records import Certainty, Kind
from storage.sources import Source, SourceKind

SEEN = datetime(2023, 8, 3, 12, tzinfo=UTC)
URL = "https://register.example/list"
ROWS = [("R1", "BYD Auto", "2023-08-02", "Seal"), ("R2", "Somebody", "2023-08-01", "Thing")]


def definition(**more: Any) -> Definition:  # noqa: ANN401 - any field of it
    values: dict[str, Any] = {
        "name": "A register",
        "address": URL,
        "format": "json",
        "fields": {"number": "no", "who": "who", "date": "day", "model": "model"},
        "key": "{number}",
        "title": "{who}: {model}",
        "text": "{who} has {model} in the register as {number}.",
        "company": "who",
        "language": "en",
        "status": "verified",
        "found": "here",
    }
    return Definition.model_validate(values | more)


def as_json(rows: object = None) -> bytes:
    told = [dict(zip(("no", "who", "day", "model"), row, strict=True)) for row in ROWS]
    return json.dumps(told if rows is None else rows).encode()


def as_csv() -> bytes:
    return "\n".join(["no,who,day,model", *(",".join(row) for row in ROWS)]).encode()


def zipped(table: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("table.csv", table)
    return body.getvalue()


def as_html() -> bytes:
    cells = "".join(
        f"<tr><td><a href='/r/{no}'>{no}</a></td><td>{who}</td><td>{day}</td><td> {model} </td></tr>"
        for no, who, day, model in ROWS
    )
    return f"<html><table id=t><tr><th>no</th></tr>{cells}</table></html>".encode()


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("A list",), ("no", "who", "day", "model"), *ROWS):
        sheet.append(line)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def as_pdf(lines: list[str]) -> bytes:
    """A small one, written by hand: one page, a line of text for each."""
    shown = "".join(f"1 0 0 1 50 {700 - 20 * i} Tm ({line}) Tj " for i, line in enumerate(lines))
    stream = f"BT /F1 12 Tf {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(body))
    )


WANTED = [{"number": no, "who": who, "date": day, "model": model} for no, who, day, model in ROWS]
FORMATS = {
    "json": (definition(), as_json()),
    "json columns": (
        definition(columns=True),
        json.dumps(
            {name: [row[i] for row in ROWS] for i, name in enumerate(("no", "who", "day", "model"))}
        ).encode(),
    ),
    "csv": (definition(format="csv"), as_csv()),
    "csv zipped": (definition(format="csv"), zipped(as_csv())),
    "csv by number": (
        definition(
            format="csv", header=0, fields={"number": "1", "who": "2", "date": "3", "model": "4"}
        ),
        b"\n".join(as_csv().splitlines()[1:]),
    ),
    "html": (
        definition(
            format="html",
            rows="#t tr:has(td)",
            fields={"number": "a", "who": "2", "date": "td:nth-child(3)", "model": "4"},
        ),
        as_html(),
    ),
    "xlsx": (definition(format="xlsx", header=2), as_xlsx()),
    "pdf": (
        definition(
            format="pdf",
            rows=r"(?P<no>R\d+) (?P<who>.+?) (?P<day>\d{4}-\d\d-\d\d) (?P<model>.+)",
        ),
        as_pdf(["A list", *(" ".join(row) for row in ROWS)]),
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows(name: str) -> None:
    what, body = FORMATS[name]
    assert read_rows(what, Fetched(url=URL, status=200, body=body)) == WANTED


@pytest.mark.parametrize("name", [name for name in FORMATS if "json" not in name])
def test_what_is_not_the_format_is_told(name: str) -> None:
    what, _ = FORMATS[name]
    with pytest.raises(NoTableError):
        read_rows(what, Fetched(url=URL, status=200, body=b"<p>Come back later</p>"))


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_no_body_is_too_odd(name: str, body: bytes) -> None:
    what, good = FORMATS[name]
    for each in (body, good[: len(body)] + body):
        try:
            rows = read_rows(what, Fetched(url=URL, status=200, body=each))
        except NoTableError:
            continue
        assert all(set(row) == {"number", "who", "date", "model"} for row in rows)


def test_a_spreadsheet_that_unpacks_without_end_is_refused() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024**2))
    with pytest.raises(NoTableError, match="too large"):
        read_rows(definition(format="xlsx"), Fetched(url=URL, status=200, body=body.getvalue()))


def source(register: str = "nhtsa_recalls", company: str | None = None) -> Source:
    kept = Source(
        id="s",
        kind=SourceKind.REGISTER,
        url=URL,
        company=company,
        settings={"register": register},
    )
    return equip(kept, catalogue=load(), settings={})


def visit(body: object, of: Source) -> Reading:
    return read(of, Fetched(url=URL, status=200, body=json.dumps(body).encode()), seen=SEEN)


def recall(**more: str) -> dict[str, str]:
    return {
        "NHTSACampaignNumber": "23V1",
        "Manufacturer": "Tesla, Inc.",
        "Model": "MODEL 3",
        "ModelYear": "2023",
        "Component": "STEERING",
        "ReportReceivedDate": "02/08/2023",
    } | more


def test_a_row_states_what_it_proves() -> None:
    reading = visit({"results": [recall()]}, source())

    [item] = reading.items
    [step] = item.claims
    assert (step.company, step.kind, step.certainty) == ("tesla", Kind.RECALL, Certainty.OFFICIAL)
    assert (step.agency, step.subject, step.evidence) == ("NHTSA", "MODEL 3", item.text)
    assert step.when is not None
    assert step.when.start == date(2023, 8, 2)
    assert item.key == "23V1"


def test_rows_of_nobody_known_and_of_others_are_left_out() -> None:
    rows = {"results": [recall(Manufacturer="Union Wagons"), recall(Manufacturer="BYD Auto")]}
    assert [item.claims[0].company for item in visit(rows, source()).items] == ["byd"]
    assert visit(rows, source(company="tesla")).items == ()


def test_a_name_is_not_found_inside_a_word() -> None:
    rows = {"results": [recall(Manufacturer="Unionio Senior Ltd"), recall(Manufacturer="NIO Inc.")]}
    assert [item.claims[0].company for item in visit(rows, source()).items] == ["nio"]


def test_filings_come_as_columns_and_are_read_as_news() -> None:
    body = {
        "filings": {
            "recent": {
                "accessionNumber": ["0001-23-2", "0001-23-1"],
                "form": ["8-K", "10-Q"],
                "filingDate": ["2023-08-02", "2023-07-01"],
                "primaryDocDescription": ["FORM 8-K"],
                "primaryDocument": ["a.htm", "b.htm"],
            }
        }
    }
    of = source("sec_submissions", company="rivian")
    reading = visit(body, replace(of, settings={**of.settings, "=cik": "0001"}))

    assert [item.key for item in reading.items] == ["0001-23-1", "0001-23-2"]  # oldest first
    newest = reading.items[1]
    assert newest.text == "Rivian filed 8-K with the SEC on 2023-08-02: FORM 8-K."
    assert newest.url == "https://www.sec.gov/Archives/edgar/data/0001/0001232/a.htm"
    assert newest.claims == ()


def test_announcements_of_all_companies_are_told_by_their_short_names() -> None:
    rows = [
        {
            "newsId": str(i),
            "title": "VOLUNTARY ANNOUNCEMENT",
            "relTime": "02/08/2023 16:46",
            "webPath": f"/listedco/{i}.pdf",
            "stock": [{"sc": "01810", "sn": name}],
        }
        for i, name in enumerate(("XIAOMI-W", "SOMEBODY"))
    ]
    [item] = visit({"newsInfoLst": rows}, source("hkex_en")).items
    assert item.title == "Xiaomi: VOLUNTARY ANNOUNCEMENT"
    assert item.published is not None
    assert item.published.date() == date(2023, 8, 2)
    assert item.url == "https://www1.hkexnews.hk/listedco/0.pdf"


def test_milliseconds_and_links_of_a_search() -> None:
    row = {
        "announcementId": "9",
        "announcementTitle": "关于投资建设电池工厂的公告",
        "secName": "比亚迪",
        "secCode": "002594",
        "adjunctUrl": "finalpage/9.PDF",
        "announcementTime": 1690934400000,
    }
    [item] = visit({"announcements": [row]}, source("cninfo_search")).items
    assert item.url == "http://static.cninfo.com.cn/finalpage/9.PDF"
    assert item.published is not None
    assert item.published.date() == date(2023, 8, 2)
    assert item.language == "zh"


def test_a_register_that_changed_its_form_or_is_unknown_is_a_fault() -> None:
    assert "is not as the register was" in str(visit({"other": 1}, source()).fault)
    assert "no such register" in str(visit({}, source("nowhere")).fault)
    broken = visit({"results": [recall(NHTSACampaignNumber="")]}, source())
    assert (broken.items, broken.notes) == ((), ("a row could not be read",))


@pytest.mark.parametrize("name", definitions())
def test_every_definition_can_be_used(name: str) -> None:
    what = definitions()[name]
    filled = what.blanks
    named = {*what.fields, *filled, "whose"}
    blanks = " ".join(
        (what.key, what.title, what.text, what.link, *((what.step.subject,) if what.step else ()))
    )
    used = set(re.findall(r"\{(\w+)(?:\|digits)?\}", blanks))
    assert used <= named
    assert what.date in named or what.date == "date"
    assert set(what.only) <= named
    told = read(source(name), Fetched(url=URL, status=200, body=b"\x00"), seen=SEEN)
    assert told.fault
