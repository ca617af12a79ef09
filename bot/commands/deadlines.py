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
from bot.commands.clocks import CHINESE_HALVES, HOURS, NOON, hour_of
from bot.commands.rule_names import WEEKDAYS
from bot.commands.times import When

NUMERALS: Final = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
MINUTES: Final = 60
DAY: Final = timedelta(days=1)
NEXT_WEEK: Final = "next week "  # before a weekday: 下周五 is never of this week

_NUMBER: Final = {
    name: n for n, (day, names) in enumerate(WEEKDAYS.items()) for name in (day, *names)
}
_WEEKDAYS: Final = tuple(names[0] for names in WEEKDAYS.values())
_ENGLISH: Final = re.compile(
    r"(?P<day>.*?)(?: ?\bat)? ?\b(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>am|pm))?"
    r"|(?P<bare>\d{1,2}) ?(?P<bare_half>am|pm)|(?P<named>noon|midnight))"
    r"(?:,? (?P<behind>.+))?"
)
_CHINESE: Final = re.compile(
    rf"(?P<day>.*?) ?(?P<half>{'|'.join(CHINESE_HALVES)})? ?"
    r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:[点时](?:(?P<part>半)|(?P<minute>\d{1,2})分?|整|钟)?|[:：](?P<after>\d{2}))"
)
_OF_NEXT_WEEK: Final = re.compile(rf"(?:{NEXT_WEEK}|下个?(?=周|星期|礼拜))(.+)")
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
        day, hour, minute = found.groups("") if found else (self.words, "0", "0")
        wall = datetime.combine(_day(day, local.date()), time(), tzinfo=zone)
        wall += timedelta(hours=int(hour), minutes=int(minute))  # by the clock on the wall
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
        day = _read_day(_day_in(found)) if found else None
        if found and clock and day is not None:
            tomorrow = found.groupdict().get("half") in {"明早", "明晚"} and not day
            named = "tomorrow" if tomorrow else day
            return Deadline(f"{named} {clock}".strip())
    return None


def _day_in(found: re.Match[str]) -> str:
    """The words before or behind a time of day; of both at once no day is read."""
    told = (found["day"].strip(" ,，的"), found.groupdict().get("behind"))
    return " ".join(filter(None, told))


def _read_day(words: str) -> str | None:
    """A single day in normal form; empty where none is named, None where it is none."""
    if not words:
        return ""
    number = _NUMBER.get(words.removeprefix("on ").removeprefix("next ").removeprefix("this "))
    if number is not None:
        return _WEEKDAYS[number]
    ahead = _OF_NEXT_WEEK.fullmatch(words)
    if ahead and ahead[1] in _NUMBER:
        return NEXT_WEEK + _WEEKDAYS[_NUMBER[ahead[1]]]
    when = times.read(words)
    if when is None or when.is_length:
        return None
    whole = date(2024, 5, 15)  # whichever: is it one day?
    return when.words if when.start(whole) == when.end(whole) else None


def _clock(found: re.Match[str]) -> str | None:
    """The time of day; that of the hour behind its end is "24:30". None where no clock shows it."""
    told = {name: value for name, value in found.groupdict().items() if value}
    if "named" in told:
        return "12:00" if told["named"] == "noon" else "00:00"
    typed = told.get("hour") or told["bare"]
    number = int(typed) if typed.isdecimal() else NUMERALS.get(typed)
    half = told.get("half") or told.get("bare_half") or ""
    if number is None or (half in {"am", "pm"} and not 1 <= number <= NOON):
        return None
    hour = hour_of(number, half)
    minute = 30 if "part" in told else int(told.get("minute") or told.get("after") or 0)
    return f"{hour:02}:{minute:02}" if hour <= HOURS and minute < MINUTES else None


def _day(words: str, today: date) -> date:
    if words in _NUMBER:
        return today + DAY * ((_NUMBER[words] - today.weekday()) % 7)
    if words.startswith(NEXT_WEEK):
        return _day(NEXT_WEEK.strip(), today) + DAY * _NUMBER[words.removeprefix(NEXT_WEEK)]
    return When(words).ahead(today) if words else today
