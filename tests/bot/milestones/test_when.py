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


def test_figures_are_of_the_month_of_the_title_not_of_the_one_that_has_begun() -> None:
    found = extract(
        "5月新势力成绩单：理想首破5万",
        "又到月初交卷日。\n\n理想汽车：51000辆，创单月新高。\n\n零跑汽车：22093辆。\n",
        language="zh",
        published=date(2024, 6, 1),
        catalogue=load(),
    )

    assert {m.company: str(m.when) for m in found.milestones} == {
        "li-auto": "2024-05-01/2024-05-31",
        "leapmotor": "2024-05-01/2024-05-31",
    }
