"""Whose the car is that the plant of another builds: "The A plant will make the B10 of B"."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.steps import Match
from storage.records import Kind

NEAR: Final = 5  # words from the verb to the model that it builds


def with_owner(scene: Scene, match: Match, companies: Sequence[str]) -> Sequence[str]:
    """The makers, and the one whose model they build; of a passive the makers alone."""
    if match.pattern.step.kind is not Kind.PRODUCTION or match.state.passive:
        return companies
    if match.verb is None or len(scene.mentions) <= 1:
        return companies
    left = match.verb.first
    if not any(tag.last < left for tag in scene.marked.tags.get("plant", ())):
        return companies
    verb = match.verb.last
    things = [w for w in scene.spans.get("NAME", ()) if verb < w[0] <= verb + NEAR]
    owners = (
        m.company
        for m, (first, last) in scene.mentions
        if m.company and verb < first and any(a - 1 <= last and first <= b for a, b in things)
    )
    return tuple(dict.fromkeys((*companies, *owners)))
