"""English words for days, sums and counts, to be read aloud."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import EXACTLY, Bound, Limit, Part, Timing
from storage.records import Kind, Milestone, Money, Phase, Quantity, Span

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MIDDLE: Final = (5, 8)  # months of "mid-2024", as the guide reads it
NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
MANY: Final = 100  # of a row: the 100th charging station, but not the fifth model
AFTER_ORDINAL: Final = 20  # characters: what is counted, and no more
DOLLARS: Final = "USD"
_MILLION: Final = Decimal(10) ** 6
# Of dollars, that they are those of the United States.
_AMERICAN: Final = re.compile(
    r"\bUS ?\$|\bUSD|\b(?:US|U\.S\.|American|United States) dollars?\b|美元|美金"
)
_NTH: Final = ("first", "second", "third", "fourth")
_SCALES: Final = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"),
                  (Decimal(10) ** 6, "million"))  # fmt: skip
_ORDINAL: Final = re.compile(
    r"(?<![\d,])(\d[\d,]{0,15})(?:st|nd|rd|th)\b|\b(first|second|third|fourth)\b"
)
_HAN_ORDINAL: Final = re.compile(r"第\s*(\d[\d,.]*)\s*(万|萬)?|(首[座个個台辆輛家]|第一)")
_ROUND: Final = re.compile(r"(?<![\d.])(?:(\d+(?:\.\d+)?)[ -])?\b(millionth|thousandth)\b")
_CELL: Final = re.compile(r" ?(?:battery )?cells?\b|[个块颗支]?电芯")  # behind a place in a row
# How bounds are said; a bound of a day goes with the date, without another preposition.
_BOUNDS: Final = {
    Bound.MORE_THAN: "more than",
    Bound.NEARLY: "nearly",
    Bound.LESS_THAN: "less than",
    Bound.ABOUT: "about",
    Bound.UP_TO: "up to",
    Bound.AT_LEAST: "at least",
}
LIMITS: Final = {
    Limit.BY: "by",
    Limit.BEFORE: "before",
    Limit.EARLIEST: "no earlier than",
    Limit.AROUND: "around",
    Limit.SINCE: "since",
    Limit.TOLD: "announced",
}
PARTS: Final = {
    Part.EARLY: "early {}",
    Part.MIDDLE: "mid-{}",
    Part.LATE: "late {}",
    Part.END: "the end of {}",
}


def when(span: Span) -> str:
    """The days of a span in words: "2 August 2023", "the first half of 2024"."""
    start, end = span.start, span.end
    if start == end:
        return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{_day(start, end)} and {when(replace(span, start=end))}"
    return _months(start, end)


def _months(start: date, end: date) -> str:
    """Whole months in words."""
    year = f"{start.year}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{MONTHS[start.month - 1]} {year}"
    if months in (3, 6) and (start.month - 1) % months == 0:
        part = {3: "quarter", 6: "half"}[months]
        return f"the {_NTH[(start.month - 1) // months]} {part} of {year}"
    if start.month == 1 and end.month == 12:  # noqa: PLR2004 - December
        return year if start.year == end.year else f"{year} and {end.year}"
    if (start.month, end.month) == MIDDLE and start.year == end.year:
        return f"mid-{year}"
    first = MONTHS[start.month - 1] + (f" {year}" if start.year != end.year else "")
    return f"{first} and {MONTHS[end.month - 1]} {end.year}"


def within(span: Span, timing: Timing = EXACTLY) -> str:
    """A span with its preposition: "on 2 August 2023", "in 2024", "by the end of 2025"."""
    said = part_of(span, timing.part)
    if timing.limit and (" and " not in said or span.start.year != span.end.year):
        said = said if span.start.year == span.end.year else f"{span.end.year}"
        return f"{LIMITS[timing.limit]} {said}"
    if span.start == span.end:
        return f"on {said}"
    if timing.part is Part.END:
        return f"at {said}"
    return f"between {said}" if " and " in said else f"in {said}"


def part_of(span: Span, part: Part | None) -> str:
    """A span as the evidence names it: "early 2024", "the end of September 2023"."""
    if part is None or span.start.year != span.end.year:
        return when(span)
    is_month = span.start.month == span.end.month
    whole = f"{MONTHS[span.end.month - 1]} {span.end.year}" if is_month else f"{span.end.year}"
    return PARTS[part].format(whole)


def bounded(words: str, bound: Bound | None, *, counted: bool = False) -> str:
    """A figure behind its bound: "more than 40,000 vehicles"; `counted` things are fewer."""
    if bound is None:
        return words
    said = "fewer than" if counted and bound is Bound.LESS_THAN else _BOUNDS[bound]
    return f"{said} {words}"


def sum_of(amount: Money, m: Milestone) -> str:
    """The sum of a step; dollars whose country the evidence leaves open keep their bare sign."""
    told = " ".join((m.evidence, *m.support))
    is_open = "$" in told or "dollar" in told
    is_open = is_open and amount.currency == DOLLARS and not _AMERICAN.search(told)
    return money(amount, is_open=is_open)


def money(amount: Money, *, is_open: bool = False) -> str:
    """A sum to be read aloud: "1.5 billion euros"; `is_open` dollars have a sign: "$56,900"."""
    currency = table("english_telling")["currencies"].get(amount.currency, amount.currency)
    scale, word = next((it for it in _SCALES if abs(amount.value) >= it[0]), (Decimal(1), ""))
    said = f"{number(amount.value / scale)} {word}".rstrip()
    return f"${said}" if is_open else f"{said} {currency}"


def count(quantity: Quantity) -> str:
    """A count with its unit: "200,000 vehicles a year"."""
    one, several = table("english_telling")["units"][quantity.unit.value]
    if in_millions := _millions(quantity.value):
        return f"{in_millions} million {several}"
    return f"{number(quantity.value)} {one if quantity.value == 1 else several}"


def ordinal(quantity: Quantity, evidence: str) -> str:
    """The place in a row that the evidence gives a count: "200,000th", "first"; "" for none."""
    if quantity.value not in {value for value, _ in ordinals(evidence)}:
        return ""
    return nth(quantity.value)


def nth(value: Decimal) -> str:
    """A place in a row: "200,000th", "first", "1.5 millionth"."""
    if in_millions := _millions(value):
        return f"{in_millions} millionth"
    if value <= len(_NTH):
        return _NTH[int(value) - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(int(value) % 10, "th")
    return f"{number(value)}{'th' if int(value) % 100 in (11, 12, 13) else ending}"


def uncounted(m: Milestone) -> Decimal | None:
    """The place in a row that the evidence of a step alone tells, where it is a milestone."""
    other = _OTHER_STEP.get(m.kind)
    if m.quantity or m.phase is not Phase.DONE or not other or other.search(m.evidence.casefold()):
        return None
    told = {value for value, _ in ordinals(m.evidence) if value >= MANY}
    return told.pop() if len(told) == 1 else None


# Words of the other step, whose place in a row it may be.
_OTHER_STEP: Final = {
    Kind.PRODUCTION: re.compile(r"deliver|handed over|handing over|交付"),
    Kind.DELIVERY: re.compile(r"roll(?:s|ed) off|\bbuilt\b|下线|下線|量产"),
}


def is_cell(evidence: str, place: Decimal) -> bool:
    """Is what has this place in a row a battery cell, rather than a car?"""
    return any(value == place and _CELL.match(behind) for value, behind in ordinals(evidence))


def ordinals(evidence: str) -> Iterator[tuple[Decimal, str]]:
    """Every place in a row that a text tells, each with the few words behind it."""
    lowered = evidence.casefold()
    for m in _ROUND.finditer(lowered):
        scale = 1_000_000 if m[2] == "millionth" else 1_000
        yield Decimal(m[1] or 1) * scale, _behind(lowered, m.end())
    for m in _HAN_ORDINAL.finditer(lowered):
        digits = (m[1] or "1").replace(",", "").rstrip(".")
        yield Decimal(digits) * (10_000 if m[2] else 1), _behind(lowered, m.end())
    for m in _ORDINAL.finditer(lowered):
        value = _NTH.index(m[2]) + 1 if m[2] else int(m[1].replace(",", ""))
        yield Decimal(value), _behind(lowered, m.end())


def _behind(text: str, place: int) -> str:
    return text[place : place + AFTER_ORDINAL]


def _millions(value: Decimal) -> str:
    """The number of millions where that is exact and short; "" for any other."""
    millions = value / _MILLION
    return number(millions) if abs(millions) >= 1 and millions == round(millions, 2) else ""


def number(value: Decimal) -> str:
    """A number with its thousands apart: "7,024"."""
    return f"{value.normalize():,f}"


def _day(day: date, until: date) -> str:
    if day.year != until.year:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}" if day.month == until.month else f"{day.day} {MONTHS[day.month - 1]}"
