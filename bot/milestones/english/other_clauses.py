"""Words of a step that stand in two clauses, or belong to another verb than theirs."""

from itertools import pairwise
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match
from storage.records import Kind

ARTICLE: Final = 4  # words from "unveiled" to what was unveiled
QUOTES: Final = frozenset(('"', "\u201c", "\u201d"))


def shows_how(scene: Scene, match: Match) -> bool:
    """Is it a fact that is shown: "the release shows how many cars", "showed that"?"""
    last = match.last if match.verb is None else match.verb.last
    first, second = ([t.low for t in scene.tokens[last + 1 : last + 3]] + ["", ""])[:2]
    told = first in {"that", "whether", "why"} and second not in small("prepositions")
    return (first == "how" and second in sense("degrees")) or (
        told and "*>" not in match.pattern.said
    )


def is_of_what_is_shown(scene: Scene, match: Match) -> bool:
    """Does it only say what is shown: "unveiled the trial cars", "showed a car it will build"?"""
    shown = [tag.last for tag in scene.marked.tags.get("unveil", ()) if tag.part == "verb"]
    if match.pattern.step.kind is Kind.TESTING:
        thing = match.pattern.said.startswith(("{test}", "{trial}", "{prototype}"))
        return thing and any(0 < match.first - last <= ARTICLE for last in shown)
    between = [t.low for t in scene.tokens[match.first : match.last]]
    return bool(shown) and any(
        word in {"that", "which"} and after in {"it", "they", "he", "she"}
        for word, after in pairwise(between)
    )


def begins_another(scene: Scene, match: Match) -> bool:
    """Is something else begun, and the step but told behind it: "began to take orders for cars"?"""
    said = match.pattern.said.split()
    if said[0] not in {"<begin>", "<start>"} or not said[-1].startswith("<"):
        return False
    skipped = small("be", "have")
    firsts = {tag.first for tags in scene.verbs.values() for tag in tags}
    between = range(match.places[0][1] + 1, match.places[-1][0])
    return any(
        scene.tokens[at].low == "to"
        and at + 1 in firsts
        and scene.tokens[at + 1].low not in skipped
        for at in between[:-1]
    )


def is_of_two_clauses(scene: Scene, match: Match) -> bool:
    """Do words without a verb stand on either side of a "where": "for $2bn, where cells for"?"""
    if match.verb is not None or match.pattern.loose:
        return False
    return any(
        sense("of_clause") & {t.low for t in scene.tokens[before[1] + 1 : behind[0]]}
        for before, behind in pairwise(match.places)
    )


def is_inserted(scene: Scene, match: Match) -> bool:
    """Are words without a verb torn apart by an insertion: "the works, once a home of cells, "?"""
    if not scene.asides or "<" in match.pattern.said:
        return False
    opened = [
        (first, last)
        for first, last in scene.asides
        if scene.tokens[first + 1].low in sense("formerly")
    ]
    return any(
        len({first <= place[0] <= last for place in match.places}) > 1 for first, last in opened
    )


def is_label(scene: Scene, match: Match) -> bool:
    """Is it a name for where things are from: orders for "made in China" cars?"""
    verb = match.verb
    if verb is None or not verb.first or scene.tokens[verb.first - 1].low not in QUOTES:
        return False
    behind = scene.tokens[verb.last + 1 : verb.last + 1 + ARTICLE]
    return any(t.low in QUOTES for t in behind)
