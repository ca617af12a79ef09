"""Dates, sums and counts in the few words that a list has room for; nothing is rounded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalogue import table
from bot.compose.editing_words import Editing
from bot.compose.wording import Phrase, is_chinese
from bot.stories import chinese_figures as chinese
from bot.stories import english_figures as english
from bot.stories.bounds import (
    EXACTLY,
    Bound,
    Limit,
    is_announced,
    of_amount,
    of_quantity,
    pace,
    timing,
)
from bot.stories.told import is_rest_of_year, months, years
from storage.records import Kind, Milestone, Money, Phase, Quantity, Span, Unit

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "KRW": "₩", "THB": "฿"}
DASH: Final = "–"
QUARTER: Final = 3  # months
HALF: Final = 6
YEAR: Final = 12
WEEK: Final = timedelta(days=6)  # from its Monday to its Sunday
OPEN: Final = frozenset((Phase.PLANNED, Phase.PENDING, Phase.DELAYED))
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
    if end - start == WEEK and start.weekday() == 0:
        return f"week of {day(start, language)}"
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


def dated(m: Milestone, language: str) -> str:
    """When a step is, as its text says it: "by the end of 2025", "later in 2022", 2025年底前.

    Empty without a date.
    """
    if m.when is None:
        return ""
    is_open = m.phase in OPEN
    if is_open and (length := months(m)) and not years(m):
        return Phrase.WITHIN_MONTHS.say(language, n=length)
    told = timing(m)
    if is_open and is_rest_of_year(m.when) and told == EXACTLY:
        return Phrase.LATER_IN.say(language, year=str(m.when.end.year))
    if m.when.start.year != m.when.end.year:
        return span(m.when, language)  # both its ends say more than a bound
    if m.phase is Phase.DELAYED and told.limit is not Limit.EARLIEST:
        told = replace(told, limit=None)  # "delayed by 2026" would be another thing
    if is_chinese(language):
        said = chinese.within(m.when, told, is_counted=m.phase is Phase.DONE)
        return said.removeprefix("于").removeprefix("在").replace("最早于", "最早")
    whole = _month(m.when.end) if m.when.start.month == m.when.end.month else f"{m.when.end.year}"
    said = english.PARTS[told.part].format(whole) if told.part else span(m.when, language)
    is_hearsay = told.limit is Limit.TOLD and not is_announced(m)
    limit = "reported" if is_hearsay else told.limit and english.LIMITS[told.limit]
    return f"{limit} {said}" if limit else said.removeprefix("the ")


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


def sum_of(m: Milestone, language: str) -> str:
    """The sum of a step with its bound: "more than $10 bn", 约100亿美元; empty without one."""
    if m.amount is None:
        return ""
    if m.kind is Kind.LAUNCH:
        return _price(money(m.amount, language), of_amount(m), language)
    bounded = chinese.bounded if is_chinese(language) else english.bounded
    return bounded(money(m.amount, language), of_amount(m))


def _price(words: str, bound: Bound | None, language: str) -> str:
    """What a car costs: a price that is a lower bound is one from which others start."""
    if bound is Bound.AT_LEAST:
        return Phrase.PRICED_FROM.say(language, price=words)
    if bound is Bound.UP_TO:
        return words  # of a range, of which the other end is the price
    return (chinese.bounded if is_chinese(language) else english.bounded)(words, bound)


def count_of(m: Milestone, language: str) -> str:
    """The count of a step with its bound: "nearly 35,000 vehicles"; empty without one."""
    if m.quantity is None:
        return ""
    bound = of_quantity(m) if m.quantity.value > 1 else None
    if is_chinese(language):
        placed = chinese.nth(m.quantity, m.evidence, "")  # the 2500th alone is where it is told
        return (
            placed or f"{_pace(m, language)}{chinese.bounded(count(m.quantity, language), bound)}"
        )
    said = english.bounded(count(m.quantity, language), bound, counted=True)
    return f"{said}{_pace(m, language)}"


def _pace(m: Milestone, language: str) -> str:
    """The time in which so many vehicles are made, where a count is a rate: " a week", 每周."""
    period = pace(m) if m.quantity and m.quantity.unit is Unit.VEHICLES else None
    if period is None:
        return ""
    is_zh = is_chinese(language)
    return str(table("chinese_telling")["paces"][period.value]) if is_zh else f" a {period}"


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
