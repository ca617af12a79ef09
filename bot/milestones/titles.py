"""A title in its parts, and which kinds of step it speaks of, in English and Chinese."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from bot.catalogue import table
from storage.records import Kind

Range = tuple[int, int]  # characters

MANY: Final = 8  # more parts are no headlines but crumbs of a page
MARKS: Final = " ;|,\u2014-\u3002"
WEAK: Final = (", ", ",", "\u2014", "\u2014 ", " - ")
_STRONG: Final = re.compile(r"[;|\u3002]")
_HAN_SPACE: Final = re.compile(r"[\u4e00-\u9fff] $")


def speaks_of(text: str, kind: Kind) -> bool:
    """Has a text a word of that kind of step?"""
    return _words(kind).search(text.lower()) is not None


def headings(
    title: str, named: Sequence[tuple[int, str]], *, whole: Sequence[Range], torn: bool
) -> list[Range]:
    """The headlines of which a title is made: "A denies B; C starts D" are two.

    `named` are its companies with their places, `whole` its sentences. Where it is `torn`, as some
    of it is denied, a comma before another company begins a new headline, too. A title of very
    many parts stays whole.
    """
    cuts = {start for start, _ in whole} | {m.end() for m in _STRONG.finditer(title)}
    if torn:
        cuts |= set(_turns(title, named))
    order = sorted({0, *(cut for cut in cuts if cut < len(title))})
    ends = [*order[1:], len(title)]
    found = [_stripped(title, start, end) for start, end in zip(order, ends, strict=True)]
    parts = [(start, end) for start, end in found if start < end]
    return parts if len(parts) <= MANY else [(0, len(title))]


def _turns(title: str, named: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Where another company begins right behind a comma, a dash, or a space between Han letters."""
    for (_, last), (start, company) in pairwise(sorted(named)):
        before = title[:start]
        if company != last and (before.endswith(WEAK) or _HAN_SPACE.search(before)):
            yield start


def _stripped(title: str, start: int, end: int) -> Range:
    part = title[start:end]
    return start + len(part) - len(part.lstrip(MARKS)), start + len(part.rstrip(MARKS))


@cache
def _words(kind: Kind) -> re.Pattern[str]:
    data = table("title_words")
    english = "|".join(map(re.escape, data["english"][kind.value]))
    chinese = "|".join(map(re.escape, data["chinese"][kind.value]))
    return re.compile(rf"(?<![\w-])(?:{english})(?![\w-])|{chinese}")
