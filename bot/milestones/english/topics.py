"""A second, looser reading: what a clause is about, where no way to say a step fits it."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.clauses import clauses, main_verb
from bot.milestones.english.grammar import State, state
from bot.milestones.english.patterns import Held, Index, Pattern, indexed, patterns_of
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.steps import Found, Match, find

# What ends or waits is read before what goes on: "{plant} DATE" fits both.
TURNED: Final = frozenset(("cancelled", "delayed"))
AHEAD: Final = frozenset(("will", "shall"))
MOST: Final = 12  # clauses of one sentence that are looked at


def topical(scene: Scene, held: Held) -> Iterator[Match]:
    """What each clause is about, in the order of the table; one match for each entry and clause."""
    fitting = _patterns().fitting(held)
    if not fitting:
        return
    placed = [
        (
            pattern,
            [
                [found for option in element.of(held) for found in find(scene, option)]
                for element in pattern.elements
            ],
        )
        for pattern in fitting
    ]
    for clause in clauses(scene)[:MOST]:
        for pattern, places in placed:
            match = _fit(scene, pattern, clause, places)
            if match is not None:
                yield match


def _fit(
    scene: Scene,
    pattern: Pattern,
    clause: Range,
    placed: Sequence[Sequence[Found]],
) -> Match | None:
    taken: set[int] = set()
    chosen: list[Found] = []
    for places in placed:
        found = next(
            (
                f
                for f in places
                if clause[0] <= f.first
                and not _is_of_date(scene, f)
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
    ranges = tuple(sorted((f.first, f.last) for f in chosen))
    if verb is None:
        return Match(pattern, ranges, None, State("bare", ranges[0][0]))
    how = state(scene.marked, verb, scene.verbs)
    if not verb.group and scene.tokens[verb.first].low in AHEAD:
        how = how._replace(time="planned")  # "will be back in production"
    return Match(pattern, ranges, verb, how)


def _is_of_date(scene: Scene, found: Found) -> bool:
    """Is the word only a part of a date: "next" in "next year"?"""
    return found.option.sort == "word" and any(
        first <= found.first <= last for _, (first, last) in scene.dates
    )


@cache
def _patterns() -> Index:
    entries = (*table("english_topics")["topic"], *table("english_idioms")["topic"])
    turned = sorted(entries, key=lambda entry: entry.get("phase") not in TURNED)
    return indexed(patterns_of(turned, loose=True))
