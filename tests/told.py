"""What the sentences of the tests are written to state, and what was read of them.

A line of such a file: what is stated, a bar, the sentence; a second half of it may follow `;`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract
from storage.records import Milestone
from tests.gold import slot

PUBLISHED: Final = date(2024, 6, 14)
# Names such as Ford mean a company only where a text is about cars.
BESIDE: Final = "Electric cars, electric vehicles and batteries are the business of all of them."


def about_cars(sentences: str) -> Extraction:
    """What is read of English sentences in a text about electric cars of 14 June 2024.

    A title stands before "||".
    """
    title, _, body = sentences.rpartition("||")
    text = f"{body.strip()}\n{BESIDE}"
    return extract(title.strip(), text, language="en", published=PUBLISHED, catalogue=load())


def lines_of(path: Path) -> list[str]:
    """The lines of a file that are neither empty nor notes."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def columns(path: Path, count: int) -> list[tuple[str, ...]]:
    """The lines of a table of so many columns with bars between them."""
    rows = (line.split("|", count - 1) for line in lines_of(path))
    return [tuple(part.strip() for part in row) for row in rows]


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


@dataclass
class Told:
    """One text, the lines of its steps and those of steps that it does not tell."""

    published: date
    title: str
    lines: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def read(self, language: str) -> tuple[Milestone, ...]:
        """What is read of it."""
        text = "\n".join(self.lines)
        return extract(
            self.title, text, language=language, published=self.published, catalogue=load()
        ).milestones


def texts_of(path: Path) -> list[Told]:
    """The texts of a file: "@ day | title", the text, then "= STEP" and "! STEP" (see `is_told`)."""
    found: list[Told] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            day, _, title = line[2:].partition(" | ")
            found.append(Told(date.fromisoformat(day), title))
        elif line.startswith("= "):
            found[-1].steps.append(line[2:])
        elif line.startswith("! "):
            found[-1].others.append(line[2:])
        elif found and line and not line.startswith("#"):
            found[-1].lines.append(line)
    return found


def is_told(line: str, m: Milestone) -> bool:
    """Is it this step: "company kind phase name=value ..."? What is not named is not looked at.

    Any phase is "*", no value "-"; a value of several words has "_" between them.
    """
    company, kind, phase, *more = line.split()
    pairs = dict(part.split("=", 1) for part in more)
    return (
        (m.company, m.kind.value) == (company, kind)
        and phase in {m.phase.value, "*"}
        and all(slot(m, name).replace(" ", "_") == value for name, value in pairs.items())
    )
