"""Chinese words for days, sums and counts."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import EXACTLY, Bound, Limit, Part, Timing
from bot.stories.english_figures import ordinal
from storage.records import Money, Quantity, Span

QUARTER: Final = 3  # months
HALF: Final = 6
YEAR: Final = 12
MIDDLE: Final = (5, 4)  # first month and length of 年中, as the guide reads it
# How fine a number may be told in 万 or 亿: 55.98万, 614.556亿, but 11411 as it is.
_SCALES: Final = (
    (Decimal(10) ** 12, "万亿", Decimal("0.0001")),
    (Decimal(10) ** 8, "亿", Decimal("0.0001")),
    (Decimal(10) ** 4, "万", Decimal("0.01")),
)
_FIRST: Final = re.compile(r"首[座个個]|第一")
_WEEK: Final = timedelta(days=6)  # from its Monday to its Sunday
_BOUNDS: Final = {
    Bound.MORE_THAN: "超过{}",
    Bound.NEARLY: "近{}",
    Bound.LESS_THAN: "不到{}",
    Bound.ABOUT: "约{}",
    Bound.UP_TO: "最多{}",
    Bound.AT_LEAST: "至少{}",
}
# How a date is bounded, with its preposition; what is counted until a day is counted 截至.
_LIMITS: Final = {
    Limit.BY: "在{}前",
    Limit.BEFORE: "在{}前",
    Limit.EARLIEST: "最早于{}",
    Limit.AROUND: "于{}前后",
    Limit.SINCE: "自{}起",
    Limit.TOLD: "于{}",
}
_PARTS: Final = {
    Part.EARLY: ("{}初", "{}上旬"),
    Part.MIDDLE: ("{}年中", "{}中旬"),
    Part.LATE: ("{}末", "{}下旬"),
    Part.END: ("{}底", "{}底"),
}


def when(span: Span) -> str:
    """The days of a span in words: 2023年8月2日, 2024年上半年."""
    start, end = span.start, span.end
    year = f"{start.year}年"
    until = f"{end.year}年" if end.year != start.year else ""
    if start == end:
        return f"{year}{start.month}月{start.day}日"
    if end - start == _WEEK and start.weekday() == 0:
        return f"{year}{start.month}月{start.day}日当周"
    if start.day != 1 or (end != date.max and (end + timedelta(days=1)).day != 1):
        month = f"{end.month}月" if until or end.month != start.month else ""
        return f"{year}{start.month}月{start.day}日至{until}{month}{end.day}日"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    named = {
        (1, start.month): f"{year}{start.month}月",
        (QUARTER, 1): f"{year}第一季度",
        (QUARTER, 4): f"{year}第二季度",
        (QUARTER, 7): f"{year}第三季度",
        (QUARTER, 10): f"{year}第四季度",
        (HALF, 1): f"{year}上半年",
        (HALF, 7): f"{year}下半年",
        (YEAR, 1): year,
        (MIDDLE[1], MIDDLE[0]): f"{year}年中",
    }
    whole_years = f"{year}至{until}" if months % YEAR == 0 and start.month == 1 else None
    span_of_months = f"{year}{start.month}月至{until}{end.month}月"
    return named.get((months, start.month)) or whole_years or span_of_months


def within(span: Span, timing: Timing = EXACTLY, *, is_counted: bool = False) -> str:
    """A span with its preposition: 于2024年, 在2025年底前; what is counted was so by it (截至)."""
    said = part_of(span, timing.part)
    if timing.limit is None or (timing.limit is Limit.BY and span.start == span.end):
        is_until = timing.limit is not None and is_counted
        return f"{'截至' if is_until else '于'}{said}"
    if span.start.year != span.end.year:
        said = f"{span.end.year}年"
    if timing.limit is Limit.BY and is_counted:
        return f"截至{said}"
    if timing.limit is Limit.BY and timing.part is None:
        return f"到{said}"
    return _LIMITS[timing.limit].format(said)


def part_of(span: Span, part: Part | None) -> str:
    """A span as the evidence names it: 2024年初, 2023年9月底."""
    if part is None or span.start.year != span.end.year:
        return when(span)
    is_month = span.start.month == span.end.month
    whole = f"{span.end.year}年" + (f"{span.end.month}月" if is_month else "")
    return _PARTS[part][is_month].format(whole)


def bounded(words: str, bound: Bound | None) -> str:
    """A figure with its bound: 超过4万辆, 最多15亿美元."""
    return _BOUNDS[bound].format(words) if bound else words


def money(amount: Money) -> str:
    """A sum: 100亿美元."""
    currency = table("chinese_telling")["currencies"].get(amount.currency, amount.currency)
    return f"{number(amount.value)}{currency}"


def count(quantity: Quantity) -> str:
    """A count with its unit: 20万辆/年."""
    return f"{number(quantity.value)}{table('chinese_telling')['units'][quantity.unit.value]}"


def nth(quantity: Quantity, evidence: str, noun: str) -> str:
    """The place in a row that the evidence gives a count: 第1000座换电站; "" for none."""
    if not ordinal(quantity, evidence):
        return ""
    measure = table("chinese_telling")["units"][quantity.unit.value]
    if quantity.value == 1:
        return f"首{measure}{noun}"
    return f"第{number(quantity.value)}{measure}{noun}"


def number(value: Decimal) -> str:
    """A number in 万 and 亿 where that is exact and short: 15万, 1.5亿, 11411."""
    for scale, word, fineness in _SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            if scaled == scaled.quantize(fineness):
                return f"{scaled.normalize():f}{word}"
    return f"{value.normalize():f}"
