"""Plans that are dropped or put off before they are told: "is scrapping plans to list its unit"."""

from typing import Final

from bot.milestones.english.cues import says
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import VERB
from storage.records import Kind, Phase

PLANS: Final = ("plans", "plan", "idea", "proposal")
TALKS: Final = ("talks", "negotiations", "discussions")  # on what two companies would do together
REACH: Final = 4  # words from "plans" to the step
BETWEEN: Final = 2  # words from the verb to "plans": "its", "any of its"


def plan_dropped(scene: Scene, match: Match) -> Phase | None:
    """Is the step what a plan was for that is given up, or put off; None where it is not."""
    paired = match.pattern.step.kind is Kind.PARTNERSHIP
    for word in (*PLANS, *TALKS) if paired else PLANS:
        for at in scene.lows.get(word, ()):
            last = match.last if match.pattern.loose or word in TALKS else match.first
            if match.first - REACH <= at <= last:
                found = _ended(scene, at)
                if found is not None:
                    return found
    return None


def _ended(scene: Scene, plan: int) -> Phase | None:
    """What the verb before "plans" does with them."""
    at = plan - 1
    while at >= 0 and plan - at <= BETWEEN and scene.tokens[at].low in small("determiners"):
        at -= 1
    if at < 0:
        return None
    if scene.tokens[at].low in small("shelving"):
        return Phase.DELAYED if says("for_now", scene.low) else Phase.CANCELLED
    groups = {tag.group for tag in scene.verbs.get(at, ()) if tag.part == VERB}
    if "scrap" in groups:
        return Phase.CANCELLED
    return Phase.DELAYED if "delay" in groups else None
