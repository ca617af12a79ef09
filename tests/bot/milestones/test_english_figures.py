"""Which figure of a sentence, or of those beside it, is that of the step.

`figures/english.txt`: company, kind and figure of a step, then the sentences. A title stands before
"||". Figures are written as in `tests.gold`; "-" is none, and a step that is not read at all fails.
"""

from pathlib import Path

import pytest

from tests.gold import slot
from tests.told import about_cars, columns


@pytest.mark.parametrize(
    ("told", "text"), columns(Path(__file__).parent / "figures" / "english.txt", 2)
)
def test_a_step_has_the_figure_that_is_told_of_it(told: str, text: str) -> None:
    company, kind, name, value = told.replace("=", " ").split()

    read = [
        slot(m, name)
        for m in about_cars(text).milestones
        if (m.company, m.kind.value) == (company, kind)
    ]

    assert value in read
