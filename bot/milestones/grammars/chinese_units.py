"""Chinese words of money and units as patterns, from the table `chinese_amounts`; built once."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from bot.catalogue import table

SENTENCE: Final = re.compile(r"[。!?;\n]")
REACH_CHARS: Final = 60


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def section(name: str) -> Mapping[str, list[str]]:
    """A section of the table of amounts."""
    found: Mapping[str, list[str]] = table("chinese_amounts")[name]
    return found


@cache
def pattern(name: str, key: str, *, before: str = "", behind: str = "") -> re.Pattern[str]:
    """Any word of one list of the table, between two further patterns."""
    return re.compile(f"{before}(?:{any_of(section(name)[key])}){behind}")


@cache
def currencies() -> Mapping[str, str]:
    """Each name or sign of a currency with its code."""
    return {word: code for code, words in section("currencies").items() for word in words}


def clause_before(text: str, at: int, reach: int = REACH_CHARS) -> str:
    """What stands before an offset in its sentence, at most so many characters."""
    window = text[max(0, at - reach) : at]
    return window[1 + max(window.rfind(mark) for mark in "。!?;\n") :]


def clause_behind(text: str, at: int, reach: int = REACH_CHARS) -> str:
    """What stands behind an offset in its sentence, at most so many characters."""
    window = text[at : at + reach]
    border = SENTENCE.search(window)
    return window[: border.start()] if border else window
