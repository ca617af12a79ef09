"""A chart as PNG bytes, by matplotlib: runs in a worker process, which alone loads matplotlib.

Everything is placed in pixels of a picture of fixed width: three of them are one of a phone's 360.
States are told apart by shape, filling and line; colour only says it once more.
"""

import os
import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

from adapters.plain import one_line
from bot.chart.canvas import Canvas
from bot.chart.fonts import families, fonts
from bot.chart.look import DARK, DPI, LEFT, LIGHT, MARKERS, RIGHT, SMALL, TEXT, TITLE, WIDTH, Theme
from bot.chart.shape import Bar, Chart, Mark
from bot.compose.standing import State

HEAD: Final = 178
ROW: Final = 120
LANE: Final = 75  # of a row's top
AXIS: Final = 104
LEGEND_LINE: Final = 52
LEGEND_COLUMNS: Final = 3
BARS: Final = 380
THICK: Final = 24  # of a bar of days
NARROW: Final = 16  # the least length of one
POINT: Final = 26
EDGE: Final = 40  # of the picture: words that near it stand on its inner side


def draw(chart: Chart, *, dark: bool = False, letters: tuple[Path, ...] | None = None) -> bytes:
    """The chart as a PNG, 1080 pixels wide; the same chart gives the same bytes.

    `letters` are fonts for Chinese, the best first; None: those of this machine.
    """
    # Before numpy is loaded: its helpers would ask for memory by the core, beyond a worker's limit.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Where the home folder takes no cache, matplotlib complains of each start.
    os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "evwatch-matplotlib"))
    import matplotlib as mpl  # noqa: PLC0415 - half a second and 60 MB, in a worker only

    theme = DARK if dark else LIGHT
    settings: dict[Any, Any] = {
        "font.family": [*families(fonts() if letters is None else letters), "DejaVu Sans"],
        "hatch.linewidth": 2.0,
        "axes.unicode_minus": False,
        "path.simplify": False,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that no font has is drawn as a box
        return _Sheet(chart, theme).png()


def draw_both(chart: Chart) -> tuple[bytes, bytes]:
    """The chart for a light and for a dark ground."""
    return draw(chart), draw(chart, dark=True)


class _Sheet:
    """Places a chart on a canvas."""

    def __init__(self, chart: Chart, theme: Theme) -> None:
        self._chart = chart
        self._theme = theme
        self._legend = self._legend_lines()  # its places are known before the height is
        height = HEAD + (0 if chart.bars else ROW) + LEFT
        if chart.marks:
            rows = len(chart.marks) * ROW
            height = HEAD + rows + AXIS + len(self._legend) * LEGEND_LINE + LEFT
        if chart.bars:
            height += BARS
        self._canvas = Canvas(height, theme)

    def png(self) -> bytes:
        """Draw everything and give the bytes."""
        chart, theme = self._chart, self._theme
        self._canvas.text(LEFT, 62, chart.title, TITLE, theme.ink)
        self._canvas.text(LEFT, 114, chart.subtitle, SMALL, theme.soft)
        y = HEAD
        if chart.marks:
            y = self._timeline(y)
        elif not chart.bars:
            self._canvas.text(LEFT, y + ROW / 2, chart.nothing, TEXT, theme.ink)
        if chart.bars:
            self._bars(y)
        return self._canvas.png()

    def _timeline(self, top: int) -> int:
        chart, theme = self._chart, self._theme
        foot = top + len(chart.marks) * ROW
        for tick in chart.ticks:
            x = self._x(tick.day.toordinal())
            self._canvas.line(x, top - 8, x, foot + 8, theme.line, 3.0 if tick.strong else 1.5)
            self._canvas.text(x, foot + 34, tick.text, SMALL, theme.soft, anchor=_anchor(x))
        if chart.today:
            x = self._x(chart.today.toordinal())
            self._canvas.line(x, top - 8, x, foot + 8, theme.today, 3.5, style="--")
            self._canvas.text(x, top - 26, chart.today_text, SMALL, theme.today, anchor=_anchor(x))
        for number, mark in enumerate(chart.marks):
            self._row(top + number * ROW, mark)
        y = foot + AXIS
        for line in self._legend:
            for x, state, words in line:
                self._point(x + 16, y, state, 1.0)
                self._canvas.text(x + 42, y, words, SMALL, theme.ink)
            y += LEGEND_LINE
        return y

    def _row(self, top: int, mark: Mark) -> None:
        theme = self._theme
        y = top + LANE
        start, end = self._x(mark.start.toordinal()), self._x(mark.end.toordinal() + 1)
        if mark.start == mark.end:
            start = end = self._x(mark.start.toordinal() + 0.5)
        colour = theme.states[mark.state]
        left = start
        if mark.moved_from:
            before = self._x(mark.moved_from.toordinal())
            left = min(left, before)
            self._arrow(before, start, y, colour)
        right = end
        if mark.state == State.OVERDUE and self._chart.today:
            right = max(end, self._x(self._chart.today.toordinal()))
            self._canvas.line(end, y, right, y, colour, 4.0, style=":")
        if mark.start == mark.end:
            self._point(start, y, mark.state, 1.0)
            left, right = min(left, start - POINT / 2), max(right, end + POINT / 2)
        else:
            end = max(end, start + NARROW)
            right = max(right, end)
            self._span(start, end, y, mark.state)
        self._words(top, left - 14, right + 14, mark)

    def _words(self, top: int, left: float, right: float, mark: Mark) -> None:
        """The label above, and when beside the mark, on the side that has room for it.

        Where neither has, it ends the line of the label.
        """
        when, room = one_line(mark.when), RIGHT - LEFT
        width = self._canvas.width(when, SMALL)
        at, y, anchor = right, top + LANE, "left"
        if right + width > RIGHT:
            at, anchor = left, "right"
        if anchor == "right" and left - width < LEFT:
            at, y, room = RIGHT, top + 26, max(RIGHT - LEFT - int(width) - 20, 0)
        self._canvas.text(at, y, when, SMALL, self._theme.soft, anchor=anchor, back=True)
        label = self._canvas.cut(mark.label, room)
        self._canvas.text(LEFT, top + 26, label, TEXT, self._theme.ink, back=True)

    def _point(self, x: float, y: float, state: State, scale: float) -> None:
        colour, paper = self._theme.states[state], self._theme.paper
        looks: dict[str, Any] = {
            "marker": MARKERS[state],
            "markersize": POINT * scale * 72 / DPI,
            "markeredgewidth": 1.6,
            "markeredgecolor": colour,
            "markerfacecolor": colour if state in {State.DONE, State.CANCELLED} else paper,
            "linestyle": "none",
            "zorder": 4,
        }
        if state == State.PENDING:
            looks |= {"fillstyle": "left", "markerfacecolor": colour}
            looks |= {"markerfacecoloralt": paper}
        self._canvas.sign(x, y, **looks)
        if state == State.OVERDUE:
            self._canvas.text(x, y + 3, "!", SMALL * 0.75, colour, anchor="center")

    def _span(self, start: float, end: float, y: float, state: State) -> None:
        colour = self._theme.states[state]
        looks: dict[str, Any] = {
            "facecolor": colour if state == State.DONE else self._theme.paper,
            "edgecolor": colour,
            "linewidth": 1.6,
            "zorder": 3,
        }
        if state == State.PENDING:
            looks["hatch"] = "////"
        if state in {State.SLIPPED, State.OVERDUE}:
            looks["linestyle"] = (0, (4, 2)) if state == State.SLIPPED else (0, (1, 1))
        self._canvas.bar(start, y - THICK / 2, end - start, THICK, **looks)
        if state == State.CANCELLED:
            self._canvas.line(start, y + THICK / 2, end, y - THICK / 2, colour, 3.0, above=True)
            self._canvas.line(start, y - THICK / 2, end, y + THICK / 2, colour, 3.0, above=True)
        if state in {State.SLIPPED, State.OVERDUE}:
            middle = min(max((start + end) / 2, LEFT), RIGHT)
            self._point(middle, y, state, 0.75)

    def _arrow(self, before: float, after: float, y: float, colour: str) -> None:
        """From the day that it was planned for to the one that it is planned for now."""
        self._canvas.sign(before, y, marker="|", markersize=9, markeredgewidth=1.8, color=colour)
        self._canvas.line(before, y, after, y, colour, 3.0, style="--")
        if after - before > POINT * 2:
            self._canvas.sign((before + after) / 2, y, marker=">", markersize=6, color=colour)

    def _bars(self, top: int) -> None:
        theme, bars = self._theme, self._chart.bars
        self._canvas.text(
            LEFT, top + 26, self._canvas.cut(self._chart.bars_title, RIGHT - LEFT), TEXT, theme.ink
        )
        floor, ceiling = top + BARS - 100, top + 100
        most = max((bar.value or 0 for bar in bars), default=0) or 1
        room = (RIGHT - LEFT) / len(bars)
        self._canvas.line(LEFT, floor, RIGHT, floor, theme.soft, 2.0)
        for number, bar in enumerate(bars):
            x, width = LEFT + room * (number + 0.14), room * 0.72
            height = (floor - ceiling) * (bar.value or 0) / most
            colour = theme.states[State.DONE]
            self._canvas.bar(x, floor - height, width, height, facecolor=colour)
            self._figure_of(bar, x + width / 2, floor, height, room)

    def _figure_of(self, bar: Bar, x: float, floor: float, height: float, room: float) -> None:
        size = SMALL if self._canvas.width(bar.text, SMALL) < room else SMALL * 0.8
        self._canvas.text(x, floor - height - 22, bar.text, size, self._theme.ink, anchor="center")
        self._canvas.text(x, floor + 34, bar.month, SMALL * 0.9, self._theme.soft, anchor="center")

    def _legend_lines(self) -> list[list[tuple[int, State, str]]]:
        """The states with their places, three on a line."""
        column = (RIGHT - LEFT) // LEGEND_COLUMNS
        told = self._chart.legend
        return [
            [
                (LEFT + place * column, state, words)
                for place, (state, words) in enumerate(told[at : at + LEGEND_COLUMNS])
            ]
            for at in range(0, len(told), LEGEND_COLUMNS)
        ]

    def _x(self, day: float) -> float:
        """Where a day lies; what is beyond an end runs over the edge by a little."""
        first, last = self._chart.first.toordinal(), self._chart.last.toordinal()
        x = LEFT + (RIGHT - LEFT) * (day - first) / max(last - first, 1)
        return min(max(x, -THICK), WIDTH + THICK)


def _anchor(x: float) -> str:
    """On which side of a place its words stand, so that they do not leave the picture."""
    if x < LEFT + EDGE:
        return "left"
    return "right" if x > RIGHT - EDGE else "center"
