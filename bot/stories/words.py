"""The words of a statement, made comparable: folded, cut into pieces, told apart from filler."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Words that do not tell one subject from another.
_BLAND: Final = """
a an and at by for from in into near of off on the to under with its new own first all
ev evs electric vehicle vehicles car cars auto automobile automotive smart passenger battery
plant factory site works base facility project production manufacturing model models brand
business company co ltd limited inc corp corporation group unit subsidiary venture
north south east west county city province state
"""
BLAND: Final = frozenset(_BLAND.split())
ORDINALS: Final = {
    "second": "2nd",
    "2nd": "2nd",
    "ii": "2nd",
    "二期": "2nd",
    "第二": "2nd",
    "third": "3rd",
    "3rd": "3rd",
    "iii": "3rd",
    "三期": "3rd",
    "第三": "3rd",
    "fourth": "4th",
    "4th": "4th",
}
LATER: Final = frozenset(ORDINALS.values())  # the second, third, fourth of its kind

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*%?")
_CJK: Final = re.compile(r"[\u3400-\u9fff]+")
_BATCH: Final = re.compile(r"第\s*(\d+)\s*批|\bbatch\s+(?:no\.?\s*)?(\d+)", re.IGNORECASE)
# A model as carmakers write it: letters and digits in one short word (su7, ex90, model-3 not).
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9.-]{2,8}")


def fold(text: str) -> str:
    """The text with width and case folded away."""
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> tuple[str, ...]:
    """Comparable pieces: folded words of spaced scripts, pairs of characters of Chinese."""
    folded = fold(text)
    spaced = (ORDINALS.get(word, word) for word in _WORD.findall(_CJK.sub(" ", folded)))
    pairs = (
        ORDINALS.get(run[i : i + 2], run[i : i + 2])
        for run in _CJK.findall(folded)
        for i in range(max(1, len(run) - 1))
    )
    return (*spaced, *pairs)


@lru_cache(maxsize=8192)
def distinctive(subject: str | None, company: str) -> frozenset[str]:
    """The pieces of a subject that tell it from other subjects of the same company."""
    own = BLAND | set(company.split("-"))
    return frozenset(pieces(subject or "")) - own


def likeness(a: str, b: str) -> float:
    """How alike the words of two texts are, 0 to 1 (cosine of their sets); 0 between scripts."""
    mine, other = _stems(a), _stems(b)
    if not mine or not other:
        return 0.0
    return float(len(mine & other) / (len(mine) * len(other)) ** 0.5)


def comparable(a: frozenset[str], b: frozenset[str]) -> bool:
    """Pieces of one script say something about each other; across scripts they do not."""
    return bool(_scripts(a) & _scripts(b))


@lru_cache(maxsize=8192)
def codes(words: frozenset[str]) -> frozenset[str]:
    """Those of the pieces that look like a model's code."""
    return frozenset(word for word in words if _CODE.fullmatch(word) and word not in LATER)


@lru_cache(maxsize=8192)
def batches(text: str) -> frozenset[str]:
    """Numbers of the catalogue batches that a text names."""
    return frozenset(number for pair in _BATCH.findall(text) for number in pair if number)


@lru_cache(maxsize=8192)
def _scripts(words: frozenset[str]) -> frozenset[bool]:
    return frozenset(_CJK.match(piece) is not None for piece in words)


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    """Words cut to five letters, so that "approved" and "approval" meet; filler left out."""
    return frozenset(
        w[:5] if w.isascii() and w.isalpha() else w for w in pieces(text) if w not in BLAND
    )
