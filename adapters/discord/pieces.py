"""The parts of a document as pieces of Markdown, and as many of them as there is room for.

What is too long loses what matters least: asides first, then tables and quotes, then later steps;
the first step and the links are never cut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from adapters.discord.markup import block, bold, code, escape, link, moment
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
from adapters.plain import one_line, plain, web_address
from adapters.signs import CERTAINTY_SIGNS, PHASE_SIGNS
from adapters.units import cut, units

# How much of one part is shown: plain text before escaping, which at most doubles it.
TITLE_MAX_UNITS: Final = 400
TEXT_MAX_UNITS: Final = 1200
QUOTE_MAX_UNITS: Final = 500
WORD_MAX_UNITS: Final = 150  # a label, a tag, the name of an outlet
SMALL_PRINT_MAX_UNITS: Final = 300
ROW_MAX_UNITS: Final = 1200  # escaped, with its links
BESIDE_MAX_UNITS: Final = 40  # a line of an embed holds about 70 on a desktop
LINKS_MAX_UNITS: Final = 1500
LINE_MAX_UNITS: Final = 1900  # of a headline, which is the content: Discord takes 2,000

DOT: Final = " · "


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of an embed. `rank` 0 is never cut, the highest is cut first."""

    text: str
    rank: int
    close: bool = False  # no blank line before it


def fitted(document: Document, most: int, *, beneath: bool) -> list[Piece]:
    """The pieces that fit into `most` UTF-16 units, the last footer aside.

    `beneath`: the first title stands above them already. Steps lose the links of their details
    before anything is cut.
    """
    pieces = _pieces(document, linked=True, beneath=beneath)
    if _length(pieces) > most:
        pieces = _pieces(document, linked=False, beneath=beneath)
    if _length(pieces) <= most:
        return pieces
    while _length(pieces) > most:
        worst = max(range(len(pieces)), key=lambda at: (pieces[at].rank, at))
        del pieces[worst]
    return [*pieces, Piece("-# …", 0)]


def _length(pieces: Sequence[Piece]) -> int:
    return sum(units(piece.text) + 2 for piece in pieces)


def _pieces(document: Document, *, linked: bool, beneath: bool) -> list[Piece]:
    """`beneath`: the first title stands above already."""
    foot, pieces = last_footer(document), list[Piece]()
    skipped = not beneath
    for part in document.parts:
        if isinstance(part, Title) and not skipped:
            skipped = True
        elif part is not foot:
            pieces += [each for each in _part(part, linked=linked) if each.text]
    return pieces


def _part(part: Part, *, linked: bool) -> list[Piece]:
    match part:
        case Title():
            found = [Piece(title_line(part), 3)]
        case Text():
            found = [_text(part)]
        case Facts():
            rows = (row_line(row, linked=linked) for row in part.rows)
            found = [Piece(row, min(at, 1) * 2, close=at > 0) for at, row in enumerate(rows)]
        case Quote():
            found = _quote(part)
        case Links():
            found = [Piece(_links(part), 0)]
        case Code():
            found = [Piece(block(cut(plain(part.text), TEXT_MAX_UNITS)), 4)]
        case Buttons() | Picture() | File():
            found = []  # components and attachments of their own
        case Footer():
            at = moment(part.at) if part.at else ""
            words = DOT.join(
                filter(None, (escape(cut(one_line(part.text), SMALL_PRINT_MAX_UNITS)), at))
            )
            found = [Piece(f"-# {words}" if words else "", 6)]
        case _:
            assert_never(part)
    return found


def _text(part: Text) -> Piece:
    is_faint = all(run.faint for run in part.runs)
    text = _runs(part.runs, TEXT_MAX_UNITS, TEXT_MAX_UNITS * 3, linked=True)
    if is_faint and text and "\n" not in text:
        text = f"-# {text}"
    return Piece(text, 5 if is_faint else 3)


