"""The other side of a stake or business that changes hands: who sells it, who gets it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.milestones.english.nearness import distance, leading_word
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.steps import Match
from storage.records import Kind

# Of what was bought the seller stands behind "from"; of what was sold the buyer behind "to".
OTHER_SIDE: Final = {Kind.INVESTMENT: Kind.RESTRUCTURING, Kind.RESTRUCTURING: Kind.INVESTMENT}
LEADING: Final = {Kind.INVESTMENT: "from", Kind.RESTRUCTURING: "to"}
NEAR: Final = 12  # words
OWNED: Final = 4  # words from the owner to the share
SHARES: Final = frozenset(("%", "percent", "stake", "stakes", "shares", "shareholding"))
SOLD: Final = frozenset(("sell", "sellstake"))


def other_side(scene: Scene, match: Match, own: Sequence[str]) -> str | None:
    """The followed company at the other side, if a share of something changes hands."""
    kind = match.pattern.step.kind
    if kind not in OTHER_SIDE or (kind is Kind.RESTRUCTURING and not _is_sold(match)):
        return None
    for mention, where in scene.mentions:
        behind = where[0] > match.first and distance(scene, match, where) <= NEAR
        if behind and mention.company and mention.company not in own:
            led = leading_word(scene, where[0]) == LEADING[kind]
            if led and _is_of_shares(scene, match, where):
                return mention.company
            if kind is Kind.INVESTMENT and _owns_shares(scene, where):
                return mention.company
    return None


def _owns_shares(scene: Scene, where: Range) -> bool:
    """Is it the owner of the share: "to buy Panasonic's 19.5% stake in"?"""
    behind = scene.tokens[where[1] + 1 : where[1] + 2 + OWNED]
    owns = bool(behind) and behind[0].kind == "possessive"
    return owns and any(t.low in SHARES for t in behind)


def _is_sold(match: Match) -> bool:
    return match.verb is not None and match.verb.group in SOLD


def _is_of_shares(scene: Scene, match: Match, where: Range) -> bool:
    """Is it a share that is bought or sold: "10 per cent of", "its stake in"?"""
    lows = [t.low for t in scene.tokens[match.first : where[0]]]
    cents = any(pair == ("per", "cent") for pair in pairwise(lows))
    return cents or not SHARES.isdisjoint(lows)
