"""`Document` to what rich prints: readable on a terminal, the same words as plain text in a pipe.

Text travels as `rich.text.Text`, so nothing from outside is markup, and without the control
characters that drive a terminal.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from adapters.document import (
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    File,
    Footer,
    Links,
    Part,
    Picture,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.plain import host, web_address
from bot.compose.plain import attached, moment, named, one_line, text

PHASES: Final = {
    "planned": ("○", "cyan"),
    "pending": ("◔", "yellow"),
    "done": ("✓", "green"),
    "delayed": ("↷", "magenta"),
    "cancelled": ("✕", "red"),
}
CERTAINTIES: Final = {"official": "bold", "reported": "", "rumoured": "italic dim"}
TONES: Final = {"alert": "bold green", "warning": "bold yellow", "error": "bold red"}


def show(document: Document, console: Console) -> None:
    """Print a document: in colour on a terminal, plain lines elsewhere."""
    if console.is_terminal:
        console.print(renderable(document))
    else:
        console.out(text(document), end="", highlight=False)


def renderable(document: Document) -> RenderableType:
    """The parts of a document, top to bottom."""
    tone = TONES.get(document.tone, "bold")
    return Group(*(each for part in document.parts for each in _part(part, tone)))


def _part(part: Part, tone: str) -> Iterator[RenderableType]:  # noqa: C901 - one arm for each part
    match part:
        case Title():
            tag = Styled.assemble((one_line(part.tag), "bold reverse"), "  ") if part.tag else ""
            yield Styled.assemble(tag, _link(part.text, part.href, tone))
        case Text():
            yield _runs(part.runs)
        case Facts():
            yield Padding(_table(part.rows), (0, 0, 0, 2))
        case Quote():
            source = Styled(f"  {one_line(part.source)}" if part.source else "", style="dim")
            words = Styled(f"“{one_line(part.text)}”", style="italic")
            yield Padding(Styled.assemble(words, source), (0, 0, 0, 2))
        case Links():
            label = Styled(named(one_line(part.label)) if part.label else "", style="dim")
            items = [_link(words, href, "") for words, href in part.items]
            yield Styled.assemble(label, Styled(" · ").join(items))
        case Code():
            lines = "\n".join(one_line(line) for line in part.text.splitlines())
            yield Padding(Styled(lines, style="cyan"), (0, 0, 0, 4))
        case Buttons():
            for button in part.items:
                yield Styled.assemble(
                    "  → ", (one_line(button.label), "bold"), f"  {one_line(button.command)}"
                )
        case Footer():
            at = f" {moment(part.at)}" if part.at else ""
            yield Styled(f"{one_line(part.text)}{at}", style="dim")
        case Picture() | File():
            yield Styled(f"  {attached(part)}", style="dim")
        case _:
            assert_never(part)


def _table(rows: Iterable[Fact]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    for _ in range(2):
        table.add_column()
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(
            Styled(one_line(row.label), style="bold"),
            _badges(row),
            Styled(one_line(row.when)),
            _runs(row.detail),
        )
    return table


def _badges(row: Fact) -> Styled:
    sign, colour = PHASES.get(row.phase, ("", ""))
    phase = f"{sign} {one_line(row.phase_text or row.phase)}".strip()
    certainty = one_line(row.certainty_text or row.certainty)
    gap = " " if phase and certainty else ""
    return Styled.assemble((phase, colour), gap, (certainty, CERTAINTIES.get(row.certainty, "")))


def _runs(runs: Iterable[Run]) -> Styled:
    told = Styled()
    for run in runs:
        style = " ".join(name for name, on in (("bold", run.bold), ("dim", run.faint)) if on)
        told.append_text(_link(run.text, run.href, style, keep_ends=True))
    return told


def _link(words: str, href: str | None, style: str, *, keep_ends: bool = False) -> Styled:
    """The words, as a terminal's link where the address is a web address; its host behind it."""
    shown = one_line(words)
    if keep_ends and words[:1].isspace():
        shown = f" {shown}"
    if keep_ends and words[-1:].isspace() and shown.strip():
        shown = f"{shown} "
    told = Styled(shown, style=style)
    address = web_address(href)
    if address is None:
        return told
    told.stylize(f"link {address}")
    name = host(address)
    return told if shown.strip() == name else told.append(f" ({name})", style="dim")