def _runs(runs: Iterable[Run], most: int, room: int, *, linked: bool) -> str:
    """The runs: `most` units of plain text, `room` units with all their markup.

    The one that goes over is cut, or loses its link; those behind it are left out.
    """
    shown = ""
    for run in runs:
        if most <= 0:
            break
        text = cut(plain(run.text), most)
        most -= units(text)
        ways = (_run(text, run, linked=linked), _run(text, run, linked=False))
        fitting = [way for way in ways if units(shown + way) <= room]
        if not fitting:
            break
        shown += fitting[0]
    return shown.strip()


def _run(text: str, run: Run, *, linked: bool) -> str:
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if linked and web_address(run.href):
        inner = link(cut(text, WORD_MAX_UNITS), run.href)
        inner = f"**{inner}**" if run.bold else inner
    elif run.bold:
        inner = bold(text)
    else:
        inner = escape(text.strip())
    return f"{head}{inner}{tail}" if text.strip() else text


def row_line(fact: Fact, *, linked: bool) -> str:
    """`✓ **Approval** · Aug 2023 · done · ✦ official`, and what else is known of it.

    That stands behind it if it is short, else on a line below.
    """
    label = cut(one_line(fact.label), WORD_MAX_UNITS)
    words = [
        code(label) if label.startswith("/") else bold(label),
        escape(cut(one_line(fact.when), WORD_MAX_UNITS)),
        escape(cut(one_line(fact.phase_text or fact.phase), WORD_MAX_UNITS)),
        _certainty(fact),
    ]
    sign = PHASE_SIGNS.get(fact.phase, "")
    head = f"{sign} {DOT.join(filter(None, words))}".strip()
    detail = _runs(fact.detail, ROW_MAX_UNITS // 2, ROW_MAX_UNITS, linked=linked)
    detail = " ".join(detail.split("\n"))
    between = "\n↳ " if fact.is_step and units(detail) > BESIDE_MAX_UNITS else DOT
    return between.join(filter(None, (head, detail)))


def _certainty(fact: Fact) -> str:
    text = escape(cut(one_line(fact.certainty_text or fact.certainty), WORD_MAX_UNITS))
    return f"{CERTAINTY_SIGNS.get(fact.certainty, '')} {text}".strip()


def _quote(part: Quote) -> list[Piece]:
    text = escape(cut(one_line(part.text), QUOTE_MAX_UNITS))
    source = cut(one_line(part.source), WORD_MAX_UNITS)
    if web_address(part.href) or source:
        text = f"{text}\n> — {link(source, part.href)}" if text else f"— {link(source, part.href)}"
    return [Piece(f"> {text}" if text else "", 3)]


def _links(part: Links) -> str:
    """As many as there is room for; the first in any case."""
    label = bold(cut(one_line(part.label), WORD_MAX_UNITS))
    shown: list[str] = []
    for text, href in part.items:
        one = link(cut(one_line(text), WORD_MAX_UNITS), href)
        if one and (not shown or units(DOT.join((*shown, one))) <= LINKS_MAX_UNITS):
            shown.append(one)
    return " ".join(filter(None, (label, DOT.join(shown)))) if shown else ""


def title_line(title: Title) -> str:
    """The tag in bold before the text, or the text itself so. At most 1,900 UTF-16 units."""
    tag, text = cut(one_line(title.tag), WORD_MAX_UNITS), cut(one_line(title.text), TITLE_MAX_UNITS)
    if web_address(title.href):
        linked = DOT.join(filter(None, (bold(tag), link(text, title.href))))
        if units(linked) <= LINE_MAX_UNITS:
            return linked
    return DOT.join((bold(tag), escape(text))) if tag and text else bold(tag or text)


def last_footer(document: Document) -> Footer | None:
    """The small print that stands below the message; None: there is none."""
    return next((part for part in reversed(document.parts) if isinstance(part, Footer)), None)
