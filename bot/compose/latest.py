"""What was told last of all companies that are watched: each step once, where it was told last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from adapters.document import Document, Fact, Facts, Part, Title
from bot.catalogue import Catalogue
from bot.compose.actions import Turns
from bot.compose.actions import row as buttons
from bot.compose.anchors import PAGE
from bot.compose.coverage import Coverage, doubts
from bot.compose.entries import Entry, entries_of, promises_of
from bot.compose.filters import Filter, asked, fits
from bot.compose.lookup_words import Look
from bot.compose.rows import DOT, name_of, step_row
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
    """The answer: the steps in the order in which they were told, each with its company.

    `companies`: how many are watched by name; 0: every one there is.
    """
    head = (Look.LATEST_OF if companies else Look.LATEST_OF_ALL).say(language, n=companies)
    parts: list[Part] = [Title(text=head), *asked(only, language)]
    if not steps:
        parts = [Title(text=_nothing(coverage, only, language)), *asked(only, language)]
    if steps:
        parts.append(Facts(tuple(_row(each, known, catalogue, now, language) for each in steps)))
    parts += doubts(coverage, "", now, language)
    parts += buttons(turns, language)
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


def _row(
    entry: Entry,
    known: Mapping[str, tuple[Telling, ...]],
    catalogue: Catalogue,
    now: datetime,
    language: str,
) -> Fact:
    """A step with its company before its kind, and all that a timeline tells of it."""
    company = entry.best.company
    today = now.astimezone(UTC).date()
    promises = promises_of(_of_kind(known[company], entry.best.kind), today)
    teller = Teller(promises=promises, objections=(), language=language)
    row = step_row(entry.best, language, extra=teller.beside(entry))
    return replace(row, label=f"{name_of(company, catalogue, language)}{DOT}{row.label}")


def _nothing(coverage: Coverage, only: Filter, language: str) -> str:
    if not coverage.watched:
        return Look.NOBODY_WATCHED.say(language, command="/evwatch add xiaomi")
    return (Look.NOTHING_LATEST if only.is_empty else Look.NOTHING_LATEST_FITS).say(language)
