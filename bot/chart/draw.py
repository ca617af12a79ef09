"""A chart as PNG bytes, by matplotlib: runs in a worker process, which alone loads matplotlib.

Everything is placed in pixels of a picture of fixed width: three of them are one of a phone's 360.
States are told apart by shape, filling and line; colour only says it once more.
"""

import io
import os
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from adapters.plain import one_line
from bot.chart.shape import Bar, Chart, Mark
from bot.compose.standing import State

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 1080
DPI: Final = 200
LEFT: Final = 44
RIGHT: Final = WIDTH - LEFT
TITLE: Final = 17.0  # points: a third of a point is a pixel of a phone
TEXT: Final = 13.5
SMALL: Final = 12.0
HEAD: Final = 178
ROW: Final = 120
LANE: Final = 75  # of a row's top
AXIS: Final = 104
LEGEND_LINE: Final = 52
LEGEND_COLUMNS: Final = 3
COLOURS: Final = 64  # enough for six with their edges; a quarter of the bytes
BARS: Final = 380
THICK: Final = 24  # of a bar of days
NARROW: Final = 16  # the least length of one
POINT: Final = 26
EDGE: Final = 40

# Debian's fonts-noto-cjk and fonts-wqy-microhei, for who installs without the font package.
DEBIAN: Final = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
)


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


