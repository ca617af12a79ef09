"""Text as the rules read it: folded letters, the article without its page, sentences in place.

Offsets always count in the text as given, so that evidence can be cut out of it literally.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones import chinese_text
from bot.milestones.chinese_fold import fold_chinese

MAX_CHARS: Final = 60_000  # of one text; what stands behind that is no news article
MAX_SENTENCE_CHARS: Final = 900  # a longer run has no full stops: it is cut at a space
SENTENCE_WORDS: Final = 7  # a part of a bar with so many words and a full stop is prose
MENU_LINES: Final = 3  # so many short lines in a row are a menu
MENU_WORDS: Final = 4
CAPTION_CHARS: Final = 200

_FOLDS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u00ad", "-"),
        **dict.fromkeys("\u2013\u2015\u2212", "\u2014"),  # every dash is one long dash
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\u200b\ufeff", " "),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    }
)
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_BULLET: Final = re.compile(r"[\s•●▪◦‣·*>»—-]+")
_BRACKET: Final = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)")
_BAR: Final = re.compile(r"\s[|·•»›/]\s|\|")
_STRONG_BAR: Final = re.compile(r"[|»›]")
_TICKER: Final = re.compile(
    r"\b[A-Z]{2,5}\b:?\s*(?:\$?\d+(?:\.\d+)?\s*)?[+\u2014-]\d+(?:\.\d+)?\s*%"
)
_BYLINE: Final = re.compile(
    r"by\s+(?:the\s+|our\s+)?\w[\w.' -]{1,60}(?:[,|].*|\d.*)?", re.IGNORECASE
)
_COMMENT: Final = re.compile(
    r"[\w.-]{3,30}:\s.{3,600}\(\d+\s+(?:votes?|likes?|points?)\)", re.IGNORECASE
)
_END: Final = re.compile(r"[.!?…][\"')\]]*(?=\s)")
_LAST_WORD: Final = re.compile(r"([A-Za-z][A-Za-z.]*)\.$")
_NEXT: Final = re.compile(r"\s+([\"'(\[]*)(\S)(\S*)")
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
    return fold_chinese(text) if language == "zh" else text.translate(_FOLDS)


def clean(text: str, *, language: str = "en") -> str:
    """The article without the page around it, one paragraph a line; "" when nothing is left."""
    paragraphs: list[str] = []
    for pieces in _article(fold(text, language=language), language):
        joined = " ".join(text[start:end].strip() for start, end in pieces).strip()
        if joined:
            paragraphs.append(joined)
    return "\n".join(paragraphs)


def sentences(text: str, *, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of the article in order, page furniture left out."""
    folded = fold(text[:MAX_CHARS], language=language)
    split = chinese_text.split if language == "zh" else _split
    return tuple(
        Sentence(folded[start:end], start, end, number)
        for number, pieces in enumerate(_article(folded, language))
        for piece in pieces
        for start, end in split(folded, *piece)
    )


def words(text: str) -> list[str]:
    """The words of a text, lower case."""
    return [found.lower() for found in _WORD.findall(text)]


def _article(folded: str, language: str) -> Iterator[list[tuple[int, int]]]:
    return chinese_text.article(folded) if language == "zh" else _english_article(folded)


def _english_article(folded: str) -> Iterator[list[tuple[int, int]]]:
    """For each line of the article the pieces to keep, as offsets."""
    lines = [_trim(folded, found.start(), found.end()) for found in _LINE.finditer(folded)]
    shown = [folded[start:end] for start, end in lines]
    menu = _menus(shown)
    skipping = False  # behind the heading of a list of links
    previous = -1
    for number, (start, end) in enumerate(lines):
        line, low = shown[number], shown[number].lower()
        gap = previous >= 0 and folded.count("\n", previous, start) > 1
        previous = end
        heading = low.rstrip(" :.!").strip()
        if heading in _set("ends"):
            return
        if skipping and not gap and not _is_prose(line):
            continue
        skipping = heading in _set("blocks")
        if not line or skipping or menu[number] or _is_furniture(line, low):
            continue
        yield list(_pieces(folded, start, end))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _menus(lines: Sequence[str]) -> list[bool]:
    """Which lines belong to a run of short lines without punctuation."""
    short = [
        0 < len(line) <= MENU_WORDS * 20
        and len(line.split()) <= MENU_WORDS
        and line[-1] not in ".!?:;,\"')"
        and not any(c.isdigit() for c in line)
        for line in lines
    ]
    marked = [False] * len(lines)
    run = 0
    for number, flag in enumerate([*short, False]):
        if flag:
            run += 1
            continue
        if run >= MENU_LINES:
            marked[number - run : number] = [True] * run
        run = 0
    return marked


def _is_furniture(line: str, low: str) -> bool:
    label, colon, _ = low.partition(":")
    return (
        (bool(colon) and label.strip() in _set("labels"))
        or low.startswith(_list("openings"))
        or _is_bar(line)
        or (_BYLINE.fullmatch(line) is not None and not _is_prose(line))
        or _COMMENT.fullmatch(line) is not None
        or len(_TICKER.findall(line)) > 1
        or ("cookie" in low and ("accept" in low or "consent" in low or "our site" in low))
    )


def _is_bar(line: str) -> bool:
    """Parts side by side, none of which is a sentence: menu, share bar, tags, teasers."""
    parts = _BAR.split(line)
    if len(parts) - 1 < (1 if _STRONG_BAR.search(line) else 2):
        return False
    return not any(_is_prose(part) for part in parts)


def _is_prose(line: str) -> bool:
    return len(line.split()) >= SENTENCE_WORDS and line.rstrip(" \"')]").endswith(
        (".", "!", "?", ":")
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line without captions, banners and the link at its end."""
    low = text[start:end].lower()
    cuts = [
        at for mark in _list("inline") if (at := low.rfind(mark)) > 0 and _ends_line(low, at, mark)
    ]
    end = start + min(cuts) if cuts else end
    at = start
    for found in _BRACKET.finditer(text, start, end):
        inside = found.group()[1:-1].lower()
        label = set(re.findall(r"[a-z]+", inside))
        caption = bool(label & _set("brackets")) and (
            found.group()[0] == "[" or ":" in inside or "/" in inside
        )
        if caption or (label & _set("brackets") and len(inside) < len("file photo courtesy of")):
            yield at, found.start()
            at = found.end()
    yield at, end


def _ends_line(low: str, at: int, mark: str) -> bool:
    before = low[at - 1]
    rest = low[at + len(mark) :]
    return not before.isalnum() and ". " not in rest.strip() and len(rest) < CAPTION_CHARS


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
    last = _LAST_WORD.search(text, max(start, found.start() - 12), found.start() + 1)
    if last is None:
        return False
    word = last.group(1).lower()
    if len(word) == 1 or word in _set("abbreviations"):
        # "... Technology Co., Ltd. The plant": an article or pronoun opens a new sentence.
        return (first + following.group(3)).lower() not in _OPENERS
    return False


_OPENERS: Final = frozenset(
    (
        "the",
        "a",
        "an",
        "it",
        "its",
        "this",
        "that",
        "these",
        "in",
        "on",
        "at",
        "but",
        "and",
        "as",
        "he",
        "she",
        "they",
        "we",
        "for",
        "with",
        "after",
        "by",
        "from",
        "both",
        "production",
        "sales",
    )
)


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


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(table("furniture")[name])
