"""What an alert tells of a story; look-ups tell all of it.

The news, and beside it what is read with little doubt of those whose news it is. Of the steps that
unseen pages mention beside their news three in four were read right, of those kept here 88 in a
hundred, of those told in sentences 93; the others have a row with a mark. A date that is hardly
sure is left out, and so is a figure that stands in another sentence, where such figures of its kind
are mostly of something else. What is not sure to be as far as it was read is told without saying
how far.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import is_only_beside
from bot.stories.names import is_chinese
from storage.records import Kind, Milestone, Phase, Story, Unit

SURE: Final = 0.8  # least chance of being read right of what is told beside the news
SAID: Final = 0.875  # the same of what is told there in sentences; Chinese is read more surely
DATED: Final = 0.75  # least chance of a date; of less likely ones two in three are right
COUNTED_IN: Final = 0.6  # the same of that in which cars were counted: without it they are all
READ: Final = 0.7  # least chance of being read right of what is told in own words
PLAIN: Final = 0.825  # the same of how far a step is
LIKELY: Final = 0.5  # the same for it to change what was told
# Kinds whose count of cars, stations or jobs, whose sum, whose authority is mostly of something
# else where only another sentence tells it (decision 23 has the counts).
COUNTED: Final = frozenset((Unit.VEHICLES, Unit.STATIONS, Unit.JOBS))
PRICED: Final = frozenset((Kind.PARTNERSHIP, Kind.INFRASTRUCTURE))
UNCOUNTED: Final = frozenset((Kind.APPROVAL, Kind.MARKET_ENTRY))  # their counts are of sales
# Such counts are theirs; deliveries of which no count is told would be "begun".
WHOLE: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.RECALL, Kind.PARTNERSHIP))
COUNTS: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))  # kinds that add up in a time


def is_sure(m: Milestone) -> bool:
    """Is it news, set right by a person, or hardly doubted, and likely as far as it was read?"""
    is_read = m.fix is not None or m.headline or (m.chance >= SURE and not _is_count_doubted(m))
    return is_read and is_likely(m)


def is_likely(m: Milestone) -> bool:
    """Is it likelier as far as it was read than not, or so by a person's word?"""
    return m.fix is not None or m.phase_chance >= LIKELY


def is_plain(m: Milestone) -> bool:
    """Is it sure enough, or by a person's word, to be told as it was read, and so far?"""
    return m.fix is not None or (m.chance >= READ and m.phase_chance >= PLAIN)


def is_doubted(m: Milestone) -> bool:
    """Is it to be marked, where it is told at all?"""
    return not (is_sure(m) and is_plain(m))


def is_said(m: Milestone) -> bool:
    """Is it news, or told in sentences beside it, rather than in a row with a mark?"""
    least = SURE if is_chinese(m.evidence) else SAID
    return m.fix is not None or m.headline or m.chance >= least


def shown(said: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The statements that an alert tells, in their order; all of them where none is news."""
    news = [m for m in said if m.headline]
    whose, sentences = {m.company for m in news}, {m.evidence for m in news}
    return tuple(
        m
        for m in said
        if not news
        or m.headline
        or (not is_doubted(m) and (m.company in whose or m.evidence in sentences))
    )


def as_shown(story: Story) -> Story:
    """The story as an alert tells it."""
    told = map(as_told, shown(story.milestones))
    return replace(story, milestones=tuple(map(_without_elsewhere, told)))


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


def _is_count_doubted(m: Milestone) -> bool:
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


def _without_elsewhere(m: Milestone) -> Milestone:
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
