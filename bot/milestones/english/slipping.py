"""Plans that slip: another day stands beside the one that was meant, "in 2026 instead of 2025"."""

from itertools import pairwise
from typing import Final

from bot.milestones.english.scene import Scene

BEFORE: Final = 5  # words from "instead of" to the day: "instead of as planned in"
MEANT: Final = (("instead", "of"), ("rather", "than"))


def is_slipping(scene: Scene) -> bool:
    """Does a later day take the place of an earlier one?

    "60,000 cars instead of 80,000" counts fewer, "in Michigan instead of Poland" moves a place,
    "in May instead of June" comes early: they are plans like any other.
    """
    days = sorted(scene.dates, key=lambda each: each[1])
    for at, (meant, (first, _)) in enumerate(days):
        if len(days) > 1 and _is_meant(scene, first):
            now, _ = days[at - 1] if at else days[1]
            if now.towards(future=True).end > meant.towards(future=True).end:
                return True
    return False


def _is_meant(scene: Scene, first: int) -> bool:
    """Is it the day of which "instead of" or "rather than" is said?"""
    before = [t.low for t in scene.tokens[max(0, first - BEFORE) : first]]
    return any(pair in MEANT for pair in pairwise(before))
