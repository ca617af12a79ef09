"""Figures told of several companies in one breath: "小鹏和蔚来分别交付42013辆和40397辆"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.slots import UNITS
from bot.milestones.statement import Statement

if TYPE_CHECKING:
    from bot.milestones.found import Count, Sum

EACH: Final = ("分别", "依次", "各自")


def shared_out(
    scene: Scene, match: Match, statement: Statement, companies: Sequence[str]
) -> list[Statement]:
    """A statement of each company, with the figure that stands at its place.

    Without as many figures as companies all of them have the one of the statement.
    """
    at = max(scene.text.find(word) for word in EACH)
    told = [replace(statement, company=c) for c in companies]
    if at < 0 or len(companies) < 2:  # noqa: PLR2004
        return told
    for name in UNITS.get(match.pattern.step.kind, ()):
        counts = [t for t in scene.groups.get(name, ()) if t.start > at]
        if len(counts) == len(companies):
            sizes = [cast("Count", t.value).quantity for t in counts]
            return [replace(s, quantity=size) for s, size in zip(told, sizes, strict=True)]
    sums = [t for t in scene.groups.get("MONEY", ()) if t.start > at]
    if statement.amount is not None and len(sums) == len(companies):
        paid = [cast("Sum", t.value).money for t in sums]
        return [replace(s, amount=money) for s, money in zip(told, paid, strict=True)]
    return told
