"""When a planned date has moved back, and when it only looks so.

A slip is said only of one promise, told twice: a day that comes to be told as its month, a horizon
counted from the day of writing, the next year's target and another model are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.stories.compare import (
    AHEAD,
    conflict,
    days,
    share_a_place,
    subject_words,
)
from bot.stories.names import THING, token
from storage.records import Kind, Milestone, Phase, Span, Telling, Unit

# "Over the next decade" and "by 2030" count from the year of writing, and say no date that could
# move: in the cases every span longer than a year is of this sort.
HORIZON_DAYS: Final = 366
OPEN: Final = AHEAD | {Phase.DELAYED}
# Counts of a period: the target of another period is another target.
OF_A_PERIOD: Final = frozenset({Unit.VEHICLES, Unit.ORDERS, Unit.STATIONS, Unit.GWH, Unit.JOBS})
# A company makes its first car once, and outlets leave away that it is the first.
FIRST: Final = frozenset({token(THING, "first car")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement, and when it was told."""

    milestone: Milestone
    at: datetime


def told(telling: Telling) -> Told:
    """A kept statement with its time: as published, else as first seen."""
    return Told(milestone=telling.milestone, at=telling.published or telling.seen)


def target(statement: Told) -> Span | None:
    """The time that a statement promises something for; None when it promises none.

    Of a delay that names no new date, and of a plan told as history, the date is that of the
    announcement: it lies behind. An application is dated by its day. A horizon is no date.
    """
    m = statement.milestone
    if m.phase not in OPEN or m.when is None or days(m.when) > HORIZON_DAYS:
        return None
    said = statement.at.date()
    if m.when.end < said or (m.phase == Phase.DELAYED and m.when.end == said):
        return None
    is_filed = m.phase == Phase.PENDING and m.when.start == m.when.end
    return None if is_filed else m.when


def slip_of(now: Told, known: Sequence[Told]) -> Told | None:
    """What `now` moves back: the newest earlier telling of the same promise, due before.

    None when it is no slip, or was told before: some earlier telling has the new date already.
    """
    new = target(now)
    if new is None:
        return None
    m = now.milestone
    before = [
        each
        for each in known
        if each.milestone.company == m.company and each.milestone.kind == m.kind
        if each.at < now.at and target(each) and is_same_promise(m, each.milestone)
    ]
    if not before or any(_overlap(new, each.milestone.when) for each in before):
        return None
    last = max(before, key=lambda each: (each.at, str(each.milestone.when), each.milestone.id))
    return last if is_later(new, last.milestone.when) else None


def is_later(new: Span, old: Span | None) -> bool:
    """Does all of the new time lie behind the old one? Else it is only told more exactly."""
    return old is not None and new.start > old.end


def is_same_promise(a: Milestone, b: Milestone) -> bool:
    """Is one thing promised, whatever the date? The thing must be named alike, or be the first."""
    if conflict(a, b, at_any_time=True) is not None:
        return False
    if any(m.quantity is not None and m.quantity.unit in OF_A_PERIOD for m in (a, b)):
        return False
    mine, other = subject_words(a), subject_words(b)
    if mine & other or share_a_place(a, b):
        return True
    # "Mass production" and "mass production of the first car" of a newcomer are one.
    return a.kind == Kind.PRODUCTION and bool(mine | other) and mine | other <= FIRST


def _overlap(new: Span, old: Span | None) -> bool:
    return old is not None and new.start <= old.end and old.start <= new.end
