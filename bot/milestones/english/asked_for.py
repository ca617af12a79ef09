"""Told as done and not had yet: a mark that is applied for, money that is promised."""

from itertools import pairwise
from typing import Final

from bot.milestones.english.clauses import clauses
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind, Phase

# Filed is entered for these: a company, an address.
ENTERED: Final = ("entity", "domain")
FIRM: Final = "company name"
FILES: Final = frozenset(("file", "files"))  # of an office, unless they are verbs
CUT: Final = "<layoff>"
CAPITAL: Final = "{capital}"
TO: Final = 3  # words from "to" to a sum: "to between about"
READY: Final = 7  # words from a launch to "being prepared"
BEFORE: Final = 4  # words from a promise to its sum


def reached(scene: Scene, match: Match) -> Phase:
    """How far a step is that is told as done: "has filed for the name" waits for an office."""
    kind = match.pattern.step.kind
    if kind is Kind.REGISTRATION and _is_applied(scene, match):
        return Phase.PENDING
    if kind is Kind.FUNDING and _is_promised(scene, match):
        return Phase.PLANNED
    if kind is Kind.INVESTMENT and _is_budget(scene, match):
        return Phase.PLANNED
    return Phase.DONE


def asks(scene: Scene, match: Match) -> bool:
    """Does the clause say that somebody applies for it, and not that it was granted?"""
    first, last = _clause(scene, match)
    lows = {
        scene.tokens[at].low
        for at in range(first, last + 1)
        if scene.tokens[at].low not in FILES or not _is_noun(scene, at)
    }
    return not lows.isdisjoint(small("applying")) and lows.isdisjoint(small("granting"))


def _is_applied(scene: Scene, match: Match) -> bool:
    """Is a name or an invention applied for, and not granted?"""
    return asks(scene, match) and not _is_entered(scene, match)


def _is_entered(scene: Scene, match: Match) -> bool:
    """Is a company or an address put on file, which nobody examines?"""
    if FIRM in scene.low or "DOMAIN" in scene.spans:
        return True
    taken = {at for first, last in match.places for at in range(first, last + 1)}
    tags = (tag for group in ENTERED for tag in scene.marked.tags.get(group, ()))
    return any(not taken.isdisjoint(range(tag.first, tag.last + 1)) for tag in tags)


def _is_noun(scene: Scene, at: int) -> bool:
    return at > 0 and scene.tokens[at - 1].low in small("determiners", "prepositions")


def _is_promised(scene: Scene, match: Match) -> bool:
    """Is it what "the state had promised", "five investors committed", not "a promised loan"?"""
    verb = match.verb
    said = {t.low for t in scene.tokens[verb.first : verb.last + 1]} if verb is not None else None
    if said is not None and said.isdisjoint(small("promising")):
        return False
    return any(
        scene.tokens[at].low in small("promising") and not _is_noun(scene, at)
        for at in range(max(0, match.first - BEFORE), match.last + 1)
    )


def _is_budget(scene: Scene, match: Match) -> bool:
    """Is a sum that is still to be spent changed: "tripled its investment to $3.8 billion"?"""
    if CAPITAL in match.pattern.said or "stake" in scene.marked.tags:
        return False
    start, end = _clause(scene, match)
    for first, last in scene.spans.get("MONEY", ()):
        before = [t.low for t in scene.tokens[max(start, first - TO) : first]]
        if start <= first and last <= end and "to" in before:
            lows = {t.low for t in scene.tokens[start:first]}
            return not lows.isdisjoint(small("budgeting"))
    return False


def is_to_go(scene: Scene, match: Match) -> bool:
    """Are jobs still to be cut: "said it would cut 500 jobs"? Staff who were told so must go.

    So are cars that wait on the quay, and so is a launch that is made ready.
    """
    if match.pattern.step.kind is Kind.MARKET_ENTRY:
        start, _ = _clause(scene, match)
        return any(t.low in small("on_the_quay") for t in scene.tokens[start : match.first])
    if match.pattern.step.kind is Kind.LAUNCH and match.pattern.step.phase == "verb":
        behind = [t.low for t in scene.tokens[match.last + 1 : match.last + 1 + READY]]
        return any(a in {"being", "in"} and b in small("made_ready") for a, b in pairwise(behind))
    told = any(t.low in small("told_to") for t in scene.tokens[: match.first])
    jobs = match.pattern.step.kind is Kind.RESTRUCTURING and CUT in match.pattern.said
    return jobs and match.state.time == "planned" and not told


def _clause(scene: Scene, match: Match) -> Range:
    at = match.verb.first if match.verb is not None else match.first
    whole = (0, len(scene.tokens) - 1)
    return next((part for part in clauses(scene) if part[0] <= at <= part[1]), whole)
