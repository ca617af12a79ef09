"""Entries of a list that a text may hold, as whole words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_RUN: Final = re.compile(r"\w+")


def telling(entries: Iterable[str]) -> frozenset[str]:
    """Of each entry the longest run of letters and digits.

    A text whose `runs` hold none of them holds no entry as whole words: most texts hold none.
    """
    return frozenset(max(_RUN.findall(entry), key=len) for entry in entries)


@lru_cache(maxsize=32)
def runs(text: str) -> frozenset[str]:
    """The runs of letters and digits of a text; all lists are asked of the same few texts."""
    return frozenset(_RUN.findall(text))
