"""Whether a sentence puts a step into time at all, if only by its tense: "has opened", "now"."""

from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind, Phase

AUXILIARIES: Final = 4  # words before a verb among which its "has" stands
LEAD: Final = 2  # sentences behind the title: what they tell is news by its place
# Kinds that a text also speaks of as what is so, or what is usual: cars are built and sold.
USUAL: Final = frozenset(
    (
        Kind.COMPANY_SETUP,
        Kind.DELIVERY,
        Kind.FACTORY,
        Kind.INFRASTRUCTURE,
        Kind.LAUNCH,
        Kind.MARKET_ENTRY,
        Kind.PRODUCTION,
        Kind.RECALL,
        Kind.TECHNOLOGY,
        Kind.UNVEIL,
    )
)


def is_timeless(scene: Scene, match: Match, at: Phase) -> bool:
    """Does it state such a thing as done, yet not as done by now: "builds", "was launched"?

    Such a step counts only with a date, a sum or a number.
    """
    kind = match.pattern.step.kind
    usual = kind in USUAL or (kind is Kind.TESTING and match.pattern.loose)
    if at is not Phase.DONE or scene.number <= LEAD or not usual:
        return False
    verb = match.verb.first if match.verb is not None else match.first
    before = scene.tokens[max(0, verb - AUXILIARIES) : verb]
    return not (
        any(t.low in {"has", "have", "'ve"} for t in before)
        or any(t.kind == "possessive" for t in before[-2:])
        or small("by_now") & set(scene.lows)
    )
