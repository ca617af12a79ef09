"""Numerals in a text, by language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from bot.milestones.found import Number
from bot.milestones.grammars import chinese_numbers, english_numbers

__all__ = ["Number", "find_numbers"]

GRAMMARS: Final[Mapping[str, Callable[[str], Iterable[Number]]]] = {
    "en": english_numbers.numbers,
    "zh": chinese_numbers.numbers,
}


def find_numbers(text: str, *, language: str = "en") -> tuple[Number, ...]:
    """Every numeral of a text in order, none overlapping; nothing for a language without a grammar.

    Years, days and percentages are numerals too: what a number counts is for the caller to see.
    """
    grammar = GRAMMARS.get(language)
    return tuple(grammar(text)) if grammar else ()
