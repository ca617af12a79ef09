"""Words of a step that mean another thing here: a car that "lists at" a price, a dealer network."""

import re
from typing import Final

from bot.milestones.english.grammar import ASIDE
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import is_adverb

CLAUSE: Final = 9  # words from "where" to the "until" of its clause
RELATIVE: Final = 5  # words between "which" and the verb of its clause
_OF_SO_MANY: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|\d{1,2})"
    r"(?: [a-z-]+){0,3} (?:in|of|out of)"
    r" (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|a hundred|100"
    r"|\d{1,2})"
    r"\b(?![.,]\d)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
UP_TO: Final = frozenset(("to", ",", ";", "another"))
OPEN: Final = 8  # words between "keep" and "open"
CASH: Final = 3  # words between a sum and the verb that it is the subject of
OBJECTS: Final = frozenset(
    ("hardly", "barely", "any", "no", "some", "much", "little", "the", "a", "an", "their", "its")
)


def makes_something(scene: Scene, match: Match) -> bool:
    """Has the participle an object, so that it is a verb: "a hundred cars made hardly a noise"?"""
    verb = match.verb
    if verb is None or "*>" not in match.pattern.said or verb.last + 1 >= len(scene.tokens):
        return False
    before = scene.tokens[verb.first - 1] if verb.first else None
    if before is None or before.low in small("be", "have") or is_adverb(before.low):
        return False
    dated = any(first == verb.last + 1 for _, (first, _) in scene.dates)
    return not dated and scene.tokens[verb.last + 1].low in OBJECTS and match.first < verb.first


def is_priced(scene: Scene, match: Match) -> bool:
    """Is it a car that lists at a price, or that can swim, and no share: "the U8 floats"?"""
    verb = match.verb
    if verb is None:
        return False
    if scene.tokens[verb.first].low not in sense("floating") or match.state.passive:
        return False
    at = verb.first - 1
    sums = {first for _, (first, _) in scene.sums}
    cars = {tag.last for tag in scene.marked.tags.get("vehicle", ()) if tag.part == "noun"}
    models = {last for _, last in scene.spans.get("NAME", ())}
    brands = {last for _, (_, last) in scene.mentions}
    if scene.tokens[verb.last + 1 : verb.last + 2] and scene.tokens[verb.last + 1].low == "at":
        return verb.last + 2 in sums and any(last < verb.first for last in cars | models)
    return at in cars or (at in models and at not in brands)


def is_ratio(scene: Scene, match: Match) -> bool:
    """Is it a share of sales, told without a figure: "sells one car in nine"?"""
    if {"VEHICLES", "NUMBER"}.isdisjoint(match.pattern.said.split()):
        return False
    text = scene.sentence.text[: scene.tokens[-1].end].lower()
    found = _OF_SO_MANY.search(text)
    if found is None:
        return False
    counted = [(scene.tokens[first].start - scene.tokens[0].start) for first, _ in match.places]
    return any(found.start() <= at < found.end() for at in counted)


def is_trait(scene: Scene, match: Match) -> bool:
    """Does a relative clause say what a company does: "X, which makes cells for Y, said"?"""
    verb = match.verb
    if verb is None:
        return False
    if "s" not in verb.form or verb.first < len("AB") or match.state.time != "present":
        return False
    before = scene.tokens[verb.first - 1].low
    dated = any(verb.last < first <= match.last + RELATIVE for _, (first, _) in scene.dates)
    if before == "and" and scene.holds(sense("founded")):
        return not dated  # "was founded in 2015 and makes electric cars"
    return before in {"which", "that", "who"} and not dated


def is_with_a_state(scene: Scene, _: Match) -> bool:
    """Is the other side a country or its office: "signed an agreement with the ministry"?"""
    if scene.has("and", "venture"):
        return False
    if len({m.company for m, _ in scene.mentions}) > 1:
        return False
    places = {first for first, _ in scene.spans.get("PLACE", ())}
    for at in scene.lows.get("with", ()):
        ahead = range(at + 1, min(at + 1 + RELATIVE, len(scene.tokens)))
        cut = next((k for k in ahead if scene.tokens[k].kind == "mark"), at + 1 + RELATIVE)
        near = [k for k in ahead if k < cut]
        if near and (
            near[0] in places or sense("offices_of_state") & {scene.tokens[k].low for k in near}
        ):
            after = scene.tokens[near[0] + 1].low if near[0] + 1 < len(scene.tokens) else ""
            return near[0] not in places or after in small("prepositions") | {",", ".", ""}
    return False


