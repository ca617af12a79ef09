"""Which kinds of step a title, or a quote, speaks of by its words, in English and Chinese."""

import re
from collections.abc import Sequence
from functools import cache

from bot.catalogue import table
from storage.records import Kind


def hinted(title: str, kinds: Sequence[Kind]) -> frozenset[Kind]:
    """Those of the kinds that the title has a word of."""
    low = title.lower()
    return frozenset(kind for kind in set(kinds) if _words(kind).search(low))


def speaks_of(text: str, kind: Kind) -> bool:
    """Has a text a word of that kind of step?"""
    return _words(kind).search(text.lower()) is not None


@cache
def _words(kind: Kind) -> re.Pattern[str]:
    data = table("title_words")
    english = "|".join(map(re.escape, data["english"][kind.value]))
    chinese = "|".join(map(re.escape, data["chinese"][kind.value]))
    return re.compile(rf"(?<![\w-])(?:{english})(?![\w-])|{chinese}")
