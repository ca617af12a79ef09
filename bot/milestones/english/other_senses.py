"""Words of a step that mean another thing here: a car that "lists at" a price, a dealer network."""

import re
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import is_adverb
from storage.records import Kind

RELATIVE: Final = 5  # words between "which" and the verb of its clause
_OF_SO_MANY: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})(?: [a-z-]+){0,3} (?:in|of|out of)"
    r" (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,2})"
    r"\b(?![.,]\d)"
)
FLOATING: Final = frozenset(("list", "lists", "listed", "float", "floats", "floated"))
SHOPS: Final = frozenset(
    ("dealer", "dealers", "dealership", "dealerships", "showroom", "showrooms", "outlets", "shops")
)
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
    if match.pattern.step.kind is not Kind.FUNDING or verb is None:
        return False
    if scene.tokens[verb.first].low not in FLOATING or match.state.passive:
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
    kinds = match.pattern.step.kind in {Kind.DELIVERY, Kind.PRODUCTION}
    if not kinds or not {"VEHICLES", "NUMBER"} & set(match.pattern.said.split()):
        return False
    text = scene.sentence.text[: scene.tokens[-1].end].lower()
    found = _OF_SO_MANY.search(text)
    if found is None:
        return False
    counted = [(scene.tokens[first].start - scene.tokens[0].start) for first, _ in match.places]
    return any(found.start() <= at < found.end() for at in counted)


def is_where(scene: Scene, match: Match) -> bool:
    """Does a relative clause say what is so: "in China, where the car is built"?"""
    verb = match.verb
    if match.pattern.step.kind is not Kind.PRODUCTION or verb is None or not match.state.passive:
        return False
    before = [t.low for t in scene.tokens[max(0, verb.first - RELATIVE) : verb.first]]
    if not before or before[-1] not in {"is", "are"}:
        return False
    links = [at for at, low in enumerate(before) if low in {"where", "which", "whose"}]
    if not links or "," in before[links[-1] :]:
        return False
    behind = scene.tokens[verb.last + 1 :]
    end = next((t.start for t in behind if t.kind == "mark"), len(scene.sentence.text))
    return not any(
        verb.last < first and scene.tokens[first].start < end for _, (first, _) in scene.dates
    )


def is_of_dealers(scene: Scene, match: Match) -> bool:
    """Is the network one of dealers: "entered the market with a network of 50 dealers"?"""
    if match.pattern.step.kind is not Kind.INFRASTRUCTURE or "station" in scene.marked.tags:
        return False
    return "{network}" in match.pattern.said and bool(SHOPS & _said(scene))


def comes_from(scene: Scene, match: Match) -> bool:
    """Does it say where a car comes from: "had come exclusively from China until now"?"""
    verb = match.verb
    if match.pattern.step.kind not in {Kind.LAUNCH, Kind.MARKET_ENTRY} or verb is None:
        return False
    if not scene.tokens[verb.first].low.startswith(("come", "came", "coming")):
        return False
    at = verb.last + 1
    while at < len(scene.tokens) and is_adverb(scene.tokens[at].low):
        at += 1
    return at < len(scene.tokens) and scene.tokens[at].low == "from" and at <= match.last


def drives_off(scene: Scene, match: Match) -> bool:
    """Is it a buyer who drives off, not a car off the line?"""
    verb = match.verb
    if match.pattern.step.kind is not Kind.PRODUCTION or verb is None:
        return False
    first, last = scene.tokens[verb.first].low, scene.tokens[verb.last].low
    driven = first in {"drive", "drives", "drove", "driven"} and last == "off"
    return driven and not scene.has("line", "lines", "belt", "conveyor")


def _said(scene: Scene) -> set[str]:
    return set(scene.lows)
