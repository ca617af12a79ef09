"""Places that a sentence names as those where something is done: towns, plants, countries."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table
from bot.milestones.english.scene import Range, Ranges, Scene
from bot.milestones.english.seats import is_no_site
from bot.milestones.english.small import beside

LONGEST: Final = 3  # words of a town that no table lists


def sites(scene: Scene, words: Ranges, taken: Collection[int]) -> Iterator[Range]:
    """Places where something is done: towns, plants, countries; no seats, datelines, origins."""
    text, tokens = scene.sentence.text, scene.tokens
    mentioned = {at for _, (a, b) in scene.mentions for at in range(a, b + 1)}
    agencies = {at for a in scene.agencies for at in range(a.first, a.last + 1)}
    barred = mentioned | agencies | set(taken)
    spans: dict[int, int] = {}
    for _, start, end in _place_finder().find_matches_as_indexes(text):
        if stands_alone(text, start, end):
            first, last = words.at(start, end)
            spans[first] = last
    known = set(spans)
    spans |= _named_markets(scene)
    persons = {at for a, b in scene.spans.get("PERSON", ()) for at in range(a, b + 1)}
    for first, last in scene.spans.get("NAME", ()):
        if first and _may_be_town(scene, first, last, persons | set(spans)):
            spans[first] = last
    towns = set(spans) - known
    for first in sorted(spans):
        last = spans[first]
        if first in barred or last in barred or (first in towns and last + 1 in barred):
            continue
        if is_no_site(scene, first, last):
            continue
        behind = last + 2
        if (
            behind in known
            and tokens[last + 1].low == ","
            and _is_inside(_text(scene, first, last), _text(scene, behind, spans[behind]))
        ):
            last = spans[behind]  # "Normal, Illinois"
        yield first, last


def _named_markets(scene: Scene) -> dict[int, int]:
    """Markets by their adjective: "will enter the British market"."""
    tokens, adjectives = scene.tokens, table("english_places")["adjectives"]
    return {
        at - 2: at
        for at in scene.lows.get("market", ())
        if at > 1 and tokens[at - 1].text in adjectives and tokens[at - 2].low == "the"
    }


def _may_be_town(scene: Scene, first: int, last: int, taken: set[int]) -> bool:
    """Is a name that no table lists a place: "in Hoskote", "the Ezhou plant"?"""
    tokens = scene.tokens
    if not taken.isdisjoint(range(first, last + 1)) or last - first >= LONGEST:
        return False
    named = tokens[first : last + 1]
    if any(
        t.kind != "word" or not t.text.replace("-", "").isalpha() or not t.text[1:].islower()
        or (t.low in beside("no_models") and t.low not in beside("around")) for t in named
    ):  # fmt: skip
        return False
    if is_ticker(scene, first, last):
        return False
    behind = tokens[last + 1].low if last + 1 < len(tokens) else ""
    before = tokens[first - 1].low
    if behind in beside("plants"):
        return before in {"the", "its", "in", "at", "their", "a"}
    return before in beside("where") - {"to"}


def _is_inside(town: str, around: str) -> bool:
    """Is the second name one around the first, and not the next of a list of countries?"""
    return town not in _countries() and (around in _countries() or around in beside("regions"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(table("english_places")["markets"])


def _text(scene: Scene, first: int, last: int) -> str:
    return scene.sentence.text[scene.tokens[first].start : scene.tokens[last].end]


def stands_alone(text: str, start: int, end: int) -> bool:
    """Is it a whole word or name, and no part of "California-based" or "R2.47m"?"""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if (before.isalnum() and text[start].isalnum()) or before == "-":
        return False
    follows = text[end + 1 : end + 2]
    joins = (behind == "-" and follows.isalpha()) or (behind in {".", ","} and follows.isdigit())
    return not (behind.isalnum() and text[end - 1].isalnum()) and not joins


def is_ticker(scene: Scene, first: int, last: int) -> bool:
    """Is it the sign of a share or an exchange: "(XPEV)", "NYSE: NIO", "NASDAQ:LI"?"""
    tokens = scene.tokens
    before = [t.low for t in tokens[max(0, first - 2) : first]]
    text = scene.sentence.text[tokens[first].start : tokens[last].end]
    if text in _tickers() or "(" in before[-1:]:
        return True
    return before[-1:] == [":"] and text.isupper()


@cache
def _tickers() -> frozenset[str]:
    told = (company.get("ticker", "") for company in table("companies").values())
    return frozenset(ticker.rpartition(":")[2] for ticker in told if ticker)


@cache
def _place_finder() -> AhoCorasick:
    return AhoCorasick(list(place_names()), matchkind=MatchKind.LeftmostLongest)


@cache
def place_names() -> tuple[str, ...]:
    """Every place that the tables list, adjectives left out."""
    places = table("english_places")
    told = [name for each in table("two_scripts")["place"] for name in each["en"]]
    names = (*places["markets"], *places["cities"], *beside("regions"), *beside("towns"), *told)
    no_place = {*places["adjectives"], "overseas", "abroad", "Nordic", "Tel", "Kuala"}
    return tuple(dict.fromkeys(name for name in names if name not in no_place))


def is_listed(place: str) -> bool:
    """Is it a place that a table lists, or a list of such?"""
    return any(part in _place_set() for part in re.split(r",? and |, ", place))


@cache
def _place_set() -> frozenset[str]:
    return frozenset(place_names())
