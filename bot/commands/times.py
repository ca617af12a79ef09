"""Times as people type them, in both languages: "last month", "2023-05", "30d", "去年".

A time keeps the words it came from in one normal form, so that a command can be written again and
still means "last month" next month.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.commands import recurring
from bot.commands.recurring import DAYS, MONTHS, PARTS, QUARTER

UNITS: Final = {
    "h": ("h", "hr", "hrs", "hour", "hours", "小时"),
    "d": ("d", "day", "days", "天", "日"),
    "w": ("w", "wk", "week", "weeks", "周", "星期"),
    "m": ("m", "mo", "mon", "month", "months", "个月"),  # 8月 is August
    "y": ("y", "yr", "year", "years", "年"),
}
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
NAMED: Final = {
    "today": "today", "今天": "today", "今日": "today",
    "tomorrow": "tomorrow", "明天": "tomorrow",
    "yesterday": "yesterday", "昨天": "yesterday",
    "this week": "this week", "本周": "this week", "这周": "this week",
    "last week": "last week", "上周": "last week",
    "next week": "next week", "下周": "next week",
    "this month": "this month", "本月": "this month", "这个月": "this month",
    "last month": "last month", "上月": "last month", "上个月": "last month",
    "next month": "next month", "下月": "next month", "下个月": "next month",
    "this quarter": "this quarter", "本季度": "this quarter",
    "last quarter": "last quarter", "上季度": "last quarter", "上个季度": "last quarter",
    "next quarter": "next quarter", "下季度": "next quarter", "下个季度": "next quarter",
    "year to date": "this year", "ytd": "this year",
    "年初以来": "this year", "年初至今": "this year",
    "this year": "this year", "今年": "this year",
    "last year": "last year", "去年": "last year",
    "next year": "next year", "明年": "next year",
}  # fmt: skip
LEAP_YEAR: Final = 2024
YEARS: Final = range(1990, 2101)
AMOUNT_MAX: Final = 9999
YEARS_MAX: Final = 99
SPANS: Final = {"month": 1, "quarter": QUARTER, "year": 12}

_UNIT: Final = {name: unit for unit, names in UNITS.items() for name in names}
_DAY: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_CHINESE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_PART: Final = re.compile(
    r"(\d{4})[- ]?([qh])([1-4])|([qh])([1-4])[ -]?(\d{4})"
    r"|(\d{4})年?(?:第([一二三四1-4])季度|([上下])半年)"
)
_PARTED: Final = re.compile(r"(\d{4})-([qh])([1-4])")
_PART_ALONE: Final = re.compile(r"(q)([1-4])|(h)([12])|第?([一二三四1-4])季度|([上下])半年")
_PLACES: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_WORDED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?(?:,? (\d{4}))?"
)
_MONTH_ZH: Final = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?(?:(\d{1,2})[日号])?")
_BEFORE_WEEKDAY: Final = re.compile(r"(last (?:week )?|上个?(?=[周星礼]))(.+)")
_COUNT: Final = r"(?:\d{1,4}|[一两二三四五六七八九]|十[一二]?)"
_HALF_YEAR: Final = re.compile(
    r"(?:(?:the )?(?:last|past)|for|in|过去|最近|近)? ?(?:half a year|半年)(?:内|以来|前)?"
)
_OF_LATE: Final = re.compile(rf"^((?:过去|最近|近) ?{_COUNT}) ?月")  # no month of a year
_LENGTH: Final = re.compile(
    rf"(?:(?:the )?(?:last|past)|for|in|过去|最近|近)? ?(?:({_COUNT}) ?|([a-z]{{1,6}}) )"
    r"([a-z]+|小时|天|日|周|星期|个月|年) ?(?:ago|前|内|以来)?"
)


@dataclass(frozen=True, slots=True)
class When:
    """A time in normal form: `2023-05-31`, `2023-05`, `2023-q2`, `2023`, `30d`, `last month`.

    Without its year (`august`, `august 3`, `q3`, `monday`) it is the last one that has begun.
    """

    words: str

    @property
    def is_length(self) -> bool:
        """Is it counted from the day on which it is said?"""
        return self.words[0].isdigit() and not (
            _DAY.fullmatch(self.words) or _PARTED.fullmatch(self.words)
        )

    @property
    def is_fixed(self) -> bool:
        """Does it mean the same days whenever it is said?"""
        return bool(_DAY.fullmatch(self.words) or _PARTED.fullmatch(self.words))

    def start(self, today: date) -> date:
        """The first day that is meant, for somebody who says it on `today`."""
        if found := _DAY.fullmatch(self.words):
            return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found := _PARTED.fullmatch(self.words):
            return date(int(found[1]), (int(found[3]) - 1) * PARTS[found[2]] + 1, 1)
        if self.is_length:
            return _back(today, int(self.words[:-1]), self.words[-1])
        return recurring.last(self.words, today) or _named(self.words, today)

    def ahead(self, today: date) -> date:
        """The first day that is meant where one that comes is meant: "until August"."""
        return recurring.following(self.words, today) or self.start(today)

    def end(self, today: date) -> date:
        """The last day that is meant; of a length its first, as it has no end of its own."""
        start = self.start(today)
        if found := _DAY.fullmatch(self.words):
            months = 0 if found[3] else 1 if found[2] else len(MONTHS)
        elif found := _PARTED.fullmatch(self.words):
            months = PARTS[found[2]]
        elif (lasts := recurring.months(self.words)) is not None:
            months = lasts
        else:
            unit = self.words.rpartition(" ")[2]
            if unit == "week":
                return start + timedelta(days=6)
            months = SPANS.get(unit, 0)
        return _months(start, months) - timedelta(days=1) if months else start

    def moment(self, now: datetime) -> datetime:
        """When it begins, for a deadline: lengths count from `now` on, days begin at 0:00 UTC."""
        if self.is_length:
            return _forward(now, int(self.words[:-1]), self.words[-1])
        day = self.ahead(now.astimezone(UTC).date())
        return datetime.combine(day, time(), tzinfo=UTC)


def read(text: str) -> When | None:
    """The time that these words mean, or None when they mean none. Case does not matter."""
    words = " ".join(text.casefold().replace("_", " ").split())
    readers = (_read_named, _read_day, _read_part, _read_length, _read_worded)
    return next((when for reader in readers if (when := reader(words))), None)


def _read_named(words: str) -> When | None:
    name = NAMED.get(words) or NAMED.get(words.replace("-", " ")) or DAYS.get(words)
    if name is None and (found := _BEFORE_WEEKDAY.fullmatch(words)) and found[2] in DAYS:
        week = "" if found[1] == "last " else "week "
        return When(f"last {week}{DAYS[found[2]]}")
    return When(name) if name else None


def _read_day(words: str) -> When | None:
    found = _DAY.fullmatch(words) or _CHINESE.fullmatch(words)
    return _day(found[1], found[2], found[3]) if found else None


def _read_part(words: str) -> When | None:
    if found := _PART_ALONE.fullmatch(words):
        quarter = found[2] or found[5]
        number = quarter or found[4] or found[6]
        return When(f"{'q' if quarter else 'h'}{_PLACES.get(number) or number}")
    found = _PART.fullmatch(words)
    if not found:
        return None
    year = found[1] or found[6] or found[7]
    letter = found[2] or found[4] or ("q" if found[8] else "h")
    told = found[3] or found[5] or found[8] or found[9]
    number = _PLACES.get(told) or int(told)
    is_one = int(year) in YEARS and number * PARTS[letter] <= len(MONTHS)
    return When(f"{year}-{letter}{number}") if is_one else None


def _read_length(words: str) -> When | None:
    if _HALF_YEAR.fullmatch(words):
        return When("6m")
    found = _LENGTH.fullmatch(_OF_LATE.sub(r"\1个月", words))
    unit = _UNIT.get(found[3]) if found else None
    if not found or not unit:
        return None
    told = found[1] or found[2]
    number = int(told) if told.isdigit() else NUMBERS.get(told, 0)
    most = YEARS_MAX if found[3] == "年" else AMOUNT_MAX  # "2023年以来" counts no 2,023 years
    return When(f"{number}{unit}") if 0 < number <= most else None


def _read_worded(words: str) -> When | None:
    """A month or a day of it, by its name: "May 2023", "3 May", "8月3日".

    In no year, which one is meant is told by the day on which it is said.
    """
    if found := _MONTH_ZH.fullmatch(words):
        number = int(found[1]) if found[1].isdecimal() else NUMBERS[found[1]]
        month, day, year = number, found[2], None
    else:
        found = _WORDED.fullmatch(words)
        if not found or (found[1] and found[3]):
            return None
        month, day, year = _month(found[2]), found[1] or found[3], found[4]
    if not 1 <= month <= len(MONTHS):
        return None
    if year:
        return _day(year, str(month), day)
    name = MONTHS[month - 1]
    if not day:
        return When(name)
    return When(f"{name} {int(day)}") if 1 <= int(day) <= monthrange(LEAP_YEAR, month)[1] else None


def _month(name: str) -> int:
    """The month, by its name or the beginning of it that no other month has; 0: none."""
    found = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name)]
    return found[0] if len(found) == 1 else 0


def _day(year: str, month: str | None, day: str | None) -> When | None:
    if int(year) not in YEARS:
        return None
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    precision = 4 if month is None else 7 if day is None else 10
    return When(whole.isoformat()[:precision])


def _named(name: str, today: date) -> date:
    if name in {"today", "tomorrow", "yesterday"}:
        step = {"today": 0, "tomorrow": 1, "yesterday": -1}[name]
        return today + timedelta(days=step)
    which, unit = name.split()
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        return today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    months = SPANS[unit]
    first = (today.month - 1) // months * months + 1
    return _months(today.replace(month=first, day=1), step * months)


def _back(today: date, number: int, unit: str) -> date:
    if unit in {"m", "y"}:
        return _months(today, -number * (len(MONTHS) if unit == "y" else 1))
    hours = number * {"h": 1, "d": 24, "w": 24 * 7}[unit]
    return max(today - timedelta(hours=hours), date(YEARS[0], 1, 1))


def _forward(now: datetime, number: int, unit: str) -> datetime:
    if unit in {"m", "y"}:
        day = _months(now.date(), number * (len(MONTHS) if unit == "y" else 1))
        return datetime.combine(day, now.timetz())
    return now + timedelta(hours=number * {"h": 1, "d": 24, "w": 24 * 7}[unit])


def _months(day: date, months: int) -> date:
    """The day so many months on; the last of its month where that has no such day."""
    count = day.year * len(MONTHS) + day.month - 1 + months
    year = min(max(count // len(MONTHS), YEARS[0]), YEARS[-1])
    month = count % len(MONTHS) + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
