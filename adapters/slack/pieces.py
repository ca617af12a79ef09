"""A document taken to pieces, each with its weight: what is cut first when a message is too long.

Texts stand in `rich_text`, in which Slack reads no markup at all; only the small print (context)
is mrkdwn, escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, assert_never

from adapters.document import (
    Button,
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
from adapters.plain import plain
from adapters.signs import CERTAINTY_SIGNS, PHASE_SIGNS
from adapters.slack.words import address, cleaned, escaped, label, link, moment
from adapters.units import cut, units

HEADER_MAX_UNITS: Final = 150
TITLE_MAX_UNITS: Final = 600
TAG_MAX_UNITS: Final = 120
TEXT_MAX_UNITS: Final = 2_900
LABEL_MAX_UNITS: Final = 300
MARK_MAX_UNITS: Final = 100
DETAIL_MAX_UNITS: Final = 1_000
INLINE_MAX_UNITS: Final = 60  # of a detail that stands on its step's own line
QUOTE_MAX_UNITS: Final = 1_500
NAME_MAX_UNITS: Final = 150  # of a link's words, of a source
BUTTON_MAX_UNITS: Final = 75
VALUE_MAX_UNITS: Final = 2_000

SEPARATOR: Final = " · "
WARNING_TONES: Final = frozenset({"warning", "error"})

# How early a piece is let go: 0 never, then from the highest number down, the last one first.
CORE: Final = 0
ACTION: Final = 1
ROW: Final = 2
SAID: Final = 3
PROOF: Final = 4
SMALL: Final = 5
ASIDE: Final = 6

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What stays or goes as a whole. Pieces of one part and kind share a block."""

    part: int
    kind: str  # header, rich, row, context, foot, button
    value: Any  # a block, a rich text element, the text of a context or foot, a button
    cost: int  # in units
    rank: int
    link: bool = False  # one of `Links`


def pieces(document: Document) -> list[Piece]:
    """The pieces in the order in which they are read."""
    found: list[Piece] = []
    sign = "⚠ " if document.tone in WARNING_TONES else ""
    for number, part in enumerate(document.parts):
        found += _part(number, part, sign if number == 0 else "", found)
    return found


def _part(number: int, part: Part, sign: str, before: Sequence[Piece]) -> Iterator[Piece]:  # noqa: C901 - one arm for each part
    match part:
        case Title():
            yield from _title(number, part, sign)
        case Text():
            yield from _text(number, part, sign)
        case Facts():
            has_core = any(each.kind == "row" for each in before)
            yield from _facts(number, part, has_core=has_core)
        case Quote():
            yield from _quote(number, part)
        case Links():
            yield from _links(number, part, before)
        case Code():
            text = cut(plain(part.text).strip("\n"), TEXT_MAX_UNITS)
            if text.strip():
                yield _rich(number, "rich_text_preformatted", [_leaf(text)], PROOF)
        case Buttons():
            yield from (_button(number, each) for each in part.items if _is_pressable(each))
        case Footer():
            yield from _footer(number, part)
        case Picture() | File():
            pass  # they come apart from the message
        case _:
            assert_never(part)


def _title(number: int, part: Title, sign: str) -> Iterator[Piece]:
    """A header, or a bold line where it is a link or longer than a header can be."""
    tag = cleaned(part.tag, TAG_MAX_UNITS)
    words = cleaned(part.text, TITLE_MAX_UNITS)
    url = address(part.href)
    whole = " · ".join(filter(None, (tag, words)))
    if not whole and url is None:
        return
    lead = sign + (f"{tag} · " if tag and words else tag)
    if url is None and units(sign + whole) <= HEADER_MAX_UNITS:
        text = {"type": "plain_text", "text": sign + whole, "emoji": False}
        block = {"type": "header", "text": text}
        cost = units(sign + whole)
        yield Piece(part=number, kind="header", value=block, cost=cost, rank=CORE)
        return
    leaves = [_leaf(lead, bold=True)] if lead else []
    if url is not None:
        leaves += _link(words, url, bold=True)
    elif words:
        leaves.append(_leaf(words, bold=True))
    yield _rich(number, "rich_text_section", leaves, CORE)


def _text(number: int, part: Text, sign: str) -> Iterator[Piece]:
    if part.runs and all(run.faint for run in part.runs):
        text = _context(part.runs)
        if text:
            yield Piece(part=number, kind="context", value=text, cost=units(text), rank=ASIDE)
        return
    leaves = _leaves(part.runs, TEXT_MAX_UNITS)
    if leaves and sign:
        leaves.insert(0, _leaf(sign))
    # What is all bold heads what follows it: neither is of use without the other.
    is_heading = all(run.bold for run in part.runs)
    if leaves:
        yield _rich(number, "rich_text_section", leaves, ROW if is_heading else SAID)


def _facts(number: int, part: Facts, *, has_core: bool) -> Iterator[Piece]:
    for place, row in enumerate(part.rows):
        leaves = _fact(row)
        if leaves:
            rank = CORE if place == 0 and not has_core else ROW
            value = {"type": "rich_text_section", "elements": leaves}
            yield Piece(part=number, kind="row", value=value, cost=_cost(leaves), rank=rank)


