"""Words of money and shares that tell of somebody else: a round of another, an owner, a rival."""

from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense
from bot.milestones.english.steps import Match

GIVEN: Final = 16  # words from "contributed" to the round
AHEAD: Final = 4  # words from "on the way" to the listing
SHARES: Final = frozenset(("shares", "stock", "stocks"))
MOVED: Final = 3  # words from the shares to what they do


def gives_to_a_round(scene: Scene, match: Match) -> bool:
    """Does its subject give what another raises: "contributed $9 million to a round of X"?"""
    rounds = scene.marked.tags.get("round", ())
    if not scene.sums or not rounds:
        return False
    given = [tag.last for tag in scene.marked.tags.get("invest", ()) if tag.part == "verb"]
    tokens = scene.tokens
    return match.pattern.said.startswith(("<invest>", "model")) and any(
        0 < tag.first - verb <= GIVEN
        and tag.last + 1 < len(tokens)
        and tokens[tag.last + 1].low in {"of", "by", "at"}
        and "to" in {t.low for t in tokens[verb : tag.first]}
        for tag in rounds
        for verb in given
    )


def is_owners_sale(scene: Scene, match: Match) -> bool:
    """Does a person sell his own shares: "Li Na, who founded the firm, parts with 3 percent"?"""
    if "<sellstake>" not in match.pattern.said or match.verb is None:
        return False
    people = scene.spans.get("PERSON", ())
    return any(first == 0 and last < match.verb.first for first, last in people)


def is_own_issue(scene: Scene, match: Match) -> bool:
    """Does a company sell shares in itself: "sold 108 million shares at HK$131.50 each"?"""
    verb = match.verb
    if "<sellstake> {stake}" not in match.pattern.said or verb is None or match.state.passive:
        return False
    sold = scene.tokens[match.last]
    behind = [t.low for t in scene.tokens[match.last + 1 : match.last + 2]]
    counted = any(t.low in {"million", "new"} for t in scene.tokens[verb.last + 1 : match.last])
    each = scene.has("each", "apiece") or "per share" in scene.low or "a share" in scene.low
    return sold.low == "shares" and counted and each and behind not in (["in"], ["of"])


def moves_shares(scene: Scene, match: Match) -> bool:
    """Is it what shares do: "the shares shot up by almost ten percent in Seoul"?"""
    verb = match.verb
    if verb is None:
        return False
    before = [t.low for t in scene.tokens[max(0, verb.first - MOVED) : verb.first]]
    return not SHARES.isdisjoint(before)


def is_ahead_of(scene: Scene, match: Match) -> bool:
    """Is a listing only what something leads to: "a step on the way to an IPO"?"""
    if "{ipo}" not in match.pattern.said:
        return False
    offers = {tag.first for tag in scene.marked.tags.get("ipo", ())}
    offered = [first for first, _ in match.places if first in offers]
    return any(
        sense("ways") & {t.low for t in scene.tokens[max(0, at - AHEAD) : at]} for at in offered
    )


def takes_on(scene: Scene, match: Match) -> bool:
    """Is a rival met or a helper hired: "wants to take on companies like X", "take on firms"?"""
    verb = match.verb
    if verb is None or verb.first == verb.last or scene.tokens[verb.last].low != "on":
        return False
    taken = {t.low for t in scene.tokens[verb.last + 1 : verb.last + 3]}
    return not taken.isdisjoint(sense("taken_on"))
