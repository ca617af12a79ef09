"""When a step takes place, where its own sentences leave that open, in any language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.milestones.newsworth import HAPPENED, OLD
from bot.milestones.sameness import LEADING
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span

# Kinds of which a text about one day tells what happened on that day.
EVENTS: Final = frozenset(
    (Kind.LAUNCH, Kind.PRODUCTION, Kind.DELIVERY, Kind.FACTORY, Kind.UNVEIL, Kind.RECALL)
)
BESIDE: Final = 8  # sentences in which a text tells its news


def still_ahead(step: Statement, published: date) -> Statement:
    """What a title tells as done and the text dates ahead is a plan.

    A change at the top, and a recall, is done once it is announced.
    """
    at_the_top = step.kind is Kind.RESTRUCTURING and step.stage == "leaders"
    if at_the_top or step.kind is Kind.RECALL or step.phase is not Phase.DONE or step.when is None:
        return step
    return replace(step, phase=Phase.PLANNED) if step.when.start > published else step


def is_in_time(step: Statement, *, dayless: bool) -> bool:
    """Does anything tell that it happened once, and does not merely go on?

    The first sentences of a text that names a recent day do so by their place.
    """
    if step.titled or not step.timeless or (step.position <= LEADING and not dayless):
        return True
    return bool(step.when or step.amount or step.quantity or step.agency)


def with_dateline(
    steps: Sequence[Statement], marks: Sequence[bool], topic: Sequence[str], day: Span | None
) -> list[Statement]:
    """News that tells no date of its own took place on the day that the text is of.

    A plan has no date but the one that it is due.
    """
    return [
        replace(s, when=day) if _is_undated_deed(s) and (mark or _is_of_the_day(s, topic)) else s
        for s, mark in zip(steps, marks, strict=True)
    ]


def of_one_time(steps: Sequence[Statement], published: date) -> list[Statement]:
    """A company's deed without a date, told in one sentence with an old one, is of that time."""
    told: dict[tuple[str, str], list[Span]] = {}
    for s in steps:
        if s.when is not None and s.phase in HAPPENED:
            told.setdefault((s.evidence, s.company), []).append(s.when)
    old = {
        key: whens[0]
        for key, whens in told.items()
        if len(set(whens)) == 1 and whens[0].end < published - OLD
    }
    if not old:
        return list(steps)
    times = ((s, _time_of(s, old)) for s in steps)
    return [replace(s, when=when) if when else s for s, when in times]


def _time_of(s: Statement, old: Mapping[tuple[str, str], Span]) -> Span | None:
    """The old time that its sentence tells of its company, or of the other side of its deal."""
    if not _is_undated_deed(s):
        return None
    sides = (s.company, *s.parties)
    return next((old[s.evidence, side] for side in sides if (s.evidence, side) in old), None)


def _is_undated_deed(s: Statement) -> bool:
    undated = s.when is None and s.phase in HAPPENED and not (s.usual and s.timeless)
    undated = undated and not s.recently and not s.tally
    return undated and s.certainty is Certainty.OFFICIAL


def _is_of_the_day(s: Statement, topic: Sequence[str]) -> bool:
    """Is it told beside the news, not as a look back?"""
    fresh = not (s.background or s.recaps) and s.position <= BESIDE
    return fresh and s.kind in EVENTS and (s.company in topic or s.kind is Kind.RECALL)


def without_borrowed(steps: Sequence[Statement]) -> list[Statement]:
    """The steps; a plant to be built has no year that is told of what it will make alone."""
    begins = {(s.company, s.when) for s in steps if _is_start(s) and _tells_year(s)}
    return [
        replace(s, when=None, dated="the year in which production is to begin")
        if s.kind is Kind.FACTORY
        and s.phase is Phase.PLANNED
        and (s.company, s.when) in begins
        and not _tells_year(s)
        else s
        for s in steps
    ]


def _is_start(s: Statement) -> bool:
    return s.kind is Kind.PRODUCTION and s.phase is Phase.PLANNED and s.when is not None


def _tells_year(s: Statement) -> bool:
    """Does its evidence itself tell the year?"""
    return s.when is not None and str(s.when.end.year) in s.evidence
