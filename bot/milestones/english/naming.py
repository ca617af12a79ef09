"""Names in a sentence: joined by "and", parents of a venture, owners of a thing, outsiders."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.actors import TOGETHER_WORDS
from bot.milestones.english.roles import Actor, describes, named_set
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.strangers import is_organisation, opens_speech
from storage.records import Kind

JOINED_WORDS: Final = 4
RELATIVES: Final = frozenset(("which", "that", "who", "whose"))
# Steps that customers and dealers may be the subject of.
TO_CUSTOMERS: Final = frozenset((Kind.LAUNCH, Kind.DELIVERY, Kind.RECALL, Kind.INFRASTRUCTURE))


def with_joined(scene: Scene, actor: Actor, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """A subject with those joined to it: "Nissan and Honda"."""
    companies = list(actor.companies)
    position = list(everyone).index(actor)
    last = actor
    for other in reversed(_without_its(everyone[:position])):
        if not _joined(scene, other, last) or other.role != actor.role:
            break
        companies.extend(other.companies)
        last = other
    last = actor
    for other in _without_its(everyone[position + 1 :]):
        if not _joined(scene, last, other) or other.role != actor.role:
            break
        companies.extend(other.companies)
        last = other
    return tuple(dict.fromkeys(companies))


def _without_its(everyone: Sequence[Actor]) -> list[Actor]:
    """Those without the "its" of "Toyota and its partner Panasonic", which are joined."""
    return [a for a in everyone if a.sort != "pronoun" or a.role not in {"owner", "aside"}]


def _joined(scene: Scene, left: Actor, right: Actor) -> bool:
    """Do "and", a comma or "together with" stand between two names?"""
    if left.sort != "name" or right.sort != "name":
        return False
    tokens = scene.tokens[left.last + 1 : right.first]
    between = {t.low for t in tokens}
    gap = right.first - left.last
    plain = sum(not describes(t) for t in tokens)
    apart = plain >= JOINED_WORDS or not RELATIVES.isdisjoint(between)
    near = not apart and bool(between & small("joined"))
    return near or (
        "with" in between
        and bool(between & {"together", "jointly", "along"})
        and gap <= TOGETHER_WORDS
    )


def parents_told(scene: Scene, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The followed parents of the venture that a sentence is about; none for any other."""
    acting = (a for a in everyone if a.sort == "name" and a.role in {"bare", "to", "for", "of"})
    venture = next(acting, None)
    if venture is None or venture.companies:
        return ()
    return parents(scene, venture, everyone)


def parents(scene: Scene, venture: Actor, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The followed parents of a venture: "Ionna ..., its founders A, B and C said"."""
    behind = [a for a in everyone if a.first > venture.last and a.sort == "name" and a.companies]
    if len(behind) < len("AB"):
        return ()
    between = [t.low for t in scene.tokens[venture.last + 1 : behind[0].first]]
    held = between[:1] == ["("] or between[-2:] == ["in", "which"]
    if not (held or small("parents") & set(between) or behind[0].role in {"of", "between"}):
        return ()
    return tuple(dict.fromkeys(c for a in behind for c in a.companies))


def says_whose(scene: Scene, actor: Actor, match: Match) -> bool:
    """Does the name stand right before the thing: "groundbreaking for BYD plant"?"""
    thing = actor.last + 1
    inside = any(first <= thing <= last for first, last in match.places)
    named = actor.sort == "name" and bool(actor.companies) and actor.role != "aside"
    return named and thing in scene.marked.nouns and (inside or thing + 1 in scene.marked.heads)


def is_other(scene: Scene, left: int, match: Match) -> bool:
    """Is the subject a dealer, a minister, a rival: somebody who is no company of ours?"""
    others = named_set("actors")
    if is_organisation(scene, left):
        return True
    start = 0
    for at in range(left - 1, -1, -1):
        if scene.tokens[at].text in {",", ";", ":", "\u2014"} or opens_speech(scene, at):
            start = at + 1
            break
    return any(
        scene.tokens[at].low in others
        and not any(first <= at <= last for first, last in match.places)
        and at + 1 not in scene.marked.nouns
        and not (
            match.pattern.step.kind in TO_CUSTOMERS and scene.tokens[at].low in small("buyers")
        )
        and not (
            match.pattern.step.kind is Kind.TESTING and scene.tokens[at].low in small("pictures")
        )
        and (at == start or scene.tokens[at - 1].low not in small("prepositions"))
        for at in range(start, max(start, left))
    )


def said(scene: Scene, actor: Actor) -> str:
    """The words of a name."""
    text = scene.sentence.text
    return text[scene.tokens[actor.first].start : scene.tokens[actor.last].end]
