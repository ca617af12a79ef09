"""How far words of a sentence stand from a step, counting the borders of clauses."""

from bisect import bisect_right
from typing import Final

from bot.milestones.english.borders import JOINTS, NEVER
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind

LONG: Final = frozenset(("year", "years", "half", "months"))  # "a year and a half after"
PREPOSED: Final = 2  # words before a date: "in the"
SOON: Final = 3  # words from "with" to "deliveries"
EARLIER: Final = 4  # words from a verb to its day, from there to the next verb
FAR: Final = 999
FIRST: Final = 10  # words from the first of two verbs to its day
JOINED: Final = frozenset((",", ";", "and", "while", "but"))
PREDICATE: Final = 4  # words of a predicate: "was finally agreed"
RELATIVES: Final = frozenset(("whose", "which", "who", "where", "when"))
CLAUSES: Final = frozenset((";", ":", "that", "who", "which", "because", "when", "while", "but"))
BORDERS: Final = frozenset((",", ";", ":", "\u2014", "(", ")"))
CONJUNCTIONS: Final = JOINTS | {"when", "who", "that", "because", "since", "until"}


def distance(scene: Scene, match: Match, where: Range) -> int:
    """Words between a slot and the step; a clause border counts for several."""
    best = FAR
    for first, last in match.places:
        left, right = (last, where[0]) if where[0] > last else (where[1], first)
        if right <= left:
            return 0
        best = min(best, right - left - 1 + _borders(scene, left, right))
    return best


def _borders(scene: Scene, left: int, right: int) -> int:
    """What the borders between two words count."""
    cost = 0
    for at, weight, until in scene.borders[bisect_right(scene.borders, (left, NEVER, NEVER)) :]:
        if at >= right:
            break
        cost += weight if until < right else 0
    return cost


def segment(scene: Scene, where: Range) -> Range:
    """The words around a slot up to the next border of a clause on each side."""
    first, last = where
    tokens = scene.tokens
    while first > 0 and not _is_border(scene, first - 1):
        first -= 1
    while last + 1 < len(tokens) and not _is_border(scene, last + 1):
        last += 1
    return first, last


def _is_border(scene: Scene, at: int) -> bool:
    low = scene.tokens[at].low
    return low in BORDERS or low in CONJUNCTIONS


def verbs_in(scene: Scene, around: Range) -> frozenset[int]:
    """Where full verbs and auxiliaries stand in a part of the sentence; verbs of saying do not."""
    auxiliary = small("be", "have", "will", "guess", "past_verbs", "present_verbs")
    saying = small("telling")
    return frozenset(
        at
        for at in range(around[0], around[1] + 1)
        if (at in scene.verbs or scene.tokens[at].low in auxiliary)
        and at not in scene.marked.nouns  # "works", "plants"
        and scene.tokens[at].low not in saying
    )


def is_behind(scene: Scene, match: Match, where: Range) -> bool:
    """Does it follow the last word of a step at once: "to begin in May and deliveries in June"?

    So it does before a date that stands as near between its words.
    """
    dated = any(place == there for place in match.places for _, there in scene.dates)
    return not dated and match.last < where[0] <= match.last + 1 + PREPOSED


def is_of_another(scene: Scene, match: Match, where: Range) -> bool:
    """Is it the day of another verb: "was founded in 2015 and makes electric cars"?"""
    if match.state.time != "present" or match.verb is None or where[1] >= match.verb.first:
        return False
    between = range(where[1] + 1, match.verb.first)
    joint = [at for at in between if scene.tokens[at].low == "and"]
    before = verbs_in(scene, (max(0, where[0] - EARLIER), where[0] - 1)) if where[0] else ()
    return len(joint) == 1 and len(between) <= EARLIER and bool(before)


