"""Phrases in English and Chinese: the base of every table of them, and what fills them in.

A phrase is a template; the braces of values from outside are never read as one.
"""

from enum import Enum
from typing import Final

from bot.compose.fault_words import fault_in

FAULTS: Final = frozenset({"fault", "why"})  # the values that programs say


class Phrases(Enum):
    """A table of sentences and labels, as (English, Chinese); both name the same values."""

    def say(self, language: str, **values: object) -> str:
        """The phrase in "zh" or else English, with its values filled in.

        What a program says of a fault, or why, is said in that language, too.
        """
        template: str = self.value[is_chinese(language)]
        return template.format_map(
            {key: _filled(key, value, language) for key, value in values.items()}
        )


def _filled(name: str, value: object, language: str) -> object:
    if isinstance(value, int):
        return Count(value)
    return fault_in(value, language) if name in FAULTS and isinstance(value, str) else value


class Count(int):
    """A number that picks its noun: `{n:source|sources}` gives "1 source" or "2 sources"."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """The number, then the singular or plural that `spec` names, if it names any."""
        one, bar, many = spec.partition("|")
        number = f"{int(self):,}"
        return f"{number} {one if self == 1 else many}" if bar else number


def is_chinese(language: str) -> bool:
    """Is this tag Chinese of any kind?"""
    return language.lower().startswith("zh")


def pick(pair: tuple[str, str], language: str) -> str:
    """The side of a pair that speaks this language; English is the last resort."""
    return pair[is_chinese(language)]
