"""Names of people, who are no models: "Jaehoon Chang bowed", "CEO RJ Scaringe, left, signs"."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.words import Token

LONGEST: Final = 4  # words of a name
PAIR: Final = 2

Range = tuple[int, int]


def people(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[Range]:
    """Each person by first and last word; `taken` are the words of companies."""
    given, offices = given_names(), _offices()
    at = 0
    while at + 1 < len(tokens):
        titled = at > 0 and tokens[at - 1].low in offices  # "CEO X Y", "president X Y"
        if titled or tokens[at].text in given:
            last = _last(tokens, at, taken)
            if last > at:
                yield at, last
            at = last
        at += 1


def _last(tokens: Sequence[Token], at: int, taken: Collection[int]) -> int:
    """The last of the words with capitals from `at` on; what follows a given name is a family."""
    last = at
    while (
        last + 1 < len(tokens)
        and last - at < LONGEST - 1
        and last + 1 not in taken
        and tokens[last + 1].kind == "word"
        and tokens[last + 1].text[:1].isupper()
    ):
        last += 1
    return last if at not in taken and tokens[at].text[:1].isupper() else at


@cache
def _offices() -> frozenset[str]:
    return frozenset(table("english_cues")["offices"])


@cache
def given_names() -> frozenset[str]:
    """The given names that are known."""
    return frozenset(table("outsiders")["given_names"])