def _fact(row: Fact) -> list[Json]:
    """`Approval · Aug 2023 · ✓ done · ✦ official`, and the detail behind it or on the next line."""
    name = cleaned(row.label, LABEL_MAX_UNITS)
    marks = (
        cleaned(row.when, MARK_MAX_UNITS),
        _badge(row.phase, row.phase_text, PHASE_SIGNS),
        _badge(row.certainty, row.certainty_text, CERTAINTY_SIGNS),
    )
    said = "".join(f" · {mark}" for mark in marks if mark)
    detail = _leaves(row.detail, DETAIL_MAX_UNITS)
    is_command = name.startswith("/")
    leaves = [_leaf(name, code=True) if is_command else _leaf(name, bold=True)] if name else []
    leaves += [_leaf(said if name else said.removeprefix(" · "))] if said else []
    if leaves and detail:
        is_long = _cost(detail) > INLINE_MAX_UNITS
        leaves.append(_leaf(("\n" if is_long else " — ") if row.is_step else "  "))
    return leaves + detail


def _badge(name: str, text: str, signs: Mapping[str, str]) -> str:
    words = cleaned(text or name, MARK_MAX_UNITS)
    return f"{signs.get(name, '•')} {words}" if words else ""


def _quote(number: int, part: Quote) -> Iterator[Piece]:
    words = cut(plain(part.text).strip(), QUOTE_MAX_UNITS)
    leaves = [_leaf(words)] if words else []
    source, url = cleaned(part.source, NAME_MAX_UNITS), address(part.href)
    if source or url:
        leaves += [_leaf("\n— ")] if words else []
        leaves += [_leaf(source)] if url is None else _link(source, url)
    if leaves:
        yield _rich(number, "rich_text_quote", leaves, PROOF)


def _links(number: int, part: Links, before: Sequence[Piece]) -> Iterator[Piece]:
    """The sources in one small line; the first of them is never let go."""
    has_core = any(each.link and each.rank == CORE for each in before)
    name = escaped(cleaned(part.label, NAME_MAX_UNITS), NAME_MAX_UNITS)
    lead = f"{name} " if name else ""
    for text, href in part.items:
        url = address(href)
        words = cleaned(text, NAME_MAX_UNITS)
        if url is None and not words:
            continue
        said = link(words, url, 2 * NAME_MAX_UNITS) if url else escaped(words, NAME_MAX_UNITS)
        rank = SMALL if has_core or url is None else CORE
        has_core = has_core or url is not None
        if url and units(lead + said) > TEXT_MAX_UNITS:  # one element would not take it
            piece = _rich(number, "rich_text_section", _link(words, url), rank)
            yield replace(piece, link=True)
            continue
        cost = units(lead + said)
        yield Piece(part=number, kind="context", value=lead + said, cost=cost, rank=rank, link=True)
        lead = SEPARATOR


def _is_pressable(button: Button) -> bool:
    """A command that would be cut is another command: such a button is left out."""
    is_whole = 0 < units(button.command) <= VALUE_MAX_UNITS and button.command.isprintable()
    return is_whole and bool(cleaned(button.label, BUTTON_MAX_UNITS))


def _button(number: int, button: Button) -> Piece:
    name = cleaned(button.label, BUTTON_MAX_UNITS)
    value = {
        "type": "button",
        "action_id": "share" if button.public else "run",
        "text": {"type": "plain_text", "text": name, "emoji": False},
        "value": plain(button.command, VALUE_MAX_UNITS),
    }
    return Piece(part=number, kind="button", value=value, cost=units(name), rank=ACTION)


def _footer(number: int, part: Footer) -> Iterator[Piece]:
    words = escaped(cleaned(part.text, LABEL_MAX_UNITS), LABEL_MAX_UNITS)
    text = " ".join(filter(None, (words, moment(part.at) if part.at else "")))
    if text:
        yield Piece(part=number, kind="foot", value=text, cost=units(text), rank=SMALL)


def _context(runs: Iterable[Run]) -> str:
    """Runs as mrkdwn."""
    left, found = TEXT_MAX_UNITS, ""
    for run in runs:
        url = address(run.href)
        words = plain(run.text).replace("\n", " ")
        said = link(words, url, left) if url and words.strip() else escaped(words, max(left, 1))
        if units(said) > left:
            said = escaped(words, max(left, 1))
        found, left = found + said, left - units(said)
        if left <= 1:
            break
    return cut(found, TEXT_MAX_UNITS) if found.strip() else ""


def _leaves(runs: Iterable[Run], limit: int) -> list[Json]:
    """Runs as rich text in at most `limit` units, addresses included."""
    found: list[Json] = []
    for run in runs:
        left = limit - _cost(found)
        text, url = plain(run.text), address(run.href)
        if left <= 1 or not (text or url):
            continue
        leaves = _link(text, url, bold=run.bold) if url else [_leaf(text, bold=run.bold)]
        if _cost(leaves) > left:
            leaves = [_leaf(cut(text, left), bold=run.bold)] if text else []
        found += leaves
    return found if any(_is_seen(leaf) for leaf in found) else []


def _is_seen(leaf: Json) -> bool:
    return leaf["type"] != "text" or bool(leaf["text"].strip())


def _leaf(text: str, *, bold: bool = False, code: bool = False) -> Json:
    style = {name: True for name, is_so in (("bold", bold), ("code", code)) if is_so}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _link(text: str, url: str, *, bold: bool = False) -> list[Json]:
    style = {"style": {"bold": True}} if bold else {}
    return [{"type": "link", "url": url, "text": label(text, url), **style}]


def _rich(number: int, kind: str, leaves: list[Json], rank: int) -> Piece:
    value = {"type": kind, "elements": leaves}
    return Piece(part=number, kind="rich", value=value, cost=_cost(leaves), rank=rank)


def _cost(leaves: Iterable[Json]) -> int:
    return sum(units(leaf.get("text", "")) + units(leaf.get("url", "")) for leaf in leaves)