def is_of_first(scene: Scene, match: Match, where: Range) -> bool:
    """Is it the day of the first of two plans: "to start deliveries next year and to build"?"""
    behind = [first for first, _ in match.places if first > where[1]]
    torn = match.verb is not None and match.verb.first < where[0]
    if not behind or not where[0] or (torn and not match.pattern.said.startswith("<start> <")):
        return False
    between = [t.low for t in scene.tokens[where[1] + 1 : behind[0]]]
    if between not in (["and"], ["and", "to"], ["and", "will"], [",", "and", "to"]):
        return False
    return bool(verbs_in(scene, (max(0, where[0] - FIRST), where[0] - 1)))


def heads_another(scene: Scene, match: Match, where: Range) -> bool:
    """Does it head the clause of another company: "X recalled vans, and in 2021 Y recalled"?"""
    if where[0] <= match.last:
        return False
    before = [t.low for t in scene.tokens[max(0, where[0] - PREPOSED) : where[0]]]
    joined = bool(before) and (before[-1] in JOINED or (len(before) > 1 and before[-2] in JOINED))
    named = any(first == where[1] + 1 for _, (first, _) in scene.mentions)
    return joined and named and before[-1] not in RELATIVES


def is_of_what_follows(scene: Scene, match: Match, where: Range) -> bool:
    """Is it the day of what is to come then: "launched it, with deliveries to begin in May"?"""
    between = range(match.last + 1, where[0])
    if "with" not in scene.lows or match.pattern.step.kind is Kind.DELIVERY:
        return False
    firsts = {tag.first for tag in scene.marked.tags.get("delivery", ())}
    return any(
        scene.tokens[at - 1].low == "," and not firsts.isdisjoint(range(at + 1, at + 1 + SOON))
        for at in scene.lows["with"]
        if at in between
    )


def is_years_after(scene: Scene, match: Match, where: Range) -> bool:
    """Is it the day of what came long before: "opened it, two years after the start in 2022"?"""
    if "after" not in scene.lows:
        return False
    return any(
        match.last < at < where[0] and scene.tokens[at - 1].low in LONG
        for at in scene.lows["after"]
    )


def is_predicate(scene: Scene, match: Match, where: Range) -> bool:
    """Does the only verb of a step told by a noun bring the date: "A loan was closed in May"?"""
    if match.verb is not None or where[0] <= match.last:
        return False
    between = [t.low for t in scene.tokens[match.last + 1 : where[0]]]
    verbs = sorted(verbs_in(scene, (match.last + 1, where[0] - 1)))
    whole = bool(verbs) and verbs[-1] - verbs[0] < PREDICATE
    joined = not CLAUSES.isdisjoint(between)
    return whole and not joined and not verbs_in(scene, (0, match.first - 1))


def is_inserted(scene: Scene, match: Match, where: Range) -> bool:
    """Does the date stand in an insertion with a verb: ", whose drive we printed in March, "?"""
    return any(
        a < where[0] and where[1] < b and not a <= match.first <= b and not a <= match.last <= b
        for a, b in scene.asides
        if scene.tokens[a + 1].low in RELATIVES
        or verbs_in(scene, (a + 1, b - 1)) - set(range(where[0], where[1] + 1))
    )


def owns(scene: Scene, where: Range) -> bool:
    """Does it own a thing of the trade: "Tuesday's launch", "last week's deal"?"""
    at = where[1] + 1
    if at >= len(scene.tokens) or scene.tokens[at].kind != "possessive":
        return False
    return any(at < noun <= at + 4 for noun in scene.marked.heads)


def word_before(scene: Scene, where: Range) -> str:
    """The word right before a slot, lower case; empty at the head of a sentence."""
    return scene.tokens[where[0] - 1].low if where[0] else ""


def leading_word(scene: Scene, first: int) -> str:
    """The word before a name, but for what describes it: "from the car maker Geely" is "from"."""
    at = first - 1
    while at > 0 and scene.tokens[at].low in small("determiners", "describing"):
        at -= 1
    return scene.tokens[at].low if at >= 0 else ""
