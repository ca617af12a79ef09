"""A name that means somebody else: "the Tesla of China", "not the Chevrolet", "no relation to"."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.words import Token

# Whose a company is: "Geely-owned Zeekr". It is the other one that acts.
OWNERS: Final = ("-owned", "-backed", "-controlled", "-funded", "-affiliated")
UNRELATED: Final = 7  # words from "no relation to" to the name


def is_ruled_out(tokens: Sequence[Token], at: int) -> bool:
    """Is it ", not BYD", "not the Chevrolet", an "ex-Tesla manager", "Geely-owned"?"""
    before = [t.low for t in tokens[max(0, at - 3) : at]]
    low = tokens[at].low
    if low.startswith("ex-") or low.endswith(OWNERS) or _is_unrelated(tokens, at):
        return True
    while before and before[-1] in {"the", "a"}:
        before.pop()
    return before[-2:-1] == [","] and before[-1:] == ["not"]


def _is_unrelated(tokens: Sequence[Token], at: int) -> bool:
    """Is it "Foxtrot, no relation to Foxconn's Foxtron"?"""
    before = [t.low for t in tokens[max(0, at - UNRELATED) : at]]
    for words in (["no", "relation"], ["not", "related"], ["unrelated", "to"]):
        for k in range(len(before) - 1):
            if before[k : k + 2] == words and "," not in before[k:]:
                return True
    return False


def goes_on_of(tokens: Sequence[Token], last: int) -> bool:
    """Does "of" follow the word at `last`?"""
    return [t.low for t in tokens[last + 1 : last + 2]] == ["of"]


def is_nickname(scene: Scene, first: int, last: int) -> bool:
    """Is it "the Tesla of China", another company with that name for a nickname?"""
    before = scene.tokens[first - 1].text if first else ""
    abroad = any(at == last + 2 for at, _ in scene.spans.get("PLACE", ()))
    return abroad and before in {'"', "'", "the", "The"}
