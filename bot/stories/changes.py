"""What a later telling changes about what was told: further, surer, more exact, later, denied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.stories.compare import days, figures_differ, same_step
from bot.stories.left_out import as_told
from bot.stories.shown import is_likely, is_sure
from bot.stories.slips import Told, slip_of
from storage.records import Certainty, Change, ChangeKind, Milestone, Phase

REACHED: Final = {
    Phase.PLANNED: 0,
    Phase.PENDING: 1,
    Phase.DELAYED: 2,
    Phase.DONE: 3,
    Phase.CANCELLED: 3,
}
SURE: Final = {Certainty.RUMOURED: 0, Certainty.REPORTED: 1, Certainty.OFFICIAL: 2}


def changes(
    said: Sequence[Milestone],
    before: Sequence[Milestone],
    known: Sequence[Told],
    *,
    at: datetime,
    revision: int,
) -> tuple[Change, ...]:
    """What an item's statements change, in their order.

    `before` is what the item's story said without it; empty for a story that it begins. `known` is
    what was told of the same companies anywhere: a date that slips was mostly told in another
    story. A step that the story did not have is a change only of a story that had some.
    """
    found: list[Change] = []
    plans = [replace(old, milestone=as_told(old.milestone)) for old in known]
    for m in filter(is_sure, said):
        same = [old for old in before if is_likely(old) and same_step(m, old)]
        sure = as_told(m)
        slip = slip_of(Told(milestone=sure, at=at), plans)
        if slip:
            kinds = [(ChangeKind.SLIP, slip.milestone)]
        elif same:
            dated = [as_told(old) for old in same]
            kept = dict(zip(map(id, dated), same, strict=True))
            kinds = [(kind, kept[id(old)]) for kind, old in _upgrades(sure, dated)]
        else:
            continue
        found += [
            Change(revision=revision, kind=kind, milestone=m, before=old) for kind, old in kinds
        ]
    return tuple(found)


def new_steps(
    news: Sequence[Milestone], had: Sequence[Change], before: Sequence[Milestone], *, revision: int
) -> tuple[Change, ...]:
    """The news that is a step of its own, rather than more of a known one."""
    told = {change.milestone.id for change in had}
    return tuple(
        Change(revision=revision, kind=ChangeKind.STEP, milestone=m)
        for m in news
        if m.id not in told and not any(is_likely(old) and same_step(m, old) for old in before)
    )


def _upgrades(m: Milestone, same: Sequence[Milestone]) -> list[tuple[ChangeKind, Milestone]]:
    """How one statement goes beyond all that was told of its step; empty when it does not."""
    furthest = max(same, key=lambda old: (REACHED[old.phase], SURE[old.certainty], old.id))
    found: list[tuple[ChangeKind, Milestone]] = []
    has_moved = m.phase not in {old.phase for old in same}
    if has_moved and REACHED[m.phase] >= REACHED[furthest.phase]:
        found.append((ChangeKind.PHASE, furthest))
    elif m.phase == furthest.phase and _is_surer(m, same):
        found.append((ChangeKind.CERTAINTY, max(same, key=lambda old: SURE[old.certainty])))
    if old := _less_exact(m, same):
        found.append((ChangeKind.DATE, old))
    if old := _without_figure(m, same):
        found.append((ChangeKind.FIGURE, old))
    elif old := next((old for old in same if figures_differ(m, old)), None):
        found.append((ChangeKind.DISPUTE, old))
    return found


def _is_surer(m: Milestone, same: Sequence[Milestone]) -> bool:
    return all(SURE[m.certainty] > SURE[old.certainty] for old in same if old.phase == m.phase)


def _less_exact(m: Milestone, same: Sequence[Milestone]) -> Milestone | None:
    """The most exact date so far, where this one lies within it and is shorter."""
    if m.when is None or any(old.phase != m.phase for old in same):
        return None
    dated = [old for old in same if old.when is not None]
    if not dated:
        return same[0]
    best = min(dated, key=lambda old: (days(old.when) if old.when else 0, old.id))
    if best.when is None or days(m.when) >= days(best.when):
        return None
    is_within = best.when.start <= m.when.start and m.when.end <= best.when.end
    return best if is_within else None


def _without_figure(m: Milestone, same: Sequence[Milestone]) -> Milestone | None:
    adds_sum = m.amount is not None and all(old.amount is None for old in same)
    adds_count = m.quantity is not None and all(old.quantity is None for old in same)
    return same[0] if adds_sum or adds_count else None
