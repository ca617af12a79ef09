"""What a look-up tells of a step besides the step: what it was, what became of it, who tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from adapters.document import Run
from adapters.plain import web_address
from bot.compose.entries import Entry, told
from bot.compose.figures import day, span
from bot.compose.growth import denied, otherwise
from bot.compose.rows import formerly
from bot.compose.wording import Phrase
from bot.stories.promises import Promise, State
from bot.stories.slips import OPEN, is_later
from storage.records import Objection, Telling

OUTLETS_MAX: Final = 2  # with a link each; of one step


def known_then(tellings: tuple[Telling, ...], seen: datetime | None) -> tuple[Telling, ...]:
    """Those that were known at a moment; all of them for None."""
    if seen is None or all(each.seen <= seen for each in tellings):
        return tellings
    return tuple(each for each in tellings if each.seen <= seen)


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
        runs.sort(key=lambda run: not run.bold)  # that it is overdue is seen first
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
            runs.append(Run(f"⚠ {Phrase.OVERDUE.say(language)}", bold=True))
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


def _is_said(run: Run, said: str) -> bool:
    """Does the row tell it already: "was planned, 2024" and "was 2024"?"""
    return run.faint and run.text.removeprefix("was ").removeprefix("原定") in said
