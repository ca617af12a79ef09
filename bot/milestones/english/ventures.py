"""Ventures that are known by name, and the partners of a plant: one step for each of them."""

from collections.abc import Sequence
from typing import Final

from bot.catalogue import table
from bot.milestones.english.actors import Discourse
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.sorts import sort_of
from bot.milestones.english.steps import Match
from storage.records import Kind

# Steps that the partners of a plant take together.
SHARED: Final = frozenset((Kind.FACTORY, Kind.PRODUCTION))
TIED: Final = 4  # words before a partner: "are shared with X"
PAIR: Final = 2


def known_parents(name: str, scene: Scene, match: Match, talk: Discourse) -> tuple[str, ...]:
    """The parents of a known venture that the text names; none for any other name.

    Who leads it is its own affair.
    """
    if sort_of(scene, match.pattern.step.kind, match.pattern.said) == "leaders":
        return ()
    known: dict[str, list[str]] = table("profiles")["ventures"]
    return tuple(c for c in known.get(name.removesuffix("'s"), ()) if c in talk.named)


def with_partner(
    companies: Sequence[str], scene: Scene, match: Match, topic: Sequence[str]
) -> list[str]:
    """Those who act, with the partner of their plant: "shared with X", "the joint cell plant"."""
    if match.pattern.step.kind not in SHARED or len(companies) != 1:
        return list(companies)
    tied = [m.company for m, (first, _) in scene.mentions if m.company and _is_tied(scene, first)]
    here = {m.company for m, _ in scene.mentions if m.company} | set(companies)
    both = {*topic, *companies}
    if not tied and _is_joint(scene, match) and len(both) == PAIR and here <= both:
        tied = [c for c in topic if c not in companies]
    return list(dict.fromkeys((*companies, *tied[:1])))


def _is_tied(scene: Scene, first: int) -> bool:
    """Does "shared with" or "together with" stand before the name at `first`?"""
    before = [t.low for t in scene.tokens[max(0, first - TIED) : first]]
    return "with" in before[-2:] and not small("shared").isdisjoint(before)


def _is_joint(scene: Scene, match: Match) -> bool:
    """Is the plant of the step a joint one?"""
    return any(
        scene.tokens[at].low in {"joint", "common"}
        for first, last in match.places
        for at in range(max(0, first - 2), last)
    )
