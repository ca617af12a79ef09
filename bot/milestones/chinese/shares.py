"""Figures told of several companies in one breath: "小鹏和蔚来分别交付42013辆和40397辆"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.slots import UNITS
from bot.milestones.chinese.words import Tag, sense
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.found import Count, Sum

EACH: Final = ("分别", "依次", "各自")
OWN: Final = 10  # characters between a company and its own figure in a list of such


def shared_out(
    scene: Scene, match: Match, statement: Statement, companies: Sequence[str]
) -> list[Statement]:
    """A statement of each company, with the figure that stands at its place.

    Without as many figures as companies all of them have the one of the statement.
    """
    listed = _listed(scene, statement) if statement.kind is Kind.DELIVERY else {}
    if len(listed) > 1 and not {*companies}.isdisjoint(listed):
        return [
            replace(statement, company=c, quantity=cast("Count", tag.value).quantity)
            for c, tag in listed.items()
        ]
    at = max(scene.text.find(word) for word in EACH)
    told = [
        statement if c == statement.company else replace(statement, company=c) for c in companies
    ]
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


def _listed(scene: Scene, statement: Statement) -> Mapping[str, Tag]:
    """The figure behind each company of a list: "小鹏1.54万辆,理想1.1万辆,蔚来9985辆".

    The companies act together or the figures are of one phase, so that one verb serves all.
    """
    if statement.phase is not Phase.DONE:
        return {}
    found: dict[str, Tag] = {}
    for mention in scene.mentions:
        near = scene.within(mention.end, mention.end + OWN, "COMPANY", "VEHICLES")
        if not mention.company or not near or "VEHICLES" not in near[0].groups:
            continue
        between = scene.text[mention.end : near[0].start]
        if any(word in between for word in (*sense("compared"), ",", ";", "。")):
            continue
        found.setdefault(mention.company, near[0])
    return found