def is_bygone(scene: Scene, match: Match) -> bool:
    """Does a clause say what a place was: "stands where Ford made cars until January 2021"?"""
    return any(
        0 < until - where <= CLAUSE and where < match.last
        for where in scene.lows.get("where", ())
        for until in scene.lows.get("until", ())
    )


def is_auxiliary(scene: Scene, match: Match) -> bool:
    """Does the verb only carry another one: "have stopped production" is no "have a start"?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.last].low not in small("have"):
        return False
    at = verb.last + 1
    while at < len(scene.tokens) and (
        is_adverb(scene.tokens[at].low) or scene.tokens[at].low in small("not")
    ):
        at += 1
    if at < len(scene.tokens) and scene.tokens[at].low == ",":
        at = _behind_aside(scene, at)  # "has, as promised, begun"
    return verb.first == verb.last and any(
        tag.first == at and ("part" in tag.form or "past" in tag.form)
        for tag in scene.verbs.get(at, ())
    )


def _behind_aside(scene: Scene, at: int) -> int:
    """The word behind an aside that opens with the comma at `at`, or that comma."""
    for end in range(at + 1, min(at + ASIDE, len(scene.tokens) - 1)):
        if scene.tokens[end].low == ",":
            return end + 1
    return at


def is_kept_open(scene: Scene, match: Match) -> bool:
    """Is it open already, and stays so: "agreed to keep all ten plants open"?"""
    places = {at for first, last in match.places for at in range(first, last + 1)}
    if match.verb is not None:
        places.update(range(match.verb.first, match.verb.last + 1))
    opens = [at for at in places if scene.tokens[at].low == "open"]
    return any(
        scene.tokens[before].low in small("staying")
        for at in opens
        for before in range(max(0, at - OPEN), at)
    )


def is_built_in(scene: Scene, match: Match) -> bool:
    """Is it a part that is built in: "a socket built in, the company said"?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.first].low != "built" or "*>" not in match.pattern.said:
        return False
    behind = scene.tokens[verb.last + 1 : verb.last + 3]
    return bool(behind) and behind[0].low == "in" and (len(behind) == 1 or behind[1].kind == "mark")


def is_named_by_a_person(scene: Scene, match: Match) -> bool:
    """Is it a name that an owner gives: "he has named the car Godot"?"""
    verb = match.verb
    if "<christen>" not in match.pattern.said:
        return False
    left = min(match.state.left, verb.first) if verb is not None else match.first
    return (left > 0 and scene.tokens[left - 1].low in {"he", "she", "i", "we", "who"}) or (
        scene.tokens[0].low in {"he", "she", "i"}
    )


def is_made_for(scene: Scene, match: Match) -> bool:
    """Does it say which cars are meant: "electric cars made for Europe have other lights"?"""
    verb = match.verb
    if verb is None or scene.dates:
        return False
    attached = "*>" in match.pattern.said and scene.tokens[verb.first - 1].low not in small("be")
    behind = [t.low for t in scene.tokens[verb.last + 1 : verb.last + 2]]
    return attached and match.first < verb.first and behind == ["for"]


def is_of_sources(scene: Scene, match: Match) -> bool:
    """Are the people counted those who tell, and no jobs: "two people with knowledge"?"""
    if "JOBS" not in match.pattern.said:
        return False
    behind = {last + 1 for _, last in scene.spans.get("JOBS", ())}
    told = {scene.tokens[at].low for at in behind if at < len(scene.tokens)}
    return bool(told & sense("sources_with")) and scene.holds(sense("sources_of"))


def is_event(scene: Scene, match: Match) -> bool:
    """Is the name one of a fair, not of a car: "Geneva 2020 was cancelled"?"""
    names = {where for where in scene.spans.get("NAME", ()) if where in match.places}
    years = {at for at, t in enumerate(scene.tokens) if _YEAR.fullmatch(t.low)}
    return any((first < last and last in years) or last + 1 in years for first, last in names)


def is_aid(scene: Scene, match: Match) -> bool:
    """Is it a state that gives the money: "the federal government set aside 902 million"?"""
    verb = match.verb
    if verb is None or match.state.passive:
        return False
    at = min(match.state.left, verb.first) - 1
    while at >= 0 and scene.tokens[at].low in small("be", "have", "will"):
        at -= 1
    while at >= 0 and scene.tokens[at].low in {"who", "which", ","}:
        at -= 1
    return at >= 0 and scene.tokens[at].low in sense("offices_of_state")


