"""Whether a sentence counts, the month or quarter of its figures, and the day that a text is of."""

import re
from datetime import date, timedelta
from typing import Final

from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.found import Grain
from storage.records import Kind, Span

AGAINST: Final = 6  # words between a change and the month it is measured against
MEASURING: Final = frozenset(("from", "than", "against", "versus", "on", "over", "with", "to"))
NEWS: Final = timedelta(days=7)
FORTNIGHT: Final = timedelta(days=14)
PERIODIC: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))  # told as figures of a period
_RECENTLY: Final = re.compile(r"\b(?:recently|lately|(?:has|have|had) just)\b")
_IN_PERIOD: Final = re.compile(r"\b(?:in|for|during) the (?:month|quarter)\b(?! of)")
PERIODS: Final = frozenset((Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR))


def is_compared(scene: Scene, where: Range) -> bool:
    """Is it the month that a figure is measured against: "down from July"?"""
    first = where[0]
    before = [t.low for t in scene.tokens[max(0, first - AGAINST) : first]]
    if before[-1:] == ["in"]:
        before.pop()
    return before[-1:] != [] and before[-1] in MEASURING and not small("changed").isdisjoint(before)


def is_counted(scene: Scene, match: Match) -> bool:
    """Does it tell how many: with their noun, or as a bare number of the step?"""
    numbers = scene.spans.get("NUMBER", ())
    return bool(scene.counts) or any(place in numbers for place in match.places)


def one_period(scene: Scene, published: date) -> Span | None:
    """The one month, quarter, half or year of a sentence of figures, wherever it stands."""
    told = [
        d
        for d, where in scene.dates
        if d.granularity in PERIODS | {Grain.RANGE} and not is_compared(scene, where)
    ]
    span = told[0].towards(future=False) if len(told) == 1 else None
    return span if span is not None and span.start <= published else None


def is_recent_only(near: str) -> bool:
    """Is a clause told as of "recently", or as what somebody "has just" done?"""
    return _RECENTLY.search(near) is not None


def is_of_the_period(scene: Scene, published: date) -> bool:
    """Is it "4,571 cars in the month, figures released today show": of the month told before?"""
    spans = [d.towards(future=False) for d, _ in scene.dates]
    days = [span for span in spans if span.start == span.end and span.end > published - NEWS]
    return bool(days) and len(days) == len(spans) and bool(_IN_PERIOD.search(scene.low))


def since_january(scene: Scene, when: Span) -> Span:
    """The months of the year up to one: "sales through July came to 235,000"."""
    for dated, (first, _) in scene.dates:
        through = first > 0 and scene.tokens[first - 1].low == "through"
        if through and dated.granularity == Grain.MONTH and dated.towards(future=False) == when:
            return Span(start=when.start.replace(month=1), end=when.end)
    return when


def period(scene: Scene, published: date) -> Span | None:
    """The month, quarter, half or year that a title tells figures for."""
    for dated, _ in scene.dates:
        span = dated.towards(future=False)
        if dated.granularity in PERIODS and span.start <= published:
            return span
    return None


def dateline(scene: Scene, published: date) -> Span | None:
    """The first day that a sentence names, when it lies within days of publication."""
    for dated, _ in scene.dates:
        span = dated.towards(future=False)
        if dated.granularity == Grain.DAY and published - NEWS <= span.end <= published:
            return span
    return None


def is_recent(scene: Scene, published: date) -> bool:
    """Does a sentence name days, or a week, of the last two weeks?"""
    return any(
        published - FORTNIGHT <= dated.towards(future=False).start
        and dated.towards(future=False).end <= published
        for dated, _ in scene.dates
    )
