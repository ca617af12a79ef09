"""What the sentences of the tests are written to state, and what was read of them.

A line of such a file: what is stated, a bar, the sentence; a second half of it may follow `;`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

# Names such as Ford mean a company only where a text is about cars.
BESIDE: Final = "Electric cars, electric vehicles and batteries are the business of all of them."


def about_cars(sentence: str) -> Extraction:
    """What is read of an English sentence in a text about electric cars of 14 June 2024."""
    text = f"{sentence}\n{BESIDE}"
    return extract("", text, language="en", published=date(2024, 6, 14), catalogue=load())


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
