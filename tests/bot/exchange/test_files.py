"""Files of steps: what is read back is what was written, and nothing in them runs."""

import csv
import io
import json
from datetime import UTC, date, datetime

import feedparser
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.compose.standing import State
from bot.exchange.files import NAMES, Format, known, write
from bot.exchange.steps import Step
from bot.exchange.table import COLUMNS, FORMULAS, MARK, cells
from storage.records import Telling
from tests.fakes_stories import catalogue, milestone
from tests.fakes_told import NOW, TODAY, telling, xiaomi
from tests.strategies import tellings

XIAOMI = catalogue().companies["xiaomi"]
SOME = st.lists(tellings(), max_size=12)


def written(format_: Format, told: list[Telling], language: str = "en", home: str = "") -> bytes:
    return write(format_, XIAOMI, told, now=NOW, language=language, home=home).data


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def bare(cell: str) -> str:
    return cell.removeprefix(MARK)


@given(SOME)
@settings(deadline=None)
def test_csv_read_again_is_what_was_written_and_no_cell_is_a_formula(told: list[Telling]) -> None:
    head, *read = rows(written(Format.CSV, told))

    assert tuple(head) == COLUMNS
    assert [tuple(map(bare, row)) for row in read] == [cells(step) for step in known(told, TODAY)]
    for cell in (cell for row in read for cell in row):
        assert not cell.startswith(FORMULAS)


@given(SOME)
@settings(deadline=None)
def test_json_holds_every_statement(told: list[Telling]) -> None:
    read = json.loads(written(Format.JSON, told))

    assert read["company"]["id"] == "xiaomi"
    assert sum(len(step["evidence"]) for step in read["steps"]) == len(
        [each for step in known(told, TODAY) for each in step.evidence]
    )
    assert [step["id"] for step in read["steps"]] == [step.id for step in known(told, TODAY)]


@given(SOME, st.sampled_from(["en", "zh"]))
@settings(deadline=None)
def test_the_calendar_is_read_by_its_rules(told: list[Telling], language: str) -> None:
    data = written(Format.ICS, told, language)

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert not [error for event in events for error in event.errors]
    assert len({str(event["uid"]) for event in events}) == len(events)
    for event in events:
        assert {"dtstamp", "dtstart", "summary"} <= {key.lower() for key in event}


@given(SOME, st.sampled_from(["en", "zh"]))
@settings(deadline=None)
def test_the_feed_is_read_by_its_rules(told: list[Telling], language: str) -> None:
    read = feedparser.parse(written(Format.ATOM, told, language, home="https://ev.example/t/x"))

    assert not read.bozo
    assert read.version == "atom10"
    assert [entry.id for entry in read.entries] == [
        f"urn:evwatch:step:{step.id}" for step in known(told, TODAY)
    ]
    assert all(entry.title and entry.updated_parsed for entry in read.entries)


def of(kind: str, subject: str | None = None) -> Step:
    found = [each for each in known(xiaomi(), TODAY) if each.best.kind == kind]
    [one] = [each for each in found if each.subject == (subject or "")][:1]
    return one


def test_a_row_tells_the_step_and_who_says_so() -> None:
    values = dict(zip(COLUMNS, cells(of("production", "SU7")), strict=True))

    assert values["state"] == "overdue"
    assert (values["start"], values["end"]) == ("2024-01-01", "2024-06-30")
    assert values["evidence"] == "It was said in so many words."
    assert values["outlet"] == "CnEVPost"
    assert values["url"] == "https://a.example/1"
    assert values["told"] == "2023-03-24T00:00:00+00:00"


def test_a_plan_that_was_moved_says_from_where_and_to_where() -> None:
    moves = {
        f"{step.best.when}": (step.stands.state, step.stands.moved_from, step.stands.moved_to)
        for step in known(xiaomi(), TODAY)
        if step.subject == "YU7"
    }
    old, new = (
        milestone(when=when).when for when in ("2025-01-01/2025-03-31", "2025-06-01/2025-07-31")
    )

    assert moves == {f"{old}": (State.SLIPPED, None, new), f"{new}": (State.SLIPPED, old, None)}


def test_the_calendar_has_what_is_ahead_and_what_is_overdue() -> None:
    events = icalendar.Calendar.from_ical(written(Format.ICS, xiaomi())).walk("VEVENT")

    assert {str(event["summary"]): event.decoded("dtstart") for event in events} == {
        "Xiaomi: Production · SU7 (overdue)": date(2024, 1, 1),
        "Xiaomi: Factory · Beijing (pending)": date(2024, 1, 1),
        "Xiaomi: Technology · charging (planned)": date(2025, 5, 1),
        "Xiaomi: Launch · YU7 (planned)": date(2025, 6, 1),
    }
    [launch] = [event for event in events if "YU7" in str(event["summary"])]
    assert launch.decoded("dtend") == date(2025, 8, 1)


def test_a_horizon_is_its_last_day() -> None:
    horizon = milestone(kind="market_entry", phase="planned", when="2024-01-01/2030-12-31")

    [event] = icalendar.Calendar.from_ical(
        written(Format.ICS, [telling(horizon, "2024-01-01")])
    ).walk("VEVENT")

    assert event.decoded("dtstart") == date(2030, 12, 31)


def test_what_is_told_later_leaves_a_step_its_id() -> None:
    one = milestone(kind="launch", when="2024-03-28", subject="SU7", item="a")
    other = milestone(
        kind="launch", when="2024-03-28", subject="SU7", item="b", certainty="reported"
    )
    before = known([telling(one, "2024-03-28")], TODAY)

    [after] = known([telling(one, "2024-03-28"), telling(other, "2024-04-02", story="s2")], TODAY)

    assert after.id == before[0].id
    assert after.updated == datetime(2024, 4, 2, tzinfo=UTC)


def test_the_feed_links_to_its_page_only_where_there_is_one() -> None:
    [with_, without] = [
        feedparser.parse(written(Format.ATOM, xiaomi(), home=home)).feed
        for home in ("https://ev.example/t/x", "")
    ]

    assert [link.href for link in with_.links] == [
        "https://ev.example/t/x",
        "https://ev.example/t/x/xiaomi.atom",
    ]
    assert "links" not in without


@pytest.mark.parametrize("format_", list(Format))
def test_nothing_told_is_a_file_all_the_same(format_: Format) -> None:
    file = write(format_, XIAOMI, [], now=NOW, language="zh")

    assert file.name == f"xiaomi.{format_}"
    assert file.data


def test_people_call_formats_otherwise() -> None:
    assert {NAMES[name] for name in ("csv", "excel", "表格")} == {Format.CSV}
    assert set(NAMES.values()) == set(Format)
