"""`Document` to plain text lines: for pipes, logs, tests, and where nothing else can be shown."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import assert_never

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
    told = ", ".join(one_line(each) for each in marks if each)
    return f"[{told}]" if told else ""


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
            tag = _named(one_line(part.tag)) if part.tag else ""
            yield f"{tag}{one_line(part.text)}{_behind(part.href)}"
        case Text():
            yield _runs(part.runs)
        case Facts():
            yield from map(_fact, part.rows)
        case Quote():
            source = f" ({one_line(part.source)})" if part.source else ""
            yield f"  “{one_line(part.text)}”{source}"
        case Links():
            if part.label:
                yield _named(one_line(part.label)).rstrip()
            yield from (f"  {one_line(label)} <{one_line(url)}>" for label, url in part.items)
        case Code():
            yield from (f"    {one_line(line)}" for line in part.text.splitlines())
        case Buttons():
            yield from (f"  → {one_line(b.label)}: {one_line(b.command)}" for b in part.items)
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
    return f"  - {_named(head)}{detail}" if detail else f"  - {head}"


def _named(words: str) -> str:
    """The words with the colon of their script behind them."""
    return f"{words}：" if "\u4e00" <= words[-1:] <= "\u9fff" else f"{words}: "


def _runs(runs: Iterable[Run]) -> str:
    return one_line("".join(f"{run.text}{_behind(run.href)}" for run in runs))


def _behind(href: str | None) -> str:
    return f" <{one_line(href)}>" if href else ""
