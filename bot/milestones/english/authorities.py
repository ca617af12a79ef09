"""Authorities that no table names: "the Transport Ministry", "Thailand's energy regulator".

The milestone carries the words of the text. A body without a name or a country is none.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.agencies import Named
from bot.milestones.grammars.readings import words
from bot.milestones.whole_words import runs

_AGENCIES: Final = table("agencies")
_BODY: Final = "|".join(map(str.capitalize, _AGENCIES["bodies"]))
_ANY: Final = frozenset((*_AGENCIES["bodies"], *_AGENCIES["offices"]))
_WORD: Final = r"[A-Z][\w\u00c0-\u024f'&-]{1,20}"
# "Ministry of Road Safety", "Guangzhou Transport Bureau", "Land and Transport Authority"
_TITLED: Final = re.compile(
    rf"(?:(?:{_WORD}|and) ){{0,4}}(?:{_BODY})"
    rf"(?: (?:of|for)(?: the)?(?: {_WORD}){{1,3}}"
    rf"(?:(?:,| and|, and|,? &)(?: {_WORD}){{1,2}}){{0,3}})?"
)
_GOVERNMENT: Final = re.compile(
    r"(?:the )?(?P<name>(?:(?:state|province|city|region|government|county) of "
    rf"{_WORD}(?: {_WORD}){{0,2}})"
    rf"|(?:{_WORD} ){{1,3}}(?:state|provincial|municipal|city|regional|federal|state's) "
    rf"(?:government|authorities)|(?:{_WORD} ){{1,2}}[Gg]overnment)"
)

_OF: Final = re.compile(r"^(?:state|province|city) of ")


def authorities(text: str) -> Iterator[Named]:
    """Every authority that names itself or its country, in order, never overlapping."""
    if _ANY.isdisjoint(runs(text.lower())):
        return
    end = 0
    found = [*_TITLED.finditer(text), *_countries().finditer(text)]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        short = _short(match)
        if match.start() >= end and short is not None:
            yield Named(short, match.end() - len(short), match.end())
            end = match.end()


def governments(text: str) -> Iterator[Named]:
    """Every state, province or city that may give money, in order, by its bare name."""
    for match in _GOVERNMENT.finditer(text):
        bare = _OF.sub("", match["name"])
        yield Named(bare, match.end("name") - len(bare), match.end("name"))


def _short(match: re.Match[str]) -> str | None:
    """The name without a leading article; None for a bare "Ministry" or "The Agency"."""
    said = match.group().split()
    while said and said[0] in _SMALL:
        said = said[1:]
    return " ".join(said) if len(said) > 1 else None


_SMALL: Final = words("The A An And and In At By But As On For")


@cache
def _countries() -> re.Pattern[str]:
    """A body with its field and its country: "Thailand's transport ministry"."""
    data = table("english_places")
    places = "|".join(
        sorted((re.escape(p) for p in data["markets"] if p[0].isupper()), key=len, reverse=True)
    )
    nations = "|".join(sorted(map(re.escape, data["adjectives"]), key=len, reverse=True))
    field, body = ("|".join(map(re.escape, _AGENCIES[name])) for name in ("fields", "offices"))
    return re.compile(rf"\b(?:(?:{places})'s|(?:{nations})) (?:(?:{field}) ){{1,3}}(?:{body})\b")
