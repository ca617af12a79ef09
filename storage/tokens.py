"""The words of a text as they are looked for: spaced words, and Chinese in pairs of characters.

Width and case are folded away, and traditional characters made simplified ones, so that every
spelling of a word is one. Both what is kept and what is asked pass here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import opencc

from storage.records import keepable

QUOTES: Final = '"“”„‟«»「」『』＂'
WORDS_MAX: Final = 8  # of one question
WORD_MAX_CHARS: Final = 40
TEXT_MAX_CHARS: Final = 50_000  # of one text; what stands behind is not found

# Chinese, Japanese and Korean have no spaces that could be relied on.
_JOINED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUN: Final = re.compile(rf"[{_JOINED}]+|[^\W_{_JOINED}]+")
_IS_JOINED: Final = re.compile(rf"[{_JOINED}]")
_ASKED: Final = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)|([^\s{QUOTES}]+)")


def kept(text: str) -> str:
    """The words of a text, with a space between them, as the index keeps them."""
    return " ".join(word for run in _runs(text[:TEXT_MAX_CHARS]) for word in _pairs(run))


def asked(text: str) -> list[tuple[str, ...]]:
    """The phrases of a question: words that must stand together; all phrases must be found.

    The last word of a phrase may be the beginning of a longer one. Empty when nothing is asked.
    """
    found: list[tuple[str, ...]] = []
    for match in _ASKED.finditer(text):
        found += _phrases(match[1] if match[1] is not None else match[2])
    return list(dict.fromkeys(found))[:WORDS_MAX]


def is_joined(word: str) -> bool:
    """Is it written without spaces?"""
    return _IS_JOINED.match(word) is not None


def fold(text: str) -> str:
    """The text with width and case folded away, traditional characters as simplified ones."""
    plain = unicodedata.normalize("NFKC", keepable(text)).casefold()
    return str(_simplifier().convert(plain)) if _IS_JOINED.search(plain) else plain


def _phrases(words: str) -> Iterator[tuple[str, ...]]:
    """Words that stand together; what is written without spaces is a phrase of its own."""
    spaced: list[str] = []
    for run in _runs(words):
        if is_joined(run):
            if spaced:
                yield tuple(spaced)
                spaced = []
            yield tuple(_pairs(run[:WORD_MAX_CHARS], whole=True))
        else:
            spaced.append(run[:WORD_MAX_CHARS])
    if spaced:
        yield tuple(spaced)


def _runs(text: str) -> Iterator[str]:
    return (match[0] for match in _RUN.finditer(fold(text)))


def _pairs(run: str, *, whole: bool = False) -> Sequence[str]:
    """A run in pairs of characters; a kept one ends in its last character, which begins no pair."""
    if not is_joined(run):
        return (run[:WORD_MAX_CHARS],)
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return pairs if whole and pairs else [*pairs, run[-1]]


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
