"""What somebody aims at or thinks about is not done: goals, money that is weighed or promised."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match

WANTED: Final = 5  # words from "goal of" to what is aimed at
WEIGHED: Final = 8  # words from "is weighing" to what is weighed
GOAL_WORDS: Final = 8  # behind a count, in which it is called a goal
NEAR: Final = 4  # words from "planned" to the money
CALLED: Final = 4  # words from "goal of" to the count: "a goal of more than 1,000"
GOAL_GAP: Final = 3  # words from "is" to the count
ITS: Final = frozenset(("its", "the", "their", "a", "this"))
STOPS: Final = frozenset((",", ";", ":"))


def is_wanted(scene: Scene, match: Match) -> bool:
    """Is a participle what somebody aims at: "its goal of 9,000 vehicles built in 2024"?"""
    how = match.state
    if match.verb is None or how.time not in {"done", "bare"} or how.governor != match.verb.first:
        return False
    near = [t.low for t in scene.tokens[max(0, match.first - WANTED) : match.first]]
    return any(a in small("goals") and b == "of" for a, b in pairwise(near))


def is_weighed(scene: Scene, match: Match) -> bool:
    """Is it money that somebody only thinks about: "is mulling a share sale"?"""
    near = [t.low for t in scene.tokens[max(0, match.first - WEIGHED) : match.first]]
    return any(a in small("be") and b in small("weighing") for a, b in pairwise(_clause(near)))


def is_goal(scene: Scene, match: Match) -> bool:
    """Is a count what is aimed at: "set 500,000 deliveries as its goal", "the aim is 9,000"?"""
    lows = [t.low for t in scene.tokens]
    goals = small("goals")
    behind = lows[match.first : match.last + GOAL_WORDS]
    called = (behind[at + 1 : at + 4] for at, low in enumerate(behind) if low == "as")
    before = lows[: match.first]
    if _is_called_before(before):
        return True
    if any(words[:1] and words[0] in ITS and not goals.isdisjoint(words) for words in called):
        return not small("calling").isdisjoint(before)
    ends = [at for at, low in enumerate(before) if low in {"is", "remains", "stays"}]
    if not ends or len(before) - ends[-1] > GOAL_GAP:
        return False
    return not goals.isdisjoint(_clause(before[: ends[-1]]))


def _is_called_before(before: Sequence[str]) -> bool:
    """Does a goal stand right before the count: "a goal of 1,000 stations", "its target: 9,000"?"""
    near = before[-CALLED:]
    return any(
        (a in small("goals") and b == "of") or (a in {"goal", "target"} and b == ":")
        for a, b in pairwise(near)
    )


def _clause(lows: Sequence[str]) -> Sequence[str]:
    """What stands behind the last stop."""
    ends = [at for at, low in enumerate(lows) if low in STOPS]
    return lows[ends[-1] + 1 :] if ends else lows


def is_pledged(scene: Scene, match: Match) -> bool:
    """Is it money that is promised, and not spent: "commits $2 billion", "has set aside"?"""
    told = {t.low for first, last in match.places for t in scene.tokens[first : last + 1]}
    if not told.isdisjoint(small("pledge")):
        return not _is_told_as_past(scene, match)
    near = {t.low for t in scene.tokens[max(0, match.first - NEAR) : match.last + 2]}
    return match.verb is None and not near.isdisjoint(small("to_be_spent"))


def _is_told_as_past(scene: Scene, match: Match) -> bool:
    """Is money set aside long ago: "set aside 6 billion for it", not "has set aside"?"""
    verb = match.verb
    if verb is None or verb.group != "setaside" or scene.tokens[verb.first].low != "set":
        return False
    return match.state.time == "done" and match.state.left == verb.first
