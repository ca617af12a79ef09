"""Ends as people type them: "3h", "18:00", "tomorrow 8am", "monday", "明天早上8点".

As with all times the words are kept in one normal form. A time of day is that of clocks in the
zone of the channel, and means the next such moment.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.commands import times
from bot.commands.times import When

WEEKDAYS: Final = (
    ("monday", "mon", "周一", "星期一", "礼拜一"),
    ("tuesday", "tue", "周二", "星期二", "礼拜二"),
    ("wednesday", "wed", "周三", "星期三", "礼拜三"),
    ("thursday", "thu", "周四", "星期四", "礼拜四"),
    ("friday", "fri", "周五", "星期五", "礼拜五"),
    ("saturday", "sat", "周六", "星期六", "礼拜六"),
    ("sunday", "sun", "周日", "星期日", "礼拜日", "周天", "星期天"),
)
NUMERALS: Final = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
LATER: Final = frozenset({"pm", "下午", "傍晚", "晚上", "今晚", "明晚"})
NOON, HOURS, MINUTES = 12, 24, 60
DAY: Final = timedelta(days=1)

_NUMBER: Final = {name: n for n, names in enumerate(WEEKDAYS) for name in names}
_ENGLISH: Final = re.compile(
    r"(?P<day>.*?)(?: ?\bat)? ?\b(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>am|pm))?"
    r"|(?P<bare>\d{1,2}) ?(?P<bare_half>am|pm)|(?P<named>noon|midnight))"
)
_CHINESE: Final = re.compile(
    r"(?P<day>.*?) ?(?P<half>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|今早|今晚|明早|明晚)? ?"
    r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:[点时](?:(?P<part>半)|(?P<minute>\d{1,2})分?|整|钟)?|[:：](?P<after>\d{2}))"
)
_NORMAL: Final = re.compile(r"(?:(.+) )?(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Deadline:
    """An end in normal form: `3d`, `2024-06-01`, `monday`, `18:00`, `tomorrow 08:00`."""

    words: str

    def moment(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When it is, in UTC, for somebody in that zone who says it now; a day begins at 0:00."""
        local = now.astimezone(zone)
        found = _NORMAL.fullmatch(self.words)
        if found is None and self.words not in _NUMBER:
            when = When(self.words)
            if when.is_length:
                return when.moment(now)
        day, clock = (found[1] or "", time(int(found[2]), int(found[3]))) if found else (
            self.words, time()
        )  # fmt: skip
        wall = datetime.combine(_day(day, local.date()), clock, tzinfo=zone)
        if wall <= local and (not day or day in _NUMBER):
            wall += timedelta(weeks=1) if day else DAY
        return wall.astimezone(UTC)


def read(text: str) -> Deadline | None:
    """The end that these words mean, or None when they mean none. Case does not matter."""
    words = " ".join(text.casefold().replace("_", " ").split())
    if when := times.read(words):
        return Deadline(when.words)
    if day := _read_day(words):
        return Deadline(day)
    for pattern in (_ENGLISH, _CHINESE):
        found = pattern.fullmatch(words)
        clock = _clock(found) if found else None
        day = _read_day(found["day"].strip(" ,，的")) if found else None
        if found and clock and day is not None:
            tomorrow = found.groupdict().get("half") in {"明早", "明晚"} and not day
            named = "tomorrow" if tomorrow else day
            return Deadline(f"{named} {clock:%H:%M}".strip())
    return None


def _read_day(words: str) -> str | None:
    """A single day in normal form; empty where none is named, None where it is none."""
    if not words:
        return ""
    number = _NUMBER.get(words.removeprefix("on ").removeprefix("next ").removeprefix("this "))
    if number is not None:
        return WEEKDAYS[number][0]
    when = times.read(words)
    if when is None or when.is_length:
        return None
    whole = date(2024, 5, 15)  # whichever: is it one day?
    return when.words if when.start(whole) == when.end(whole) else None


def _clock(found: re.Match[str]) -> time | None:
    """The time of day; None where no clock shows it."""
    told = {name: value for name, value in found.groupdict().items() if value}
    if "named" in told:
        return time(NOON if told["named"] == "noon" else 0)
    typed = told.get("hour") or told["bare"]
    hour = NUMERALS.get(typed, -1) if not typed.isdecimal() else int(typed)
    minute = 30 if "part" in told else int(told.get("minute") or told.get("after") or 0)
    half = told.get("half") or told.get("bare_half") or ""
    if half in {"am", "pm"} and not 1 <= hour <= NOON:
        return None
    if half in LATER and hour < NOON:
        hour += NOON
    elif half in {"am", "凌晨"} and hour == NOON:
        hour = 0
    return time(hour, minute) if 0 <= hour < HOURS and minute < MINUTES else None


def _day(words: str, today: date) -> date:
    if words in _NUMBER:
        return today + DAY * ((_NUMBER[words] - today.weekday()) % 7)
    return When(words).start(today) if words else today
