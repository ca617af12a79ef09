"""The steps of a company as an answer: newest state first, and how much the answer means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime
from functools import lru_cache, partial
from typing import Final

from adapters.document import Button, Buttons, Document, Facts, Part, Run, Text, Title
from adapters.plain import web_address
from bot.compose.figures import day, span
from bot.compose.growth import denied, otherwise
from bot.compose.rows import company_name, formerly, in_words, state, step_row
from bot.compose.wording import KINDS, PHASES, Phrase, listed, pick
from bot.stories.promises import Promise, State, follow
from bot.stories.slips import OPEN, is_later
from bot.stories.slips import told as statement
from bot.stories.steps import merge
from storage.records import Company, Kind, Milestone, Objection, Phase, Telling

PAGE: Final = 10  # steps
NAMES_MAX: Final = 3  # of silent sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known of a company's sources: how much an empty or short answer means."""

    watched: bool
    since: datetime | None = None  # when it was put on the watchlist
    paused_until: datetime | None = None  # `datetime.max` (UTC): until resumed
    sources: int = 0  # watched ones that could tell of it
    silent: tuple[tuple[str, datetime | None], ...] = ()  # stale or failing: name, last success


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of a timeline is asked for; empty is all of it."""

    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    since: date | None = None

    @property
    def is_empty(self) -> bool:
        """Does everything pass?"""
        return not (self.kinds or self.phases or self.since)


ALL: Final = Filter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step with all who tell of it. `tellings` are newest first, never empty."""

    best: Milestone
    tellings: tuple[Telling, ...]

    @property
    def when(self) -> date:
        """When it came to its newest state: as dated if it is over, else as first told so."""
        m = self.best
        if m.when and m.phase == Phase.DONE:
            return m.when.end
        return min(told(each) for each in self.stating)

    @property
    def last(self) -> date:
        """The day that `since` compares with: its own last day, or the last telling's."""
        return self.best.when.end if self.best.when else told(self.tellings[0])

    @property
    def stating(self) -> tuple[Telling, ...]:
        """The tellings of its newest state, newest first."""
        same = state(self.best, [each.milestone for each in self.tellings])
        return tuple(each for each in self.tellings if each.milestone in same)


def told(telling: Telling) -> date:
    """The day on which it was told."""
    return (telling.published or telling.seen).astimezone(UTC).date()


@lru_cache(maxsize=64)  # people turn pages and change filters; merging is most of the work
def entries(tellings: tuple[Telling, ...]) -> tuple[Entry, ...]:
    """The steps behind the tellings of one company, the newest state first."""
    newest = sorted(tellings, key=lambda each: each.published or each.seen, reverse=True)
    steps = [
        Entry(best=step.best, tellings=tuple(newest[i] for i in step.tellings))
        for step in merge([each.milestone for each in newest])
    ]
    order = sorted(steps, key=lambda entry: (entry.when, entry.best.headline), reverse=True)
    return tuple(order)


def fits(entry: Entry, only: Filter) -> bool:
    """Does the newest state of a step pass the filter?"""
    return (
        (not only.kinds or entry.best.kind in only.kinds)
        and (not only.phases or entry.best.phase in only.phases)
        and (only.since is None or entry.last >= only.since)
    )


def timeline(  # noqa: PLR0913 - what was asked and what is known
    company: Company,
    tellings: Sequence[Telling],
    *,
    coverage: Coverage,
    turn: Callable[[int], str],
    now: datetime,
    only: Filter = ALL,
    page: int = 1,
    language: str = "en",
    objections: Sequence[Objection] = (),
) -> Document:
    """The answer to a look-up. `tellings` are all of the company, whatever `only` asks for.

    `objections` are the denials of its steps, newest first.

    `turn` gives the command that shows another page of the same answer; page 0 asks for all
    steps without the filter. A page beyond the last one is the last one.
    """
    every = entries(tuple(tellings))
    promises = promises_of(tuple(tellings), now.astimezone(UTC).date())
    steps = [entry for entry in every if fits(entry, only)]
    name = company_name(company, language)
    if steps:
        extra = partial(_extra, promises=promises, objections=objections, language=language)
        parts = _page(steps, coverage, turn, extra, only, page, name, language)
    else:
        parts = _nothing(every, coverage, turn, only, company, language)
    parts += _doubts(coverage, name, language)
    count = Phrase.STEPS.say(language, n=len(steps))
    what = count if steps else _first_text(parts)
    plain = Phrase.NAMED.say(language, name=name, what=what)
    return Document(parts=tuple(parts), plain=plain, tone="answer")


