"""A register, read: each row of a company that is known becomes an item.

A row is official evidence; where its definition says what it proves, it states that step itself.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import urljoin

from adapters.fetch import Fetched
from bot.catalogue import fold
from bot.sources.reading import NONE_YET, Answers, Reading
from bot.sources.registers.definition import Definition, Step, definitions
from bot.sources.registers.tables import NoTableError, Row, read_rows
from bot.sources.values import day
from storage.records import Item, Milestone, Quantity, Span, digest
from storage.sources import Source

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BLANK: Final = re.compile(r"\{(\w+)(\|digits)?\}")
_LONG: Final = re.compile(r"\d{12,14}")  # milliseconds
_ZONE: Final = re.compile(r"\b[A-Z]{3,4}\b ?")  # EST, EDT, GMT
_WORD: Final = re.compile(r"[a-z0-9]+")
KEY_MAX_CHARS: Final = 80
LATIN_MIN_CHARS: Final = 3  # a shorter name is also a word of something else


def read(
    source: Source,
    fetched: Fetched,
    *,
    seen: datetime,
    answers: Answers = NONE_YET,  # noqa: ARG001 - a register asks nothing on
) -> Reading:
    """The rows of a register that are of a known company, the oldest first.

    `source.settings`: `register` names the definition; `companies` is a JSON object of the known
    names by company id. Rows of others are left out; one without a key or a text is noted.
    """
    definition = definitions().get(source.settings.get("register", ""))
    if definition is None:
        return Reading(fault="no such register is defined; see bot/catalogue/registers/")
    if definition.nothing and not fetched.body:
        return Reading(title=definition.name, language=definition.language)
    try:
        rows = read_rows(definition, fetched)
    except NoTableError as error:
        return Reading(fault=f"it is not as the register was: {error}")
    companies: dict[str, list[str]] = json.loads(source.settings.get("companies") or "{}")
    called = {id_: each[0] for id_, each in companies.items() if each}
    names = _names(companies)
    told = _Register(definition, source, fetched.url, seen)
    blanks = {key[1:]: text for key, text in source.settings.items() if key.startswith("=")}
    items = [
        told.item({**blanks, **row, "whose": called.get(whose, whose)}, whose)
        for row in rows
        if (whose := told.company(row, names))
    ]
    found = {item.key: item for item in items if item}
    ordered = sorted(found.values(), key=lambda item: item.published or item.seen)
    notes = ("a row could not be read",) if len(items) > sum(map(bool, items)) else ()
    return Reading(
        items=tuple(ordered), title=definition.name, language=definition.language, notes=notes
    )


class _Register:
    """Rows of one register into items."""

    def __init__(self, definition: Definition, source: Source, url: str, seen: datetime) -> None:
        self._is = definition
        self._source, self._url, self._seen = source, url, seen

    def company(self, row: Row, names: Mapping[str, str]) -> str | None:
        """Whose row it is; None: of nobody who is known, or not of the source's company."""
        told = row.get(self._is.company)
        if told is None:
            return self._source.company
        spelled, folded = _spelled(told), fold(told)
        hits = [name for name in names if name in (spelled if name.isascii() else folded)]
        whose = names[max(hits, key=len)] if hits else None
        return whose if self._source.company in {None, whose} else None

    def item(self, row: Row, company: str) -> Item | None:
        """The row as an item; None where it has no key or no text."""
        key, text = _filled(self._is.key, row), _filled(self._is.text, row)
        if not (key and text):
            return None
        on = _day(row.get(self._is.date, ""), self._is.date_format, self._is.zone)
        link = _filled(self._is.link, row)
        return Item(
            source=self._source.id,
            key=digest(key) if len(key) > KEY_MAX_CHARS else key,
            url=_address(urljoin(self._url, link)) if link else self._url,
            title=_filled(self._is.title, row) or text,
            text=text,
            seen=self._seen,
            language=self._is.language,
            published=datetime.combine(on, time(12), UTC) if on else None,
            claims=(self._claim(self._is.step, row, company, text, on),) if self._is.step else (),
        )

    def _claim(self, step: Step, row: Row, company: str, text: str, on: date | None) -> Milestone:
        count = _count(_filled(step.quantity, row))
        return Milestone(
            company=company,
            kind=step.kind,
            phase=step.phase,
            certainty=step.certainty,
            evidence=text,
            headline=True,
            when=Span(start=on, end=on) if on else None,
            quantity=Quantity(value=count, unit=step.unit) if count else None,
            agency=step.agency,
            subject=_filled(step.subject, row) or None,
            rules=f"register:{self._source.settings.get('register', '')}",
        )


def _names(companies: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Company ids by each name: Latin ones as words, with blanks around them, others folded."""
    found: dict[str, str] = {}
    for id_, names in companies.items():
        for name in names:
            if name.isascii() and len(name) >= LATIN_MIN_CHARS:
                found[_spelled(name)] = id_
            elif not name.isascii() and len(name) > 1:
                found[fold(name)] = id_
    return found


def _spelled(text: str) -> str:
    """Its Latin words, each with a blank on both sides: a name is never found inside a word."""
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', text).casefold()))} "


def _filled(template: str, row: Row) -> str:
    """The template with the fields of the row in its blanks, on one line; or their digits."""

    def said(blank: re.Match[str]) -> str:
        told = row.get(blank[1], "")
        return "".join(filter(str.isdigit, told)) if blank[2] else told

    return " ".join(_BLANK.sub(said, template).split())


def _address(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _day(told: str, form: str, zone: int) -> date | None:
    try:
        if form:
            bare = _ZONE.sub("", told)  # strptime knows the machine's own zone only
            return datetime.strptime(bare, form).replace(tzinfo=UTC).date()
        if _LONG.fullmatch(told):
            return (EPOCH + timedelta(milliseconds=int(told), hours=zone)).date()
    except (ValueError, OverflowError):
        return None
    return day(told)


def _count(told: str) -> Decimal | None:
    try:
        count = Decimal(told.replace(",", ""))
    except InvalidOperation:
        return None
    return count if count.is_finite() and count > 0 else None
