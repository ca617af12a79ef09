"""Times that come again: a month, a day of it, a quarter, a weekday; which one, the day tells.

In normal form: `august`, `august 3`, `q3`, `h1`, `monday`, `last monday`, `last week monday`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from bot.commands.rule_names import WEEKDAYS

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
QUARTER: Final = 3  # months
PARTS: Final = {"q": QUARTER, "h": 2 * QUARTER}  # months of a quarter and of a half
DAYS: Final = {
    name: names[0]
    for names in WEEKDAYS.values()
    for name in names
    if name.endswith("day") or not name.isascii()
}
LEAPS: Final = 10  # years within which there is a 29th of February

_STARTS: Final = {names[0]: n for n, names in enumerate(WEEKDAYS.values())}
_CALENDAR: Final = re.compile(rf"({'|'.join(MONTHS)})(?: (\d{{1,2}}))?")
_PART: Final = re.compile(r"([qh])([1-4])")
_WEEKDAY: Final = re.compile(rf"(last )?(week )?({'|'.join(_STARTS)})")


def last(words: str, today: date) -> date | None:
    """The first day of the last one that has begun; None for other words."""
    if found := _WEEKDAY.fullmatch(words):
        weekday = _STARTS[found[3]]
        if found[2]:
            return today + timedelta(days=weekday - today.weekday() - 7)
        before = 1 if found[1] else 0  # "last friday" is not today
        return today - timedelta(days=(today.weekday() - weekday - before) % 7 + before)
    days = (_in_year(words, today.year - back) for back in range(LEAPS))
    return next((day for day in days if day and day <= today), None)


def following(words: str, today: date) -> date | None:
    """The first day of the next one that begins today or later; None for other words."""
    days = (_in_year(words, today.year + on) for on in range(LEAPS))
    return next((day for day in days if day and day >= today), None)


def months(words: str) -> int | None:
    """How many months it lasts, 0 for a day; None for other words."""
    if found := _CALENDAR.fullmatch(words):
        return 0 if found[2] else 1
    if found := _PART.fullmatch(words):
        return PARTS[found[1]]
    return 0 if _WEEKDAY.fullmatch(words) else None


def _in_year(words: str, year: int) -> date | None:
    """Its first day in that year; None where it has none."""
    if found := _PART.fullmatch(words):
        return date(year, (int(found[2]) - 1) * PARTS[found[1]] + 1, 1)
    found = _CALENDAR.fullmatch(words)
    if not found:
        return None
    month, day = MONTHS.index(found[1]) + 1, int(found[2] or 1)
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
