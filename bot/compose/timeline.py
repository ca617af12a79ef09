"""The steps of a company as an answer: newest state first, and how much the answer means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from adapters.document import Button, Document, Facts, Part, Title
from bot.compose.actions import Turns, row
from bot.compose.anchors import PAGE, Anchor, Page, anchor, turn
from bot.compose.coverage import Coverage, doubts, nothing, unwatched
from bot.compose.entries import Entry, entries, promises_of, told
from bot.compose.figures import day
from bot.compose.filters import ALL, Filter, asked, fits, stretch
from bot.compose.lookup_words import Look
from bot.compose.rows import DOT, company_name, in_words, step_row, text
from bot.compose.telling import Teller, known_then
from bot.compose.wording import Phrase
from storage.records import Company, Objection, Telling

OUTLETS_MAX: Final = 2  # with a link each; of one step

# What a timeline is made of, for those who show it otherwise.
__all__ = ["Coverage", "Entry", "Filter", "Pages", "entries", "promises_of", "timeline", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which page of an answer is asked for, and the commands of the others."""

    number: int = 1
    older: Anchor | None = None  # the steps behind it, as they were when it was made
    newer: Anchor | None = None
    command: str  # of the first page
    everything: str  # the same without a filter
    behind: Callable[[Anchor], str]
    before: Callable[[Anchor], str]
    meant: tuple[str, ...] = ()  # what else the words may mean, where nothing is found

    @property
    def seen(self) -> datetime | None:
        """Until when the answer knows of things; None: until now."""
        at = self.older or self.newer
        return at.seen if at else None


def timeline(  # noqa: PLR0913 - what was asked and what is known
    company: Company,
    tellings: Sequence[Telling],
    *,
    coverage: Coverage,
    pages: Pages,
    now: datetime,
    only: Filter = ALL,
    language: str = "en",
    objections: Sequence[Objection] = (),
    follows: bool = True,
) -> Document:
    """The answer to a look-up. `tellings` are all of the company, whatever `only` asks for.

    `objections` are the denials of its steps, newest first. `follows`: this channel hears of the
    company already. A page beyond the last one is the last one.
    """
    known = tuple(tellings)
    then = known_then(known, pages.seen)
    every = entries(then)
    steps = every if only.is_empty else tuple(entry for entry in every if fits(entry, only))
    page = turn(steps, older=pages.older, newer=pages.newer, number=pages.number)
    name = company_name(company, language)
    kinds = {entry.best.kind for entry in page.steps}
    shown = tuple(each for each in then if each.milestone.kind in kinds)
    teller = Teller(
        promises=promises_of(shown, now.astimezone(UTC).date()),
        objections=objections,
        language=language,
    )
    turns = turns_of(page, pages, then, news=len(known) - len(then))
    more: list[Button] = []
    if steps:
        title = Title(text=Phrase.STEPS.say(language, n=len(steps)), tag=name)
        parts: list[Part] = [title, *unwatched(coverage, name, language), *asked(only, language)]
        parts += _grouped(page.steps, teller, is_dated=_is_long(steps))
        parts += _place(page, len(known) - len(then), language)
    elif every:
        parts = _missed(every, only, name, language)
        if pages.meant:
            parts.append(text(Phrase.DID_YOU_MEAN.say(language)))
        more += [Button(label=line, command=line) for line in pages.meant]
        more.append(Button(Phrase.ALL_STEPS.say(language), pages.everything))
    else:
        parts = nothing(coverage, company, language)
    parts += doubts(coverage, name, now, language)
    if every and not coverage.watched:
        watch = Phrase.WATCH_IT.say(language, company=name)
        more.append(Button(watch, f"/evwatch add {company.id}"))
    is_new = every and coverage.watched and not follows
    parts += row(turns, language, more=more, follows=company if is_new else None)
    what = title.text if steps else _first_text(parts)
    plain = Phrase.NAMED.say(language, name=name, what=what)
    return Document(parts=tuple(parts), plain=plain, tone="answer")


def turns_of(page: Page[Entry], pages: Pages, then: Sequence[Telling], *, news: int) -> Turns:
    """The commands of the pages beside this one; `news`: so many tellings came since."""
    if not page.steps:
        return Turns()
    seen = pages.seen or max(each.seen for each in then)
    has_older = page.first + len(page.steps) < page.of
    return Turns(
        newest=pages.command if news else "",
        newer=pages.before(anchor(page.steps[0], seen)) if page.first else "",
        older=pages.behind(anchor(page.steps[-1], seen)) if has_older else "",
    )


def _grouped(steps: Sequence[Entry], teller: Teller, *, is_dated: bool) -> list[Part]:
    """The steps as rows, under the year in which they came to their state if it may be another."""
    parts: list[Part] = []
    for year, same in groupby(steps, key=lambda entry: entry.when.year):
        if is_dated:
            parts.append(text(str(year), bold=True))
        rows = (step_row(each.best, teller.language, extra=teller.beside(each)) for each in same)
        parts.append(Facts(tuple(rows)))
    return parts


def _is_long(steps: Sequence[Entry]) -> bool:
    """Are they of several years? They are given in their order."""
    return steps[0].when.year != steps[-1].when.year


def _place(page: Page[Entry], news: int, language: str) -> list[Part]:
    """Which page it is, and whether something came in since the first one was made."""
    said = []
    if page.of > PAGE:
        said.append(Phrase.PAGE.say(language, page=page.number, pages=page.pages))
    if news:
        said.append(Look.NEWER_SINCE.say(language, n=news))
    return [text(DOT.join(said), faint=True)] if said else []


def _missed(every: Sequence[Entry], only: Filter, name: str, language: str) -> list[Part]:
    latest = in_words(every[0].best, language)
    return [
        Title(text=_why_none(every, only, name, language)),
        *(() if _is_of_time(only, language) else asked(only, language)),
        text(Phrase.LATEST_IS.say(language, step=latest)),
    ]


def _why_none(every: Sequence[Entry], only: Filter, name: str, language: str) -> str:
    if _is_of_time(only, language):
        if only.until is None and only.since:
            since = day(only.since, language)
            return Phrase.NOTHING_SINCE.say(language, company=name, day=since)
        return Look.NOTHING_IN.say(language, company=name, time=stretch(only, language)[0])
    return Phrase.NOTHING_FITS.say(language, company=name, n=len(every))


def _is_of_time(only: Filter, language: str) -> bool:
    """Does it narrow nothing but the time? Then the title says that."""
    is_alone = only == Filter(since=only.since, until=only.until)
    return is_alone and bool(stretch(only, language))


def _first_text(parts: Sequence[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Title)), "")
