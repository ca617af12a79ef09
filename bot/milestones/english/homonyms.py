"""Names of companies that are towns, people or others in this text: "TATA (agency) - Work ..."."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.mentions import Mention

DATELINE_CHARS: Final = 160  # of the text, in which a town stands before a dash or a bracket
_DATED: Final = (
    r"(?m)^(?:{towns})(?: \([^)\n]{{1,40}}\)|,[^\n\u2013\u2014-]{{1,30}}| )\s?[\u2013\u2014-]"
)


def without_towns(found: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions without those of a town or person that bears the name of a company.

    `text` is the title, a newline and the body; a text that also writes the full name of the
    company means the company.
    """
    found = _without_namesakes(found, text.find("\n"))
    named = {m.company: m.name for m in found if m.name not in _towns()}
    homes = {
        name
        for name in {m.name for m in found if m.name in _towns()}
        if _is_dateline(name, text) or _is_place(name, text) or _is_other_brand(name, text)
    }
    return tuple(m for m in found if m.name not in homes or m.company in named)


def _without_namesakes(found: Sequence[Mention], body: int) -> Sequence[Mention]:
    """The mentions without a bare name that is another firm's of the same house in this text.

    "Tata gets aid" is about Tata Steel where the body, which begins there, names that one first,
    and the company by no other name.
    """
    houses = table("english_places")["homonyms"]["houses"]
    told = [m for m in found if m.start > body]
    others = {m.name.partition(" ")[0]: m.start for m in reversed(told) if not m.company}
    names: dict[str, set[str]] = {}
    for m in found:
        names.setdefault(m.company, set()).add(m.name)
    first = {m.name: m.start for m in reversed(told) if m.company}
    meant = {
        name
        for company, (name, *more) in names.items()
        if company and not more and name in others and name in houses
        if others[name] < first.get(name, others[name] + 1)
    }
    return [m for m in found if m.name not in meant]


def _is_dateline(name: str, text: str) -> bool:
    body = text.partition("\n")[2][:DATELINE_CHARS]
    return re.search(_DATED.format(towns=re.escape(name.upper())), body) is not None


def _is_place(name: str, text: str) -> bool:
    """Does the text say "the town of X", "X town hall", "the mayor of X"?"""
    return re.search(_said().replace("@", re.escape(name)), text) is not None


def _is_other_brand(name: str, text: str) -> bool:
    """Does the text speak of scooters, which another brand of that name makes?"""
    data = table("english_places")["homonyms"]
    if name not in data["two_wheeled"]:
        return False
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in data["two_wheels"])


@cache
def _said() -> str:
    data = table("english_places")["homonyms"]
    before = "|".join(map(re.escape, data["before"]))
    after = "|".join(map(re.escape, data["after"]))
    return rf"\b(?:{before}) @\b|\b@(?:'s|’s)? (?:{after})\b"


@cache
def _towns() -> frozenset[str]:
    return frozenset(table("english_places")["homonyms"]["names"])
