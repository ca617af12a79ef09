"""Recalls that are only spoken of: what one may come of, others, which cars go back."""

from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense
from bot.milestones.english.steps import Match

LOT: Final = 12  # words from "recalls" to the cars that go back
BEFORE: Final = 6  # words from "may" to the recall that may follow


def is_recalled_lot(scene: Scene, match: Match) -> bool:
    """Does it only say which cars go back: "recalls its first shipment to Canada"?"""
    recalls = [tag.last for tag in scene.marked.tags.get("recall", ()) if tag.part == "verb"]
    return any(0 < match.first - last <= LOT for last in recalls)


def may_follow(scene: Scene, match: Match) -> bool:
    """Is a recall only what may come of it: "may end in a recall", "could lead to a recall"?"""
    if match.verb is not None:
        return False
    before = {t.low for t in scene.tokens[max(0, match.first - BEFORE) : match.first]}
    return bool(before & sense("possible")) and bool(before & sense("ending_in"))


def is_of_others(scene: Scene, match: Match) -> bool:
    """Are other recalls only spoken of: "has had other recalls of its cars of late"?"""
    recalls = [tag for tag in scene.marked.tags.get("recall", ()) if tag.part == "noun"]
    return (
        not scene.dates
        and not scene.counts
        and any(
            match.first <= tag.first <= match.last
            and scene.tokens[tag.last].low == "recalls"
            and scene.tokens[tag.first - 1].low in sense("other_recalls")
            for tag in recalls
            if tag.first
        )
    )
