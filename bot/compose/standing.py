"""What has become of a step: its mark on a chart, its row in a file, its line on a page say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.compose.entries import Entry
from bot.stories import promises
from bot.stories.promises import Promise
from bot.stories.slips import OPEN, is_later
from storage.records import Phase, Span

Promises = Mapping[str, Promise]  # by the id of each statement of one


class State(StrEnum):
    """What has become of a step."""

    DONE = "done"
    PENDING = "pending"
    PLANNED = "planned"
    SLIPPED = "slipped"  # put off, or its date has moved back
    OVERDUE = "overdue"  # its time has passed, and nobody told that it was done
    CANCELLED = "cancelled"


STATES: Final = {
    Phase.DONE: State.DONE,
    Phase.PENDING: State.PENDING,
    Phase.PLANNED: State.PLANNED,
    Phase.DELAYED: State.SLIPPED,
    Phase.CANCELLED: State.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of a step.

    `moved_from`: the time it was planned for before. `moved_to`: the plan was told anew, for this
    later time, and that telling stands for it.
    """

    state: State
    moved_from: Span | None = None
    moved_to: Span | None = None


def standing(entry: Entry, promised: Promises) -> Standing:
    """What has become of the step."""
    best, promise = entry.best, promised.get(entry.best.id)
    if promise is None or best.when is None or best.phase not in OPEN:
        return Standing(state=STATES[best.phase])
    new = promise.plan.milestone.when
    if new is not None and is_later(new, best.when):
        return Standing(state=State.SLIPPED, moved_to=new)
    before = next((old.when for old in reversed(promise.slipped) if old.when), None)
    if promise.state == promises.State.OVERDUE:
        return Standing(state=State.OVERDUE, moved_from=before)
    return Standing(state=State.SLIPPED if before else STATES[best.phase], moved_from=before)
