"""A company's steps as a file of the format asked for."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from adapters.document import File
from bot.compose.entries import entries, promises_of
from bot.exchange.steps import Step, steps
from storage.records import Company, Telling


class Format(StrEnum):
    """The formats, each by the ending of its files."""

    CSV = "csv"
    JSON = "json"
    ICS = "ics"
    ATOM = "atom"


KINDS: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.ICS: "text/calendar; charset=utf-8",
    Format.ATOM: "application/atom+xml; charset=utf-8",
}
NAMES: Final[dict[str, Format]] = {
    **{each.value: each for each in Format},
    "excel": Format.CSV,
    "xls": Format.CSV,
    "xlsx": Format.CSV,
    "spreadsheet": Format.CSV,
    "表格": Format.CSV,
    "ical": Format.ICS,
    "icalendar": Format.ICS,
    "calendar": Format.ICS,
    "日历": Format.ICS,
    "日程": Format.ICS,
    "feed": Format.ATOM,
    "rss": Format.ATOM,
    "订阅": Format.ATOM,
}


def write(  # noqa: PLR0913 - what is asked, and what is known
    format_: Format,
    company: Company,
    tellings: Iterable[Telling],
    *,
    now: datetime,
    language: str,
    home: str = "",
) -> File:
    """The file, newest step first. `home` is the address of the company's page, where it has one.

    Takes some milliseconds a hundred steps, and the first time a library is loaded: not in a loop.
    """
    found = known(tellings, now.astimezone(UTC).date())
    return File(
        _bytes(format_, company, found, now=now, language=language, home=home),
        name=f"{company.id}.{format_}",
        kind=KINDS[format_],
    )


def known(tellings: Iterable[Telling], today: date) -> tuple[Step, ...]:
    """The steps behind the tellings of one company, newest first."""
    told = tuple(tellings)
    return steps(entries(told), promises_of(told, today))


def _bytes(  # noqa: PLR0913 - as above
    format_: Format,
    company: Company,
    found: tuple[Step, ...],
    *,
    now: datetime,
    language: str,
    home: str,
) -> bytes:
    # Each library is loaded where its format is asked for.
    match format_:
        case Format.CSV:
            from bot.exchange.table import table  # noqa: PLC0415

            return table(found)
        case Format.JSON:
            from bot.exchange.plainly import document  # noqa: PLC0415

            return document(company, found, at=now)
        case Format.ICS:
            from bot.exchange.calendar import calendar  # noqa: PLC0415

            return calendar(company, found, language=language)
        case Format.ATOM:
            from bot.exchange.feed import feed  # noqa: PLC0415

            return feed(company, found, at=now, language=language, home=home)
