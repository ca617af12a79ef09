"""`Document` to plain text lines: for pipes, logs, tests, and where nothing else can be shown."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final, assert_never

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
from adapters.plain import plain as harmless
from bot.stories.names import is_chinese

HEAD: Final = 4  # characters that tell the script of a line


def lines(document: Document) -> tuple[str, ...]:
    """The parts of a document, top to bottom; no line holds a control character."""
    return tuple(line for part in document.parts for line in _part(part))


def text(document: Document) -> str:
    """The whole document as one text, ending in a new line."""
    return "".join(f"{line}\n" for line in lines(document))


def one_line(words: str) -> str:
    """The words on one line, without what could disguise them or drive a terminal."""
    return " ".join(harmless(words).split())


def mark(fact: Fact) -> str:
    """How far and how sure, in brackets: "[done, reported]"; empty for a row that is no step."""
    marks = (fact.phase_text or fact.phase, fact.certainty_text or fact.certainty)
    words = [one_line(each) for each in marks if each]
    comma = "，" if any(map(is_chinese, words)) else ", "
    return f"[{comma.join(words)}]" if words else ""


def named(words: str, script: str = "") -> str:
    """The words with a colon behind them, that of Chinese where they or what tells are Chinese."""
    end = words.rstrip("…")[-1:]
    return f"{words}：" if is_chinese(end) or is_chinese(script) else f"{words}: "


def moment(at: datetime | date) -> str:
    """A moment in UTC to the minute, or a day."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(at, datetime) else f"{at}"


def attached(part: Picture | File) -> str:
    """What stands for bytes where only words can be shown."""
    told = one_line(part.alt) if isinstance(part, Picture) else f"{len(part.data):,} B"
    return f"[{one_line(part.name)}: {told}]"


def _part(part: Part) -> Iterator[str]:  # noqa: C901 - one arm for each part
    match part:
        case Title():
            words = one_line(part.text)
            tag = named(one_line(part.tag), words[:HEAD]) if part.tag else ""
            yield f"{tag}{words}{_behind(part.href)}"
        case Text():
            yield _runs(part.runs)
        case Facts():
            yield from map(_fact, part.rows)
        case Quote():
            words, source = one_line(part.text), one_line(part.source)
            form = "（{}）" if is_chinese(words) else " ({})"
            yield f"  “{words}”{form.format(source) if source else ''}"
        case Links():
            if part.label:
                yield named(one_line(part.label)).rstrip()
            yield from (f"  {one_line(label)} <{one_line(url)}>" for label, url in part.items)
        case Code():
            yield from (f"    {one_line(line)}" for line in part.text.splitlines())
        case Buttons():
            yield from (f"  → {named(one_line(b.label))}{one_line(b.command)}" for b in part.items)
        case Footer():
            yield f"{one_line(part.text)} {moment(part.at) if part.at else ''}".rstrip()
        case Picture() | File():
            yield f"  {attached(part)}"
        case _:
            assert_never(part)


def _fact(fact: Fact) -> str:
    told = (one_line(fact.label), mark(fact), one_line(fact.when))
    head = " ".join(each for each in told if each)
    detail = _runs(fact.detail)
    script = fact.phase_text or fact.label  # names in the detail are of any script
    return f"  - {named(head, script)}{detail}" if detail else f"  - {head}"


def _runs(runs: Iterable[Run]) -> str:
    return one_line("".join(f"{run.text}{_behind(run.href)}" for run in runs))


def _behind(href: str | None) -> str:
    return f" <{one_line(href)}>" if href else ""
