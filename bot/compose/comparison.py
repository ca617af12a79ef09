"""Companies side by side: deliveries month by month, and the newest state of each kind of step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from adapters.document import Button, Document, Fact, Facts, Part, Run, Title
from bot.compose.actions import Turns, row
from bot.compose.entries import Entry
from bot.compose.figures import span
from bot.compose.lookup_words import Look
from bot.compose.rows import company_name, dotted, label, step_row, text
from bot.compose.telling import sources
from bot.compose.wording import KINDS, listed, pick
from bot.stories.compare import days, subject_words
from storage.records import Company, Kind, Milestone, Phase, Quantity, Span, Unit

COMPANIES_MAX: Final = 5
MONTHS_MAX: Final = 6
KINDS_MAX: Final = 5  # on one page
MONTH: Final = range(28, 32)  # days


def compare(
    known: Sequence[tuple[Company, Sequence[Entry]]],
    *,
    turn: Callable[[int], str],
    page: int = 1,
    language: str = "en",
    notes: Sequence[Part] = (),
) -> Document:
    """The answer. `known` has each company with its steps, the newest state first.

    `turn` gives the command of another page of kinds; `notes` say what is missing here.
    """
    names = [company_name(company, language) for company, _ in known]
    months = _deliveries(known, language)
    kinds = [kind for kind in _kinds(known) if not months or kind is not Kind.DELIVERY]
    pages = max(-(-len(kinds) // KINDS_MAX), 1)
    page = min(max(page, 1), pages)
    head = listed(names, language)
    parts: list[Part] = [Title(text=head, tag=Look.COMPARISON.say(language))]
    if page == 1:
        parts += months
    if not (kinds or months):
        parts.append(text(Look.NOTHING_TO_COMPARE.say(language, names=head)))
    for kind in kinds[(page - 1) * KINDS_MAX : page * KINDS_MAX]:
        parts.append(text(pick(KINDS[kind], language), bold=True))
        parts.append(Facts(_rows(known, kind, language)))
    parts += notes
    parts += row(_turns(page, pages, turn), language, more=_alone(known, language))
    return Document(parts=tuple(parts), plain=head, tone="answer")


def deliveries(steps: Sequence[Entry]) -> Mapping[date, Quantity]:
    """The vehicles that a company delivered in each month, by its first day; newest month first.

    Only what was told of all its vehicles together, and of a whole month.
    """
    found: dict[date, Quantity] = {}
    for entry in steps:
        figure = entry.best.quantity
        if figure and _is_month(entry.best) and entry.best.when:
            month = entry.best.when.start
            known = found.get(month)
            if known is None or figure.value > known.value:
                found[month] = figure
    return dict(sorted(found.items(), reverse=True))


def _is_month(m: Milestone) -> bool:
    if m.kind is not Kind.DELIVERY or m.phase is not Phase.DONE or m.when is None:
        return False
    is_counted = m.quantity is not None and m.quantity.unit == Unit.VEHICLES
    return (
        is_counted and m.when.start.day == 1 and days(m.when) in MONTH and _ends_month(m.when)
    ) and not subject_words(m)


def _ends_month(when: Span) -> bool:
    return (when.end + timedelta(days=1)).day == 1


def _deliveries(known: Sequence[tuple[Company, Sequence[Entry]]], language: str) -> list[Part]:
    """One line a month, each company with its figure; the largest in bold."""
    figures = [deliveries(steps) for _, steps in known]
    months = sorted({month for each in figures for month in each}, reverse=True)[:MONTHS_MAX]
    if not months:
        return []
    rows = []
    for month in months:
        told = [each.get(month) for each in figures]
        most = max((figure.value for figure in told if figure), default=Decimal(0))
        runs = [
            Run(_beside(company_name(company, language), figure), bold=_is(figure, most))
            for (company, _), figure in zip(known, told, strict=True)
        ]
        rows.append(Fact(label=_month(month, language), detail=dotted(runs)))
    return [text(Look.DELIVERIES.say(language), bold=True), Facts(tuple(rows))]


def _beside(name: str, figure: Quantity | None) -> str:
    """A company with its figure, which no line's end tears apart."""
    told = f"{name} {figure.value:,f}" if figure else f"{name} –"
    return told.replace(" ", "\N{NO-BREAK SPACE}")


def _is(figure: Quantity | None, most: Decimal) -> bool:
    return figure is not None and figure.value == most


def _month(first: date, language: str) -> str:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return span(Span(start=first, end=last), language)


def _kinds(known: Sequence[tuple[Company, Sequence[Entry]]]) -> list[Kind]:
    """The kinds of step that were told: those of most companies first, then the newest."""
    newest: dict[Kind, list[date]] = {}
    for _, steps in known:
        mine: dict[Kind, date] = {}
        for entry in steps:
            mine.setdefault(entry.best.kind, entry.when)
        for kind, when in mine.items():
            newest.setdefault(kind, []).append(when)
    return sorted(newest, key=lambda kind: (len(newest[kind]), max(newest[kind])), reverse=True)


def _rows(
    known: Sequence[tuple[Company, Sequence[Entry]]], kind: Kind, language: str
) -> tuple[Fact, ...]:
    """The newest state of a kind of step of each company; those without one in the last line."""
    rows: list[Fact] = []
    without: list[str] = []
    for company, steps in known:
        name = company_name(company, language)
        entry = next((entry for entry in steps if entry.best.kind == kind), None)
        if entry is None:
            without.append(name)
        else:
            rows.append(_newest(name, entry, language))
    if without:
        nothing = Run(Look.NOTHING_TOLD.say(language), faint=True)
        rows.append(Fact(label=listed(without, language), detail=(nothing,)))
    return tuple(rows)


def _newest(name: str, entry: Entry, language: str) -> Fact:
    """A step under the name of its company."""
    told = step_row(entry.best, language, extra=sources(entry, language))
    kind = label(replace(entry.best, agency=None), language)
    return replace(told, label=f"{name}{told.label.removeprefix(kind)}")


def _turns(page: int, pages: int, turn: Callable[[int], str]) -> Turns:
    return Turns(
        newer=turn(page - 1) if page > 1 else "", older=turn(page + 1) if page < pages else ""
    )


def _alone(known: Sequence[tuple[Company, Sequence[Entry]]], language: str) -> list[Button]:
    """Each company's own timeline."""
    return [
        Button(company_name(company, language), f"/milestones {company.id}") for company, _ in known
    ]
