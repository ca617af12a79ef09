"""Figures and authorities of a step that stand in a sentence of their own."""

from collections.abc import Iterator
from typing import Final

from bot.milestones.english.cues import says
from bot.milestones.english.scene import Scene
from bot.milestones.english.slots import cuts_jobs
from bot.milestones.english.small import small
from bot.milestones.statement import Fact
from storage.records import Kind, Quantity, Span, Unit

LASTING: Final = (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, Unit.GWH)
SIZES: Final = (*LASTING, Unit.JOBS)
EFFECT: Final = 5  # words between a verb of leaving and its day
OPENING: Final = 3  # words that say what a sentence of facts tells
SMALLEST: Final = 10_000_000  # a plant costs more in any currency
# What a recall costs and how many cars it is about, what a launch brought: words beside the figure.
TELLING: Final = (
    (Kind.RECALL, "recall_facts", (Unit.VEHICLES,)),
    (Kind.LAUNCH, "order_facts", (Unit.ORDERS,)),
)

# What partners put into what they share, what a sale or an offer of shares brings.
EARNED: Final = (
    (Kind.PARTNERSHIP, "shared_money"),
    (Kind.RESTRUCTURING, "sale_brings"),
    (Kind.INVESTMENT, "sale_brings"),
    (Kind.FUNDING, "offer_brings"),
    (Kind.RECALL, "recall_costs"),
)


def facts(scene: Scene, companies: tuple[str, ...]) -> Iterator[Fact]:
    r"""The figures of this sentence that say how large a step is, and who decides on one."""
    if not (scene.sums or scene.counts or scene.dates or scene.agencies):
        return
    at = scene.number
    costs = [s.money for s, _ in scene.sums if not s.converted and s.money.value >= SMALLEST]
    sizes = LASTING if cuts_jobs(scene) else SIZES
    size = _count(scene, sizes if _speaks_of_plant(scene) else _capacities(scene))
    valued = scene.holds(small("valued"))
    paid = costs[0] if costs and not valued and (_speaks_of_plant(scene) or size) else None
    if paid or size:
        yield Fact(position=at, companies=companies, amount=paid, quantity=size)
    for kind, words, units in TELLING:
        count = _count(scene, units)
        if count is not None and scene.holds(small(words)):
            yield Fact(position=at, companies=companies, kind=kind, quantity=count)
    low = scene.low
    for kind, words in EARNED:
        shared = kind is Kind.PARTNERSHIP and (scene.title or "plant" in scene.marked.tags)
        if costs and says(words, low) and not shared:
            yield Fact(position=at, companies=companies, kind=kind, amount=costs[0])
    held = _count(scene, (Unit.GWH,))
    if held is not None and "battery" in scene.marked.tags:
        yield Fact(position=at, companies=companies, kind=Kind.PARTNERSHIP, quantity=held)
    day = _effective(scene)
    if day is not None:
        yield Fact(position=at, companies=companies, kind=Kind.RESTRUCTURING, when=day)
    for agency in scene.agencies[:1]:
        for kind in (Kind.RECALL, Kind.APPROVAL):
            yield Fact(position=at, companies=companies, kind=kind, agency=agency.short)


def _capacities(scene: Scene) -> tuple[Unit, ...]:
    """What is made in a year is the size of a plant, whatever the sentence calls it."""
    if says("rumoured", scene.low):
        return ()
    held = (Unit.GWH,) if scene.holds(small("reaching")) else ()
    return (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, *held)


def _speaks_of_plant(scene: Scene) -> bool:
    opening = {t.low for t in scene.tokens[:OPENING]}
    return bool(opening & small("fact_heads")) or (
        scene.holds(small("plant_facts"))
        and ("plant" in scene.marked.tags or scene.has("it", "its", "capacity", "here"))
    )


def _effective(scene: Scene) -> Span | None:
    """When somebody goes or comes: "will step down on 1 October"."""
    for dated, (first, _) in scene.dates:
        near = [t.low for t in scene.tokens[max(0, first - EFFECT) : first]]
        if small("taking_effect") & set(near) and near[-1:] in (["on"], ["from"], ["of"], ["in"]):
            return dated.towards(future=True)
    return None


def _count(scene: Scene, units: tuple[Unit, ...]) -> Quantity | None:
    counts = [c.quantity for unit in units for c, _ in scene.counts if c.quantity.unit is unit]
    return counts[0] if counts else None
