"""Text as the rules read it: folded letters, the article without its page, sentences in place.

Offsets always count in the text as given, so that evidence can be cut out of it literally.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table
from bot.milestones import chinese_text
from bot.milestones import furniture as english_page
from bot.milestones.chinese_fold import fold_chinese

MAX_CHARS: Final = 60_000  # of one text; what stands behind that is no news article
MAX_SENTENCE_CHARS: Final = 900  # a longer run has no full stops: it is cut at a space
_FOLDS: Final = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u00ad", "-"),
    **dict.fromkeys("\u2013\u2015\u2212", "\u2014"),  # every dash is one long dash
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\u200b\ufeff", " "),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}
_FOLDED: Final = re.compile("[" + re.escape("".join(_FOLDS)) + "]")
_END: Final = re.compile(r"[.!?…][\"')\]]*(?=\s)")
_LAST_WORD: Final = re.compile(r"([A-Za-z][A-Za-z.]*)\.$")
_NEXT: Final = re.compile(r"\s+([\"'(\[]*)(\S)(\S*)")
_DOTTED: Final = "i\u0307"  # of "\u0130zmit" in lower case, which would be two words
_WORD: Final = re.compile(r"\w+(?:[.,'-]\w+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article: `text` stands at `start` of the whole, folded."""

    text: str
    start: int
    end: int
    paragraph: int  # counts the lines that were kept, from 0


def fold(text: str, *, language: str = "en") -> str:
    """The text with one kind of quote, dash and space, character for character.

    Chinese comes simplified and in half width besides, see `fold_chinese`.
    """
    if language == "zh":
        return fold_chinese(text)
    plain = text.isascii() and "`" not in text and "\t" not in text
    return text if plain else _FOLDED.sub(lambda found: _FOLDS[found[0]], text)


def clean(text: str, *, language: str = "en") -> str:
    """The article without the page around it, one paragraph a line; "" when nothing is left."""
    kept: list[str] = []
    last: Sentence | None = None
    for sentence in sentences(text, language=language):
        if last is not None:
            kept.append(_between(last, sentence))
        kept.append(text[sentence.start : sentence.end])
        last = sentence
    return "".join(kept)


def _between(last: Sentence, following: Sentence) -> str:
    """A line break, a space, or nothing where the text has none."""
    if last.paragraph != following.paragraph:
        return "\n"
    return " " if following.start > last.end else ""


@lru_cache(maxsize=4)  # reading and verifying ask for the same text
def sentences(text: str, *, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of the article in order, page furniture left out."""
    folded = fold(text[:MAX_CHARS], language=language)
    is_chinese = language == "zh"
    article = chinese_text.article if is_chinese else english_page.article
    split = chinese_text.split if is_chinese else _split
    return tuple(
        Sentence(folded[start:end], start, end, number)
        for number, pieces in enumerate(article(folded))
        for piece in pieces
        for start, end in split(folded, *piece)
        if is_chinese or not english_page.is_house(folded[start:end])
    )


def pieces(line: str) -> list[tuple[int, int]]:
    """Where the sentences of one folded line stand; full stops of abbreviations end none."""
    return list(_split(line, 0, len(line)))


def words(text: str) -> list[str]:
    """The words of a text, lower case."""
    return _WORD.findall(text.lower().replace(_DOTTED, "i"))


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _END.finditer(text, start, end):
        if _goes_on(text, at, found, end):
            continue
        yield from _cut(text, at, found.end())
        at = found.end()
    yield from _cut(text, at, end)


def _goes_on(text: str, start: int, found: re.Match[str], end: int) -> bool:
    """Is this full stop part of an abbreviation or a number, rather than an end?"""
    following = _NEXT.match(text, found.end(), end)
    if following is None:
        return False
    first = following.group(2)
    if first.islower():
        return True
    if text[found.start()] != ".":
        return False
    # "... Technology Co., Ltd. The plant": an article or pronoun opens a new sentence.
    opens = (first + following.group(3)).lower() in _set("openers")
    return not opens and _is_short(text, start, found)


def _is_short(text: str, start: int, found: re.Match[str]) -> bool:
    """Is the word before this full stop an abbreviation or an initial?"""
    last = _LAST_WORD.search(text, max(start, found.start() - 12), found.start() + 1)
    word = last.group(1).lower() if last is not None else ""
    if len(word) == 1:  # the "Model Y." of a carmaker ends a sentence
        return not text[start : last.start(1) if last else start].endswith(("Model ", "model "))
    return word in _set("abbreviations")


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE_CHARS:
        space = text.rfind(" ", start, start + MAX_SENTENCE_CHARS)
        middle = space if space > start else start + MAX_SENTENCE_CHARS
        yield start, middle
        start = middle
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(table("furniture")[name])
