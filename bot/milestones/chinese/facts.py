"""The cost and size of a plant, where a sentence tells them without telling a step."""

from collections.abc import Iterator, Sequence

from bot.milestones.chinese.scene import Scene
from bot.milestones.found import Count, Sum
from bot.milestones.statement import Fact


def facts(scene: Scene, carried: Sequence[str]) -> Iterator[Fact]:
    """What a sentence tells of the size of a plant, for the company it is about."""
    companies = tuple(m.company for m in scene.mentions if m.company) or tuple(carried)
    if not companies or not scene.has("plant", "capacity", "total_cost"):
        return
    if scene.has("venture", "agreement"):
        return
    rates = [t.value for t in scene.groups.get("RATE", ()) if isinstance(t.value, Count)]
    sums = [
        t.value
        for t in scene.groups.get("MONEY", ())
        if isinstance(t.value, Sum)
        and scene.within(max(0, t.start - 10), t.start, "invest", "total_cost")
    ]
    if rates or sums:
        yield Fact(
            position=scene.number,
            companies=companies,
            amount=sums[0].money if sums else None,
            quantity=rates[0].quantity if rates else None,
        )
