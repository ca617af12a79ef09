"""Dates that are no day of a step: the year in the name of a show, how long a loan runs."""

import re
from typing import Final

from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import sense
from bot.milestones.found import Dated, Grain
from storage.records import Kind

REPAID: Final = 3  # words from "repaid" to the day
FIGURED: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))
_IN_MONTHS: Final = re.compile(r"in [a-z0-9]+ (?:months|weeks|days)\b", re.IGNORECASE)


def is_no_day(scene: Scene, kind: Kind, dated: Dated, where: Range) -> bool:
    """Does this date tell no day of a step of that kind?"""
    if kind is Kind.FUNDING and (dated.years or _is_repaid(scene, where)):
        return _is_term(scene, where)
    return kind is not Kind.UNVEIL and _names_show(scene, dated, where)


def is_duration(scene: Scene, kind: Kind, dated: Dated) -> bool:
    """Is it how long it took to get to a figure: "27,900 deliveries in six months"?"""
    counts = kind in FIGURED and bool(scene.counts or scene.spans.get("NUMBER"))
    return counts and dated.relative and _IN_MONTHS.match(dated.text) is not None


def _names_show(scene: Scene, dated: Dated, where: Range) -> bool:
    """Is it the year in the name of a show: "brought to CES 2024", "at Auto Shanghai 2025"?"""
    at = where[0]
    if dated.granularity != Grain.YEAR or at != where[1] or not at:
        return False
    before = scene.tokens[at - 1]
    named = before.text[:1].isupper() and before.low in sense("shows")
    auto = at > 1 and before.low in sense("show_cities") and scene.tokens[at - 2].low == "auto"
    return named or auto


def _is_repaid(scene: Scene, where: Range) -> bool:
    """Is it by when the money must be back: "to be paid back within 364 days"?"""
    before = [t.low for t in scene.tokens[max(0, where[0] - REPAID) : where[0] + 1]]
    return not sense("repaid").isdisjoint(before)


def _is_term(scene: Scene, where: Range) -> bool:
    """Is it how long a loan runs: "a term loan over one year"?"""
    if not scene.holds(sense("loans")):
        return False
    near = {t.low for t in scene.tokens[max(0, where[0] - 1) : where[1] + 1]}
    return not sense("running").isdisjoint(near)
