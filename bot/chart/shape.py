"""What a chart shows, as values: every word is there already, nothing is left to be looked up."""

from dataclasses import dataclass
from datetime import date

from bot.compose.standing import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One step. `start` to `end` are its days, both inclusive; more than one is shown as a bar."""

    label: str
    when: str  # in words
    state: State
    start: date
    end: date
    moved_from: date | None = None  # the last day of the time it was planned for before


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure of one month. `value` is None for a month that nobody told a figure of."""

    month: str  # in short, with its year where one begins
    name: str  # with its year
    value: float | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis with its words; `strong` begins a year."""

    day: date
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A whole picture. Marks stand in their order, top to bottom; both lists may be empty.

    `first` and `last` are the days at both ends of the axis. `today` is None where it lies beyond.
    """

    title: str
    subtitle: str
    marks: tuple[Mark, ...]
    first: date
    last: date
    ticks: tuple[Tick, ...]
    today: date | None
    today_text: str
    legend: tuple[tuple[State, str], ...]  # of the states that are shown
    bars: tuple[Bar, ...]  # by month, without a gap
    bars_title: str
    nothing: str  # stands where there is nothing to be shown
    alt: str  # what the picture says, for who does not see it
