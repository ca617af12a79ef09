"""What was told last of all companies that are watched: each step once, where it was told last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from adapters.document import Document, Facts, Part, Title
from bot.catalogue import Catalogue
from bot.compose.actions import Turns, row
from bot.compose.anchors import PAGE
from bot.compose.coverage import Coverage, doubts
from bot.compose.entries import Entry, entries_of, promises_of, told
from bot.compose.figures import day
from bot.compose.filters import Filter, asked, fits
from bot.compose.lookup_words import Look
from bot.compose.rows import name_of, step_row, text
from bot.compose.telling import Teller, known_then
from storage.records import Kind, Telling

STEPS_MAX: Final = 3 * PAGE  # on one page, where one item tells very many


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page: its steps, and the first and the last telling that were looked at for it."""

    steps: tuple[Entry, ...]
    first: Telling | None = None
    last: Telling | None = None
    more: bool = False  # in the direction in which it was looked


def page(
    tellings: Sequence[Telling],
    known: Mapping[str, tuple[Telling, ...]],
    *,
    seen: datetime,
    only: Filter,
) -> Shown:
    """The steps that these tellings told last, until a page is full; whole items only.

    `tellings` in the order in which they are to be shown; `known` has all of their companies. A
    step is shown with the telling that was the last one of it: with no other.
    """
    steps: list[Entry] = []
    first = last = None
    for _, same in groupby(tellings, key=lambda each: each.milestone.item):
        if len(steps) >= PAGE:
            return Shown(steps=tuple(steps), first=first, last=last, more=True)
        for each in same:
            first, last = first or each, each
            entry = _entry(each, known, seen)
            if entry and fits(entry, only) and entry not in steps and len(steps) < STEPS_MAX:
                steps.append(entry)
    return Shown(steps=tuple(steps), first=first, last=last)


def latest(  # noqa: PLR0913 - what was asked and what is known
    steps: Sequence[Entry],
    known: Mapping[str, tuple[Telling, ...]],
    *,
    companies: int,
    turns: Turns,
    coverage: Coverage,
    only: Filter,
    catalogue: Catalogue,
    now: datetime,
    language: str,
) -> Document:
    """The answer: by the day on which they were told, each step with its company.

    `companies`: how many are watched by name; 0: every one there is.
    """
    head = Look.LATEST_OF.say(language, n=companies) if companies else _of_all(language)
    parts: list[Part] = [Title(text=head), *asked(only, language)]
    if not steps:
        parts = [Title(text=_nothing(coverage, only, language)), *asked(only, language)]
    for when, same in _days(steps):
        parts.append(text(day(when, language), bold=True))
        rows = []
        for entry in same:
            company = entry.best.company
            promises = promises_of(_of_kind(known[company], entry.best.kind), _today(now))
            teller = Teller(promises=promises, objections=(), language=language)
            name = name_of(company, catalogue, language)
            rows.append(step_row(entry.best, language, who=name, extra=teller.beside(entry)))
        parts.append(Facts(tuple(rows)))
    parts += doubts(coverage, "", now, language)
    parts += row(turns, language)
    first = next((part.text for part in parts if isinstance(part, Title)), "")
    return Document(parts=tuple(parts), plain=first, tone="answer")


def _entry(each: Telling, known: Mapping[str, tuple[Telling, ...]], seen: datetime) -> Entry | None:
    """The step that a telling is of, if it is the last that tells it as news."""
    mine = each.milestone
    then = _of_kind(known_then(known.get(mine.company, ()), seen), mine.kind)
    entry = next((step for step in entries_of(then) if each in step.tellings), None)
    if entry is None:
        return None
    news = [other for other in entry.tellings if other.milestone.headline]
    return entry if max(news, key=_order) == each else None


def _order(each: Telling) -> tuple[datetime, str]:
    return each.published or each.seen, each.milestone.item


def _of_kind(tellings: tuple[Telling, ...], kind: Kind) -> tuple[Telling, ...]:
    return tuple(each for each in tellings if each.milestone.kind == kind)


def _days(steps: Sequence[Entry]) -> Iterator[tuple[date, list[Entry]]]:
    for when, same in groupby(steps, key=_told_on):
        yield when, list(same)


def _told_on(entry: Entry) -> date:
    return max(told(each) for each in entry.tellings if each.milestone.headline)


def _of_all(language: str) -> str:
    return Look.LATEST_OF_ALL.say(language)


def _nothing(coverage: Coverage, only: Filter, language: str) -> str:
    if not coverage.watched:
        return Look.NOBODY_WATCHED.say(language, command="/evwatch add xiaomi")
    return (Look.NOTHING_LATEST if only.is_empty else Look.NOTHING_LATEST_FITS).say(language)


def _today(now: datetime) -> date:
    return now.astimezone(UTC).date()