def draw(chart: Chart, *, dark: bool = False) -> bytes:
    """The chart as a PNG, 1080 pixels wide; the same chart gives the same bytes."""
    # Before numpy is loaded: its helpers would ask for memory by the core, beyond a worker's limit.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Where the home folder takes no cache, matplotlib complains of each start.
    os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "evwatch-matplotlib"))
    import matplotlib as mpl  # noqa: PLC0415 - half a second and 60 MB, in a worker only

    theme = DARK if dark else LIGHT
    settings: dict[Any, Any] = {
        "font.family": [*_families(), "DejaVu Sans"],
        "hatch.linewidth": 2.0,
        "axes.unicode_minus": False,
        "path.simplify": False,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that no font has is drawn as a box
        return _Sheet(chart, theme).png()


@cache
def _families() -> tuple[str, ...]:
    """The fonts for Chinese, the one of the package first; none where none is installed."""
    from matplotlib import font_manager  # noqa: PLC0415 - as above

    known = font_manager.fontManager
    for path in _fonts():
        if path.is_file():
            known.addfont(path)
            return (font_manager.get_font(path).family_name,)
    return ()


def _fonts() -> tuple[Path, ...]:
    try:
        from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return DEBIAN
    return (sans_path(), *DEBIAN)


def draw_both(chart: Chart) -> tuple[bytes, bytes]:
    """The chart for a light and for a dark ground."""
    return draw(chart), draw(chart, dark=True)


class _Sheet:
    """One picture while it is drawn; `y` runs down from the top edge."""

    def __init__(self, chart: Chart, theme: Theme) -> None:
        self._chart = chart
        self._theme = theme
        self._legend = self._legend_lines()  # its places are known before the height is
        self._height = HEAD + (0 if chart.bars else ROW) + LEFT
        if chart.marks:
            rows = len(chart.marks) * ROW
            self._height = HEAD + rows + AXIS + len(self._legend) * LEGEND_LINE + LEFT
        if chart.bars:
            self._height += BARS
        self._figure, self._axes = self._blank()

    def png(self) -> bytes:
        """Draw everything and give the bytes."""
        chart, theme = self._chart, self._theme
        self._text(LEFT, 62, chart.title, TITLE, theme.ink)
        self._text(LEFT, 114, chart.subtitle, SMALL, theme.soft)
        y = HEAD
        if chart.marks:
            y = self._timeline(y)
        elif not chart.bars:
            self._text(LEFT, y + ROW / 2, chart.nothing, TEXT, theme.ink)
        if chart.bars:
            self._bars(y)
        return self._kept()

    def _kept(self) -> bytes:
        from PIL import Image  # noqa: PLC0415 - as above

        canvas: Any = self._figure.canvas
        canvas.draw()
        size = canvas.get_width_height()
        whole = Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba())).convert("RGB")
        few = whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, format="PNG", optimize=True)
        return kept.getvalue()

    def _blank(self) -> "tuple[Figure, Axes]":
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above

        figure = Figure(
            figsize=(WIDTH / DPI, self._height / DPI), dpi=DPI, facecolor=self._theme.paper
        )
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(self._height, 0)
        axes.set_axis_off()
        return figure, axes

    def _timeline(self, top: int) -> int:
        chart, theme = self._chart, self._theme
        foot = top + len(chart.marks) * ROW
        for tick in chart.ticks:
            x = self._x(tick.day.toordinal())
            self._line(x, top - 8, x, foot + 8, theme.line, 3.0 if tick.strong else 1.5)
            self._text(x, foot + 34, tick.text, SMALL, theme.soft, anchor=_anchor(x))
        if chart.today:
            x = self._x(chart.today.toordinal())
            self._line(x, top - 8, x, foot + 8, theme.today, 3.5, style="--")
            self._text(x, top - 26, chart.today_text, SMALL, theme.today, anchor=_anchor(x))
        for number, mark in enumerate(chart.marks):
            self._row(top + number * ROW, mark)
        y = foot + AXIS
        for line in self._legend:
            for x, state, words in line:
                self._point(x + 16, y, state, 1.0)
                self._text(x + 42, y, words, SMALL, theme.ink)
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
            self._line(end, y, right, y, colour, 4.0, style=":")
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
        width = self._width(when, SMALL)
        at, y, anchor = right, top + LANE, "left"
        if right + width > RIGHT:
            at, anchor = left, "right"
        if anchor == "right" and left - width < LEFT:
            at, y, room = RIGHT, top + 26, max(RIGHT - LEFT - int(width) - 20, 0)
        self._text(at, y, when, SMALL, self._theme.soft, anchor=anchor, back=True)
        label = self._cut(mark.label, room)
        self._text(LEFT, top + 26, label, TEXT, self._theme.ink, back=True)

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
        self._axes.plot([x], [y], **looks)
        if state == State.OVERDUE:
            self._text(x, y + 3, "!", SMALL * 0.75, colour, anchor="center")

    def _span(self, start: float, end: float, y: float, state: State) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

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
        self._axes.add_patch(Rectangle((start, y - THICK / 2), end - start, THICK, **looks))
        if state == State.CANCELLED:
            self._line(start, y + THICK / 2, end, y - THICK / 2, colour, 3.0, above=True)
            self._line(start, y - THICK / 2, end, y + THICK / 2, colour, 3.0, above=True)
        if state in {State.SLIPPED, State.OVERDUE}:
            middle = min(max((start + end) / 2, LEFT), RIGHT)
            self._point(middle, y, state, 0.75)

    def _arrow(self, before: float, after: float, y: float, colour: str) -> None:
        """From the day that it was planned for to the one that it is planned for now."""
        self._axes.plot(
            [before], [y], marker="|", markersize=9, markeredgewidth=1.8, color=colour, zorder=3
        )
        self._line(before, y, after, y, colour, 3.0, style="--")
        if after - before > POINT * 2:
            self._axes.plot(
                [(before + after) / 2], [y], marker=">", markersize=6, color=colour, zorder=3
            )

    def _bars(self, top: int) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

        theme, bars = self._theme, self._chart.bars
        self._text(LEFT, top + 26, self._cut(self._chart.bars_title, RIGHT - LEFT), TEXT, theme.ink)
        floor, ceiling = top + BARS - 100, top + 100
        most = max((bar.value or 0 for bar in bars), default=0) or 1
        room = (RIGHT - LEFT) / len(bars)
        self._line(LEFT, floor, RIGHT, floor, theme.soft, 2.0)
        for number, bar in enumerate(bars):
            x, width = LEFT + room * (number + 0.14), room * 0.72
            height = (floor - ceiling) * (bar.value or 0) / most
            self._axes.add_patch(
                Rectangle((x, floor - height), width, height, facecolor=theme.states[State.DONE])
            )
            self._figure_of(bar, x + width / 2, floor, height, room)

    def _figure_of(self, bar: Bar, x: float, floor: float, height: float, room: float) -> None:
        size = SMALL if self._width(bar.text, SMALL) < room else SMALL * 0.8
        self._text(x, floor - height - 22, bar.text, size, self._theme.ink, anchor="center")
        self._text(x, floor + 34, bar.month, SMALL * 0.9, self._theme.soft, anchor="center")

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

    def _cut(self, words: str, room: float) -> str:
        """The words on one line, as many as there is room for."""
        words = one_line(words)[:200]
        if self._width(words, TEXT) <= room:
            return words
        least, most = 0, len(words)
        while least < most:
            middle = (least + most + 1) // 2
            if self._width(f"{words[:middle].rstrip()}…", TEXT) <= room:
                least = middle
            else:
                most = middle - 1
        return f"{words[:least].rstrip()}…"

    def _width(self, words: str, size: float) -> float:
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - as above

        renderer = self._figure.canvas.get_renderer()  # type: ignore[attr-defined] # agg's
        width, _, _ = renderer.get_text_width_height_descent(
            one_line(words) or " ", FontProperties(size=size), ismath=False
        )
        return float(width)

    def _text(  # noqa: PLR0913 - what a text has
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        *,
        anchor: str = "left",
        back: bool = False,
    ) -> None:
        """Words with their middle at `y`; `back`: what is behind them stays away."""
        lines = "\n".join(one_line(line) for line in words.split("\n"))
        text = self._axes.text(
            x, y, lines, size=size, color=colour, ha=anchor, va="center", parse_math=False, zorder=5
        )
        if back:
            from matplotlib.patheffects import withStroke  # noqa: PLC0415 - as above

            text.set_path_effects([withStroke(linewidth=4, foreground=self._theme.paper)])

    def _line(  # noqa: PLR0913, PLR0917 - two ends and a look
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        colour: str,
        width: float,
        *,
        style: str = "-",
        above: bool = False,
    ) -> None:
        self._axes.plot(
            [x, to_x],
            [y, to_y],
            color=colour,
            linewidth=width * 72 / DPI,
            linestyle=style,
            zorder=4 if above else 2,
        )


def _anchor(x: float) -> str:
    """On which side of a place its words stand, so that they do not leave the picture."""
    if x < LEFT + EDGE:
        return "left"
    return "right" if x > RIGHT - EDGE else "center"
