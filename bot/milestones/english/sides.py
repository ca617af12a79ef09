"""The other side of a deal, of money raised or put in: a firm that the sentence names."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from bot.milestones.english.nearness import distance, leading_word
from bot.milestones.english.persons import given_names
from bot.milestones.english.scene import Range, Scene, model_names
from bot.milestones.english.small import beside, small
from bot.milestones.english.steps import Match
from storage.records import Kind

LEADING: Final = frozenset(("with", "by", "from", "to", "and", "in", "between", "of", "for"))
LED: Final = 4  # words that "with" spares
MEETING: Final = frozenset(("including", "from", "after", "before"))  # as sides do too
THIRD: Final = 2  # words to the name behind a comma
CLOSE: Final = 2
PAYING: Final = 16  # words from a firm to the sum that it gives
FARTHEST: Final = 24
TAKING: Final = frozenset((Kind.FUNDING, Kind.INVESTMENT))
MONEY: Final = {Kind.FUNDING: frozenset(("by", "from", "with", "to")),
                Kind.INVESTMENT: frozenset(("in", "of", "from", "with", "by", "to"))}  # fmt: skip


def partner(
    scene: Scene, match: Match, kind: Kind, company: str, sides: Sequence[str], own: Range
) -> str | None:
    """The firm at the other side, as the text has it; several that stand together as one."""
    found = [
        where for owner, where in _firms(scene) if owner != company and not _is_beside(scene, where)
    ]
    others = {side for side in sides if side != company}
    if kind is Kind.FUNDING and others:
        found = [where for owner, where in _firms(scene) if owner not in sides and where in found]
        others = set()
    if others:
        named = [w for owner, w in _firms(scene) if owner in others]
        found = [w for w in named if not _is_tied(scene, w)] or (found if named else [])
    if kind in TAKING:
        found = [w for w in found if _gives(scene, match, kind, w)]
    inside = [w for w in found if own[0] <= w[0] and w[1] <= own[1]]
    near = inside or ([w for w in found if distance(scene, match, w) <= FARTHEST] if others else [])
    if not near:
        return None
    best = min(near, key=lambda w: _cost(scene, match, w))
    first, last = _together(scene, best, {w for w in found if not _owns(scene, w)})
    if kind is Kind.FUNDING and _goes_on(scene, last):
        return None  # one of several, of whom the others are not known
    return scene.sentence.text[scene.tokens[first].start : scene.tokens[last].end]


def _owns(scene: Scene, where: Range) -> bool:
    """Does it only own what was named: "Luxgen, Yulon's brand"?"""
    behind = where[1] + 1
    return behind < len(scene.tokens) and scene.tokens[behind].kind == "possessive"


def _goes_on(scene: Scene, last: int) -> bool:
    """Does a name follow that is no firm as far as is known: "led by X Capital, Y Holding and"?"""
    names = {first for first, _ in scene.spans.get("NAME", ())}
    return last + THIRD in names and scene.tokens[last + 1].low in {",", "and"}


def _cost(scene: Scene, match: Match, where: Range) -> int:
    led = leading_word(scene, where[0]) in {"with", "and"}
    return distance(scene, match, where) - LED * led


def _firms(scene: Scene) -> Iterator[tuple[str, Range]]:
    """Firms with who they are, "" for one that is not followed."""
    taken = set()
    for mention, (first, last) in scene.mentions:
        if mention.name in model_names():
            continue
        taken |= set(range(first, last + 2))
        yield mention.company, (first, last if mention.company else _firm_end(scene, last))
    persons = {at for a, b in scene.spans.get("PERSON", ()) for at in range(a, b + 1)}
    for first, last in scene.spans.get("NAME", ()):
        named = scene.tokens[first : last + 1]
        if (
            first
            and _leads_to_firm(scene, first, last)
            and taken.isdisjoint(range(first, last + 1))
            and persons.isdisjoint(range(first, last + 1))
            and not any(t.low in _no_firms() or t.text in given_names() for t in named)
            and len(named[0].text) > 1
            and not any(c.isdigit() for t in named for c in t.text)
        ):
            yield "", (first, _firm_end(scene, last))


def _leads_to_firm(scene: Scene, first: int, last: int) -> bool:
    """Does the word before a name that no table lists make it a firm: "with", "from", "and"?"""
    before = leading_word(scene, first)
    if last + 1 < len(scene.tokens) and scene.tokens[last + 1].kind == "possessive":
        return False  # "from Wang's fund"
    if before == "and" and last > first:
        company = scene.tokens[max(0, first - 2)].low
        return company == "company" or any(b == first - 2 for _, (_, b) in scene.mentions)
    return before == "with" or (before in {"from", "by"} and last > first)


def _firm_end(scene: Scene, last: int) -> int:
    """The last word of a firm that is not followed: "Idemitsu Kosan", "Panasonic Energy"."""
    tokens = scene.tokens
    names = dict(scene.spans.get("NAME", ()))
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].text[:1].isupper()
        and (tokens[last + 1].low in small("firm_words") or last + 1 in names)
    ):
        last = names.get(last + 1, last + 1)
    return last


@cache
def _no_firms() -> frozenset[str]:
    return beside("no_models") - small("firm_words") - beside("firms")


def _is_beside(scene: Scene, where: Range) -> bool:
    """Does the firm only stand by: a rival, who said so, whose plant or chip is meant?"""
    tokens = scene.tokens
    before = leading_word(scene, where[0])
    behind = tokens[where[1] + 1 : where[1] + 5]
    lows = [t.low for t in behind]
    if before in beside("compared") - MEETING or before == "as":
        return True
    if before == "to" and where[0] > 1 and tokens[where[0] - 2].low in small("aside_to"):
        return True  # "China's answer to Tesla"
    if lows and lows[0] in small("spoken") | {"says"}:
        return True
    owns = bool(behind) and behind[0].kind == "possessive"
    if owns and (len(lows) == 1 or not beside("plants").isdisjoint(lows)):
        return True
    return _is_tied(scene, where)


def _is_tied(scene: Scene, where: Range) -> bool:
    """Does the firm only tell whose somebody is: "the battery maker for Tesla"?"""
    tokens = scene.tokens
    before = leading_word(scene, where[0])
    at = where[0] - 1
    while at > 0 and tokens[at].low in small("determiners", "describing"):
        at -= 1
    tied = before in {"of", "for", "to"} and at > 0 and tokens[at - 1].low in beside("ties")
    return tied or before in beside("ties")


def _gives(scene: Scene, match: Match, kind: Kind, where: Range) -> bool:
    """Does the firm give the money, or is it what money is put into?"""
    if kind is Kind.FUNDING and _pays(scene, where):
        return True
    before = leading_word(scene, where[0])
    at = where[0] - 1
    while at > 0 and (
        scene.tokens[at].low in small("determiners", "describing")
        or scene.tokens[at].kind == "possessive"
        or scene.tokens[at].text[:1].isupper()
    ):
        at -= 1
    before = scene.tokens[at].low if at >= 0 else before
    if before in MONEY[kind]:
        return True
    if kind is Kind.INVESTMENT:
        behind = where[0] > match.first
        return behind and distance(scene, match, where) <= CLOSE
    return where[1] < match.first and distance(scene, match, where) <= LED


def _pays(scene: Scene, where: Range) -> bool:
    """Does the firm give the sum that is told behind it: "Temasek led a $140 million round"?"""
    sums = [first for _, (first, _) in scene.sums if first > where[1]]
    if not sums or sums[0] - where[1] > PAYING:
        return False
    between = scene.tokens[where[1] + 1 : sums[0]]
    return any(t.low in beside("giving") for t in between)


def _together(scene: Scene, best: Range, firms: set[Range]) -> Range:
    """The firms that stand beside it in one list: "LG Energy Solution and CATL"."""
    first, last = best
    lows = [t.low for t in scene.tokens]
    grown = True
    while grown:
        grown = False
        for a, b in firms:
            if a > last and lows[last + 1 : a] in ([","], ["and"], [",", "and"]):
                last, grown = b, True
            elif b < first and lows[b + 1 : first] in ([","], ["and"], [",", "and"]):
                first, grown = a, True
    return first, last
