"""What the rules tell of a step: phase, certainty, date, sum, count, authority.

`attributes/LANGUAGE.txt`: one sentence a line with what it says. A line fails when the step is not
found or one of its attributes differs; a floor holds what the rules reach today.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from storage.records import Milestone
from tests.gold import slot

TABLES: Final = Path(__file__).parent / "attributes"
PUBLISHED: Final = date(2024, 6, 14)
# Names such as Ford or 现代 mean a company only where a text is about cars.
BESIDE: Final = {
    "english": "Electric cars, electric vehicles and batteries are the business of all of them.",
    "chinese": "电动汽车和动力电池是它们共同的生意。",
}
CODES: Final = {"english": "en", "chinese": "zh"}
LANGUAGES: Final = sorted(p.stem for p in TABLES.glob("*.txt"))
LINES: Final = 120
FLOORS: Final = {"english": 0.9, "chinese": 0.96}  # of the attributes of the steps that are found
FOUND: Final = {"english": 0.85, "chinese": 0.94}  # of the steps


class Line(NamedTuple):
    company: str
    kind: str
    told: dict[str, str]
    sentence: str


def lines(language: str) -> list[Line]:
    found: list[Line] = []
    for line in (TABLES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            step, told, sentence = (part.strip() for part in line.split("|", 2))
            company, kind = step.split()
            found.append(Line(company, kind, _pairs(told), sentence))
    return found


def _pairs(told: str) -> dict[str, str]:
    """`agency=California DMV phase=done`: values may hold spaces."""
    pairs: dict[str, str] = {}
    key = ""
    for word in told.split():
        name, sign, value = word.partition("=")
        if sign:
            key = name
            pairs[key] = value
        else:
            pairs[key] += f" {word}"
    return pairs


def read(line: Line, language: str) -> Milestone | None:
    text = f"{line.sentence}\n{BESIDE[language]}"
    extraction = extract("", text, language=CODES[language], published=PUBLISHED, catalogue=load())
    steps = [
        m for m in extraction.milestones if (m.company, m.kind.value) == (line.company, line.kind)
    ]
    return max(
        steps, key=lambda m: sum(slot(m, k) == v for k, v in line.told.items()), default=None
    )


def wrong(line: Line, m: Milestone) -> Iterator[str]:
    for name, value in line.told.items():
        if slot(m, name) != value:
            yield f"{name}: {value} expected, {slot(m, name)} told: {line.sentence}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_told_with_what_the_sentence_says_of_them(language: str) -> None:
    table = lines(language)
    read_lines = [(line, read(line, language)) for line in table]
    missed = [line.sentence for line, m in read_lines if m is None]
    faults = [fault for line, m in read_lines if m is not None for fault in wrong(line, m)]
    checked = sum(len(line.told) for line, m in read_lines if m is not None)

    assert len(table) >= LINES
    assert len(missed) <= (1 - FOUND[language]) * len(table), "\n".join(missed)
    assert len(faults) <= (1 - FLOORS[language]) * checked, "\n".join(faults)
