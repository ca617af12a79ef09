"""Running changed rules over kept items: what they now state, put in place of what they stated.

It never alerts: what is old news to people stays old news. Steps that a language model pointed at
stay as long as the rules find no news of their own in the item.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.ingest import Ingest
from bot.ingest.understand import Understood, understand
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

    @property
    def loses_news(self) -> bool:
        """It was news, and is none now."""
        return any(m.headline for m in self.gone) and not any(m.headline for m in self.new)


async def reprocess(ingest: Ingest, *, dry_run: bool) -> AsyncIterator[Difference | None]:
    """Read every kept item anew, oldest first; None for each that is read as before.

    Each batch is one transaction: stopped anywhere, what was done is whole, and running again does
    the rest. A dry run changes nothing. Raises `StoreError`, and `WorkerError` when a text is too
    much for the rules.
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
    """Read these kept items anew, in one transaction; as `reprocess` does."""
    if not items:
        return []
    ids = [item.id for item in items]
    kept = await ingest.store.history.statements(ids)
    owns = tuple(await ingest.store.editing.owns())
    anew = await ingest.run(understand, tuple(items), ingest.catalogue, ingest.clock(), owns)
    found: list[Difference | None] = []
    changed: list[Understood] = []
    for each in anew:
        before = kept.get(each.item.id, ())
        read = replace(each, milestones=_with_model(each.milestones, before), hush=HUSH)
        difference = _difference(each.item, before, read.milestones)
        found.append(difference)
        if difference is not None:
            changed.append(read)
    if changed and not dry_run:
        await ingest.restate(changed)
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


def _said(m: Milestone) -> Milestone:
    return replace(m, item="", rules="")