def is_of_dealers(scene: Scene, match: Match) -> bool:
    """Is the network one of dealers: "entered the market with a network of 50 dealers"?"""
    if "station" in scene.marked.tags:
        return False
    return "{network}" in match.pattern.said and scene.holds(sense("shops"))


def comes_from(scene: Scene, match: Match) -> bool:
    """Does it say where a car comes from: "had come exclusively from China until now"?"""
    verb = match.verb
    if verb is None:
        return False
    if not scene.tokens[verb.first].low.startswith(("come", "came", "coming")):
        return False
    at = verb.last + 1
    while at < len(scene.tokens) and is_adverb(scene.tokens[at].low):
        at += 1
    return at < len(scene.tokens) and scene.tokens[at].low == "from" and at <= match.last


def is_of_tellers(scene: Scene, match: Match) -> bool:
    """Is the country only that of those who tell: "could come in 2027, a Chinese blog guesses"?"""
    if scene.title or not match.pattern.said.endswith("PLACE") or len(match.places) <= 1:
        return False
    (_, before), (place, _) = match.places[-2:]
    between = [t.low for t in scene.tokens[before + 1 : place]]
    return between[-2:-1] == [","] and between[-1] in {"a", "an", "one"}


def begins_nothing(scene: Scene, match: Match) -> bool:
    """Are they verbs of two clauses: "the works, which opened in 2006, can build 350,000"?"""
    if _begins_with(scene, match):
        return True
    if not match.pattern.said.startswith("<start> <") or len(match.places) <= 1:
        return False
    (_, before), (behind, _) = match.places[:2]
    between = {t.low for t in scene.tokens[before + 1 : behind]}
    return not between.isdisjoint(small("can") | {","}) or (
        "and" in between and "construction" in scene.marked.tags
    )


def _begins_with(scene: Scene, match: Match) -> bool:
    """Is it "to begin with", which only opens a list?"""
    verb = match.verb
    if verb is None or scene.tokens[verb.first].low not in {"begin", "start"} or not verb.first:
        return False
    after = scene.tokens[verb.first + 1 : verb.first + 2]
    opens = verb.first == 1 or scene.tokens[verb.first - 2].kind == "mark"
    said = scene.tokens[verb.first - 1].low == "to" and [t.low for t in after] == ["with"]
    return opens and said


def drives_off(scene: Scene, match: Match) -> bool:
    """Is it a buyer who drives off, not a car off the line?"""
    verb = match.verb
    if verb is None:
        return False
    first, last = scene.tokens[verb.first].low, scene.tokens[verb.last].low
    driven = first in sense("driving") and last == "off"
    return driven and not scene.holds(sense("conveyors"))


def is_of_money(scene: Scene, match: Match) -> bool:
    """Is it money that comes: "up to $2 billion in cash comes to the company from its owner"?"""
    verb = match.verb
    if verb is None or not scene.sums:
        return False
    left = min(match.state.left, verb.first)
    cars = scene.marked.tags.get("vehicle", ())
    return any(
        0 <= left - last - 1 <= CASH
        and all(t.kind == "word" for t in scene.tokens[last + 1 : left])
        and not any(last < tag.first < left for tag in cars)
        and (not first or scene.tokens[first - 1].low in UP_TO or first == match.first)
        for _, (first, last) in scene.sums
    )


def is_energy(scene: Scene, match: Match) -> bool:
    """Is it energy that is handed out: "12 million kWh have been delivered at the stations"?"""
    verb = match.verb
    if verb is None or not scene.holds(sense("energy")):
        return False
    left = min(match.state.left, verb.first)
    return any(t.low in sense("energy") for t in scene.tokens[max(0, left - CASH) : left])


def counts_people(scene: Scene, match: Match) -> bool:
    """Does the number it counts by count people: "13,000 people have reserved, 520 are made"?"""
    numbers = {first for first, _ in scene.spans.get("NUMBER", ())}
    return any(
        first in numbers and scene.tokens[last + 1].low in sense("people")
        for first, last in match.places
        if last + 1 < len(scene.tokens)
    )


def is_which(scene: Scene, match: Match) -> bool:
    """Does it only say which cars are meant: "cells of 18 trucks that had reached customers"?"""
    first = match.places[0][1]
    behind = [t.low for t in scene.tokens[first + 1 : first + 3]]
    return behind[:1] in (["that"], ["which"]) and behind[1:] in (["had"], ["have"])
