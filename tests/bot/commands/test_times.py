from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.times import When, read

TODAY = date(2024, 5, 15)  # a Wednesday
NOW = datetime(2024, 5, 15, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("2023", "2023-01-01"),
        ("2023-05", "2023-05-01"),
        ("2023/5/3", "2023-05-03"),
        ("2023-05-03", "2023-05-03"),
        ("2023年", "2023-01-01"),
        ("2023年5月", "2023-05-01"),
        ("2023年5月3日", "2023-05-03"),
        ("2023年5月3号", "2023-05-03"),
        ("2023-Q2", "2023-04-01"),
        ("Q3 2023", "2023-07-01"),
        ("2023H2", "2023-07-01"),
        ("May 2023", "2023-05-01"),
        ("3 May 2023", "2023-05-03"),
        ("3rd sep 2023", "2023-09-03"),
        ("today", "2024-05-15"),
        ("昨天", "2024-05-14"),
        ("this week", "2024-05-13"),
        ("last week", "2024-05-06"),
        ("上周", "2024-05-06"),
        ("this month", "2024-05-01"),
        ("last month", "2024-04-01"),
        ("last-month", "2024-04-01"),
        ("Last_Month", "2024-04-01"),
        ("上个月", "2024-04-01"),
        ("this quarter", "2024-04-01"),
        ("last quarter", "2024-01-01"),
        ("this year", "2024-01-01"),
        ("去年", "2023-01-01"),
        ("30d", "2024-04-15"),
        ("30 days", "2024-04-15"),
        ("last 30 days", "2024-04-15"),
        ("30天", "2024-04-15"),
        ("过去30天", "2024-04-15"),
        ("two weeks ago", "2024-05-01"),
        ("2w", "2024-05-01"),
        ("3 months", "2024-02-15"),
        ("3个月前", "2024-02-15"),
        ("最近3月", "2024-02-15"),
        ("近三个月", "2024-02-15"),
        ("最近十天", "2024-05-05"),
        ("过去半年", "2023-11-15"),
        ("last five months", "2023-12-15"),
        ("year to date", "2024-01-01"),
        ("next quarter", "2024-07-01"),
        ("q2", "2024-04-01"),
        ("第三季度", "2023-07-01"),
        ("下半年", "2023-07-01"),
        ("last friday", "2024-05-10"),
        ("last Wednesday", "2024-05-08"),
        ("上周三", "2024-05-08"),
        ("上周五", "2024-05-10"),
        ("上星期天", "2024-05-12"),
        ("a year", "2023-05-15"),
        ("36h", "2024-05-14"),
        ("August", "2023-08-01"),
        ("sept.", "2023-09-01"),
        ("may", "2024-05-01"),
        ("8月", "2023-08-01"),
        ("8月份", "2023-08-01"),
        ("十二月", "2023-12-01"),
        ("3 November", "2023-11-03"),
        ("Nov 3rd", "2023-11-03"),
        ("November 3, 2022", "2022-11-03"),
        ("5月15日", "2024-05-15"),
        ("5月16日", "2023-05-16"),
        ("29 feb", "2024-02-29"),
        ("Monday", "2024-05-13"),
        ("星期四", "2024-05-09"),
        ("wednesday", "2024-05-15"),
    ],
)
def test_a_time_begins_on_its_first_day(words: str, start: str) -> None:
    when = read(words)

    assert when is not None
    assert when.start(TODAY) == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("3d", NOW + timedelta(days=3)),
        ("for 12h", NOW + timedelta(hours=12)),
        ("in 2 weeks", NOW + timedelta(weeks=2)),
        ("1m", datetime(2024, 6, 15, 9, 30, tzinfo=UTC)),
        ("2024-06-01", datetime(2024, 6, 1, tzinfo=UTC)),
        ("tomorrow", datetime(2024, 5, 16, tzinfo=UTC)),
        ("明天", datetime(2024, 5, 16, tzinfo=UTC)),
        ("next week", datetime(2024, 5, 20, tzinfo=UTC)),
        ("next month", datetime(2024, 6, 1, tzinfo=UTC)),
        ("8月", datetime(2024, 8, 1, tzinfo=UTC)),
        ("3 march", datetime(2025, 3, 3, tzinfo=UTC)),
        ("29 feb", datetime(2028, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_deadline_counts_from_now_on(words: str, moment: datetime) -> None:
    when = read(words)

    assert when is not None
    assert when.moment(NOW) == moment


@pytest.mark.parametrize(
    "words",
    ["", "soon", "13月", "30 February", "Feb 30", "3 May 4", "monday 2023", "2023-13", "2023-02-30", "1066", "0d", "99999d", "Q5 2023", "2023H3", "x d"],
)  # fmt: skip
def test_words_that_are_no_time(words: str) -> None:
    assert read(words) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_itself(day: date) -> None:
    assert read(day.isoformat()) == When(day.isoformat())
    assert When(day.isoformat()).start(TODAY) == day


@given(st.text(max_size=20), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_what_is_read_is_read_again_from_its_normal_form(words: str, today: date) -> None:
    when = read(words)

    if when is not None:
        assert read(when.words) == when
        assert isinstance(when.start(today), date)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_without_its_year_is_the_last_or_the_next_one(day: date, today: date) -> None:
    when = read(f"{day.month}月{day.day}日")
    assert when is not None

    last, following = when.start(today), when.ahead(today)

    assert (last.month, last.day) == (following.month, following.day) == (day.month, day.day)
    assert last <= today <= following
    assert when.end(today) == last


@given(st.integers(1, 9999), st.sampled_from("hdwmy"), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_length_lies_behind_today(number: int, unit: str, today: date) -> None:
    when = read(f"{number}{unit}")

    assert when is not None
    assert when.start(today) <= today
    assert when.moment(datetime(2024, 5, 15, tzinfo=UTC)) > datetime(2024, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize("words", ["上周一", "上个星期五", "last friday", "8月3日", "第三季度"])
def test_a_time_without_a_year_is_read_again_from_its_normal_form(words: str) -> None:
    when = read(words)

    assert when is not None
    assert read(when.words) == when
