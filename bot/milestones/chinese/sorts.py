"""Which sort of a step its words tell: a plant begun, opened or grown, a change of leaders."""

from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import sense
from bot.milestones.sameness import LENT
from storage.records import Kind

LED: Final = "leaders"  # the sort of a change at the head
LEADERS: Final = frozenset(("leader", "office", "ousted", "head_change"))


def sort_of(scene: Scene, match: Match) -> str:
    """The sort that keeps this step apart from another one of its kind; "" for none."""
    told = {name for tag in match.words for name in tag.groups}
    if match.pattern.step.kind is Kind.RESTRUCTURING:
        return LED if told & LEADERS else ""
    if match.pattern.step.kind is Kind.FUNDING:
        return LENT if "loan" in told else ""
    if match.pattern.step.kind is not Kind.FACTORY:
        return ""
    grows = [t for t in match.words if "expand" in t.groups]
    if any(scene.text.startswith(sense("larger"), t.start) for t in grows):
        return "grown"
    if "started_building" in told:
        return "begun"
    return "opened" if "finished_building" in told else ""
