"""How charts look: measures in pixels, sizes of letters in points, colours and signs of states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.compose.standing import State

WIDTH: Final = 1080
DPI: Final = 200
LEFT: Final = 44
RIGHT: Final = WIDTH - LEFT
TITLE: Final = 17.0  # points: a third of a point is a pixel of a phone
TEXT: Final = 13.5
SMALL: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one rendering."""

    paper: str
    ink: str
    soft: str
    line: str
    today: str
    states: Mapping[State, str]


LIGHT: Final = Theme(
    paper="#fbfcfb",
    ink="#17211c",
    soft="#55625b",
    line="#dbe2dc",
    today="#0b6b52",
    states={
        State.DONE: "#0b6b3a",
        State.PENDING: "#7a4b00",
        State.PLANNED: "#1c4f93",
        State.SLIPPED: "#9a3d05",
        State.OVERDUE: "#9c1c2b",
        State.CANCELLED: "#5d6660",
    },
)
DARK: Final = Theme(
    paper="#161e1a",
    ink="#e7eeea",
    soft="#a9b9b0",
    line="#2d3a33",
    today="#5cdcae",
    states={
        State.DONE: "#7fe0a4",
        State.PENDING: "#f5c66b",
        State.PLANNED: "#9cc5ff",
        State.SLIPPED: "#ffac7a",
        State.OVERDUE: "#ff9aa4",
        State.CANCELLED: "#b4beb8",
    },
)
MARKERS: Final = {
    State.DONE: "o",
    State.PENDING: "o",
    State.PLANNED: "o",
    State.SLIPPED: "D",
    State.OVERDUE: "^",
    State.CANCELLED: "X",
}
