"""Which statements are about one step, put together; what compares two of them is beside.

A false merge hides a milestone: every member of a step must agree with every other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from bot.stories.compare import days, slots
from bot.stories.pairs import agreement, taken_apart
from storage.records import Certainty, Kind, Milestone, Phase

COMPARED: Final = 250  # different statements of one kind; the work grows with their square


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step with the statements about it. `tellings` are indices, rising, never empty."""

    best: Milestone
    tellings: tuple[int, ...]


def merge(milestones: Sequence[Milestone]) -> tuple[Step, ...]:
    """Put statements of one step together; in the order of each step's first statement.

    Those that agree most are put together first, and only where every member agrees with every
    other: a vague statement never makes a bridge between two different steps. Two statements of
    one kept item are never one step: extraction has put those together already. The order of the
    statements does not matter.
    """
    facets: dict[tuple[object, ...], list[int]] = {}
    for index in sorted(range(len(milestones)), key=lambda i: milestones[i].id):
        facets.setdefault(slots(milestones[index]), []).append(index)
    kinds: dict[tuple[str, Kind], list[int]] = {}
    for same in facets.values():
        first = milestones[same[0]]
        kinds.setdefault((first.company, first.kind), []).append(same[0])
    found = (
        step
        for indices in kinds.values()
        for some in _neighbours(milestones, indices)
        for step in _together(milestones, some)
    )
    whole = (sorted(i for one in step for i in facets[slots(milestones[one])]) for step in found)
    return tuple(
        Step(best=max((milestones[i] for i in step), key=_worth), tellings=tuple(step))
        for step in sorted(whole)
    )


def _neighbours(milestones: Sequence[Milestone], indices: Sequence[int]) -> list[list[int]]:
    """All of them; or, where they are too many, those near each other in time."""
    if len(indices) <= COMPARED:
        return [list(indices)]
    spans = ((i, milestones[i].when) for i in indices)
    dated = [i for _, i in sorted((span.start if span else date.max, i) for i, span in spans)]
    return [dated[i : i + COMPARED] for i in range(0, len(dated), COMPARED)]


def _together(milestones: Sequence[Milestone], indices: Sequence[int]) -> list[list[int]]:
    """The steps among statements of one company and kind, as lists of indices."""
    told = taken_apart(milestones, indices)
    agreed = {
        (i, j): points
        for i, j in combinations(indices, 2)
        if _may_fit(milestones[i], milestones[j])
        and (points := agreement(told[i], told[j])) is not None
    }
    home = {index: [index] for index in indices}
    for i, j in sorted(agreed, key=lambda pair: -agreed[pair]):
        mine, other = home[i], home[j]
        if mine is not other and all(
            (a, b) in agreed or (b, a) in agreed for a in mine for b in other
        ):
            mine.extend(other)
            home.update(dict.fromkeys(other, mine))
    return list({id(step): step for step in home.values()}.values())


def _may_fit(a: Milestone, b: Milestone) -> bool:
    """Two statements of one kept item are no one step, unless they are equal."""
    return not a.item or a.item != b.item or a == b


def _definite(m: Milestone) -> tuple[float, float]:
    """How much a statement pins down: slots filled, then how narrow its date is."""
    slots = sum(x is not None for x in (m.when, m.amount, m.quantity, m.agency, m.subject))
    return float(slots), -float(days(m.when) if m.when else 10_000)


def _worth(m: Milestone) -> tuple[float | str, ...]:
    """Which statement speaks for its step: furthest phase, surest source, most told."""
    phase = {Phase.PLANNED: 0.0, Phase.PENDING: 1.0, Phase.DELAYED: 2.0}.get(m.phase, 3.0)
    sure = {Certainty.RUMOURED: 0.0, Certainty.REPORTED: 1.0}.get(m.certainty, 2.0)
    return (phase, sure, *_definite(m), -float(len(m.evidence)), m.id)
