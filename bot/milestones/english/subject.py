"""The subject of a step: who stands before its verb, owns its thing, or was spoken of before."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.actors import Discourse
from bot.milestones.english.bearers import is_of_others
from bot.milestones.english.naming import (
    TO_CUSTOMERS,
    is_other,
    parents,
    said,
    says_whose,
    with_joined,
)
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.strangers import is_stranger
from bot.milestones.english.ventures import known_parents
from storage.records import Kind

OWNERS: Final = frozenset(("owner", "of", "by", "at"))
OWNED_WORDS: Final = 6  # at most between a thing and its owner
LENT_WORDS: Final = 4  # and between a loan and whom it is to
FRONT: Final = 1  # words before a name that opens a sentence: "At Polestar, ..."
APPOSED: Final = 10  # words of "the battery arm of the German group"
RELATIVES: Final = frozenset(("which", "where", "whose"))
# Steps that two companies do not take together.
SINGLE: Final = frozenset((Kind.RESTRUCTURING, Kind.APPROVAL))
# Steps that a minister may take at the thing of a company: "the governor opened X's plant".
OWNED: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE))

Taker = tuple[tuple[str, ...], str]  # companies, and the rule that found them


def subject(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """The companies that are the subject of a step, and by which rule.

    Whom the sentence names first: before the verb, then around it; else of whom the text speaks.
    """
    return (
        _agent(scene, match, everyone)
        or _before(scene, match, everyone, talk)
        or _owner(scene, match, everyone, talk)
        or _around(scene, match, everyone)
        or _carried(scene, match, everyone, talk)
    )


def _agent(scene: Scene, match: Match, everyone: Sequence[Actor]) -> Taker | None:
    """Whom a loan is to, or by whom the step is taken: "was opened by X"."""
    lent = _borrower(scene, match, everyone)
    if lent:
        return lent, "borrower"
    if not match.state.passive:
        return None
    verb = match.verb.last if match.verb else 0
    agent = next((a for a in everyone if a.role == "by" and a.first > verb), None)
    if agent is None:
        return None
    return agent.companies or parents(scene, agent, everyone), "agent"


def _before(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker | None:
    """Who stands before the verb, or whose arm, venture or contractor that is."""
    left = _left(match)
    before = [a for a in everyone if a.last < (left if match.verb else match.first)]
    inserted = [a for a in before if _is_inserted(scene, a, left)]
    relative = inserted and all(_is_in_relative(scene, a, left) for a in inserted)
    before = [a for a in before if a not in inserted] or ([] if relative else before)
    chosen = _nearest(scene, before, left) or _of_subject(match, before, talk)
    if chosen is None or (not chosen.companies and _is_cut_off(scene, chosen, left)):
        return None
    if not chosen.companies:
        outsider = _named_by(chosen, before)
        kin = (
            parents(scene, outsider, everyone)
            or _whose_arm(scene, chosen, everyone, talk)
            or known_parents(said(scene, outsider), scene, match, talk)
        )
        if kin and _raises_itself(scene, match):
            return (), "a venture raises it"
        if kin:
            return kin, "its parents"
        ordering = _made_for(scene, match, chosen, everyone)
        if ordering:
            return ordering, "made for it"
    return with_joined(scene, chosen, everyone), f"subject {said(scene, chosen)!r}"


def _raises_itself(scene: Scene, match: Match) -> bool:
    """Is it money that a venture raises, which its parents rather give: no loan of a state?"""
    raised = match.pattern.step.kind is Kind.FUNDING and "<raise" in match.pattern.said
    return raised and not scene.marked.tags.get("loan")


def _owner(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker | None:
    """Whose the thing is that the step is about, unless an outsider is the subject."""
    left = _left(match)
    inside = [a for a in everyone if match.first <= a.first <= match.last + 1]
    for actor in inside if match.pattern.step.kind in OWNED else ():
        if actor.role == "owner" and actor.companies and actor.first > left:
            return actor.companies, f"owner {said(scene, actor)!r}"
    if is_other(scene, left if match.verb else match.first, match):
        return (), "somebody else is the subject"
    for actor in (*inside, *(a for a in everyone if a.first > match.last)):
        near = actor.role in _owners(match, actor, talk) and actor.first <= match.last + OWNED_WORDS
        if not near and not says_whose(scene, actor, match):
            continue
        if actor.sort == "pronoun" and not actor.companies:
            return None
        whose = actor.companies or parents(scene, actor, everyone)
        whose = whose or known_parents(said(scene, actor), scene, match, talk)
        return whose, f"owner {said(scene, actor)!r}"
    return None


def _around(scene: Scene, match: Match, everyone: Sequence[Actor]) -> Taker | None:
    """Who is named elsewhere in the sentence."""
    around = next((a for a in everyone if a.role in {"bare", "owner"} and a.sort == "name"), None)
    if around is not None and match.verb is None:
        return around.companies, f"named beside {said(scene, around)!r}"
    beside = next((a for a in everyone if _acts_for(scene, a, match)), None)
    if beside is not None:
        return beside.companies, f"through {said(scene, beside)!r}"
    opening = next((a for a in everyone if a.first <= FRONT and a.role in {"at", "for"}), None)
    if opening is not None and opening.companies:
        return opening.companies, f"opens with {said(scene, opening)!r}"
    speaker = next((a for a in everyone if _speaks_last(scene, a, match)), None)
    if speaker is not None:
        return speaker.companies, f"told by {said(scene, speaker)!r}"
    return None


def _carried(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> Taker:
    """Of whom the text was speaking, unless the sentence is about somebody else."""
    if scene.has("venture", "partners") and len(talk.couple) > 1:
        return talk.couple, "both of the venture"
    if talk.foreign or (talk.outside and not (len(talk.topic) == 1 and talk.spell <= 1)):
        return (), "the text was speaking of an outsider"
    if is_stranger(scene, match) or is_of_others(scene, match):
        return (), "somebody else is the subject"
    told = talk.titled or talk.led or any(a.sort == "description" for a in everyone)
    if match.pattern.step.kind is Kind.DELIVERY and scene.counts and not told:
        return (), "a figure of nobody"
    carried = _last_told(match, talk)
    if len(carried) > 1 and match.pattern.step.kind in SINGLE:
        return (), "of whom is not told"
    if not carried:
        named = next((a for a in everyone if a.sort == "name" and a.role != "aside"), None)
        return (named.companies, "the only name") if named else ((), "nobody is named")
    return carried, "carried on"


def _last_told(match: Match, talk: Discourse) -> tuple[str, ...]:
    """The companies told of last, or those of the title where the text strays."""
    fragment = match.verb is None or match.pattern.loose
    leading = talk.strays() or (fragment and talk.titled)
    carried = (talk.topic or talk.current) if leading else (talk.current or talk.topic)
    alone = len(carried) > 1 and len(talk.topic) == 1 and set(talk.topic) <= set(carried)
    return talk.topic if alone else carried


def _left(match: Match) -> int:
    """The first word of the verb with its auxiliaries, or of the match."""
    return min(match.state.left, match.verb.first) if match.verb else match.first


def _borrower(scene: Scene, match: Match, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """Whom a loan is to: "the $2.5 billion loan to Ultium Cells, the venture of A and B"."""
    if match.pattern.step.kind is not Kind.FUNDING or "loan" not in match.pattern.said:
        return ()
    behind = (t.last for t in scene.marked.tags.get("loan", ()) if t.first >= match.first)
    at = next(behind, -1)
    for actor in everyone:
        if at >= 0 and actor.role == "to" and 0 < actor.first - at <= LENT_WORDS:
            return actor.companies or parents(scene, actor, everyone)
    return ()


def _named_by(chosen: Actor, before: Sequence[Actor]) -> Actor:
    """The outsider that "it" stands for."""
    if chosen.sort == "name":
        return chosen
    return next((a for a in before if a.sort == "name" and not a.companies), chosen)


def _whose_arm(
    scene: Scene, unit: Actor, everyone: Sequence[Actor], talk: Discourse
) -> tuple[str, ...]:
    """The group of an outsider told in apposition: "PowerCo, the battery arm of X"."""
    tokens = scene.tokens
    if [t.low for t in tokens[unit.last + 1 : unit.last + 2]] != [","]:
        return ()
    ahead = tokens[unit.last + 2 : unit.last + 2 + APPOSED]
    end = next((at for at, t in enumerate(ahead) if t.low in {",", ";", ":"}), len(ahead))
    lows = [t.low for t in ahead[:end]]
    if not small("arms").intersection(lows):
        return ()
    inside = range(unit.last + 2, unit.last + 2 + end)
    named = next((a for a in everyone if a.first in inside and a.companies), None)
    if named is not None:
        return named.companies
    return talk.topic if {"group", "company", "carmaker", "maker"}.intersection(lows[:3]) else ()


def _made_for(
    scene: Scene, match: Match, maker: Actor, everyone: Sequence[Actor]
) -> tuple[str, ...]:
    """For whom an outsider builds cars: "Magna built 10,193 Oceans for the company"."""
    if match.pattern.step.kind is not Kind.PRODUCTION or "{battery" in match.pattern.said:
        return ()
    behind = [a for a in everyone if a.first > maker.last and a.companies]
    named = [a for a in behind if a.role == "for" or says_whose(scene, a, match)]
    return named[0].companies if named else ()


def _is_inserted(scene: Scene, actor: Actor, left: int) -> bool:
    """Does the company stand in an insertion that the verb is not part of?"""
    return any(a <= actor.first and actor.last <= b < left for a, b in scene.asides)


def _is_in_relative(scene: Scene, actor: Actor, left: int) -> bool:
    """Is the insertion one that only says which: "the works, which X shut long ago, are to"?"""
    return any(
        a <= actor.first and actor.last <= b < left and scene.tokens[a + 1].low in RELATIVES
        for a, b in scene.asides
    )


def _is_cut_off(scene: Scene, actor: Actor, left: int) -> bool:
    """Did an outsider act in an earlier clause: "Magna built 10,193; 4,700 were delivered"?"""
    return actor.sort == "name" and any(t.text == ";" for t in scene.tokens[actor.last : left])


def _of_subject(match: Match, before: Sequence[Actor], talk: Discourse) -> Actor | None:
    """Whose the thing is that stands before the verb: "reservations for the R2 of X"."""
    if match.verb is None or match.first >= match.verb.first:
        return None
    belonging = [a for a in before if a.role in {"of", "for", "at", "by", "in", "with"}]
    if talk.current or talk.topic:
        belonging = [a for a in belonging if a.role not in {"at", "in"}]
    behind = [a for a in belonging if a.first > match.first]
    return behind[0] if behind else None


def _nearest(scene: Scene, before: Sequence[Actor], left: int) -> Actor | None:
    relative = scene.tokens[left - 1].low if left >= 1 else ""
    if relative in {"which", "who", "that"} and before and before[-1].last >= left - 4:
        return before[-1] if before[-1].role != "aside" else None
    for actor in reversed(before):
        if _is_served(scene, actor):
            continue
        if actor.role in {"bare", "owner"} or (actor.role in small("joined")):
            return actor
        if actor.role in {"of", "by"} and not any(a.role == "bare" for a in before):
            return actor
    return None


def _is_served(scene: Scene, actor: Actor) -> bool:
    """Is it whom somebody else works for: "the assembler of Apple's phones", "a supplier of X"?"""
    lows = [t.low for t in scene.tokens[max(0, actor.first - 2) : actor.first]]
    return len(lows) == 2 and lows[1] == "of" and lows[0] in small("helpers")  # noqa: PLR2004 - a word and "of"


def _owners(match: Match, actor: Actor, talk: Discourse) -> frozenset[str]:
    """The roles of an owner; a car of the title may be built "at the works of Volvo"."""
    other = talk.titled and talk.topic and set(actor.companies).isdisjoint(talk.topic)
    away = match.pattern.step.kind is Kind.PRODUCTION and other
    return OWNERS - {"at"} if away else OWNERS


def _speaks_last(scene: Scene, actor: Actor, match: Match) -> bool:
    """Does the sentence end with its speaker: "..., Toyota said on Wednesday"?"""
    if actor.sort != "name" or actor.first <= match.last:
        return False
    if [t.low for t in scene.tokens[max(0, actor.first - 2) : actor.first]] == ["according", "to"]:
        return bool(actor.companies)
    if actor.role != "bare":
        return False
    after = scene.tokens[actor.last + 1].low if actor.last + 1 < len(scene.tokens) else ""
    before = scene.tokens[actor.first - 1].low
    if before in {"says", "said"}:
        return after in {"", "."}
    return after in small("spoken") | {"let"} and before == ","


def _acts_for(scene: Scene, actor: Actor, match: Match) -> bool:
    """Is it "Ford dealers sold", "Nio drivers get", "Stellantis boss resigned"?"""
    if actor.role != "aside" or not actor.companies or actor.last + 1 >= len(scene.tokens):
        return False
    low = scene.tokens[actor.last + 1].low
    kind = match.pattern.step.kind
    if kind is Kind.RESTRUCTURING:
        return low in small("its_people")
    return kind in TO_CUSTOMERS | {Kind.TECHNOLOGY} and low in small("buyers")
