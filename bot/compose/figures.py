"""Dates, sums and counts in the few words that a list has room for; nothing is rounded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.compose.editing_words import Editing
from bot.compose.wording import Phrase, is_chinese
from bot.stories import chinese_figures as chinese
from bot.stories import english_figures as english
from storage.records import Money, Quantity, Span

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "KRW": "₩", "THB": "฿"}
DASH: Final = "–"
QUARTER: Final = 3  # months
HALF: Final = 6
YEAR: Final = 12
FAR: Final = timedelta(hours=48)  # beyond that a moment is told by its day
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
PARTS: Final = 1000  # a scaled sum is told only where three digits behind the point are exact
_RHYTHMS: Final = (
    (86_400, Editing.DAY, Editing.DAYS),
    (3_600, Editing.HOUR, Editing.HOURS),
    (60, Editing.MINUTE, Editing.MINUTES),
)
_SCALES: Final = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))


def span(when: Span, language: str) -> str:
    """The days of a span: "2 Aug 2023", "Aug 2023", "Q3 2024", "H1 2024", "2023–2033"."""
    if is_chinese(language):
        return chinese.when(when)
    start, end = when.start, when.end
    if start == end:
        return day(start, language)
    if start.day != 1 or not _is_last_of_month(end):
        return _days(start, end)
    months = (end.year - start.year) * YEAR + end.month - start.month + 1
    named = {
        (1, start.month): _month(start),
        **{(QUARTER, first): f"Q{first // QUARTER + 1} {start.year}" for first in (1, 4, 7, 10)},
        **{(HALF, first): f"H{first // HALF + 1} {start.year}" for first in (1, 7)},
        (YEAR, 1): f"{start.year}",
    }
    return named.get((months, start.month)) or _months(start, end)


def day(when: date, language: str) -> str:
    """A day: "2 Aug 2023", "2023年8月2日"."""
    if is_chinese(language):
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_month(when)}"


def end(at: datetime, language: str) -> str:
    """When something ends, by the clocks of its own zone: "2 Aug 2023, 18:00 UTC".

    At the beginning of a day that day says it all.
    """
    last = day(at.date(), language)
    if (at.hour, at.minute) == (0, 0):
        return last
    zone = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else "UTC"
    return Phrase.AT_TIME.say(language, day=last, time=f"{at:%H:%M}", zone=zone)


def moment(at: datetime | None, now: datetime, language: str) -> str:
    """A moment as it lies around now: "12 min ago", "in 3 h", "2 Aug 2023"."""
    if at is None:
        return Phrase.NEVER.say(language)
    gap = abs(at - now)
    if gap >= FAR:
        return day(at.astimezone(UTC).date(), language)
    if gap < MINUTE:
        return Phrase.NOW.say(language)
    if gap < HOUR:
        phrase = Phrase.IN_MINUTES if at > now else Phrase.MINUTES_AGO
        return phrase.say(language, n=gap // MINUTE)
    phrase = Phrase.IN_HOURS if at > now else Phrase.HOURS_AGO
    return phrase.say(language, n=gap // HOUR)


def money(amount: Money, language: str) -> str:
    """A sum: "$10 bn", "CNY 1.44 bn", "100亿美元"."""
    if is_chinese(language):
        return chinese.money(amount)
    sign = SIGNS.get(amount.currency, f"{amount.currency} ")
    value = abs(amount.value)
    minus = "-" if amount.value < 0 else ""
    for scale, word in _SCALES:
        scaled = value / scale
        if scaled >= 1 and scaled * PARTS == (scaled * PARTS).to_integral_value():
            return f"{minus}{sign}{_number(scaled)} {word}"
    return f"{minus}{sign}{_number(value)}"


def count(quantity: Quantity, language: str) -> str:
    """A count with its unit: "200,000 vehicles a year", "20万辆/年"."""
    return chinese.count(quantity) if is_chinese(language) else english.count(quantity)


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _month(when: date) -> str:
    return f"{MONTHS[when.month - 1]} {when.year}"


def _months(start: date, end: date) -> str:
    if (start.month, end.month) == (1, YEAR):
        return f"{start.year}{DASH}{end.year}"
    first = MONTHS[start.month - 1] if start.year == end.year else _month(start)
    return f"{first}{DASH}{_month(end)}"


def _days(start: date, end: date) -> str:
    last = f"{end.day} {_month(end)}"
    if start.year != end.year:
        return f"{start.day} {_month(start)} {DASH} {last}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} {DASH} {last}"
    return f"{start.day}{DASH}{last}"


def _is_last_of_month(when: date) -> bool:
    return when == date.max or (when + timedelta(days=1)).day == 1


def rhythm(every: timedelta | None, language: str) -> str:
    """How often a source is visited; None: by its own rhythm.

    >>> rhythm(timedelta(minutes=90), "en"), rhythm(timedelta(hours=6), "zh")
    ('every 90 minutes', '每 6 小时')
    """
    if every is None:
        return Editing.BY_ITSELF.say(language)
    seconds = round(every.total_seconds())
    for size, single, several in _RHYTHMS:
        if seconds == size:
            return single.say(language)
        if seconds % size == 0:
            return several.say(language, n=seconds // size)
    return Editing.SECONDS.say(language, n=seconds)
