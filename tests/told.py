"""What the sentences of the tests are written to state, and what was read of them.

A line of such a file: what is stated, a bar, the sentence; a second half of it may follow `;`.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.milestones.extract import Extraction


def lines_of(path: Path) -> list[str]:
    """The lines of a file that are neither empty nor notes."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def wanted(line: str) -> tuple[set[tuple[str, ...]], str]:
    """What a line says is stated, and the sentence."""
    stated, _, rest = line.partition("|")
    sentence, *more = rest.split(" ; ")
    specs = [*stated.split(";"), *more]
    return {tuple(spec.split()) for spec in specs if spec.strip()}, sentence.strip()


def stated(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    """Company, kind and phase of each statement, without and with its certainty."""
    for m in extraction.milestones:
        yield m.company, m.kind.value, m.phase.value
        yield m.company, m.kind.value, m.phase.value, m.certainty.value
