"""Names of places, models and things on a common footing, whatever the script they are written in.

The names are data: `bot/catalogue/two_scripts.toml`, and the companies and agencies beside it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import opencc
from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table

PLACE, MODEL, COMPANY, THING, LATER = "place", "model", "company", "thing", "later"
MARK: Final = ":"  # between the class of a name and the name; no word of a text holds it
DEPTH: Final = 5  # district, city, province, country, continent
_LETTER: Final = re.compile(r"[^\W_]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Names:
    """All names, ready to be looked for; `tokens` are what each pattern stands for ("": filler)."""

    automaton: AhoCorasick
    tokens: tuple[str, ...]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text with width and case folded away, traditional characters as simplified ones."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return str(_simplifier().convert(plain)) if is_chinese(plain) else plain


def split(text: str) -> tuple[tuple[str, ...], str]:
    """The tokens of the names in a folded text, and the text without them.

    A company's name may hold a model's, never the other way round. Of its spaced words those
    stay as well: "Leapmotor International" is Leapmotor, and more than that.

    >>> split("匈牙利塞格德 plant")[0]
    ('place:hungary', 'place:szeged')
    """
    things, rest = _taken(text, _names(), keeps_words=False)
    companies, rest = _taken(rest, _companies(), keeps_words=True)
    return (*things, *companies), rest


def _taken(text: str, names: Names, *, keeps_words: bool) -> tuple[list[str], str]:
    found: list[str] = []
    rest: list[str] = []
    place = 0
    for pattern, start, end in names.automaton.find_matches_as_indexes(text):
        if not _is_whole(text, start, end):
            continue
        if names.tokens[pattern]:
            found.append(names.tokens[pattern])
        kept = text[start:end] if keeps_words and not is_chinese(text[start:end]) else ""
        rest += (text[place:start], " ", kept, " ")
        place = end
    return found, "".join((*rest, text[place:]))


def token(kind: str, name: str) -> str:
    """How a name of a class is written among other words."""
    return f"{kind}{MARK}{fold(name)}"


def kind_of(word: str) -> str:
    """The class of a token; empty for a word that is no known name."""
    return word.partition(MARK)[0] if MARK in word else ""


@lru_cache(maxsize=4096)
def around(place: str) -> tuple[str, ...]:
    """The places around a place (both tokens), the nearest first; empty for one that has none."""
    outer = _outer()
    found: list[str] = []
    while (place := outer.get(place, "")) and len(found) < DEPTH:
        found.append(place)
    return tuple(found)


def is_inside(a: str, b: str) -> bool:
    """Is the place `a` the place `b`, or inside it?"""
    return a == b or b in around(a)


@lru_cache(maxsize=4096)
def agency(text: str) -> tuple[str, bool]:
    """An agency on the common footing, and whether it is a known one."""
    folded = fold(text).strip()
    known = _agencies().get(folded)
    return (known, True) if known else (folded, False)


def is_chinese(text: str) -> bool:
    """Is the text written in Chinese, at least in part?"""
    return _HAN.search(text) is not None


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _outer() -> dict[str, str]:
    return {
        token(PLACE, entry["en"][0]): token(PLACE, entry["in"])
        for entry in table("two_scripts")["place"]
        if "in" in entry
    }


@cache
def _agencies() -> dict[str, str]:
    return {
        fold(name): fold(entry["short"])
        for entry in table("agencies")["agency"]
        for name in (entry["short"], *entry["names"])
    }


@cache
def _names() -> Names:
    content = table("two_scripts")
    tokens: dict[str, str] = {}
    for kind in (PLACE, MODEL, THING):
        for entry in content[kind]:
            for name in (*entry["en"], *entry["zh"]):
                tokens.setdefault(fold(name), token(kind, entry["en"][0]))
    for nth, words in content["later"].items():
        for word in words:
            tokens.setdefault(fold(word), token(LATER, nth))
    for word in content["bland"]["zh"]:
        tokens.setdefault(fold(word), "")
    return _ready(tokens)


@cache
def _companies() -> Names:
    return _ready(
        {
            fold(name): f"{COMPANY}{MARK}{id_}"
            for id_, company in table("companies").items()
            for name in (company["name"], *company.get("names", ()))
        }
    )


def _ready(tokens: Mapping[str, str]) -> Names:
    return Names(
        automaton=AhoCorasick(list(tokens), matchkind=MatchKind.LeftmostLongest),
        tokens=tuple(tokens.values()),
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Words of spaced scripts are found whole only; Chinese has no borders between words."""
    return not (_joins(text, start - 1, start) or _joins(text, end - 1, end))


def _joins(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    a, b = text[left], text[right]
    return all(_LETTER.match(each) and not _HAN.match(each) for each in (a, b))
