"""Entries of a list that a text may hold, as whole words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# Words of most texts of the trade: that one is there tells nothing of what stands beside it.
_COMMON: Final = frozenset(
    (
        *("a", "after", "and", "are", "as", "at", "back", "be", "before", "by", "for", "from"),
        *("has", "have", "half", "in", "is", "it", "its", "last", "made", "month", "months", "no"),
        *("of", "on", "only", "report", "said", "say", "says", "that", "the", "there", "they"),
        *("this", "three", "to", "told", "was", "were", "what", "which", "will", "with"),
        *("without", "would", "year", "years"),
        *("batteries", "battery", "build", "business", "chinese", "company", "electric", "first"),
        *("model", "people", "plan", "plans", "recall", "state"),
    )
)
_RUN: Final = re.compile(r"\w+")


def telling(entries: Iterable[str]) -> frozenset[str]:
    """Of each entry the most telling run of letters and digits: no common word, and the longest.

    A text whose `runs` hold none of them holds no entry as whole words: most texts hold none.
    """
    return frozenset(
        max(_RUN.findall(entry), key=lambda run: (run not in _COMMON, len(run)))
        for entry in entries
    )


@lru_cache(maxsize=32)
def runs(text: str) -> frozenset[str]:
    """The runs of letters and digits of a text; all lists are asked of the same few texts."""
    return frozenset(_RUN.findall(text))
