"""Small Chinese texts of our own: which steps they state, with date, sum and count, and no others.

`stories/chinese.txt`: "@ day | title", the text, then "= company kind phase name=value ..." for each
step; a value that a line does not name is not looked at, "-" is none. A floor holds what is reached.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from bot.catalogue import load
from bot.milestones.extract import extract
from tests.gold import slot

TABLE: Final = Path(__file__).parent / "stories" / "chinese.txt"
FLOOR: Final = 0.96


@dataclass
class Told:
    """One text and the lines of its steps."""

    published: date
    title: str
    text: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


def stories() -> list[Told]:
    found: list[Told] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            day, _, title = line[2:].partition(" | ")
            found.append(Told(date.fromisoformat(day), title))
        elif line.startswith("= "):
            found[-1].steps.append(line[2:])
        elif found:
            found[-1].text.append(line)
    return found


def faults(told: Told) -> list[str]:
    """The steps that are missing or told otherwise, and those that the text does not state."""
    text = "\n".join(told.text)
    said = extract(told.title, text, language="zh", published=told.published, catalogue=load())
    left = list(said.milestones)
    wrong = []
    for line in told.steps:
        company, kind, phase, *more = line.split()
        pairs = dict(part.split("=") for part in more)
        fitting = [
            m
            for m in left
            if (m.company, m.kind.value, m.phase.value) == (company, kind, phase)
            and all(slot(m, name) == value for name, value in pairs.items())
        ]
        if fitting:
            left.remove(fitting[0])
        else:
            wrong.append(f"{told.title}: {line}")
    return wrong + [f"{told.title}: not stated: {m.company} {m.kind} {m.phase}" for m in left]


def test_texts_state_their_steps_with_what_they_tell_of_them() -> None:
    every = stories()
    wrong = [fault for told in every for fault in faults(told)]

    assert len(wrong) <= (1 - FLOOR) * sum(max(1, len(told.steps)) for told in every), wrong
