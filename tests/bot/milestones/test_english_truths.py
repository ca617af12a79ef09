"""What a step of an English text must hold, and which steps the text would be told falsely by.

`truths/english.txt`: "@ day | title", the text, then "= company kind phase name=value ..." for a step
that it states and "! ..." for one that it does not; a value that a line does not name is not
looked at, "-" is none.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from storage.records import Milestone
from tests.gold import slot

TABLE: Final = Path(__file__).parent / "truths" / "english.txt"


@dataclass
class Told:
    """One text, the lines of its steps and those of steps that it does not tell."""

    published: date
    title: str
    text: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def texts() -> list[Told]:
    found: list[Told] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            day, _, title = line[2:].partition(" | ")
            found.append(Told(date.fromisoformat(day), title))
        elif line.startswith("= "):
            found[-1].steps.append(line[2:])
        elif line.startswith("! "):
            found[-1].others.append(line[2:])
        elif found and line and not line.startswith("#"):
            found[-1].text.append(line)
    return found


@pytest.mark.parametrize("told", texts(), ids=lambda told: told.title[:40])
def test_a_text_is_told_truly(told: Told) -> None:
    text = "\n".join(told.text)
    said = extract(told.title, text, language="en", published=told.published, catalogue=load())

    assert [line for line in told.steps if not is_told(line, said.milestones)] == []
    assert [line for line in told.others if is_told(line, said.milestones)] == []


def is_told(line: str, milestones: tuple[Milestone, ...]) -> bool:
    """Is a step of this company, kind and phase among them, with these values?"""
    company, kind, phase, *more = line.split()
    pairs = dict(part.split("=") for part in more)
    return any(
        (m.company, m.kind.value) == (company, kind)
        and phase in {m.phase.value, "*"}
        and all(slot(m, name) == value for name, value in pairs.items())
        for m in milestones
    )
