"""Places that tell where somebody sits, comes from or speaks, not where a step is taken."""

import re
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import beside, small

SPEECH: Final = 6  # words from "said" to the place
OPENING: Final = 6  # words of a dateline: "MUNICH, Germany, May 16 (Reuters) -"
FIRST: Final = 14  # words within which a dateline ends
DATELINE: Final = re.compile(
    r"\W*[A-Z][\w .'-]{1,30}(?:, [A-Z][\w .]{1,24}){0,3}"
    r"(?:,? \(?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\)?)?"
    r"\s*(?:\([\w .,/-]+\)\s*)?(?:--|[-\u2013\u2014:/]+)\s"
)


def is_no_site(scene: Scene, first: int, last: int) -> bool:
    """Does the place only tell who somebody is, where he speaks, or is it part of a name?"""
    return (
        _is_dateline(scene, first, last)
        or _is_part(scene, first, last)
        or _is_seat(scene, first)
        or _is_excepted(scene, first, last)
    )


def _is_dateline(scene: Scene, first: int, last: int) -> bool:
    if first >= OPENING:
        return False
    tokens = scene.tokens
    if found := DATELINE.match(scene.sentence.text):
        return tokens[last].end <= found.end() and not scene.title
    behind = tokens[last + 1].low if last + 1 < len(tokens) else ""
    shouted = tokens[first].text.isupper() and len(tokens[first].text) > len("U.S.")
    return shouted and first <= 1 and behind in {",", "-", "\u2014", "\u2013", "(", ":", "."}


def _is_part(scene: Scene, first: int, last: int) -> bool:
    """Is it part of a name or an owner: "the Shanghai auto show", "China's CATL", "Tesla China"?"""
    tokens, text = scene.tokens, scene.sentence.text
    end = tokens[last].end
    if text[end : end + 1] in {"-", "$", "/"} and text[end + 1 : end + 2].isalnum():
        return True
    behind = tokens[last + 1 : last + 4]
    at_plant = any(t.low in beside("plants") for t in behind)
    if any(b == first - 1 for _, (_, b) in scene.mentions) and not at_plant:
        return True
    if not behind:
        return False
    if behind[0].kind == "possessive":
        return True
    if behind[0].low in beside("events"):
        return True
    if len(behind) > 1 and behind[1].low in {"show", "exchange", "expo", "fair", "court"}:
        return True
    proper = behind[0].kind == "word" and behind[0].text[:1].isupper()
    return proper and behind[0].low not in beside("plants")


def _is_seat(scene: Scene, first: int) -> bool:
    """Does it tell where somebody comes from or sits: "VinFast of Vietnam", "based in Fremont"?"""
    tokens = scene.tokens
    if first < 1:
        return False
    at = first - 1
    if tokens[at].low == "the":
        at -= 1
    if at < 1:
        return False
    prep, before = tokens[at].low, tokens[at - 1]
    if prep in {"in", "at"} and _is_spoken(scene, at):
        return True
    if prep == "from":
        return True
    if prep not in {"in", "of", "near", "at", "outside"}:
        return False
    if before.low in beside("seats"):
        return True
    named = prep == "of" and any(b == at - 1 for _, (_, b) in scene.mentions)
    proper = prep == "of" and before.kind == "word" and before.text[:1].isupper() and at > 1
    return named or proper


def _is_spoken(scene: Scene, at: int) -> bool:
    """Is it where somebody spoke: "the company said on Monday in Cologne"?"""
    for before in range(at - 1, max(-1, at - SPEECH), -1):
        low = scene.tokens[before].low
        if low in {",", "that", ";"} or low.startswith("'"):
            return False
        if low in small("spoken"):
            return True
    return False


def _is_excepted(scene: Scene, first: int, last: int) -> bool:
    """Is it where not: "outside China", "than in Europe"?"""
    tokens = scene.tokens
    before = [t.low for t in tokens[max(0, first - 3) : first]]
    market = scene.sentence.text[tokens[first].start : tokens[last].end] in _markets()
    if before[-1:] == ["outside"] or before[-2:] == ["outside", "of"]:
        return market
    return "than" in before or before[-1:] == ["besides"]


@cache
def _markets() -> frozenset[str]:
    return frozenset(table("english_places")["markets"])
