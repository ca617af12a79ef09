"""Figures of months as bars: of the vehicles delivered, where three months or more are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.chart.shape import Bar
from bot.compose.entries import Entry
from bot.compose.figures import MONTHS
from bot.compose.phrases import is_chinese, pick
from bot.compose.rows import figures as slots
from storage.records import Certainty, Kind, Milestone, Phase, Unit

LEAST: Final = 3  # months
MONTHS_MAX: Final = 12
MOST: Final = 100_000_000  # more than are made in a year, by all
SURE: Final = (Certainty.RUMOURED, Certainty.REPORTED, Certainty.OFFICIAL)
_THOUSAND: Final = 1_000
_TEN_THOUSAND: Final = 10_000
_MILLION: Final = 1_000_000

Month = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The bars, oldest month first and without a gap; `subject` is whose they are.

    That is empty for the company as a whole. `ids` are those of the milestones that they show.
    """

    bars: tuple[Bar, ...] = ()
    subject: str = ""
    ids: frozenset[str] = frozenset()


def figures(entries: Iterable[Entry], language: str) -> Figures:
    """What there is to be shown.

    Of several models, the one with most months is shown;
    of several figures of one month, the surest. No bars: fewer than three months are told.
    """
    series: dict[str | None, dict[Month, Milestone]] = {}
    for entry in entries:
        m = entry.best
        month = _month(m)
        if month is None:
            continue
        known = series.setdefault(m.subject, {})
        if month not in known or _worth(m) > _worth(known[month]):
            known[month] = m
    # The whole company before a model of it.
    ranked = sorted(series.items(), key=lambda each: (len(each[1]), each[0] is None, each[0] or ""))
    if not ranked or len(ranked[-1][1]) < LEAST:
        return Figures()
    subject, told = ranked[-1]
    last = max(told)
    first = max(min(told), _back(last, MONTHS_MAX - 1))
    if sum(month >= first for month in told) < LEAST:
        return Figures()
    some = next(iter(told.values()))
    named = slots(some, language)[-1:] if subject else []
    return Figures(
        bars=tuple(_bars(first, last, told, language)),
        subject="".join(named),
        ids=frozenset(m.id for month, m in told.items() if month >= first),
    )


def _month(m: Milestone) -> Month | None:
    """The month that it tells the deliveries of; None: it tells something else."""
    if m.kind != Kind.DELIVERY or m.phase != Phase.DONE or m.when is None:
        return None
    if m.quantity is None or m.quantity.unit != Unit.VEHICLES or not 0 < m.quantity.value <= MOST:
        return None
    start, end = m.when.start, m.when.end
    is_whole = start.day == 1 and (start.year, start.month) == (end.year, end.month)
    return (start.year, start.month) if is_whole and _ends_month(end) else None


def _ends_month(end: date) -> bool:
    return end == date.max or date.fromordinal(end.toordinal() + 1).day == 1


def _worth(m: Milestone) -> tuple[int, Decimal]:
    """Surest first; of equally sure ones the larger: a figure of the company, not of a part."""
    return SURE.index(m.certainty), m.quantity.value if m.quantity else Decimal(0)


def _back(month: Month, count: int) -> Month:
    number = max(month[0] * 12 + month[1] - 1 - count, 12)
    return number // 12, number % 12 + 1


def _bars(first: Month, last: Month, told: dict[Month, Milestone], language: str) -> Sequence[Bar]:
    found: list[Bar] = []
    for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        year, month = number // 12, number % 12 + 1
        m = told.get((year, month))
        short = f"{month}月" if is_chinese(language) else MONTHS[month - 1]
        name = pick((f"{short} {year}", f"{year}年{short}"), language)
        if not found or month == 1:
            short = f"{short}\n{year}"
        value = float(m.quantity.value) if m and m.quantity else None
        found.append(Bar(month=short, name=name, value=value, text=_short(value, language)))
    return found


def _short(value: float | None, language: str) -> str:
    """A figure in the room that a bar has: "21.2k", "2.1万"."""
    if value is None:
        return "–"
    if is_chinese(language):
        return f"{value / _TEN_THOUSAND:.3g}万" if value >= _TEN_THOUSAND else f"{value:.0f}"
    if value >= _MILLION:
        return f"{value / _MILLION:.3g}m"
    return f"{value / _THOUSAND:.3g}k" if value >= _THOUSAND else f"{value:.0f}"
