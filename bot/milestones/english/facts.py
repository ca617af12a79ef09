"""Cost, capacity and jobs of a plant that stand in a sentence of their own."""

from collections.abc import Iterator
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.statement import Fact
from storage.records import Unit

SIZES: Final = (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, Unit.GWH, Unit.JOBS)


def facts(scene: Scene, companies: tuple[str, ...]) -> Iterator[Fact]:
    r"""The figures of this sentence, when it speaks of a plant or of \"it\"."""
    if not (small("plant_facts") & set(scene.lows)):
        return
    if "plant" not in scene.marked.tags and not scene.has("it", "its", "capacity"):
        return
    sums = [s.money for s, _ in scene.sums if not s.converted and s.money.value >= SMALLEST]
    sizes = [c.quantity for unit in SIZES for c, _ in scene.counts if c.quantity.unit is unit]
    if sums or sizes:
        yield Fact(
            position=scene.number,
            companies=companies,
            amount=sums[0] if sums else None,
            quantity=sizes[0] if sizes else None,
        )


SMALLEST: Final = 10_000_000  # a plant costs more in any currency
