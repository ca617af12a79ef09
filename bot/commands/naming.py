"""Which companies a line of words names, by the names of the catalogue."""

from collections.abc import Sequence
from typing import Final

from bot.catalogue import Catalogue
from bot.commands.asked import NOTHING, WORDS_MAX, loosened
from bot.commands.errors import CommandError
from bot.commands.periods import announced
from bot.stories.names import is_chinese
from storage.records import Company

NAME_MAX_WORDS: Final = 6
NAME_MAX_CHARS: Final = 24  # of a Chinese one
AND: Final = "和与及跟"  # between Chinese names, without a space


def beginning(words: Sequence[str], catalogue: Catalogue) -> tuple[Company, list[str]] | None:
    """The company that the longest beginning of these words names, and the words behind it.

    Chinese words may stand together: "小米交付" begins with 小米.
    """
    for cut in range(min(len(words), NAME_MAX_WORDS), 0, -1):
        if company := catalogue.find(" ".join(words[:cut])):
            return company, list(words[cut:])
    if not words or not is_chinese(words[0]):
        return None
    for end in range(min(len(words[0]) - 1, NAME_MAX_CHARS), 1, -1):
        if company := catalogue.find(words[0][:end]):
            return company, [words[0][end:], *words[1:]]
    return None


def unnamed(words: Sequence[str]) -> str:
    """The first of the words, up to where all the others could be filters."""
    cuts = (cut for cut in range(1, len(words)) if are_filters(words[cut:]))
    return " ".join(words[: next(cuts, len(words))])


def are_filters(words: Sequence[str]) -> bool:
    """Does every one of the words narrow what is shown, or is meant to?"""
    if len(words) > WORDS_MAX:
        return False
    try:
        return not loosened(NOTHING, words).about
    except CommandError:  # a time that cannot be read: what stands before it counts
        ends = [place for place, word in enumerate(words) if announced(word)]
        return bool(ends) and are_filters(words[: ends[-1]])


def companies(words: Sequence[str], catalogue: Catalogue) -> tuple[list[Company], list[str]]:
    """All companies named one behind the other, each once, and the first words that name none."""
    found: dict[str, Company] = {}
    rest = list(words)
    while rest:
        named = beginning(rest, catalogue)
        if named is None:
            return list(found.values()), rest
        found[named[0].id] = named[0]
        rest = named[1]
        rest[:1] = map(joined, rest[:1])
    return list(found.values()), []


def joined(word: str) -> str:
    """A name without the "and" that stands before it without a space: "和小鹏"."""
    return word[1:] if word[:1] in AND and len(word) > 1 else word
