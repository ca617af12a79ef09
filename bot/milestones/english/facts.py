"""Cost, capacity and jobs of a plant that stand in a sentence of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.statement import Statement
from storage.records import Kind, Money, Phase, Quantity, Unit

NEAR: Final = 3  # sentences between a plant and its figures
SIZES: Final = (Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR, Unit.GWH, Unit.JOBS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one sentence tells of the size of a plant."""

    position: int
    companies: tuple[str, ...]
    amount: Money | None
    quantity: Quantity | None


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


def with_facts(steps: Sequence[Statement], told: Sequence[Fact]) -> list[Statement]:
    """Plants with the cost and size told in the sentences around them."""
    return [_with(step, told) if _lacks(step) else step for step in steps]


def _lacks(step: Statement) -> bool:
    return (
        step.kind is Kind.FACTORY
        and (step.amount is None or step.quantity is None)
        and step.phase in {Phase.PLANNED, Phase.DELAYED, Phase.PENDING, Phase.DONE}
        and not step.background
    )


def _with(step: Statement, told: Sequence[Fact]) -> Statement:
    for fact in told:
        if step.company in fact.companies and abs(fact.position - step.position) <= NEAR:
            size = fact.quantity
            if size is not None and size.unit is Unit.GWH:
                size = Quantity(value=size.value, unit=Unit.GWH_PER_YEAR)
            step = replace(step, amount=step.amount or fact.amount, quantity=step.quantity or size)
    return step
