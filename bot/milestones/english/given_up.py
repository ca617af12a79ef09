"""Plans that are dropped or put off: "is scrapping plans to list", "will not open until 2028"."""

from typing import Final

from bot.milestones.english.cues import says
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.timing import LATE_KINDS
from bot.milestones.english.words import VERB
from bot.milestones.found import Grain
from storage.records import Kind, Phase

PLANS: Final = ("plans", "plan", "idea", "proposal")
TALKS: Final = ("talks", "negotiations", "discussions")  # on what two companies would do together
REACH: Final = 4  # words from "plans" to the step
# Kinds that a halt interrupts, until somebody says that it is for good.
PAUSED: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.FACTORY))
# What "will not ... after all" gives up.
DROPPED: Final = PAUSED | {Kind.MARKET_ENTRY, Kind.INFRASTRUCTURE, Kind.INVESTMENT}
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


def put_off(scene: Scene, kind: Kind, near: str) -> Phase | None:
    """Call "will not open until 2028", "not in 2026 as foreseen" a delay; any other is no step."""
    if kind not in LATE_KINDS:
        return None
    if says("as_foreseen", near):
        return Phase.DELAYED
    if scene.has("until") and scene.holds(small("times")):
        return Phase.DELAYED
    if scene.dates and scene.holds(small("until")):
        return Phase.DELAYED
    if any(scene.tokens[at].low == "before" for _, (a, _) in scene.dates for at in (a - 2, a - 1)):
        return Phase.DELAYED  # "will not be built before the summer"
    if kind is Kind.PRODUCTION and any(d.granularity == Grain.RANGE for d, _ in scene.dates):
        return Phase.DELAYED  # "will build no cars from January 29 to February 11"
    return None


def given_up(scene: Scene, match: Match, near: str) -> Phase | None:
    """Call "will not build its plant", "will build no cars there after all" given up."""
    if match.state.time != "planned" or match.pattern.step.kind not in DROPPED:
        return None
    return Phase.CANCELLED if says("for_good", near) or _is_its_plant(scene, match) else None


def _is_its_plant(scene: Scene, match: Match) -> bool:
    """Is it a plant that was planned, "its" or "the", rather than any: "will not build a plant"?"""
    if match.pattern.step.kind is not Kind.FACTORY or match.verb is None:
        return False
    if match.verb.group != "build" or match.verb.last >= match.last:
        return False
    between = {t.low for t in scene.tokens[match.verb.last + 1 : match.last]}
    return not between.isdisjoint(("its", "their", "the")) and "new" not in between
