"""Dates of feeds: read as meant, or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.moments import moment
from tests.fakes_feeds import SEEN


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00"),
        ("Sun, 22 Nov 2026 10:00:00 +0800", "2026-11-22T02:00"),
        ("Sun, 22 Nov 2026 10:00:00 EST", "2026-11-22T15:00"),
        ("Sun, 22 Nov 2026 10:00 -0000", "2026-11-22T10:00"),
        ("22 Nov 2026 10:00:00", "2026-11-22T10:00"),
        ("Thu, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00"),
        ("Dom, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00"),
        ("Sun, 22 Nov 26 10:00:00 GMT", "2026-11-22T10:00"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00"),
        ("2026-11-22T10:00:00.123456789+08:00", "2026-11-22T02:00"),
        ("2026-11-22T23:30:00-0500", "2026-11-23T04:30"),
        ("2026-11-22 10:00:00 +0800", "2026-11-22T02:00"),
        ("2026-11-22", "2026-11-22T00:00"),
        ("2020/1/10", "2020-01-10T00:00"),
        ("2020/1/10 8:05", "2020-01-10T08:05"),
        ("2026年11月2日 08:05", "2026-11-02T08:05"),
        ("2026年11月2日8时05分", "2026-11-02T08:05"),
        ("1990-01-01", "1990-01-01T00:00"),
        ("2026-11-25 11:59:00", "2026-11-25T11:59"),
    ],
)
def test_a_date_is_read(words: str, iso: str) -> None:
    assert moment(words, seen=SEEN) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "", "yesterday", "0001-01-01T00:00:00Z", "0001/1/1", "Mon, 01 Jan 0001 00:00:00 GMT", "1970-01-01", "1989-12-31",
        "2026-11-26", "9999-12-31", "Fri, 31 Dec 9999 23:59:59 -1200", "2026-02-30", "Mon, 30 Feb 2026 10:00:00 GMT",
        "2026-13-01", "2026-11-22T99:00:00Z", "2026-11-22 10:00:00 +9999", "20261122", "x" * 1000, "1" * 70,
    ],
)  # fmt: skip
def test_what_is_no_possible_date_is_none(words: str) -> None:
    assert moment(words, seen=SEEN) is None


@given(
    st.text(max_size=80)
    | st.from_regex(
        r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d\d:\d\d(:\d\d)?( ?[+-]\d{4})?", fullmatch=True
    )
)
def test_reading_a_date_never_raises_and_gives_utc(words: str) -> None:
    when = moment(words, seen=SEEN)

    assert when is None or when.tzinfo is UTC
