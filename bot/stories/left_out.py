"""What of a step an alert leaves out: what is doubted, and mostly of something else.

A date that is hardly sure; a figure or an authority that another sentence tells, for kinds of which
such ones are mostly of something else (decision 23 has the counts). What a person set right stays.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import is_only_beside
from bot.stories.names import is_chinese
from storage.records import Kind, Milestone, Phase, Unit

DATED: Final = 0.75  # least chance of a date; of less likely ones two in three are right
COUNTED_IN: Final = 0.6  # the same of that in which cars were counted: without it they are all
# Whose count of cars, stations or jobs, whose sum is mostly of something else where only another
# sentence tells it.
COUNTED: Final = frozenset((Unit.VEHICLES, Unit.STATIONS, Unit.JOBS))
PRICED: Final = frozenset((Kind.PARTNERSHIP, Kind.INFRASTRUCTURE))
UNCOUNTED: Final = frozenset((Kind.APPROVAL, Kind.MARKET_ENTRY))  # their counts are of sales
# Such counts are theirs; deliveries of which no count is told would be "begun".
WHOLE: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.RECALL, Kind.PARTNERSHIP))
COUNTS: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))  # kinds that add up in a time


def as_told(m: Milestone) -> Milestone:
    """The same without what is doubted of it (a date, a figure, an authority), unless set right."""
    return replace(
        m,
        when=None if _is_left_out(m, "when") else m.when,
        amount=None if _is_left_out(m, "amount") else m.amount,
        quantity=None if _is_left_out(m, "quantity") else m.quantity,
        agency=None if _is_left_out(m, "agency") else m.agency,
    )


def _is_left_out(m: Milestone, slot: str) -> bool:
    value, before = getattr(m, slot), getattr(m.fix.was if m.fix else m, slot)
    return value is not None and value == before and _DOUBTFUL[slot](m)


def is_count_doubted(m: Milestone) -> bool:
    """Is it a count of cars whose time is doubted, or that another sentence tells?"""
    if m.kind not in COUNTS or m.quantity is None:
        return False
    is_undated = m.when is not None and m.when_chance < DATED
    is_beside = m.kind is Kind.DELIVERY and is_only_beside(m.quantity.value, m)
    return is_undated or is_beside


def _is_hardly_dated(m: Milestone) -> bool:
    is_count = m.kind in COUNTS and m.quantity is not None
    is_horizon = _HORIZON.search(m.evidence) is not None  # "over the next decade": it has no other
    return m.when_chance < (COUNTED_IN if is_count or is_horizon else DATED)


def _is_sum_beside(m: Milestone) -> bool:
    """Is its sum told by another sentence, of a kind whose sums are then of something else?"""
    return m.kind in PRICED and m.amount is not None and is_only_beside(m.amount.value, m)


def _is_count_beside(m: Milestone) -> bool:
    """Is its count of another kind of step, or told by another sentence and so of one, mostly?"""
    if m.kind in UNCOUNTED:
        return True
    if m.quantity is None or m.quantity.value == 1 or m.kind in WHOLE:  # "its first station"
        return False
    return m.quantity.unit in COUNTED and is_only_beside(m.quantity.value, m)


def _is_agency_beside(m: Milestone) -> bool:
    """Does only another sentence name the authority, which did something else than the recall?"""
    if m.kind is not Kind.RECALL or m.phase is Phase.PENDING or is_chinese(m.evidence):
        return False  # of a probe it is at work itself; in Chinese it is mostly that of the recall
    return not any(name in m.evidence for name in _names_of(m.agency or ""))


def without_elsewhere(m: Milestone) -> Milestone:
    """Without a place where something else was: the bench before, the works of what is delivered.

    To be told only: a plan that slips is known by its place.
    """
    patterns, place = _ELSEWHERE.get(m.kind, ()), re.escape(m.subject or "")
    is_elsewhere = any(re.search(each.format(place), m.evidence) for each in patterns)
    return replace(m, subject=None) if is_elsewhere and m.subject else m


@lru_cache(maxsize=256)
def _names_of(agency: str) -> tuple[str, ...]:
    """Every name of an authority by its short one, in both scripts."""
    known = table("agencies")["agency"]
    return (
        agency,
        *(name for entry in known if entry["short"] == agency for name in entry["names"]),
    )


_HORIZON: Final = re.compile(
    r"\b(?:over|within|in|for|during) the (?:next|coming) (?:decade|\w+ years)\b"
    r"|(?:未来|今后)\S{1,3}年"
)
_BENCH: Final = (
    r"\bafter (?:[a-z]+ ){{0,3}}(?:tests?|trials?|runs?)\b[^,;.]{{0,40}} (?:in|at) {0}\b"
)
_WORKS: Final = r",(?: all| most| both)? (?:made|built|produced|assembled) (?:in|at) {0}\b"
_ELSEWHERE: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.TESTING: (_BENCH,),
    Kind.DELIVERY: (_WORKS,),
}
_DOUBTFUL: Final[Mapping[str, Callable[[Milestone], bool]]] = {
    "when": _is_hardly_dated,
    "amount": _is_sum_beside,
    "quantity": _is_count_beside,
    "agency": _is_agency_beside,
}
