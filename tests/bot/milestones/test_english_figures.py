"""Which figure of a sentence, or of those beside it, is that of the step.

`figures/english.txt`: company, kind and figure of a step, then the sentences. A title stands before
"||". Figures are written as in `tests.gold`; "-" is none, and a step that is not read at all fails.
"""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from tests.gold import slot

TABLE: Final = Path(__file__).parent / "figures" / "english.txt"
PUBLISHED: Final = date(2024, 6, 14)
# Names such as Ford mean a company only where a text is about cars.
BESIDE: Final = "Electric cars, electric vehicles and batteries are the business of all of them."
LINES: Final = [
    tuple(part.strip() for part in line.split("|", 1))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(("told", "text"), LINES)
def test_a_step_has_the_figure_that_is_told_of_it(told: str, text: str) -> None:
    company, kind, name, value = told.replace("=", " ").split()
    title, _, body = text.rpartition("||")

    extraction = extract(
        title.strip(),
        f"{body.strip()}\n{BESIDE}",
        language="en",
        published=PUBLISHED,
        catalogue=load(),
    )
    read = [
        slot(m, name) for m in extraction.milestones if (m.company, m.kind.value) == (company, kind)
    ]

    assert value in read
