"""Whether a sentence puts a step into time at all, if only by its tense: "has opened", "now"."""

import re
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind, Phase

AUXILIARIES: Final = 4  # words before a verb among which its "has" stands
_CLOCK: Final = re.compile(r"\s*\d{1,2}[:.]\d{2}\b(?! ?%)")  # a line of a live report
LEAD: Final = 2  # sentences behind the title, which tell the news in the present tense too
# Kinds that a text also speaks of as what is so, or what is usual: cars are built and sold.
USUAL: Final = frozenset(
    (
        Kind.COMPANY_SETUP,
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
    if kind is Kind.APPROVAL and at in {Phase.DONE, Phase.PLANNED} and not scene.title:
        return not (scene.agencies or scene.mentions or _is_by_now(scene, match))
    if _CLOCK.match(scene.sentence.text):
        return False
    usual = kind in USUAL or (kind is Kind.TESTING and match.pattern.loose)
    if at is not Phase.DONE or scene.title or not usual:
        return False
    if kind is Kind.RECALL and match.verb is not None and "NAME" in scene.spans:
        return "past" not in match.verb.form and not _is_by_now(scene, match)  # of one model
    if kind is Kind.UNVEIL and match.verb is not None and not match.state.passive:
        return "past" not in match.verb.form and not _is_by_now(scene, match)  # shown but once
    return not _is_by_now(scene, match)


def is_usual(scene: Scene, match: Match) -> bool:
    """Is it told in the present, behind the first sentences: "it is built in Bremen"?"""
    if match.verb is None or not match.state.passive or scene.number <= LEAD:
        return False
    before = scene.tokens[max(0, match.verb.first - AUXILIARIES) : match.verb.first]
    return any(t.low in {"is", "are"} for t in before) and not _is_by_now(scene, match)


def _is_by_now(scene: Scene, match: Match) -> bool:
    verb = match.verb.first if match.verb is not None else match.first
    before = scene.tokens[max(0, verb - AUXILIARIES) : verb]
    return bool(
        any(t.low in {"has", "have", "'ve"} for t in before)
        or any(t.kind == "possessive" for t in before[-2:])
        or scene.holds(small("by_now"))
    )
