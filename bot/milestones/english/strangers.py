"""Subjects that are no company, or the whole trade, and sentences that tell a state."""

from typing import Final

from bot.milestones.english.roles import named_set
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import is_adverb
from storage.records import Kind

NEAR_VERB: Final = 10  # words between a subject and its verb
AROUND: Final = 3  # words around a step in which "ours" makes it a private story
LASTING: Final = 4  # words before a verb in which "always" makes it a state
RELATIVE: Final = 16  # words from "in which" to the verb of its clause
RELATING: Final = frozenset(("in", "on", "for", "with", "at", "of"))
COMPARED: Final = 3  # makers and prices in one sentence
# What a joint venture may be for.
PURPOSES: Final = frozenset((Kind.INFRASTRUCTURE, Kind.TECHNOLOGY, Kind.PRODUCTION))
# Steps that go on without being one: "cars go on rolling off the line".
RUNNING: Final = frozenset((Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH, Kind.PARTNERSHIP))


def is_stranger(scene: Scene, match: Match) -> bool:
    """Is the subject of an active verb a country, an authority, a reader, "ours"?"""
    if _is_private(scene, match) or _merely_exists(scene, match):
        return True
    if match.verb is None or match.state.passive or match.verb.first != match.first:
        return False
    at = _subject_end(scene, min(match.state.left, match.verb.first))
    if at < 0:
        return False
    if scene.tokens[at].low in small("anybody"):
        return True
    if scene.tokens[at].low in sense("makers") and _is_of_many(scene, at):
        return True
    ends = (*scene.spans.get("PLACE", ()), *((a.first, a.last) for a in scene.agencies))
    return any(last == at and not _is_held(scene, first) for first, last in ends)


def _is_of_many(scene: Scene, at: int) -> bool:
    """Are the makers those of a country or in general: "China's car makers come to Europe"?"""
    before = scene.tokens[max(0, at - AROUND) : at]
    return any(t.kind == "possessive" or t.low in sense("many") for t in before) or (
        bool(before) and before[-1].text[:1].isupper()
    )


def is_lasting(scene: Scene, match: Match) -> bool:
    """Does it only go on: "have always made", "keeps rolling", "goes on building"?"""
    if match.pattern.step.phase != "verb":
        return False
    left = match.verb.first if match.verb is not None else match.first
    before = [t.low for t in scene.tokens[max(0, left - LASTING) : left]]
    if before[-2:-1] in (["go"], ["goes"], ["went"]) and before[-1:] == ["on"]:
        return True
    return (bool(before[-1:]) and before[-1] in small("keeping")) or "always" in before


def is_relative(scene: Scene, match: Match) -> bool:
    """Does it only say which thing is meant: "the plant that A and B are building together"?

    So does what a venture is for: "agreed on a venture that builds a network".
    """
    kind = match.pattern.step.kind
    if kind in PURPOSES and "venture" not in scene.marked.tags:
        return False
    named = {at for _, (first, last) in scene.mentions for at in range(first, last + 1)}
    skipped = small("be", "have") | {"the", "both", "and", ",", "its", "jointly", "now"}
    at = match.first - 1
    while at >= 0 and (at in named or scene.tokens[at].low in skipped):
        at -= 1
    relative = at > 0 and scene.tokens[at].low in {"that", "which"}
    if relative and (at - 1 in scene.marked.heads or kind in PURPOSES):
        return True
    verb = match.verb if match.pattern.loose else None
    return kind is Kind.PARTNERSHIP and _is_in_which(scene, verb.first if verb else match.first)


def _is_in_which(scene: Scene, first: int) -> bool:
    """Is it a clause of a thing: "the unit in which A will work with B", "that they built"?"""
    for at in range(first - 1, max(1, first - RELATIVE), -1):
        low = scene.tokens[at].low
        if low in {",", ";", ":"} or (at in scene.verbs and low not in small("be", "have")):
            return False
        if low in {"that", "which"}:
            held = at - 1 if low == "that" or scene.tokens[at - 1].low not in RELATING else at - 2
            return held in scene.marked.heads
    return False


def is_comparison(scene: Scene, _: Match) -> bool:
    """Does it set prices of several makers side by side?"""
    if scene.title:
        return False
    makers = {m.company for m, _ in scene.mentions}
    return len(makers) >= COMPARED and len(scene.sums) >= COMPARED


def _is_private(scene: Scene, match: Match) -> bool:
    """Is it a car of the writer: "delivery of ours", "my car was delivered"?"""
    around = scene.tokens[max(0, match.first - AROUND) : match.last + AROUND]
    return any(t.low in {"ours", "mine", "my", "yours"} for t in around)


def _merely_exists(scene: Scene, match: Match) -> bool:
    """Is it "there are two million charging points in China"?"""
    tokens = scene.tokens
    start = max(0, match.first - AROUND)
    return any(
        tokens[at].low == "there"
        and tokens[at + 1].low in small("be")
        and not (at and at - 1 in scene.marked.heads)  # "the first stage there is to start"
        for at in range(start, min(match.last, len(tokens) - 1))
    )


def _subject_end(scene: Scene, left: int) -> int:
    """The last word of the subject before a verb with its auxiliaries; -1 when there is none."""
    skipped = small("be", "have", "will", "guess", "not") | {"to"}
    at = left - 1
    while at >= 0 and (scene.tokens[at].low in skipped or is_adverb(scene.tokens[at].low)):
        at -= 1
    return at if at >= 0 and scene.tokens[at].kind != "mark" else -1


def _is_held(scene: Scene, first: int) -> bool:
    """Is the place only where: "the plant in China will make"?"""
    at = first - 1
    while at >= 0 and scene.tokens[at].low in {"the", "mainland", "neighbouring"}:
        at -= 1
    return at >= 0 and (
        scene.tokens[at].low in small("prepositions") or scene.tokens[at].kind == "word"
    )


def opens_speech(scene: Scene, at: int) -> bool:
    """Is it the "that" behind a verb of saying: "a supplier whispers that a van will be built"?"""
    if scene.tokens[at].low != "that" or not at:
        return False
    before = scene.tokens[at - 1]
    noun = at - 1 in scene.marked.nouns or before.low in named_set("actors")
    guessing = small("forecasters") & {t.low for t in scene.tokens[:at]}
    return before.kind == "word" and not (noun or guessing or before.low in small("wishing"))


def is_organisation(scene: Scene, left: int) -> bool:
    """Is a fund, a bank, an institute with a name of its own right before the verb?"""
    return any(
        scene.tokens[last].low in small("organisations") and left - NEAR_VERB <= last < left
        for _, last in scene.spans.get("NAME", ())
    )


def is_of_the_trade(scene: Scene) -> bool:
    """Are makers in general the subject: "carmakers are racing to develop solid cells"?"""
    tokens = scene.tokens
    return any(
        at + 1 < len(tokens)
        and (tokens[at + 1].low in small("be", "have") or at + 1 in scene.verbs)
        and (not at or tokens[at - 1].low not in sense("meant"))
        for word in sense("whole_trade")
        for at in scene.lows.get(word, ())
    )
