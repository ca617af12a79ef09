"""What became of what was promised: open, overdue, kept, missed, put off or dropped.

Derived when read, never stored: that nobody told of a step is no statement of anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.stories.compare import conflict, same_step, slots, subject_words
from bot.stories.slips import Told, is_later, is_same_promise, target
from storage.records import Kind, Milestone, Phase

COMPARED: Final = 200  # promises of one company and kind; the work grows with their square


class State(StrEnum):
    """What has become of a promise by a day."""

    OPEN = "open"
    OVERDUE = "overdue"  # its time has passed, and nobody told that it was done
    KEPT = "kept"
    MISSED = "missed"  # the figure of its period is told, and falls short
    DELAYED = "delayed"  # put off, and not due yet
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One planned step with all who told of it as planned, and what became of it."""

    tellings: tuple[Told, ...]  # oldest first, never empty
    state: State
    by: Told | None  # the statement that settled it; None while it is open or overdue

    @property
    def plan(self) -> Told:
        """The promise as it was last told."""
        return self.tellings[-1]

    @property
    def slipped(self) -> tuple[Milestone, ...]:
        """What it was before, oldest first: each date that was moved back, once."""
        found: list[Milestone] = []
        last = self.tellings[0].milestone
        for each in self.tellings[1:]:
            m = each.milestone
            if m.when and is_later(m.when, last.when):
                found.append(last)
                last = m
            elif m.when and not is_later(last.when or m.when, m.when):
                last = m
        return tuple(found)


def follow(statements: Iterable[Told], today: date) -> tuple[Promise, ...]:
    """The promises among statements of any companies, and their state on a day.

    In the order in which they were first made. The order of the statements does not matter.
    """
    ordered = sorted(statements, key=lambda each: (each.at, each.milestone.id))
    by_kind: dict[tuple[str, Kind], list[Told]] = {}
    for each in ordered:
        by_kind.setdefault((each.milestone.company, each.milestone.kind), []).append(each)
    found = [promise for same in by_kind.values() for promise in _of_kind(same, today)]
    return tuple(sorted(found, key=lambda each: (each.tellings[0].at, each.plan.milestone.id)))


def _of_kind(statements: Sequence[Told], today: date) -> list[Promise]:
    """The promises among statements of one company and kind, given oldest first."""
    threads: list[list[Told]] = []
    homes: dict[tuple[object, ...], int] = {}  # retellings in equal slots need no comparing
    plans = [each for each in statements if target(each) is not None]
    for each in plans:
        home = homes.get(slots(each.milestone))
        if home is None:
            home = next((i for i in _newest(threads) if _continues(each, threads[i])), len(threads))
            homes[slots(each.milestone)] = home
        if home == len(threads):
            threads.append([])
        threads[home].append(each)
    settling = _once([each for each in statements if target(each) is None])
    return [_settled(thread, settling, today) for thread in threads]


def _newest(threads: Sequence[object]) -> range:
    """The places of the threads worth a comparison, the newest first."""
    return range(len(threads) - 1, max(-1, len(threads) - 1 - COMPARED), -1)


def _once(statements: Sequence[Told]) -> list[Told]:
    """Of statements in equal slots the newest."""
    return list({slots(each.milestone): each for each in statements}.values())


def _continues(each: Told, thread: Sequence[Told]) -> bool:
    m = each.milestone
    return any(
        same_step(m, other.milestone) or is_same_promise(m, other.milestone)
        for other in _once(thread)
    )


def _settled(thread: Sequence[Told], settling: Sequence[Told], today: date) -> Promise:
    tellings, plan = tuple(thread), thread[-1]
    steps = _once(thread)
    for each in reversed(settling):
        if each.at >= thread[0].at and (state := _verdict(steps, each)):
            return Promise(tellings=tellings, state=state, by=each)
    if plan.milestone.when and plan.milestone.when.end < today:
        return Promise(tellings=tellings, state=State.OVERDUE, by=None)
    if plan.milestone.phase == Phase.DELAYED:
        return Promise(tellings=tellings, state=State.DELAYED, by=plan)
    return Promise(tellings=tellings, state=State.OPEN, by=None)


def _verdict(thread: Sequence[Told], each: Told) -> State | None:
    """What a statement says of a promise; None when it is about something else."""
    m, plan = each.milestone, thread[-1].milestone
    if _is_count_of_its_period(m, plan):
        short = m.quantity and plan.quantity and m.quantity.value < plan.quantity.value
        return State.MISSED if short else State.KEPT
    if not any(_is_end_of(m, other.milestone) for other in thread):
        return None
    if m.phase == Phase.DONE:
        return State.KEPT
    if m.phase == Phase.CANCELLED:
        return State.DROPPED
    is_newer = each.at >= thread[-1].at
    return State.DELAYED if m.phase == Phase.DELAYED and is_newer else None


def _is_end_of(m: Milestone, plan: Milestone) -> bool:
    """Is it this promise that a statement tells the end of, early, in time or late?"""
    if same_step(m, plan):
        return True
    if m.when and plan.when and m.phase == Phase.DONE and m.when.end.year < plan.when.start.year:
        return False  # a step of an earlier year is not the one that is promised
    return is_same_promise(m, plan)


def _is_count_of_its_period(m: Milestone, plan: Milestone) -> bool:
    """Is it the figure of the very period that a target was set for?"""
    if m.phase != Phase.DONE or m.when is None or m.when != plan.when:
        return False
    if m.quantity is None or plan.quantity is None or m.quantity.unit != plan.quantity.unit:
        return False
    alike = subject_words(m) == subject_words(plan)
    return alike and conflict(m, plan) in {None, "another quantity"}
