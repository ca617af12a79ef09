"""The steps of a company as an answer: newest state first, and how much the answer means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from adapters.document import Button, Buttons, Document, Facts, Part, Run, Title
from adapters.plain import web_address
from bot.compose.actions import Turns, row
from bot.compose.anchors import PAGE, Anchor, Page, anchor, turn
from bot.compose.coverage import Coverage, doubts, nothing, unwatched
from bot.compose.entries import Entry, entries, promises_of, told
from bot.compose.figures import day, span
from bot.compose.filters import ALL, Filter, asked, fits, stretch
from bot.compose.growth import denied, otherwise
from bot.compose.lookup_words import Look
from bot.compose.rows import DOT, company_name, formerly, in_words, step_row, text
from bot.compose.wording import Phrase
from bot.stories.promises import Promise, State
from bot.stories.slips import OPEN, is_later
from storage.records import Company, Objection, Telling

OUTLETS_MAX: Final = 2  # with a link each; of one step


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
    steps = [entry for entry in every if fits(entry, only)]
    page = turn(steps, older=pages.older, newer=pages.newer, number=pages.number)
    name = company_name(company, language)
    teller = Teller(
        promises=promises_of(then, now.astimezone(UTC).date()),
        objections=objections,
        language=language,
    )
    turns = turns_of(page, pages, then, news=len(known) - len(then))
    if steps:
        title = Title(text=Phrase.STEPS.say(language, n=len(steps)), tag=name)
        parts: list[Part] = [title, *unwatched(coverage, name, language), *asked(only, language)]
        parts += _grouped(page.steps, teller, is_dated=_is_long(steps))
        parts += _place(page, len(known) - len(then), language)
    elif every:
        parts = _missed(every, pages, only, name, language)
    else:
        parts = nothing(coverage, company, language)
    parts += doubts(coverage, name, now, language)
    parts += row(turns, language, follows=None if follows or not every else company)
    what = title.text if steps else _first_text(parts)
    plain = Phrase.NAMED.say(language, name=name, what=what)
    return Document(parts=tuple(parts), plain=plain, tone="answer")


def known_then(tellings: tuple[Telling, ...], seen: datetime | None) -> tuple[Telling, ...]:
    """Those that were known at a moment; all of them for None."""
    if seen is None or all(each.seen <= seen for each in tellings):
        return tellings
    return tuple(each for each in tellings if each.seen <= seen)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What is known beside the steps of a timeline, to tell each of them in full."""

    promises: Mapping[str, Promise]
    objections: Sequence[Objection]
    language: str

    def beside(self, entry: Entry) -> list[Run]:
        """What it was, what became of it, who tells or denies it."""
        best, language = entry.best, self.language
        statements = [each.milestone for each in entry.tellings]
        runs = formerly(best, statements, language) + otherwise(best, statements, language)
        said = "".join(run.text for run in runs)
        runs += [run for run in self._kept_promise(entry) if not _is_said(run, said)]
        runs += sources(entry, language)
        for each in self._denials(entry):
            runs.append(Run(denied(each.denial, language)))
            runs.append(Run(each.outlet, faint=True, href=web_address(each.url)))
        return [run for run in runs if run.text]

    def _kept_promise(self, entry: Entry) -> list[Run]:
        """What has become of a plan: moved back, moved here from an older date, or overdue."""
        best, language = entry.best, self.language
        promise = self.promises.get(best.id)
        if promise is None or best.when is None or best.phase not in OPEN:
            return []
        now = promise.plan.milestone.when
        if now and is_later(now, best.when):
            return [Run(Phrase.MOVED_TO.say(language, now=span(now, language)), faint=True)]
        runs = [
            Run(Phrase.WAS_DUE.say(language, before=span(old.when, language)), faint=True)
            for old in promise.slipped[-1:]
            if old.when
        ]
        if promise.state == State.OVERDUE:
            runs.insert(0, Run(f"⚠ {Phrase.OVERDUE.say(language)}", bold=True))
        return runs

    def _denials(self, entry: Entry) -> list[Objection]:
        """The newest denial of this step, if somebody denied it."""
        stories = {each.story for each in entry.tellings}
        found = [
            each
            for each in self.objections
            if each.story in stories and each.denial.kind in {None, entry.best.kind}
        ]
        return found[:1]


def sources(entry: Entry, language: str) -> list[Run]:
    """Who tells the newest state, each with its link, how many more do, and the last day."""
    newest = entry.stating[0]
    links: dict[str, str] = {}
    for each in (*entry.stating, *entry.tellings):
        links.setdefault(each.outlet, each.url)
    shown = list(links.items())[:OUTLETS_MAX]
    runs = [Run(outlet, faint=True, href=web_address(url)) for outlet, url in shown]
    if len(links) > len(shown):
        runs.append(Run(Phrase.AND_MORE.say(language, n=len(links) - len(shown)), faint=True))
    return [*runs, Run(day(told(newest), language), faint=True)]


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
    return len({entry.when.year for entry in steps}) > 1


def _place(page: Page[Entry], news: int, language: str) -> list[Part]:
    """Which page it is, and whether something came in since the first one was made."""
    said = []
    if page.of > PAGE:
        said.append(Phrase.PAGE.say(language, page=page.number, pages=page.pages))
    if news:
        said.append(Look.NEWER_SINCE.say(language, n=news))
    return [text(DOT.join(said), faint=True)] if said else []


def _is_said(run: Run, said: str) -> bool:
    """Does the row tell it already: "was planned, 2024" and "was 2024"?"""
    return run.faint and run.text.removeprefix("was ").removeprefix("原定") in said


def _missed(
    every: Sequence[Entry], pages: Pages, only: Filter, name: str, language: str
) -> list[Part]:
    latest = in_words(every[0].best, language)
    return [
        Title(text=_why_none(every, only, name, language)),
        *(asked(only, language) if only.about else ()),
        text(Phrase.LATEST_IS.say(language, step=latest)),
        Buttons((Button(Phrase.ALL_STEPS.say(language), pages.everything),)),
    ]


def _why_none(every: Sequence[Entry], only: Filter, name: str, language: str) -> str:
    if only == Filter(since=only.since, until=only.until) and (stretch(only, language)):
        if only.until is None and only.since:
            since = day(only.since, language)
            return Phrase.NOTHING_SINCE.say(language, company=name, day=since)
        return Look.NOTHING_IN.say(language, company=name, time=stretch(only, language)[0])
    return Phrase.NOTHING_FITS.say(language, company=name, n=len(every))


def _first_text(parts: Sequence[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Title)), "")
