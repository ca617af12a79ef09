"""Small Chinese texts of our own: which steps they state, with date, sum and count, and no others.

`stories/chinese.txt`: "@ day | title", the text, then "= company kind phase name=value ..." for each
step; a value that a line does not name is not looked at, "-" is none. A floor holds what is reached.
"""

from pathlib import Path
from typing import Final

from tests.told import Told, is_told, texts_of

TABLE: Final = Path(__file__).parent / "stories" / "chinese.txt"
FLOOR: Final = 0.91


def faults(told: Told) -> list[str]:
    """The steps that are missing or told otherwise, and those that the text does not state."""
    left = list(told.read("zh"))
    wrong = []
    for line in told.steps:
        fitting = next((m for m in left if is_told(line, m)), None)
        if fitting:
            left.remove(fitting)
        else:
            wrong.append(f"{told.title}: {line}")
    return wrong + [f"{told.title}: not stated: {m.company} {m.kind} {m.phase}" for m in left]


def test_texts_state_their_steps_with_what_they_tell_of_them() -> None:
    every = texts_of(TABLE)
    assert every
    wrong = [fault for told in every for fault in faults(told)]

    assert len(wrong) <= (1 - FLOOR) * sum(max(1, len(told.steps)) for told in every), wrong
