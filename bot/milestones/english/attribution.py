"""Which company takes a step: its subject, its owner, the one that a permit is about."""

from collections.abc import Sequence
from typing import Final

from bot.catalogue import table
from bot.milestones.english.actors import Discourse, opens
from bot.milestones.english.bearers import is_of_others
from bot.milestones.english.naming import is_other, parents, said, with_joined
from bot.milestones.english.parties import of_clause, parties
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.subject import Taker, subject
from storage.records import Kind

REFLEXIVE: Final = frozenset(("itself", "themselves"))
ARM: Final = 3  # words from an owner to its unit: "Nio's power subsidiary"
GETTING: Final = frozenset(("object", "in", "into", "to", "for", "of", "on", "behind", "with"))


def who(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """The companies that take the step, and by which rule; none when it is somebody else."""
    rule = match.pattern.step.who
    if rule in {"both", "guests"}:
        guests = rule == "guests"
        everyone = of_clause(scene, match, everyone)
        return parties(
            scene, everyone, talk, match.pattern.step.phase, guests=guests
        ), "every party"
    if rule in {"any", "maker"}:
        return _about(scene, match, everyone, talk)
    if rule == "carried":
        return (() if talk.outside else talk.current or talk.topic), "carried on"
    if rule == "seller":
        sellers = (a for a in everyone if a.role == "from" and a.first > match.first)
        return tuple(c for a in sellers for c in a.companies), "seller"
    if rule == "taker":
        takers = [
            a for a in everyone if a.first > match.first and a.role in {"to", "bare", "object"}
        ]
        found = [a for a in takers if a.sort == "name" and a.companies]
        return (found[0].companies if found else ()), "taker"
    if rule == "receiver":
        return _receiver(scene, match, everyone, talk)
    if rule == "raiser":
        return _raiser(scene, match, everyone, talk)
    if rule == "founder":
        return _founder(scene, everyone, talk)
    taker = subject(scene, match, everyone, talk)
    if match.pattern.step.kind is Kind.INVESTMENT and _is_receiver(taker[0], everyone, match):
        return (), "the receiver"
    if taker[1] == "carried on" and any(opens(actor) for actor in everyone):
        return (), "somebody else is the subject"
    return taker


def _is_receiver(companies: tuple[str, ...], everyone: Sequence[Actor], match: Match) -> bool:
    """Does "the group" that invests stand for the one into which it does: "into Lucid"?"""
    named = [a for a in everyone if a.sort == "name" and a.companies == companies]
    into = any(a.role == "into" and a.first > match.first for a in named)
    return bool(companies) and into and all(a.first > match.first for a in named)


def _about(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """Permits and recalls: the company that they are about, whoever grants them."""
    granted = match.pattern.step.kind is Kind.FUNDING  # by lawmakers, ministers, banks
    useful = [a for a in everyone if a.role != "aside"]
    anchor = match.verb.last if match.verb else match.first
    left = [
        a
        for a in useful
        if a.last < anchor
        and a.role in {"bare", "owner", "object", "of", "for", "to", "at", "from"}
    ]
    right = [
        a
        for a in useful
        if a.first > anchor
        and a.role in {"object", "bare", "owner", "for", "to", "by", "of", "into", "at", "from"}
    ]
    if match.state.passive or match.pattern.step.phase == "pending":
        order = (*reversed(left), *right)
    else:
        order = (*(a for a in right if a.first <= anchor + 6), *reversed(left), *right)
    for actor in order:
        kin = parents(scene, actor, everyone) if granted and not actor.companies else ()
        if kin:
            return kin, "its parents"
        if not actor.companies and not granted and scene.holds(small("purchases")):
            return talk.topic, "about the purchase of another"
        if actor.sort != "pronoun" or actor.companies:
            return with_joined(scene, actor, everyone), f"about {said(scene, actor)!r}"
    within = (a for a in useful if match.first <= a.first and a.last <= match.last)
    meant = next((a for a in within if a.role == "bare"), None)
    if meant is not None:
        return meant.companies, f"about {said(scene, meant)!r}"
    inside = next((a for a in useful if a.role in {"in", "with"} and a.companies), None)
    if inside is not None and not talk.topic:
        return inside.companies, f"in {said(scene, inside)!r}"
    other = is_other(scene, match.first, match) or is_of_others(scene, match)
    probing = match.pattern.step.kind is Kind.RECALL and scene.holds(small("watchdogs"))
    granting = granted or probing or _grants_a_plant(scene, match)
    if other and not scene.agencies and not granting:
        return (), "somebody else is the subject"
    if match.pattern.step.kind is Kind.RECALL:
        return _maker(talk), "carried on"
    if talk.outside:
        return (), "the text was speaking of an outsider"
    return talk.current or talk.topic, "carried on"


def _grants_a_plant(scene: Scene, match: Match) -> bool:
    """Does a state permit the plant that was spoken of: "the government approved the plant"?"""
    plant = match.pattern.step.kind is Kind.APPROVAL and "plant" in scene.marked.tags
    left = match.verb.first if match.verb is not None else 0
    return plant and any(at < left for at in scene.lows.get("government", ()))


def _maker(talk: Discourse) -> tuple[str, ...]:
    """Whose cars are called back: not those of the supplier named last."""
    for told in (talk.current, talk.topic):
        if told and all(c not in table("profiles")["cells"] for c in told):
            return () if talk.outside and not talk.titled else told
    return () if talk.outside else talk.current or talk.topic


def _receiver(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    inside = next(
        (
            a
            for a in everyone
            if (a.role in {"in", "into", "to", "object", "of", "owner"} or _has_an_arm(scene, a))
            and a.companies
            and scene.tokens[a.first].low not in REFLEXIVE
        ),
        None,
    )
    if inside is not None:
        giver = next((a for a in everyone if a.role == "bare"), None)
        same = giver is not None and giver.companies == inside.companies
        if giver is not None and giver.sort != "name" and inside.sort == "name":
            same = False  # "it would put $300 million into X": whoever it is, it is not X
        return (() if same else inside.companies), "receiver"
    if "COMPANY" in match.pattern.said:
        return (), "receiver"
    first = next((a for a in everyone if a.companies), None)
    return (first.companies if first else talk.current or talk.topic), "receiver"


def _has_an_arm(scene: Scene, actor: Actor) -> bool:
    """Is it "in Nio's energy subsidiary", which is the company's own?"""
    behind = [t.low for t in scene.tokens[actor.last + 1 : actor.last + 2 + ARM]]
    owned = scene.tokens[actor.last + 1 : actor.last + 2]
    held = bool(owned) and owned[0].kind == "possessive" and actor.role == "at"
    return held and not small("arms").isdisjoint(behind)


def _raiser(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """Who gets the money: the only one named, else the one that it goes to, else the subject."""
    named = [a for a in everyone if a.companies and a.role != "aside"]
    named = named or [a for a in everyone if a.companies and _has_shares(scene, a)]
    if len({c for a in named for c in a.companies}) > 1:
        taking = [a for a in named if a.role in GETTING] or [a for a in named if a.role == "owner"]
        named = taking[-1:] or named
    if named:
        return with_joined(scene, named[0], everyone), f"raised by {said(scene, named[0])!r}"
    if match.verb is not None and is_of_others(scene, match):
        return (), "somebody else is the subject"
    return (() if talk.outside else talk.current or talk.topic), "carried on"


def _has_shares(scene: Scene, actor: Actor) -> bool:
    """Is it "new Nio shares", which the company sells?"""
    after = [t.low for t in scene.tokens[actor.last + 1 : actor.last + 2]]
    return after in (["shares"], ["stock"], ["bonds"], ["notes"])


def _founder(scene: Scene, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """Who founds it: the first one named, but for what is founded by somebody."""
    named = [a for a in everyone if a.companies and a.role != "aside"]
    agents = [a for a in named if a.role == "by"]
    chosen = next(iter(agents or named), None)
    if chosen is not None:
        return with_joined(scene, chosen, everyone), f"founded by {said(scene, chosen)!r}"
    return (() if talk.outside else talk.current or talk.topic), "carried on"
