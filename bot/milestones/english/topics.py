"""A second, looser reading: what a clause is about, where no way to say a step fits it."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.clauses import clauses, main_verb
from bot.milestones.english.grammar import State, state
from bot.milestones.english.patterns import Index, Pattern, indexed, patterns_of
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.steps import Found, Match, find, present

MOST: Final = 12  # clauses of one sentence that are looked at


def topical(scene: Scene) -> Iterator[Match]:
    """What each clause is about, in the order of the table; one match for each entry and clause."""
    fitting = _patterns().fitting(present(scene))
    if not fitting:
        return
    for clause in clauses(scene)[:MOST]:
        for pattern in fitting:
            match = _fit(scene, pattern, clause)
            if match is not None:
                yield match


def _fit(scene: Scene, pattern: Pattern, clause: Range) -> Match | None:
    taken: set[int] = set()
    chosen: list[Found] = []
    for element in pattern.elements:
        found = next(
            (
                f
                for option in element
                for f in find(scene, option)
                if clause[0] <= f.first
                and f.last <= clause[1]
                and taken.isdisjoint(range(f.first, f.last + 1))
            ),
            None,
        )
        if found is None:
            return None
        taken.update(range(found.first, found.last + 1))
        chosen.append(found)
    verb = next((f.tag for f in chosen if f.option.sort == "verb"), None) or main_verb(
        scene, clause
    )
    places = tuple(sorted((f.first, f.last) for f in chosen))
    if verb is None:
        return Match(pattern, places, None, State("bare", places[0][0]))
    return Match(pattern, places, verb, state(scene.marked, verb, scene.verbs))


@cache
def _patterns() -> Index:
    entries = (*table("english_topics")["topic"], *table("english_idioms")["topic"])
    return indexed(patterns_of(entries, loose=True))
