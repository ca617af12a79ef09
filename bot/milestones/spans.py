"""Arithmetic of calendar spans: months, quarters, halves, years, seasons, weeks, fiscal years.

No words of any language here; the grammars turn words into calls of these functions. Years outside
1 to 9998 raise `ValueError`, as `date` itself does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from storage.records import Span

MONTHS: Final = 12
_DAY: Final = timedelta(days=1)


class Season(Enum):
    """A season of the northern half of the earth, with its first month."""

    SPRING = 3
    SUMMER = 6
    AUTUMN = 9
    WINTER = 12


class Part(Enum):
    """A part of a year as newspapers say it, as first and last month (both inclusive).

    Source: the rulings of the milestone guide, section Date.
    """

    EARLY = (1, 3)
    MIDDLE = (5, 8)
    LATE = (10, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiscal:
    """How a fiscal year lies: its first month, and whether its number is that of its last day."""

    first_month: int = 1
    named_by_end: bool = False

    def year(self, number: int) -> Span:
        """The fiscal year of this number."""
        return months(number - self.named_by_end, self.first_month, MONTHS)

    def quarter(self, number: int, which: int) -> Span:
        """The quarter `which` (1 to 4) of the fiscal year `number`."""
        return months(number - self.named_by_end, self.first_month + 3 * (which - 1), 3)

    def half(self, number: int, which: int) -> Span:
        """The half `which` (1 or 2) of the fiscal year `number`."""
        return months(number - self.named_by_end, self.first_month + 6 * (which - 1), 6)

    def number_on(self, day: date) -> int:
        """The number of the fiscal year that holds this day."""
        begun = day.year if day.month >= self.first_month else day.year - 1
        return begun + self.named_by_end


CALENDAR: Final = Fiscal()
# ISO country or company id -> its fiscal year; everybody else has the calendar year.
FISCAL: Final[Mapping[str, Fiscal]] = {
    "JP": Fiscal(first_month=4),
    "IN": Fiscal(first_month=4, named_by_end=True),
    "apple": Fiscal(first_month=10, named_by_end=True),
}


def months(year: int, month: int, count: int) -> Span:
    """`count` whole months from `month` of `year`; a month beyond 12 falls into a later year."""
    return Span(start=first_of(year, month), end=first_of(year, month + count) - _DAY)


def first_of(year: int, month: int) -> date:
    """The first day of a month; months below 1 or above 12 fall into other years."""
    return date(year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1, 1)


def of_day(day: date) -> Span:
    """One day."""
    return Span(start=day, end=day)


def of_month(year: int, month: int) -> Span:
    """One month; months below 1 or above 12 fall into other years."""
    return months(year, month, 1)


def of_quarter(year: int, which: int) -> Span:
    """The quarter `which`, 1 to 4."""
    return months(year, 3 * which - 2, 3)


def of_half(year: int, which: int) -> Span:
    """The half-year `which`, 1 or 2."""
    return months(year, 6 * which - 5, 6)


def of_year(year: int) -> Span:
    """One calendar year."""
    return months(year, 1, MONTHS)


def of_years(first: int, last: int) -> Span:
    """Whole calendar years, both inclusive."""
    return months(first, 1, MONTHS * (last - first + 1))


def of_part(year: int, part: Part) -> Span:
    """The early, middle or late part of a year."""
    first, last = part.value
    return months(year, first, last - first + 1)


def of_season(year: int, season: Season) -> Span:
    """A season by the year in which it begins: winter 2024 ends in February 2025."""
    return months(year, season.value, 3)


def each_day(month: int, day: int) -> Callable[[int], Span | None]:
    """The yearly occurrence of a day; None in years without it."""

    def occurrence(year: int) -> Span | None:
        try:
            return of_day(date(year, month, day))
        except ValueError:
            return None

    return occurrence


def each_month(month: int) -> Callable[[int], Span]:
    """The yearly occurrence of a month."""
    return lambda year: of_month(year, month)


def each_season(season: Season) -> Callable[[int], Span]:
    """The yearly occurrence of a season."""
    return lambda year: of_season(year, season)


def of_week(day: date, *, shift: int = 0) -> Span:
    """Monday to Sunday around a day, `shift` weeks later (or earlier, when negative)."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return Span(start=monday, end=monday + timedelta(days=6))


def horizon(year: int, years: int) -> Span:
    """The next N years from a starting year: its first day to the last day N years later."""
    return Span(start=date(year, 1, 1), end=date(year + years, 12, 31))


def latest(at: Callable[[int], Span | None], published: date) -> Span | None:
    """The last yearly occurrence that has begun by `published`.

    `at` gives the occurrence of a year, or None where it has none (29 February).
    """
    for year in range(published.year, published.year - 9, -1):
        span = at(year)
        if span is not None and span.start <= published:
            return span
    return None


def coming(at: Callable[[int], Span | None], published: date) -> Span | None:
    """The first yearly occurrence that is not over on `published`."""
    for year in range(published.year - 1, published.year + 9):
        span = at(year)
        if span is not None and span.end >= published:
            return span
    return None


def in_year(span: Span, year: int) -> Span | None:
    """The same days of another year; None where that year does not have them."""
    gap = year - span.start.year
    try:
        return Span(
            start=span.start.replace(year=year), end=span.end.replace(year=span.end.year + gap)
        )
    except ValueError:  # 29 February
        return None
