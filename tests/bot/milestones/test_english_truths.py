"""What a step of an English text must hold, and which steps the text would be told falsely by.

`truths/english.txt`: "@ day | title", the text, then "= company kind phase name=value ..." for a step
that it states and "! ..." for one that it does not; a value that a line does not name is not
looked at, "-" is none.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.told import Told, is_told, texts_of

TABLE: Final = Path(__file__).parent / "truths" / "english.txt"


@pytest.mark.parametrize("told", texts_of(TABLE), ids=lambda told: told.title[:40])
def test_a_text_is_told_truly(told: Told) -> None:
    said = told.read("en")

    assert [line for line in told.steps if not any(is_told(line, m) for m in said)] == []
    assert [line for line in told.others if any(is_told(line, m) for m in said)] == []
