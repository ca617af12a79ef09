"""What the evidence of a step speaks of beyond its slots: `telling_cues.toml` as patterns."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table

KEPT: Final = 2048  # answers: a step is asked the same several times while it is told
# Characters between a cue and what it is about: "production of the first model was resumed".
NEAR: Final = 50
NEAR_HAN: Final = 12


@lru_cache(maxsize=KEPT)
def says(cue: str, text: str) -> bool:
    """Does a text hold a word of this cue, and near it one of those that must be?

    A word that holds one of them is enough: "end production".
    """
    return _pattern(cue).search(text.casefold()) is not None


@cache
def weaker(cue: str) -> frozenset[str]:
    """The cues that this one takes the place of."""
    return frozenset(table("telling_cues")[cue].get("over", ()))


@lru_cache(maxsize=KEPT)
def named(words: tuple[str, ...], text: str) -> bool:
    """Does a text hold one of these beginnings of words, or of these Chinese words?"""
    return _names(words).search(text.casefold()) is not None


@cache
def _names(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = [word for word in words if word.isascii()]
    han = [word for word in words if not word.isascii()]
    parts = [rf"\b(?:{_any(latin)})"] if latin else []
    return re.compile("|".join([*parts, *([_any(han)] if han else [])]))


_BRACKET: Final = "[（(][^（(）)，；。]{1,40}[）)]"  # a name in another script: one word


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words = table("telling_cues")[name]
    never = rf"(?!{_any(words['never_en'])})" if "never_en" in words else ""
    never_han = f"(?!{_any(words['never_zh'])})" if "never_zh" in words else ""
    english = rf"\b{never}(?:{_any(words['en'])})"
    chinese = f"{never_han}(?:{_any(words['zh'])})"
    if near := words.get("near_en"):
        other, between = rf"\b(?:{_any(near)})", rf"{_within(words)}{{0,{NEAR}}}"
        english = rf"{english}{between}{other}|{other}{between}{english}"
        alone = [word for word in words["en"] if any(each in word for each in near)]
        english += rf"|\b(?:{_any(alone)})" if alone else ""
    if near := words.get("near_zh"):
        other, between = f"(?:{_any(near)})", rf"(?:{_BRACKET}|[^，；。]){{0,{NEAR_HAN}}}"
        chinese = f"{chinese}{between}{other}|{other}{between}{chinese}"
        alone = [word for word in words["zh"] if any(each in word for each in near)]
        chinese += f"|{_any(alone)}" if alone else ""
    return re.compile(f"{english}|{chinese}")


def _within(words: Mapping[str, object]) -> str:
    """What may stand between a cue and what is near it: a clause, or all of a sentence."""
    return "[^;.]" if words.get("across") else "[^,;.]"


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word.casefold()) for word in words)
