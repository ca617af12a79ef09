"""Running changed rules over kept items: what they now state, put in place of what they stated.

It never alerts: what is old news to people stays old news. Steps that a language model pointed at
stay as long as the rules find no news of their own in the item.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.ingest import Ingest
from bot.ingest.understand import Understood, reading, understood
from bot.milestones.consult import RULES as MODEL_RULES
from storage.corrections import is_own
from storage.records import Item, Milestone

BATCH: Final = 25  # items in one trip to a worker
HUSH: Final = "read anew by changed rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One item that is read otherwise now."""

    item: Item
    gone: tuple[Milestone, ...]  # stated before, not any more
    new: tuple[Milestone, ...]  # stated now, not before
    fault: str | None = None  # why it could not be read and was left as it was

    @property
    def loses_news(self) -> bool:
        """It was news, and is none now."""
        return any(m.headline for m in self.gone) and not any(m.headline for m in self.new)


async def reprocess(ingest: Ingest, *, dry_run: bool) -> AsyncIterator[Difference | None]:
    """Read every kept item anew, oldest first; None for each that is read as before.

    Each batch is restated in one transaction and weighed anew in a second one: stopped anywhere,
    what was done is whole, and running again does the rest. A dry run changes nothing. A text that
    is too much for the rules is left as it was, and says so. Raises `StoreError`, and `WorkerError`
    when stories could not be grouped.
    """
    batch: list[Item] = []
    async for item in ingest.store.visits.every_item():
        batch.append(item)
        if len(batch) == BATCH:
            for found in await read_anew(ingest, batch, dry_run=dry_run):
                yield found
            batch = []
    for found in await read_anew(ingest, batch, dry_run=dry_run):
        yield found


async def read_anew(
    ingest: Ingest, items: Sequence[Item], *, dry_run: bool = False
) -> list[Difference | None]:
    """Read these kept items anew; as `reprocess` does."""
    if not items:
        return []
    ids = [item.id for item in items]
    kept = await ingest.store.history.statements(ids)
    owns = tuple(await ingest.store.editing.owns())
    read = reading(ingest.run, ingest.catalogue, ingest.clock(), owns)
    anew = await understood(tuple(items), read, lost_max=len(items))
    found: list[Difference | None] = []
    changed: list[Understood] = []
    weighed: list[Milestone] = []
    for each in anew:
        before = kept.get(each.item.id, ())
        if each.is_lost:
            found.append(Difference(item=each.item, gone=(), new=(), fault=each.hush))
            continue
        now = replace(each, milestones=_with_model(each.milestones, before), hush=HUSH)
        difference = _difference(each.item, before, now.milestones)
        found.append(difference)
        if difference is not None:
            changed.append(now)
        else:
            weighed += _weighed(before, now.milestones)
    if changed and not dry_run:
        await ingest.restate(changed)
    if weighed and not dry_run:
        await ingest.store.visits.reweigh(weighed)
    return found


def _with_model(read: tuple[Milestone, ...], before: Sequence[Milestone]) -> tuple[Milestone, ...]:
    if any(m.headline and not is_own(m.company) for m in read):
        return read
    return (*read, *(replace(m, item="") for m in before if m.rules == MODEL_RULES))


def _difference(
    item: Item, before: Sequence[Milestone], after: Sequence[Milestone]
) -> Difference | None:
    """What differs in what is stated; who found it, and under which version, does not count."""
    old = {_said(m): m for m in before}
    new = {_said(m): m for m in after}
    gone = tuple(m for said, m in old.items() if said not in new)
    come = tuple(m for said, m in new.items() if said not in old)
    return Difference(item=item, gone=gone, new=come) if gone or come else None


def _weighed(before: Sequence[Milestone], after: Sequence[Milestone]) -> list[Milestone]:
    """What is stated as before, where the models now think otherwise of how likely it is right."""
    anew = {_said(m): m for m in after}
    pairs = ((m, anew[_said(m)]) for m in before)
    return [
        replace(m, chance=n.chance, when_chance=n.when_chance, phase_chance=n.phase_chance)
        for m, n in pairs
        if _chances(m) != _chances(n)
    ]


def _chances(m: Milestone) -> tuple[float, float, float]:
    return m.chance, m.when_chance, m.phase_chance


def _said(m: Milestone) -> Milestone:
    return replace(m, item="", rules="")
