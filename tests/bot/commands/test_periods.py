from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.periods import read

TODAY = date(2023, 8, 25)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("last month", "2023-07-01", "2023-07-31"),
        ("this week", "2023-08-21", "2023-08-27"),
        ("yesterday", "2023-08-24", "2023-08-24"),
        ("去年", "2022-01-01", "2022-12-31"),
        ("上季度", "2023-04-01", "2023-06-30"),
        ("Q1 2024", "2024-01-01", "2024-03-31"),
        ("2024q4", "2024-10-01", "2024-12-31"),
        ("H2 2023", "2023-07-01", "2023-12-31"),
        ("2023年第三季度", "2023-07-01", "2023-09-30"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("30d", "2023-07-26", None),
        ("last 30 days", "2023-07-26", None),
        ("最近三个月", "2023-05-25", None),
        ("since 2023", "2023-01-01", None),
        ("2023年以来", "2023-01-01", None),
        ("自去年起", "2022-01-01", None),
        ("until May 2023", None, "2023-05-31"),
        ("before 2023", None, "2022-12-31"),
        ("2023年前", None, "2022-12-31"),
        ("自从2023年", "2023-01-01", None),
        ("自从去年以来", "2022-01-01", None),
        ("before today", None, "2023-08-24"),
        ("before yesterday", None, "2023-08-23"),
        ("昨天之前", None, "2023-08-23"),
        ("before this week", None, "2023-08-20"),
        ("before this year", None, "2022-12-31"),
        ("between 2023-03 and 2023-05", "2023-03-01", "2023-05-31"),
        ("May to July 2023", "2023-05-01", "2023-07-31"),
        ("from q1 2023 until q2 2023", "2023-01-01", "2023-06-30"),
        ("2022 - 2023", "2022-01-01", "2023-12-31"),
        ("2023年3月至2023年5月", "2023-03-01", "2023-05-31"),
        ("去年到今年", "2022-01-01", "2023-12-31"),
        ("since August", "2023-08-01", None),
        ("since September", "2022-09-01", None),
        ("8月以来", "2023-08-01", None),
        ("since 3 August", "2023-08-03", None),
        ("since monday", "2023-08-21", None),
        ("since Q2", "2023-04-01", None),
        ("第二季度", "2023-04-01", "2023-06-30"),
        ("last friday", "2023-08-18", "2023-08-18"),
        ("2022年5月至7月", "2022-05-01", "2022-07-31"),
        ("from May 2022 to July", "2022-05-01", "2022-07-31"),
        ("May to July", "2023-05-01", "2023-07-31"),
        ("July to September", "2023-07-01", "2023-09-30"),
        ("11月到2月", "2022-11-01", "2023-02-28"),
        ("Q3 to Q4", "2023-07-01", "2023-12-31"),
        ("November 2022 to February", "2022-11-01", "2023-02-28"),
        ("2022年11月到2月", "2022-11-01", "2023-02-28"),
        ("November to February 2023", "2022-11-01", "2023-02-28"),
    ],
)
def test_stretches_of_time_as_people_type_them(
    words: str, first: str | None, last: str | None
) -> None:
    period = read(words)

    assert period is not None
    assert period.first(TODAY) == (date.fromisoformat(first) if first else None)
    assert period.last(TODAY) == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    "words", ["", "soon", "q4", "before last month", "between x and y", "to", "Q5 2023", "x" * 200]
)
def test_words_that_are_none(words: str) -> None:
    assert read(words) is None


@given(st.text(max_size=30), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_any_words_are_a_period_or_none(words: str, today: date) -> None:
    period = read(words)

    if period is not None:
        ends = (period.first(today), period.last(today))
        assert any(ends)
