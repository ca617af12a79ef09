"""The words of a statement, made comparable: names on a common footing, the rest cut in pieces."""

import re
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table
from bot.stories.names import (
    COMPANY,
    LATER,
    MARK,
    MODEL,
    PLACE,
    around,
    fold,
    is_chinese,
    is_inside,
    kind_of,
    split,
    token,
)

READ_MAX_CHARS: Final = 2000  # of a subject or sentence; whoever writes longer ones repeats himself
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*%?")
_CJK: Final = re.compile(r"[\u3400-\u9fff]+")
_BATCH: Final = re.compile(
    r"第\s{0,3}(\d{1,5})\s{0,3}批|\bbatch\s{1,3}(?:no\.?\s{0,3}|number\s{1,3})?(\d{1,5})"
    r"|\b(\d{1,5})(?:st|nd|rd|th)\s{1,3}(?:catalogue\s{1,3}|product\s{1,3})?batch",
    re.IGNORECASE,
)
# A model as carmakers write it: letters and digits in one short word (su7, ex90, model-3 not).
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9.-]{2,8}")
_NO_CODE: Final = re.compile(r"[qh][1-4]|\d+(?:st|nd|rd|th|h|nm|v|kw|kwh|gwh|mwh|km|m|bn|k|w|g)")
# A model of a series whose name is a word of its own: Model Y, ID.4, BE 6, VF 8.
_SERIES: Final = re.compile(
    r"(?<![a-z0-9])(model|id|vf|be|xev|mg|bz|smart|zeekr|ioniq|atto|gv|et|ex)[ .#-]{1,2}"
    r"(\d{1,4}[a-z]?|[a-z]|buzz)(?![a-z0-9])"
)


def pieces(text: str) -> tuple[str, ...]:
    """Comparable pieces: tokens of names, folded words of spaced scripts, pairs of characters.

    >>> pieces("BE 6 from Szeged")
    ('place:szeged', 'model:be6', 'from')
    """
    names, rest = split(fold(text[:READ_MAX_CHARS]))
    series = tuple(token(MODEL, "".join(found)) for found in _SERIES.findall(rest))
    rest = _SERIES.sub("  ", rest)
    spaced = _WORD.findall(_CJK.sub(" ", rest))
    pairs = (run[i : i + 2] for run in _CJK.findall(rest) for i in range(max(1, len(run) - 1)))
    return (*names, *series, *spaced, *pairs)


@lru_cache(maxsize=8192)
def distinctive(subject: str | None, company: str) -> frozenset[str]:
    """The pieces of a subject that tell it from other subjects of the same company."""
    own = bland() | {*company.split("-"), f"{COMPANY}{MARK}{company}"}
    return frozenset(pieces(subject or "")) - own


@lru_cache(maxsize=8192)
def likeness(a: str, b: str) -> float:
    """How alike the words of two texts are, 0 to 1 (cosine of their sets).

    Between scripts only names and numbers count, so that it is near 0 even for one sentence.
    """
    mine, other = stems(a), stems(b)
    if not mine or not other:
        return 0.0
    return float(len(mine & other) / (len(mine) * len(other)) ** 0.5)


@lru_cache(maxsize=8192)
def comparable(a: frozenset[str], b: frozenset[str]) -> bool:
    """Do the pieces say anything about each other?

    Words of one script do, and names of one class; a word and its translation do not.
    """
    return bool(_classes(a) & _classes(b))


@lru_cache(maxsize=8192)
def codes(words: frozenset[str]) -> frozenset[str]:
    """Those of the pieces that are the name or code of a model."""
    return frozenset(
        word
        for word in words
        if kind_of(word) == MODEL or (_CODE.fullmatch(word) and not _NO_CODE.fullmatch(word))
    )


@lru_cache(maxsize=8192)
def places(words: frozenset[str]) -> frozenset[str]:
    """Those of the pieces that are places, without the ones that only lie around another."""
    named = {word for word in words if kind_of(word) == PLACE}
    return frozenset(named - {outer for word in named for outer in around(word)})


def lie_apart(a: frozenset[str], b: frozenset[str], *, strictly: bool = False) -> bool:
    """Do both name places, none of which is inside one of the other's?

    `strictly`: a country and a town in it count as two.
    """
    if not a or not b:
        return False
    if strictly:
        return not a & b
    return not any(is_inside(x, y) or is_inside(y, x) for x in a for y in b)


@lru_cache(maxsize=8192)
def later(words: frozenset[str]) -> frozenset[str]:
    """Those of the pieces that mark the second, third or fourth of its kind."""
    return frozenset(word for word in words if kind_of(word) == LATER)


@lru_cache(maxsize=8192)
def batches(text: str) -> frozenset[str]:
    """Numbers of the catalogue batches that a text names."""
    if "批" not in text and "batch" not in text.lower():
        return frozenset()
    return frozenset(
        number for found in _BATCH.findall(text[: 2 * READ_MAX_CHARS]) for number in found if number
    )


@cache
def bland() -> frozenset[str]:
    """Words of spaced scripts that do not tell one subject from another."""
    return frozenset(table("two_scripts")["bland"]["en"].split())


@lru_cache(maxsize=8192)
def _classes(words: frozenset[str]) -> frozenset[str]:
    """What the pieces are: classes of names, and scripts ("han", "latin") of what is no name."""
    return frozenset(kind_of(word) or ("han" if is_chinese(word) else "latin") for word in words)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Words cut to five letters, so that "approved" and "approval" meet; filler left out."""
    return frozenset(
        w[:5] if w.isascii() and w.isalpha() else w for w in pieces(text) if w not in bland()
    )
