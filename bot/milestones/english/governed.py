"""Nouns that are no subject: held by a preposition, or only the unit of a number."""

from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small

CAUSING: Final = 3  # words between "have" and what is done
SIZING: Final = frozenset(("up", "to", "about", "some", "around", "nearly", "over", "more", "than"))


def is_governed(scene: Scene, first: int) -> bool:
    """Does a preposition hold the noun at `first` ("with cells"), so that it is no subject?"""
    for at in range(first - 1, max(-1, first - 4), -1):
        token = scene.tokens[at]
        if token.low in small("holding"):
            return at > 0 and scene.tokens[at - 1].low not in small("quantifiers")
        if token.kind in {"mark", "possessive"} or token.low in small("prepositions"):
            return False
        if token.kind == "number" and (counts(scene, at) or "," in token.text):
            return _is_sized(scene, at)
        if at in scene.marked.heads:
            return False
    return False


def _is_sized(scene: Scene, number: int) -> bool:
    """Does the number only say for how many: "a works for up to 160,000 cars is to be built"?"""
    at = number - 1
    while at > 0 and scene.tokens[at].low in SIZING:
        at -= 1
    return at > 0 and scene.tokens[at].low == "for"


def counts(scene: Scene, at: int) -> bool:
    """Is this noun only the unit of a number in between ("its 300 cars a year plant")?"""
    return any(first <= at <= last for _, (first, last) in scene.counts)


def caused_by(scene: Scene, first: int) -> int | None:
    """Where the modal stands that has it done: "could have its G6 put together here"."""
    lows = [t.low for t in scene.tokens[max(0, first - CAUSING) : first]]
    if "have" not in lows:
        return None
    at = first - len(lows) + lows.index("have") - 1
    return at if at >= 0 and scene.tokens[at].low in small("will", "guess") else None
