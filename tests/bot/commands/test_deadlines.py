"""Ends of silences and pauses, as they are typed, in the zone of the channel."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.deadlines import Deadline, read

NOW = datetime(2024, 5, 15, 9, 30, tzinfo=UTC)  # a Wednesday; 17:30 in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")

READ = [
    # words, normal form, moment in UTC, moment in Shanghai as UTC
    ("3h", "3h", "2024-05-15 12:30", "2024-05-15 12:30"),
    ("18:00", "18:00", "2024-05-15 18:00", "2024-05-15 10:00"),
    ("9:30", "09:30", "2024-05-16 09:30", "2024-05-16 01:30"),
    ("6pm", "18:00", "2024-05-15 18:00", "2024-05-15 10:00"),
    ("at 6 PM", "18:00", "2024-05-15 18:00", "2024-05-15 10:00"),
    ("8:15 am", "08:15", "2024-05-16 08:15", "2024-05-16 00:15"),
    ("12am", "00:00", "2024-05-16 00:00", "2024-05-15 16:00"),
    ("midnight", "00:00", "2024-05-16 00:00", "2024-05-15 16:00"),
    ("noon", "12:00", "2024-05-15 12:00", "2024-05-16 04:00"),
    ("tomorrow", "tomorrow", "2024-05-16 00:00", "2024-05-15 16:00"),
    ("tomorrow 8am", "tomorrow 08:00", "2024-05-16 08:00", "2024-05-16 00:00"),
    ("8am tomorrow", "tomorrow 08:00", "2024-05-16 08:00", "2024-05-16 00:00"),
    ("at 6 pm on Friday", "friday 18:00", "2024-05-17 18:00", "2024-05-17 10:00"),
    ("tomorrow at 08:00", "tomorrow 08:00", "2024-05-16 08:00", "2024-05-16 00:00"),
    ("2024-06-01", "2024-06-01", "2024-06-01 00:00", "2024-05-31 16:00"),
    ("2024-06-01 18:00", "2024-06-01 18:00", "2024-06-01 18:00", "2024-06-01 10:00"),
    ("3 June 2024, 18:00", "2024-06-03 18:00", "2024-06-03 18:00", "2024-06-03 10:00"),
    ("monday", "monday", "2024-05-20 00:00", "2024-05-19 16:00"),
    ("next Monday", "monday", "2024-05-20 00:00", "2024-05-19 16:00"),
    ("wednesday", "wednesday", "2024-05-22 00:00", "2024-05-21 16:00"),
    ("Wed 17:00", "wednesday 17:00", "2024-05-15 17:00", "2024-05-22 09:00"),
    ("next week", "next week", "2024-05-20 00:00", "2024-05-19 16:00"),
    ("明天早上8点", "tomorrow 08:00", "2024-05-16 08:00", "2024-05-16 00:00"),
    ("下午6点半", "18:30", "2024-05-15 18:30", "2024-05-15 10:30"),
    ("晚上八点", "20:00", "2024-05-15 20:00", "2024-05-15 12:00"),
    ("今晚8点", "20:00", "2024-05-15 20:00", "2024-05-15 12:00"),
    ("明早8点", "tomorrow 08:00", "2024-05-16 08:00", "2024-05-16 00:00"),
    ("明晚8点", "tomorrow 20:00", "2024-05-16 20:00", "2024-05-16 12:00"),
    ("今晚12点", "24:00", "2024-05-16 00:00", "2024-05-15 16:00"),
    ("明天晚上十二点半", "tomorrow 24:30", "2024-05-17 00:30", "2024-05-16 16:30"),
    ("晚上2点", "02:00", "2024-05-16 02:00", "2024-05-15 18:00"),
    ("中午1点", "13:00", "2024-05-15 13:00", "2024-05-16 05:00"),
    ("明天中午11点半", "tomorrow 11:30", "2024-05-16 11:30", "2024-05-16 03:30"),
    ("friday 24:00", "friday 24:00", "2024-05-18 00:00", "2024-05-17 16:00"),
    ("今天18点30分", "today 18:30", "2024-05-15 18:30", "2024-05-15 10:30"),
    ("18时", "18:00", "2024-05-15 18:00", "2024-05-15 10:00"),
    ("下午6：30", "18:30", "2024-05-15 18:30", "2024-05-15 10:30"),
    ("周一上午9点", "monday 09:00", "2024-05-20 09:00", "2024-05-20 01:00"),
    ("下周五", "next week friday", "2024-05-24 00:00", "2024-05-23 16:00"),
    ("下周一上午9点", "next week monday 09:00", "2024-05-20 09:00", "2024-05-20 01:00"),
    ("下个星期天", "next week sunday", "2024-05-26 00:00", "2024-05-25 16:00"),
    ("星期五", "friday", "2024-05-17 00:00", "2024-05-16 16:00"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "normal", "utc", "shanghai"), READ, ids=[c[0] for c in READ])
def test_an_end_is_the_next_such_moment(words: str, normal: str, utc: str, shanghai: str) -> None:
    found = read(words)

    assert found is not None
    assert found.words == normal
    assert f"{found.moment(NOW, ZoneInfo('UTC')):%Y-%m-%d %H:%M}" == utc
    assert f"{found.moment(NOW, SHANGHAI):%Y-%m-%d %H:%M}" == shanghai
    assert read(found.words) == found


@pytest.mark.parametrize(
    "words",
    ["", "25:00", "8:60", "13pm", "0am", "8", "xiaomi", "2023 18:00", "last week 8:00", "3d 18:00", "下周八", "next week 9", "8am soon", "monday 8am tomorrow", "8am 9am", "十三点", "下午十三点", "2024-05-32 8:00", "at", "点"],
)  # fmt: skip
def test_what_is_no_end_is_none(words: str) -> None:
    assert read(words) is None


def test_where_the_clocks_change_an_end_is_by_the_clock() -> None:
    berlin, before = ZoneInfo("Europe/Berlin"), datetime(2024, 3, 30, 20, tzinfo=UTC)

    assert Deadline("08:00").moment(before, berlin) == datetime(2024, 3, 31, 6, tzinfo=UTC)
    assert Deadline("tomorrow 02:30").moment(before, berlin) > before


@given(st.text(max_size=20), st.sampled_from(("", "tomorrow ", "明天", "monday ")))
def test_whatever_is_typed_is_read_or_not(text: str, before: str) -> None:
    found = read(before + text)

    assert found is None or read(found.words) == found


@given(st.times(), st.sampled_from(("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York")))
def test_a_time_of_day_comes_within_a_day(clock: object, zone: str) -> None:
    found = read(f"{clock:%H:%M}")

    assert found is not None
    gap = found.moment(NOW, ZoneInfo(zone)) - NOW
    assert 0 < gap.total_seconds() <= 86_400
