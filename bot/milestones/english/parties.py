"""The sides of an agreement, a venture, a supply: who is named, and whom "the two" stand for."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.actors import Discourse
from bot.milestones.english.clauses import clauses, main_verb
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match

PAIR: Final = 2
LEAD: Final = 3  # sentences that tell the news


def parties(
    scene: Scene, everyone: Sequence[Actor], talk: Discourse, phase: str, *, guests: bool
) -> tuple[str, ...]:
    """Every company named; "they", "the two", "the venture" stand for the pair named before.

    With `guests` the drivers of a company stand for it: "Ford owners may charge at Tesla's posts".
    """
    named = tuple(
        dict.fromkeys(
            c
            for a in everyone
            if (a.role != "aside" or (guests and _has_buyers(scene, a)))
            and not _names_a_works(scene, a)
            for c in a.companies
        )
    )
    meant = scene.has(
        "they", "both", "their", "two", "partners", "venture", "pact", "companies", "together"
    )
    agreed = scene.holds(small("agreed")) and scene.tokens[0].low == "under"
    if (agreed or scene.has("two", "both", "pair")) and not named and talk.couple:
        return talk.couple
    if scene.has("two", "both", "sides") and not named and len(talk.topic) == 1:
        return talk.topic  # the other side is not followed
    said = {c for a in everyone if a.sort == "name" and a.role != "aside" for c in a.companies}
    if not named and not said and len(talk.topic) == 1 and _has_outsider(scene, talk):
        return talk.topic
    if scene.has("partners", "companies") and len(said) < len(talk.opening):
        return talk.opening if said <= set(talk.opening) else named
    here = {m.company for m, _ in scene.mentions}
    clause = len(named) >= PAIR and set(talk.pair) <= here  # others act in another clause
    if meant and not clause and len(named) < len(talk.pair) and set(named) <= set(talk.pair):
        return talk.pair
    alone = not (meant or scene.mentions or scene.title)
    if not named and alone and len(talk.pair) == PAIR:
        return talk.pair
    if len(named) == 1 and (phase == "cancelled" or guests):
        around = (talk.topic, talk.current) if talk.titled else (talk.current, talk.topic)
        other = next((some for some in around if set(some) - set(named)), ())
        return tuple(dict.fromkeys((*named, *other)))
    return named


def of_clause(scene: Scene, match: Match, everyone: Sequence[Actor]) -> Sequence[Actor]:
    """Those of the clause, where a pair acts in it; those between semicolons; else everybody."""
    inside = _of_second(scene, match, everyone)
    if inside:
        return inside
    if ";" not in scene.lows or not match.pattern.loose:
        return everyone
    cuts = scene.lows[";"]
    left = max((at for at in cuts if at < match.first), default=-1)
    right = min((at for at in cuts if at > match.last), default=len(scene.tokens))
    here = [a for a in everyone if left < a.first < right]
    return here if any(a.companies for a in here) else everyone


def _of_second(scene: Scene, match: Match, everyone: Sequence[Actor]) -> Sequence[Actor]:
    """The pair of a second clause: "X slows its plans, and Y and Z end their pact"; else nobody."""
    told = clauses(scene)
    mine = next((c for c in told if c[0] <= match.first and match.last <= c[1]), None)
    if mine is None or not any(_has_verb(scene, c) for c in told if c[1] < mine[0]):
        return ()
    inside = [
        a
        for a in everyone
        if mine[0] <= a.first <= mine[1] and a.role != "aside" and a.sort == "name"
    ]
    return inside if len({c for a in inside for c in a.companies}) >= PAIR else ()


def _has_verb(scene: Scene, clause: Range) -> bool:
    """Does a clause have a verb of its own, so that it is more than a name of a list?"""
    helping = small("be", "have", "will")
    words = scene.tokens[clause[0] : clause[1] + 1]
    return main_verb(scene, clause) is not None or any(t.low in helping for t in words)


def _has_outsider(scene: Scene, talk: Discourse) -> bool:
    """Is it "a contract was signed with Onsemi", said of the one company of the story?"""
    if talk.outside or scene.number > LEAD or not scene.spans.get("NAME"):
        return False
    return "agreement" in scene.marked.tags and scene.has("signed", "struck", "concluded")


def _names_a_works(scene: Scene, actor: Actor) -> bool:
    """Is it "the Nissan plant", a place where something will be done?"""
    before = scene.tokens[actor.first - 1].low if actor.first else ""
    behind = actor.last + 1
    return before in {"the", "former", "old", "ex"} and any(
        t.first == behind for t in scene.marked.tags.get("plant", ())
    )


def _has_buyers(scene: Scene, actor: Actor) -> bool:
    """Is it "Ford drivers", who stand for the company?"""
    after = scene.tokens[actor.last + 1 : actor.last + 2]
    return bool(after) and after[0].low in small("buyers")
