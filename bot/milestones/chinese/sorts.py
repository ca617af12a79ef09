"""Which sort of a step its words tell: a plant begun, opened or grown, a change of leaders."""

from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from storage.records import Kind

# Verbs with which a plant grows, by their beginnings; others only tell a size ("达到").
LARGER: Final = ("扩", "增", "提", "翻", "倍", "拉", "升", "抬", "加", "爬")
LEADERS: Final = frozenset(("leader", "office", "ousted", "head_change"))


def sort_of(scene: Scene, match: Match) -> str:
    """The sort that keeps this step apart from another one of its kind; "" for none."""
    told = {name for tag in match.words for name in tag.groups}
    if match.pattern.step.kind is Kind.RESTRUCTURING:
        return "leaders" if told & LEADERS else ""
    if match.pattern.step.kind is not Kind.FACTORY:
        return ""
    grows = [t for t in match.words if "expand" in t.groups]
    if any(scene.text.startswith(LARGER, t.start) for t in grows):
        return "grown"
    if "started_building" in told:
        return "begun"
    return "opened" if "finished_building" in told else ""
