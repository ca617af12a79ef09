"""Names that only stand by: whom somebody wants to catch up with, whose a plant was before."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import Token

WORKS: Final = 4  # words from a company to its plant: "the former Ford car plant"


def is_set_beside(tokens: Sequence[Token], at: int) -> bool:
    """Is it only named beside others: "to catch up with Tesla", "ahead of BYD"?"""
    if tokens[at].low not in small("besides"):
        return False
    lows = [t.low for t in tokens[max(0, at - 2) : at + 1]]
    return not small("set_beside").isdisjoint((" ".join(lows[-2:]), " ".join(lows)))


def leads_in(scene: Scene, at: int) -> bool:
    """Is it whom another follows: "After Ford, Renault wants to ...", "Unlike VW and BMW, Kia"?"""
    tokens = scene.tokens
    if tokens[0].low not in small("leading_in"):
        return False
    comma = next((k for k, t in enumerate(tokens) if t.low == ","), 0)
    named = {k for _, (first, last) in scene.mentions for k in range(first, last + 1)}
    others = (t for k, t in enumerate(tokens[1:comma], 1) if k not in named)
    return at < comma and all(t.low in {"and", "or", "the"} for t in others)


def is_bygone(scene: Scene, first: int, last: int) -> bool:
    """Is it whose a plant was: "the former Ford plant", "Nissan's old works"?"""
    if not scene.holds(small("bygone")):
        return False
    tokens = scene.tokens
    before = tokens[first - 1].low if first else ""
    behind = [t.low for t in tokens[last + 2 : last + 3]]
    owned = last + 1 < len(tokens) and tokens[last + 1].kind == "possessive"
    if before not in small("bygone") and not (owned and small("bygone").intersection(behind)):
        return False
    works = {t.first for t in scene.marked.tags.get("plant", ()) if t.part == "noun"}
    return not works.isdisjoint(range(last + 1, last + 1 + WORKS))
