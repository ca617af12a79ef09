"""What a chart is drawn on: words, lines, bars and signs, placed in pixels from the top left."""

import io
from typing import Any, Final

from adapters.plain import one_line
from bot.chart.look import DPI, TEXT, WIDTH, Theme

COLOURS: Final = 64  # enough for six with their edges; a quarter of the bytes
LABEL_MAX_CHARS: Final = 200  # more than one line has room for


class Canvas:
    """One picture while it is drawn; `y` runs down from the top edge. Used in a worker only."""

    def __init__(self, height: int, theme: Theme) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - in a worker only
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above

        self._theme = theme
        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=theme.paper)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()

    def png(self) -> bytes:
        """What was drawn, in few colours."""
        from PIL import Image  # noqa: PLC0415 - as above

        canvas: Any = self._figure.canvas
        canvas.draw()
        size = canvas.get_width_height()
        whole = Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba())).convert("RGB")
        few = whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, format="PNG", optimize=True)
        return kept.getvalue()

    def cut(self, words: str, room: float) -> str:
        """The words on one line, as many as there is room for."""
        words = one_line(words)[:LABEL_MAX_CHARS]
        if self.width(words, TEXT) <= room:
            return words
        least, most = 0, len(words)
        while least < most:
            middle = (least + most + 1) // 2
            if self.width(f"{words[:middle].rstrip()}…", TEXT) <= room:
                least = middle
            else:
                most = middle - 1
        return f"{words[:least].rstrip()}…"

    def width(self, words: str, size: float) -> float:
        """How long words are on one line."""
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - as above

        renderer = self._figure.canvas.get_renderer()  # type: ignore[attr-defined] # agg's
        width, _, _ = renderer.get_text_width_height_descent(
            one_line(words) or " ", FontProperties(size=size), ismath=False
        )
        return float(width)

    def text(  # noqa: PLR0913 - what a text has
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

    def line(  # noqa: PLR0913, PLR0917 - two ends and a look
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
        """A line from one place to another; `above`: over bars and other lines."""
        self._axes.plot(
            [x, to_x],
            [y, to_y],
            color=colour,
            linewidth=width * 72 / DPI,
            linestyle=style,
            zorder=4 if above else 2,
        )

    def bar(self, x: float, y: float, width: float, height: float, **looks: object) -> None:
        """A rectangle; `x` and `y` are its top left corner, `looks` what matplotlib calls them."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

        more: dict[str, Any] = looks
        self._axes.add_patch(Rectangle((x, y), width, height, **more))

    def sign(self, x: float, y: float, **looks: object) -> None:
        """A sign with its middle there; `looks` as matplotlib calls them."""
        more: dict[str, Any] = {"zorder": 3, **looks}
        self._axes.plot([x], [y], **more)
