"""Words of a step that only tell of figures: those published, reached, reckoned with."""

from itertools import pairwise
from typing import Final

from bot.milestones.english.counted import is_no_count
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match

AHEAD: Final = 6  # words from "bring out" to what is brought out
TIMES: Final = 4  # words from "delivered" to "5,124 times"
BEHIND: Final = 6  # words from "took 10 months" to what was built in them


def is_of_figures(scene: Scene, match: Match) -> bool:
    """Are figures what comes out: "should bring out their sales numbers within days"?"""
    verb = match.verb
    if verb is None:
        return False
    ahead: list[str] = []
    for token in scene.tokens[verb.last + 1 : verb.last + 1 + AHEAD]:
        if token.kind == "mark" or token.low in small("prepositions"):
            break
        ahead.append(token.low)
    return bool(ahead) and ahead[-1] in sense("published")


def is_reached(scene: Scene, match: Match) -> bool:
    """Is it a figure that is reached, no plan: "said it has reached sales of 10,000"?"""
    if not match.pattern.said.startswith("<plan>"):
        return False
    between = [t.low for t in scene.tokens[match.first : match.last]]
    return any(
        have in {"has", "have"} and did in sense("reached") for have, did in pairwise(between)
    )


def is_monthly(scene: Scene, match: Match) -> bool:
    """Is it so many a month, which no month has had yet: "has topped 20,000 deliveries a month"?"""
    if match.state.time == "planned" or match.pattern.step.phase != "verb":
        return False
    numbers = scene.spans.get("NUMBER", ())
    return any(place in numbers and is_no_count(scene, place) for place in match.places)


def is_superseded(scene: Scene, _: Match) -> bool:
    """Is it a target that is held no more: "the first target of 42,400 has been scrapped"?"""
    if not (small("given_up") & scene.lows.keys()):
        return False
    olds = (at for word in small("former") & scene.lows.keys() for at in scene.lows[word])
    return any(t.low in small("targets") for at in olds for t in scene.tokens[at + 1 : at + 3])


def is_reckoned(scene: Scene, match: Match) -> bool:
    """Is it a number that is reckoned with: "reckons with 2.5 million cars"?"""
    if not match.pattern.said.startswith("COMPANY with "):
        return False
    return scene.holds(sense("reckoning"))


def is_time_taken(scene: Scene, match: Match) -> bool:
    """Does it only say how long it took: "it took 10 months to build the plant"?"""
    verb = match.verb
    if verb is None or ("took" not in scene.lows and "taken" not in scene.lows):
        return False
    before = [t.low for t in scene.tokens[max(0, verb.first - BEHIND) : verb.first]]
    told = set(before)
    return before[-1:] == ["to"] and bool(sense("took") & told) and bool(sense("spans") & told)


def is_of_dealers(scene: Scene, match: Match) -> bool:
    """Does the number count places of sale: "for the start of sales, with 100 touch points"?"""
    return any(
        scene.tokens[last + 1].low in sense("places_of_sale")
        for first, last in scene.spans.get("NUMBER", ())
        if (first, last) in match.places and last + 1 < len(scene.tokens)
    )


def is_sum(scene: Scene, match: Match) -> bool:
    """Is it what a figure came to: "the M9 came to 15,481 and is the best-selling in China"?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.last].low not in sense("coming"):
        return False
    behind = scene.tokens[verb.last + 1 : verb.last + 3]
    return [t.low for t in behind[:1]] == ["to"] and any(t.kind == "number" for t in behind)


def is_times(scene: Scene, match: Match) -> bool:
    """Is it how often a car was sold: "was delivered 5,124 times", which starts nothing?"""
    behind = scene.tokens[match.last + 1 : match.last + 1 + TIMES]
    return any(a.kind == "number" and b.low == "times" for a, b in pairwise(behind))
