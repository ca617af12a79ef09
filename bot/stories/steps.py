"""Which statements are about one step, put together; what compares two of them is beside.

A false merge hides a milestone: every member of a step must agree with every other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.stories.compare import AHEAD, days, slots
from bot.stories.names import PLACE, fold, is_inside, kind_of, split
from bot.stories.pairs import Compared, compared
from bot.stories.shown import is_likely, is_plain
from storage.records import Certainty, Kind, Milestone, Phase

SLOTS: Final = ("when", "amount", "quantity", "agency")
SURE: Final = {Certainty.RUMOURED: 0.0, Certainty.REPORTED: 1.0, Certainty.OFFICIAL: 2.0}
COMPARED: Final = 250  # different statements of one kind; the work grows with their square


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step with the statements about it. `tellings` are indices, rising, never empty."""

    best: Milestone
    tellings: tuple[int, ...]


class Memory:
    """What was compared last among statements of one company and kind; may be used by threads."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared


def merge(milestones: Sequence[Milestone], memory: Memory | None = None) -> tuple[Step, ...]:
    """Put statements of one step together; in the order of each step's first statement.

    Those that agree most are put together first, and only where every member agrees with every
    other: a vague statement never makes a bridge between two different steps. Two statements of
    one kept item are never one step: extraction has put those together already. The order of the
    statements does not matter. With a `memory` only what came since is compared.
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
        for step in _together(milestones, some, memory)
    )
    whole = (sorted(i for one in step for i in facets[slots(milestones[one])]) for step in found)
    return tuple(
        Step(best=_best([milestones[i] for i in step]), tellings=tuple(step))
        for step in sorted(whole)
    )


def _best(said: Sequence[Milestone]) -> Milestone:
    """The statement that speaks for its step, as sure as the surest of its phase is."""
    best = max(said, key=_worth)
    alike = [m for m in said if m.phase is best.phase]
    if len(alike) == 1:
        return best
    return replace(
        best,
        chance=max(m.chance for m in alike),
        phase_chance=max(m.phase_chance for m in alike),
    )


def folded(steps: Sequence[Step], milestones: Sequence[Milestone]) -> tuple[Step, ...]:
    """For one message: a step that says nothing beyond another one is told with it.

    Two statements of one text are two steps, and stay so in look-ups; a reader who sees "a plant"
    beside "a plant of 30 GWh" takes it for a second one.
    """
    news = [any(milestones[i].headline for i in step.tellings) for step in steps]

    def goes_into(at: int, other: int) -> bool:
        mine, its = steps[at].best, steps[other].best
        is_news = news[other] or not news[at]
        is_sure = is_plain(its) or not is_plain(mine)
        return is_news and is_sure and _says_no_more(mine, its)

    alike: dict[tuple[str, Kind], list[int]] = {}
    for at, step in enumerate(steps):
        alike.setdefault((step.best.company, step.best.kind), []).append(at)
    home = list(range(len(steps)))
    for some in alike.values():
        for at in some:
            others = (other for other in some if other != at and goes_into(at, other))
            home[at] = next((o for o in others if o < at or not goes_into(o, at)), at)
    kept: dict[int, list[int]] = {}
    for at, step in enumerate(steps):
        kept.setdefault(_end(home, at), []).extend(step.tellings)
    return tuple(
        replace(steps[at], tellings=tuple(sorted(tellings)))
        for at, tellings in sorted(kept.items())
    )


def _end(home: Sequence[int], at: int) -> int:
    """Where a step is told in the end: what it was put with may be told with a third."""
    while home[at] != at:
        at = home[at]
    return at


def _says_no_more(m: Milestone, other: Milestone) -> bool:
    """Is all that it says said by another step of the same company and kind?"""
    if SURE[m.certainty] > SURE[other.certainty]:
        return False
    has_come = m.phase in AHEAD and m.when is None and other.phase is Phase.DONE
    if m.phase is not other.phase and not has_come:
        return False
    slots = ((getattr(m, slot), getattr(other, slot)) for slot in SLOTS)
    is_told = all(mine is None or mine == its for mine, its in slots)
    subject = (m.subject or "").casefold()
    if subject in (other.subject or "").casefold():
        return is_told
    return is_told and m.phase is other.phase and _is_plant_within(m, other)


def _is_plant_within(m: Milestone, other: Milestone) -> bool:
    """Is it a plant of a country, of which another step of the same day names the town?"""
    if m.kind is not Kind.FACTORY or None in {m.subject, other.subject}:
        return False
    is_day = m.when is None or m.when.start == m.when.end
    (outer, rest), (inner, _) = (split(fold(each.subject or "")) for each in (m, other))
    is_place = len(outer) == 1 and not rest.strip() and kind_of(outer[0]) == PLACE
    return is_day and is_place and any(is_inside(one, outer[0]) for one in inner)


def _neighbours(milestones: Sequence[Milestone], indices: Sequence[int]) -> list[list[int]]:
    """All of them; or, where they are too many, those near each other in time."""
    if len(indices) <= COMPARED:
        return [list(indices)]
    spans = ((i, milestones[i].when) for i in indices)
    dated = [i for _, i in sorted((span.start if span else date.max, i) for i, span in spans)]
    return [dated[i : i + COMPARED] for i in range(0, len(dated), COMPARED)]


def _together(
    milestones: Sequence[Milestone], indices: Sequence[int], memory: Memory | None
) -> list[list[int]]:
    """The steps among statements of one company and kind, as lists of indices."""
    known = compared([milestones[i] for i in indices], memory.compared if memory else Compared())
    if memory:
        memory.compared = known
    places = {milestones[i]: at for at, i in enumerate(indices)}
    agreed = {
        (min(places[a], places[b]), max(places[a], places[b])): points
        for (a, b), points in known.agreed.items()
    }
    home = {at: [at] for at in range(len(indices))}
    for pair in sorted(agreed, key=lambda pair: (-agreed[pair], pair)):
        mine, other = home[pair[0]], home[pair[1]]
        if mine is not other and all(
            (a, b) in agreed or (b, a) in agreed for a in mine for b in other
        ):
            mine.extend(other)
            home.update(dict.fromkeys(other, mine))
    steps = {id(step): step for step in home.values()}.values()
    return [[indices[at] for at in step] for step in steps]


def _definite(m: Milestone) -> tuple[float, float]:
    """How much a statement pins down: slots filled, then how narrow its date is."""
    slots = sum(x is not None for x in (m.when, m.amount, m.quantity, m.agency, m.subject))
    return float(slots), -float(days(m.when) if m.when else 10_000)


def _worth(m: Milestone) -> tuple[float | str, ...]:
    """Which statement speaks for its step: furthest phase, surest source, most told.

    One that is likelier not as far as it was read speaks last.
    """
    phase = {Phase.PLANNED: 0.0, Phase.PENDING: 1.0, Phase.DELAYED: 2.0}.get(m.phase, 3.0)
    return (
        float(is_likely(m)),
        phase,
        SURE[m.certainty],
        *_definite(m),
        -float(len(m.evidence)),
        m.id,
    )
