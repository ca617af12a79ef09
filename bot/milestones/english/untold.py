"""Words of a step that nobody tells as one: what is not disclosed, talked of, or a reader's."""

import re
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match

AHEAD: Final = 14  # words from "did not say when" to the step
DENYING: Final = 3  # words before "say" in which it is denied
TALK: Final = 2
BACK: Final = 3  # words of "were meant to"
_BEGINS_WHEN: Final = re.compile(r"\bstarts? (?:late|later|early|earlier|sooner) in\b")
_A_NETWORK: Final = re.compile(r"\bset(?:s|ting)? up [^,;.]{1,40}, an? (?:[\w-]+ ){0,3}network\b")


def is_undisclosed(scene: Scene, match: Match) -> bool:
    """Does somebody not say when it will be: "would not say when Volvo expects to launch it"?"""
    if not scene.holds(sense("undisclosed")):
        return False
    tokens = scene.tokens
    for at in range(max(1, match.first - AHEAD), match.first):
        asked = tokens[at].low in sense("unknown") and tokens[at - 1].low in sense("undisclosed")
        before = [t.low for t in tokens[max(0, at - 1 - DENYING) : at - 1]]
        if asked and any(w in sense("refusing_to_say") or w.endswith("n't") for w in before):
            return True
    return False


def is_talked_of(scene: Scene, match: Match) -> bool:
    """Is it only talked about: "began to talk of entering the market"?"""
    verb = match.verb
    if verb is None or verb.first < TALK or scene.tokens[verb.first - 1].low != "of":
        return False
    return scene.tokens[verb.first - TALK].low in sense("talk_of")


def is_readers(scene: Scene, match: Match) -> bool:
    """Is the reader the subject: "when you test a car"?"""
    at = match.state.left - 1
    return match.verb is not None and at >= 0 and scene.tokens[at].low == "you"


def is_caption(scene: Scene, match: Match) -> bool:
    """Is it a line beneath a picture: "Lucid Air during a test in Ohio"?"""
    if match.verb is not None or scene.title or scene.dates or scene.number <= 1:
        return False
    if scene.sentence.text.rstrip(" \"')\u201d").endswith((".", "!", "\u2026")):
        return False
    return not scene.verbs and not scene.holds(small("be", "have", "will"))


def is_label_of_origin(scene: Scene, match: Match) -> bool:
    """Is it what a car is called by: "its first U.S.-made bus"?"""
    verb = match.verb
    return verb is not None and verb.first > 0 and scene.tokens[verb.first - 1].low == "-"


def is_held_up(scene: Scene, match: Match) -> bool:
    """Is it "was held up by glitches", which holds no party?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.last].low not in {"held", "hold", "holds"}:
        return False
    return [t.low for t in scene.tokens[verb.last + 1 : verb.last + 2]] in (["up"], ["back"])


def is_cost(scene: Scene, match: Match) -> bool:
    """Is it what is paid for a thing: "takes in all buildings, for 725 crore"?"""
    sums = {first for _, (first, _) in scene.sums}
    first = next((a for a, _ in match.places if a in sums), 0)
    verb = match.verb
    behind = verb is not None and first > verb.last + 1
    return behind and scene.tokens[first - 1].low == "for" and "<raise>" in match.pattern.said


def is_made_by(scene: Scene, match: Match) -> bool:
    """Does it say which cars are meant: "an electric bus made by BYD is parked there"?"""
    verb = match.verb
    if verb is None or "*>" not in match.pattern.said or match.first > verb.first:
        return False
    if not verb.first or scene.tokens[verb.first - 1].low in small("be", "have"):
        return False
    behind = scene.tokens[verb.last + 1 :]
    named = bool(behind) and behind[0].low == "by"
    return named and any(t.low in small("be") for t in behind)


def is_charging(scene: Scene, match: Match) -> bool:
    """Is it how fast a car is charged: "bring batteries from a low state to 80% in 30 minutes"?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.last].low not in sense("filling"):
        return False
    behind = scene.tokens[verb.last + 1 : verb.last + 1 + AHEAD]
    lows = {t.low for t in behind}
    if lows & sense("distances") and lows & {"minutes", "minute", "seconds"}:
        return True  # "adds 275 km in 15 minutes"
    full = any(t.low in {"%", "percent"} or t.low.endswith("%") for t in behind)
    return full and any(t.low in sense("filled") for t in behind)


def is_website(scene: Scene, match: Match) -> bool:
    """Is the site one that people read: "the Chinese site ifnews.com wrote"?"""
    for at in (k for word in sense("websites") for k in scene.lows.get(word, ())):
        taken = any(first <= at <= last for first, last in match.places)
        behind = scene.tokens[at + 1 : at + 2]
        domain = any(at < first <= at + 2 for first, _ in scene.spans.get("DOMAIN", ()))
        told = any(t.low in small("saying", "spoken") for t in behind)
        if (taken or match.pattern.loose) and (domain or told):
            return True
    return False


def is_held(scene: Scene, match: Match) -> bool:
    """Is it who has a permit already: "is the fourth company to hold a permit"?"""
    verb = match.verb
    to = verb is not None and verb.first > 0 and scene.tokens[verb.first - 1].low == "to"
    return to and verb is not None and scene.tokens[verb.last].low in sense("holding")


def was_meant(scene: Scene, match: Match) -> bool:
    """Was it only meant to come: "were meant to reach their owners by the end of the year"?"""
    if scene.has("now", "but"):
        return False
    near = [t.low for t in scene.tokens[max(0, match.first - BACK) : match.last + 1]]
    return any(
        a in {"was", "were"} and b in sense("untrue") and c == "to"
        for a, b, c in zip(near, near[1:], near[2:], strict=False)
    )


def is_sale_of_cars(scene: Scene, _: Match) -> bool:
    """Is it what cars bring: "hopes to sell its SUVs, which would bring in $46 million"?"""
    cars = any(tag.part == "noun" for tag in scene.marked.tags.get("vehicle", ()))
    sold = scene.holds(sense("selling")) and not scene.holds(sense("securities"))
    return cars and sold


def is_test_car(scene: Scene, match: Match) -> bool:
    """Is it built for tests alone: "test R2s come off the line"?"""
    near = {t.low for t in scene.tokens[max(0, match.first - 1) : match.first + 1]}
    return not near.isdisjoint(sense("for_tests"))


def is_when(scene: Scene, _: Match) -> bool:
    """Is it when something begins there, of which no market is told: "to start late in Hungary"?"""
    return scene.title and _BEGINS_WHEN.search(scene.low) is not None


def is_network(scene: Scene, _: Match) -> bool:
    """Is it a network that is set up: "will set up Fast Charge, a network of 200 stations"?"""
    return _A_NETWORK.search(scene.low) is not None
