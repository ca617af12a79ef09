"""Inserted words that a sentence reads on without: brackets, dashes, ", built in 2020, "."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot.milestones.english.small import small
from bot.milestones.english.words import Tag, Token, is_adverb

LONGEST: Final = 22  # words of an insertion
SPEAKER: Final = 7  # words of ", X says,"
BRACKETS: Final[Mapping[str, str]] = {"(": ")", "[": "]"}
OWNER: Final = 3  # words within which an insertion names whose its subject is
DASHES: Final = frozenset(("\u2014", "\u2013"))

Range = tuple[int, int]


def asides(tokens: Sequence[Token], verbs: Sequence[Tag]) -> tuple[Range, ...]:
    """The insertions with the marks around them, as first and last word; they may overlap."""
    marks = [(at, token.text) for at, token in enumerate(tokens) if token.kind == "mark"]
    starts = {tag.first for tag in verbs}
    commas = [at for at, mark in marks if mark == ","]
    return (*_bracketed(marks), *_between_commas(tokens, commas, starts))


def _bracketed(marks: Sequence[tuple[int, str]]) -> Iterator[Range]:
    opened: dict[str, int] = {}
    dash = -1
    for at, mark in marks:
        closing = BRACKETS.get(mark)
        if closing is not None:
            opened[closing] = at
        elif mark in opened and at - opened[mark] <= LONGEST:
            yield opened.pop(mark), at
        elif mark in DASHES:
            if dash >= 0 and at - dash <= LONGEST:
                yield dash, at
                dash = -1
            else:
                dash = at


def _between_commas(
    tokens: Sequence[Token], commas: Sequence[int], verbs: set[int]
) -> Iterator[Range]:
    for first, last in pairwise(commas):
        if first > 0 and 1 < last - first <= LONGEST and _opens(tokens, first + 1):
            after = last + 1
            while after < len(tokens) and is_adverb(tokens[after].low):
                after += 1
            if after < len(tokens) and _goes_on(tokens[after], after in verbs):
                yield first, last
        elif 1 < last - first <= SPEAKER and small("saying").intersection(
            (tokens[last - 1].low, tokens[first + 1].low)
        ):
            yield first, last


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Can these words begin an insertion?"""
    token = tokens[at]
    return (
        token.low in small("inserting")
        or token.low in small("prepositions")
        or token.kind == "number"
        or token.low.endswith(("ed", "ing"))
        or any(t.kind == "possessive" for t in tokens[at : at + OWNER])  # ", Geely's brand, "
    )


def _goes_on(token: Token, verb: bool) -> bool:
    """Does the sentence go on behind it with its verb?"""
    return (
        verb
        or token.low in small("be", "have", "will", "guess", "can")
        or token.low in small("do")
        or token.low in small("prepositions")
    )
