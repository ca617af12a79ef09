"""`Document` to Block Kit, within what Slack takes of one message.

Sources of the limits: slackapi/node-slack-sdk `packages/types/src/block-kit` and slackapi/
python-slack-sdk `slack_sdk/models/blocks`. That all texts of a message together are bounded near
13,200 characters is written nowhere (slackapi/bolt-js #2509).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, assert_never

from adapters.document import (
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Part,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.slack.pieces import SEPARATOR, TEXT_MAX_UNITS, Json, Piece, pieces
from adapters.slack.words import address, called, cleaned, escaped, link, written
from adapters.units import units

BUDGET_UNITS: Final = 12_000  # of all texts and addresses together
# Of 50. Links and buttons that fill more than one block come to 15 further ones at most.
PARTS_MAX: Final = 30
ACTIONS_MAX: Final = 25
NOTICE_MAX_UNITS: Final = 1_000  # of what a notification shows
PLAIN_MAX_UNITS: Final = 3_900  # chat.update refuses text above 4,000
LINE_MAX_UNITS: Final = 500
LINK_MAX_UNITS: Final = 1_500

_MORE: Final = "…"  # stands where something was let go


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as Slack takes it; `blocks` may be empty, `text` never is."""

    blocks: tuple[Json, ...]
    text: str


def render(document: Document) -> Message:
    """The document as blocks, with its one-line form for notifications.

    What is least important goes first when it is too long; title, first step and first link stay.
    """
    every = pieces(document)
    kept = _kept(every)
    blocks = _blocks(kept)
    if blocks and len(kept) < len(every):
        blocks.insert(_end(blocks), _context(_MORE))
    if tokens := called(document.mentions):  # no text from outside stands in this block
        calling = {"type": "mrkdwn", "text": tokens, "verbatim": True}
        blocks.insert(_end(blocks), {"type": "section", "text": calling})
    return Message(blocks=tuple(blocks), text=_notice(document))


def plain_text(document: Document) -> Message:
    """The document without blocks, for when Slack refuses them: the lines that fit, core first."""
    lines = [line for part in document.parts for line in _lines(part)]
    tokens = called(document.mentions)
    left, chosen = PLAIN_MAX_UNITS - units(tokens), set[int]()
    for number in sorted(range(len(lines)), key=lambda each: (not lines[each][1], each)):
        cost = units(lines[number][0]) + 1
        if cost <= left:
            left -= cost
            chosen.add(number)
    text = "\n".join(lines[number][0] for number in sorted(chosen)) or _notice(document)
    return Message(blocks=(), text="\n".join(filter(None, (text, tokens))))


def _kept(every: Sequence[Piece]) -> list[Piece]:
    """What fits, in reading order. Of one rank nothing stays behind what was let go."""
    left = BUDGET_UNITS - units(_MORE)
    groups: set[tuple[int, str]] = set()
    lost: set[int] = set()
    kept: list[tuple[int, Piece]] = []
    for number, piece in sorted(enumerate(every), key=lambda each: (each[1].rank, each[0])):
        group = (piece.part, piece.kind)
        is_full = group not in groups and len(groups) >= PARTS_MAX
        if piece.rank in lost or piece.cost > left or is_full:
            lost.add(piece.rank)
            continue
        groups.add(group)
        left -= piece.cost
        kept.append((number, piece))
    return [piece for _, piece in sorted(kept, key=lambda each: each[0])]


def _blocks(kept: Sequence[Piece]) -> list[Json]:
    found: list[Json] = []
    is_beside = False
    for (_, kind), group in groupby(kept, key=lambda piece: (piece.part, piece.kind)):
        members = list(group)
        values = [piece.value for piece in members]
        match kind:
            case "header":
                found += values
            case "rich":
                found += [{"type": "rich_text", "elements": [value]} for value in values]
            case "row":
                inner = {"type": "rich_text_list", "style": "bullet", "elements": values}
                found.append({"type": "rich_text", "elements": [inner]})
            case "context":
                found += [_context(text) for text in _joined(values)]
            case "foot" if is_beside:  # on one line with the sources
                found[-1]["elements"] += _context(values[0])["elements"]
            case "foot":
                found.append(_context(values[0]))
            case _:
                found += _actions(values)
        is_beside = kind == "context" and members[-1].link
    buttons = (
        button for block in found if block["type"] == "actions" for button in block["elements"]
    )
    for number, button in enumerate(buttons):  # an id must not stand twice in a message
        button["action_id"] += f":{number}"
    return found


def _actions(buttons: Sequence[Json]) -> Iterator[Json]:
    for start in range(0, len(buttons), ACTIONS_MAX):
        yield {"type": "actions", "elements": list(buttons[start : start + ACTIONS_MAX])}


def _joined(texts: Iterable[str]) -> Iterator[str]:
    """Small print on one line, as far as one element takes it."""
    line = ""
    for text in texts:
        if line and units(line + text) > TEXT_MAX_UNITS:
            yield line
            line = text.removeprefix(SEPARATOR)
        else:
            line += text
    yield line


def _context(text: str) -> Json:
    # verbatim: Slack makes no links or channel names of its own out of the text.
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _end(blocks: Sequence[Json]) -> int:
    """Where the content ends: before the buttons."""
    return len(blocks) - 1 if blocks and blocks[-1]["type"] == "actions" else len(blocks)


def _notice(document: Document) -> str:
    title = next((part for part in document.parts if isinstance(part, Title)), Title(""))
    said = document.plain.strip() or f"{title.tag} {title.text}"
    return escaped(cleaned(said, NOTICE_MAX_UNITS) or "EV Watch", NOTICE_MAX_UNITS)


def _lines(part: Part) -> Iterator[tuple[str, bool]]:
    """The part as lines of escaped text, each with whether it must stay."""
    match part:
        case Title():
            yield from _line(f"{part.tag}: {part.text}" if part.tag else part.text, is_core=True)
        case Text():
            yield from _line(_words(part.runs))
        case Facts():
            for place, row in enumerate(part.rows):
                yield from _line(_fact(row), is_core=place == 0)
        case Quote():
            yield from _line(f"“{part.text}” {part.source}")
        case Links():
            yield from _sources(part)
        case Code():
            yield from (line for text in part.text.splitlines() for line in _line(text))
        case Buttons():
            pass  # what they do can be typed
        case Footer():
            yield from _line(f"{part.text} {written(part.at) if part.at else ''}")
        case _:
            assert_never(part)


def _sources(part: Links) -> Iterator[tuple[str, bool]]:
    is_core = True
    for text, href in part.items:
        url = address(href)
        line = link(cleaned(text, LINE_MAX_UNITS), url, LINE_MAX_UNITS) if url else ""
        if 0 < units(line) <= LINK_MAX_UNITS:
            yield line, is_core
            is_core = False


def _line(text: str, *, is_core: bool = False) -> Iterator[tuple[str, bool]]:
    words = cleaned(text, LINE_MAX_UNITS)
    if words:
        yield escaped(words, LINE_MAX_UNITS), is_core


def _fact(row: Fact) -> str:
    marks = (row.label, row.when, row.phase_text, row.certainty_text, _words(row.detail))
    return SEPARATOR.join(mark for mark in marks if mark)


def _words(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
