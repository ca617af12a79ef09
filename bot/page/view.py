"""What stands on the page, as values in the reader's language; nothing is escaped yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from adapters.plain import host, one_line, plain, web_address
from adapters.signs import CERTAINTY_SIGNS, PHASE_SIGNS
from bot.compose.entries import Entry, told
from bot.compose.figures import day, span
from bot.compose.paging import Paging
from bot.compose.rows import DOT, company_name, figures, label
from bot.compose.standing import Promises, State, standing
from bot.compose.wording import CERTAINTIES, PHASES, pick
from storage.records import Company, Objection, Telling

STEPS_MAX: Final = 300  # the files hold all of them
QUOTE_MAX_CHARS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who says so, in which words. `url` is a web address or empty, `host` is its own name."""

    words: str
    outlet: str
    title: str
    url: str
    host: str
    day: str
    iso: str  # of the day
    mark: str  # how far and how sure this one tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what, when, what has become of it, and all who tell of it."""

    label: str
    when: str
    phase: str  # the name of a style
    phase_text: str
    phase_sign: str
    certainty_text: str
    certainty_sign: str
    notes: tuple[str, ...]  # moved from, moved to, overdue
    is_overdue: bool
    proofs: tuple[Proof, ...]
    denials: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole page. `files` are (words, file name); `pictures` whether there is a chart."""

    language: str
    other_language: str
    company: str
    title: str
    count: str
    steps: tuple[Step, ...]
    left_out: str  # empty when every step is shown
    nothing: str
    chart_alt: str  # empty: there is no chart
    description: str
    files: tuple[tuple[str, str], ...]
    written: str
    written_iso: str


def view(  # noqa: PLR0913 - what is known of the company
    company: Company,
    entries: Sequence[Entry],
    promised: Promises,
    objections: Sequence[Objection],
    *,
    chart_alt: str,
    files: Sequence[tuple[str, str]],
    now: datetime,
    language: str,
) -> View:
    """The page of these steps, newest first as they are given."""
    name = company_name(company, language)
    shown = entries[:STEPS_MAX]
    rest = len(entries) - len(shown)
    return View(
        language="zh-CN" if language == "zh" else "en",
        other_language="en" if language == "zh" else "zh",
        company=company.id,
        title=name,
        count=Paging.COUNT.say(language, n=len(entries)),
        steps=tuple(_step(entry, promised, objections, language) for entry in shown),
        left_out=Paging.LEFT_OUT.say(language, n=rest) if rest else "",
        nothing="" if entries else Paging.NOTHING.say(language, company=name),
        chart_alt=chart_alt,
        description=chart_alt or Paging.COUNT.say(language, n=len(entries)),
        files=tuple(files),
        written=day(now.astimezone(UTC).date(), language),
        written_iso=now.astimezone(UTC).isoformat(timespec="minutes"),
    )


def _step(entry: Entry, promised: Promises, objections: Sequence[Objection], language: str) -> Step:
    best, stands = entry.best, standing(entry, promised)
    notes: list[str] = []
    if stands.moved_from:
        before = span(stands.moved_from, language)
        notes.append(Paging.MOVED_FROM.say(language, before=before))
    if stands.moved_to:
        notes.append(Paging.MOVED_TO.say(language, after=span(stands.moved_to, language)))
    is_overdue = stands.state == State.OVERDUE
    if is_overdue:
        notes.append(Paging.OVERDUE.say(language))
    return Step(
        label=DOT.join(map(one_line, (label(best, language), *figures(best, language)))),
        when=span(best.when, language) if best.when else "",
        phase=best.phase.value,
        phase_text=pick(PHASES[best.phase], language),
        phase_sign=PHASE_SIGNS.get(best.phase.value, "•"),
        certainty_text=pick(CERTAINTIES[best.certainty], language),
        certainty_sign=CERTAINTY_SIGNS.get(best.certainty.value, "•"),
        notes=tuple(notes),
        is_overdue=is_overdue,
        proofs=tuple(_proof(each, language) for each in entry.tellings),
        denials=tuple(_denial(each, language) for each in _against(entry, objections)),
    )


def _against(entry: Entry, objections: Sequence[Objection]) -> list[Objection]:
    """Who denies this step."""
    stories = {each.story for each in entry.tellings}
    return [
        each
        for each in objections
        if each.story in stories and each.denial.kind in {None, entry.best.kind}
    ]


def _proof(telling: Telling, language: str) -> Proof:
    m = telling.milestone
    marks = (pick(PHASES[m.phase], language), pick(CERTAINTIES[m.certainty], language))
    when = (span(m.when, language),) if m.when else ()
    told_on = told(telling)
    return Proof(
        words=plain(m.evidence, QUOTE_MAX_CHARS).strip(),
        outlet=one_line(telling.outlet),
        title=one_line(telling.title),
        url=web_address(telling.url) or "",
        host=host(telling.url) if web_address(telling.url) else "",
        day=day(told_on, language),
        iso=told_on.isoformat(),
        mark=" · ".join((*marks, *when)),
    )


def _denial(objection: Objection, language: str) -> Proof:
    on = (objection.published or objection.seen).astimezone(UTC).date()
    return Proof(
        words=plain(objection.denial.evidence, QUOTE_MAX_CHARS).strip(),
        outlet=one_line(objection.outlet),
        title=one_line(objection.title),
        url=web_address(objection.url) or "",
        host=host(objection.url) if web_address(objection.url) else "",
        day=day(on, language),
        iso=on.isoformat(),
        mark="",
    )
