"""The lines of a page, whatever its language."""

import re
from collections.abc import Sequence
from typing import Final

LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
MENU_LINES: Final = 3  # so many short lines in a row are a menu


def menus(short: Sequence[bool]) -> list[bool]:
    """Which lines are part of a menu; `short` tells of each whether it could be."""
    marked = [False] * len(short)
    run = 0
    for number, flag in enumerate([*short, False]):
        if flag:
            run += 1
            continue
        if run >= MENU_LINES:
            marked[number - run : number] = [True] * run
        run = 0
    return marked
