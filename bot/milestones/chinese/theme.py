"""The noun of the trade nearest to the words of a step: it tells steps apart, however general."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from storage.records import Kind

BESIDE: Final = 30  # characters between the words of a step and the noun
# The groups of such nouns by kind; of the others models and names.
NOUNS: Final = {
    Kind.REGISTRATION: ("DOMAIN", "NAME", "entity"),
    Kind.FACTORY: ("place", "plant"),
    Kind.MARKET_ENTRY: ("place",),
    Kind.INFRASTRUCTURE: ("place",),
    Kind.TECHNOLOGY: ("tech", "NAME"),
    Kind.APPROVAL: ("permit", "NAME"),
    Kind.PARTNERSHIP: ("COMPANY", "NAME"),
    Kind.INVESTMENT: ("COMPANY", "NAME"),
    Kind.FUNDING: ("COMPANY", "NAME"),
    Kind.RESTRUCTURING: ("leader", "NAME"),
}


def theme(scene: Scene, match: Match, companies: Sequence[str]) -> str:
    """The nearest noun, as the text has it; empty where there is none.

    Generic nouns ("电动车") and names of others count too: two statements with one of them are more
    likely of one step, and the trained models know steps by it. People are told the subject.
    """
    for name in NOUNS.get(match.pattern.step.kind, ("model", "NAME")):
        found = list(scene.groups.get(name, ()))
        if name == "COMPANY":
            others = {m.start for m in scene.mentions if m.company not in companies}
            found = [t for t in found if t.start in others]
        near = [t for t in found if abs(t.start - match.start) <= BESIDE or t in match.tags]
        if near:
            best = min(near, key=lambda t: abs(t.start - match.start))
            return scene.sentence.text[best.start : best.end]
    return ""