def _page(  # noqa: PLR0913, PLR0917 - what was asked, taken apart
    steps: Sequence[Entry],
    coverage: Coverage,
    turn: Callable[[int], str],
    extra: Callable[[Entry], list[Run]],
    only: Filter,
    page: int,
    name: str,
    language: str,
) -> list[Part]:
    pages = -(-len(steps) // PAGE)
    page = min(max(page, 1), pages)
    shown = steps[(page - 1) * PAGE : page * PAGE]
    parts: list[Part] = [Title(text=Phrase.STEPS.say(language, n=len(steps)), tag=name)]
    if not coverage.watched:
        parts.append(_text(Phrase.NOT_WATCHED_BUT.say(language, company=name)))
    parts += _asked(only, language)
    parts.append(
        Facts(tuple(step_row(entry.best, language, extra=extra(entry)) for entry in shown))
    )
    if pages > 1:
        parts.append(_text(Phrase.PAGE.say(language, page=page, pages=pages), faint=True))
        parts.append(_turning(page, pages, turn, language))
    return parts


def _extra(
    entry: Entry,
    promises: Mapping[str, Promise],
    objections: Sequence[Objection],
    language: str,
) -> list[Run]:
    """What a timeline adds to a step: what it was, what became of it, who tells or denies it."""
    best = entry.best
    runs = formerly(best, [each.milestone for each in entry.tellings], language)
    runs += otherwise(best, [each.milestone for each in entry.tellings], language)
    said = "".join(run.text for run in runs)
    runs += [run for run in _kept_promise(entry, promises, language) if not _is_said(run, said)]
    newest = entry.stating[0]
    others = len({each.outlet for each in entry.tellings} - {newest.outlet})
    outlet = newest.outlet
    if others:
        outlet = Phrase.SEVERAL_TELL.say(language, outlet=outlet, n=others)
    runs.append(Run(outlet, faint=True, href=web_address(newest.url)))
    runs.append(Run(day(told(newest), language), faint=True))
    for each in _denials(entry, objections):
        runs.append(Run(denied(each.denial, language)))
        runs.append(Run(each.outlet, faint=True, href=web_address(each.url)))
    return [run for run in runs if run.text]


def _is_said(run: Run, said: str) -> bool:
    """Does the row tell it already: "was planned, 2024" and "was 2024"?"""
    return run.faint and run.text.removeprefix("was ").removeprefix("原定") in said


def _kept_promise(entry: Entry, promises: Mapping[str, Promise], language: str) -> list[Run]:
    """What has become of a plan: moved back, moved here from an older date, or overdue."""
    best = entry.best
    promise = promises.get(best.id)
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
        runs.append(Run(Phrase.OVERDUE.say(language), bold=True))
    return runs


def _denials(entry: Entry, objections: Sequence[Objection]) -> list[Objection]:
    """The newest denial of this step, if somebody denied it."""
    stories = {each.story for each in entry.tellings}
    found = [
        each
        for each in objections
        if each.story in stories and each.denial.kind in {None, entry.best.kind}
    ]
    return found[:1]


@lru_cache(maxsize=64)
def promises_of(tellings: tuple[Telling, ...], today: date) -> Mapping[str, Promise]:
    """What was promised among the tellings of one company, by the id of each statement of it."""
    return {
        each.milestone.id: promise
        for promise in follow([statement(telling) for telling in tellings], today)
        for each in promise.tellings
    }


def _asked(only: Filter, language: str) -> list[Part]:
    if only.is_empty:
        return []
    words = [pick(KINDS[kind], language) for kind in only.kinds]
    words += [pick(PHASES[phase], language) for phase in only.phases]
    if only.since:
        words.append(Phrase.SINCE.say(language, day=day(only.since, language)))
    filters = listed(words, language)
    return [_text(Phrase.FILTER.say(language, filters=filters), faint=True)]


def _turning(page: int, pages: int, turn: Callable[[int], str], language: str) -> Buttons:
    newer = [Button(Phrase.NEWER.say(language), turn(page - 1))] if page > 1 else []
    older = [Button(Phrase.OLDER.say(language), turn(page + 1))] if page < pages else []
    return Buttons((*newer, *older))


def _nothing(  # noqa: PLR0913, PLR0917 - what was asked, taken apart
    every: Sequence[Entry],
    coverage: Coverage,
    turn: Callable[[int], str],
    only: Filter,
    company: Company,
    language: str,
) -> list[Part]:
    name = company_name(company, language)
    if every:
        return [Title(text=_missed(every, only, name, language)), *_before(every, turn, language)]
    if coverage.watched and coverage.since:
        since = day(coverage.since.astimezone(UTC).date(), language)
        text = Phrase.NOTHING_YET.say(language, company=name, day=since)
        return [Title(text=text)]
    if coverage.watched:
        return [Title(text=Phrase.NOTHING_YET_UNDATED.say(language, company=name))]
    command = f"/evwatch add {company.id}"
    return [
        Title(text=Phrase.NOT_WATCHED.say(language, company=name)),
        _text(Phrase.HOW_TO_WATCH.say(language, command=command)),
        Buttons((Button(Phrase.WATCH_IT.say(language, company=name), command),)),
    ]


def _missed(every: Sequence[Entry], only: Filter, name: str, language: str) -> str:
    if only.since and not only.kinds and not only.phases:
        since = day(only.since, language)
        return Phrase.NOTHING_SINCE.say(language, company=name, day=since)
    return Phrase.NOTHING_FITS.say(language, company=name, n=len(every))


def _before(every: Sequence[Entry], turn: Callable[[int], str], language: str) -> list[Part]:
    latest = in_words(every[0].best, language)
    return [
        _text(Phrase.LATEST_IS.say(language, step=latest)),
        Buttons((Button(Phrase.ALL_STEPS.say(language), turn(0)),)),
    ]


def _doubts(coverage: Coverage, name: str, language: str) -> list[Part]:
    """Why steps may be missing here, if they may."""
    parts: list[Part] = []
    if until := coverage.paused_until:
        is_open = until.year == MAXYEAR
        phrase = Phrase.PAUSED_OPEN if is_open else Phrase.PAUSED_NOW
        until_day = "" if is_open else day(until.astimezone(UTC).date(), language)
        parts.append(_text("⚠ " + phrase.say(language, company=name, until=until_day)))
    if coverage.watched and not coverage.sources:
        command = "/evwatch add https://…"
        parts.append(_text(Phrase.NO_SOURCE.say(language, command=command)))
    if coverage.silent:
        parts.append(_text("⚠ " + _silence(coverage, language)))
    return parts


def _silence(coverage: Coverage, language: str) -> str:
    names = [name for name, _ in coverage.silent][:NAMES_MAX]
    rest = len(coverage.silent) - len(names)
    names += [Phrase.AND_MORE.say(language, n=rest)] if rest else []
    values = {"n": len(coverage.silent), "of": coverage.sources, "names": listed(names, language)}
    heard = [at for _, at in coverage.silent if at]
    if not heard:
        return Phrase.SOURCES_FAIL_UNDATED.say(language, **values)
    since = day(min(heard).astimezone(UTC).date(), language)
    return Phrase.SOURCES_FAIL.say(language, day=since, **values)


def _text(words: str, *, faint: bool = False) -> Text:
    return Text((Run(words, faint=faint),))


def _first_text(parts: Sequence[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Title)), "")
