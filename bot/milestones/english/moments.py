"""Whether a sentence counts, the month or quarter of its figures, and the day that a text is of."""

import re
from datetime import date, timedelta
from typing import Final

from bot.milestones.english.cues import says
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.found import Grain
from bot.milestones.sameness import SMALLEST_FIGURE
from bot.milestones.spans import of_month
from storage.records import Kind, Phase, Span

AGAINST: Final = 6  # words between a change and the month it is measured against
MEASURING: Final = frozenset(("from", "than", "against", "versus", "on", "over", "with", "to"))
LEADING_IN: Final = frozenset(("in", "for", "during", "the"))
ENDING: Final = frozenset((";", "when", "while"))  # before a clause that tells of another time
JUST_OVER: Final = 15  # days into a month in which figures are of the one before
NEWS: Final = timedelta(days=7)
FORTNIGHT: Final = timedelta(days=14)
PERIODIC: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))  # told as figures of a period
_RECENTLY: Final = re.compile(r"\b(?:recently|lately|(?:has|have|had) just)\b")
_MONTHS: Final = re.compile(
    r"\bin (?:\d+|two|four|five|six|seven|eight|nine|ten|eleven|twelve) months\b"
)
_IN_PERIOD: Final = re.compile(r"\b(?:in|for|during) the (?:month|quarter)\b(?! of)")
PERIODS: Final = frozenset((Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR))


def is_compared(scene: Scene, where: Range) -> bool:
    """Is it the month that a figure is measured against: "down from July", "its record of May"?"""
    first = where[0]
    before = [t.low for t in scene.tokens[max(0, first - AGAINST) : first]]
    while before[-1:] and before[-1] in LEADING_IN:
        before.pop()
    if before[-1:] in (["than"], ["as"]) or _is_of_a_mark(scene, first):
        return True
    if before[-1:] in (["of"], ["from"]) and not small("former_figures").isdisjoint(before[-3:]):
        return True
    return before[-1:] != [] and before[-1] in MEASURING and not small("changed").isdisjoint(before)


def _is_of_a_mark(scene: Scene, first: int) -> bool:
    """Is it when an earlier mark was passed: "sold 40,000; 30,000 had been passed in June"?"""
    low = [t.low for t in scene.tokens[:first]]
    start = max((at for at, word in enumerate(low) if word in ENDING), default=-1)
    return start >= 0 and "had" in low[start:]


def is_tally(scene: Scene, match: Match, at: Phase) -> bool:
    """Does it tell how many cars of a period were sold or built, not which one came on a day?"""
    if match.pattern.step.kind not in PERIODIC or at is not Phase.DONE:
        return False
    if scene.spans.get("ORDINAL"):
        return False
    many = any(c.quantity.value >= SMALLEST_FIGURE for c, _ in scene.counts)
    return many or any(place in scene.spans.get("NUMBER", ()) for place in match.places)


def is_running_total(scene: Scene) -> bool:
    """Does it tell how many there are by now: "has crossed 100,000 built", "since the launch"?"""
    best = small("superlatives").isdisjoint(scene.lows)  # "the highest sales to date"
    return best and says("running_total", scene.low)


def month_before(scene: Scene, published: date) -> Span | None:
    """The month just over, where its figure is set against the one before: "less than in May"."""
    last = of_month(published.year, published.month - 1)
    if published.day > JUST_OVER:
        return None
    against = [d.towards(future=False) for d, where in scene.dates if is_compared(scene, where)]
    return last if of_month(last.start.year, last.start.month - 1) in against else None


def is_no_month(scene: Scene) -> bool:
    """Is its figure of another time than the month before: of all years, of "six months"?"""
    return is_running_total(scene) or _MONTHS.search(scene.low) is not None


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
    for dated, where in scene.dates:
        span = dated.towards(future=False)
        told = dated.granularity in PERIODS and not is_compared(scene, where)
        if told and span.start <= published:
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
