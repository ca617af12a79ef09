"""When a step was or is due: sentences whose dates are easily taken for others."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from tests.told import lines_of

TABLES: Final = Path(__file__).parent / "when"
PUBLISHED: Final = date(2024, 6, 14)
CODES: Final = {"english": "en", "chinese": "zh"}


class Line(NamedTuple):
    language: str
    company: str
    kind: str
    when: str
    text: str


def lines() -> Iterator[Line]:
    for language in CODES:
        for line in lines_of(TABLES / f"{language}.txt"):
            told, text = line.split(" | ", 1)
            company, kind, when = told.split()
            yield Line(language, company, kind, when, text)


@pytest.mark.parametrize("line", tuple(lines()), ids=lambda line: line.text[:40])
def test_a_step_is_of_its_own_days(line: Line) -> None:
    found = extract(
        "", line.text, language=CODES[line.language], published=PUBLISHED, catalogue=load()
    )

    days = [
        str(m.when) if m.when else "-"
        for m in found.milestones
        if (m.company, m.kind) == (line.company, line.kind)
    ]
    assert days == line.when.split(",")
