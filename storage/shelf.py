"""All that is told of a company, kept at hand for as long as nothing of it changes.

The database counts every change of what is told of a company, whoever made it. That count is read
first, so that what is at hand is never older than the last commit.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from storage import news, rows
from storage.engine import Engine, Row
from storage.records import Objection, Telling

TELLINGS_MAX: Final = 40_000  # of all companies at hand; one takes about 1 KiB
ALL: Final = "*"

REVISION: Final = """
    SELECT coalesce(sum(revision), 0) AS revision FROM tellings WHERE company IN (:company, '*')"""

TOLD: Final = """
    SELECT m.*, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.company = :company
    ORDER BY i.told DESC, m.story, m.position"""

OBJECTIONS: Final = """
    SELECT d.*, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM denials d JOIN items i ON i.id = d.item JOIN sources s ON s.id = i.source
    WHERE d.company = :company
    ORDER BY i.told DESC, d.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a company, newest first by when it was told."""

    revision: int
    tellings: tuple[Telling, ...]
    objections: tuple[Objection, ...]


class Shelf:
    """What was read last of each company. May be asked at once by many."""

    def __init__(self, engine: Engine, *, most: int = TELLINGS_MAX) -> None:
        self._engine = engine
        self._most = most
        self._held: OrderedDict[str, Told] = OrderedDict()

    async def told(self, company: str) -> Told:
        """Every telling and denial of a company; the same value for as long as none changes."""
        [row] = await self._engine.fetch(REVISION, company=company)
        revision = rows.number_of(row, "revision")
        held = self._held.get(company)
        if held is None or held.revision != revision:
            held = await self._read(company, revision)
            self._held[company] = held
            self._let_go()
        self._held.move_to_end(company)
        return held

    async def _read(self, company: str, revision: int) -> Told:
        # Read after its revision: what is newer than that is read again when next asked for.
        tellings = await self._engine.fetch(TOLD, company=company)
        objections = await self._engine.fetch(OBJECTIONS, company=company)
        return await asyncio.to_thread(_told, revision, tellings, objections)

    def _let_go(self) -> None:
        """Of those asked for longest ago, as many as it takes; never the last one."""
        size = sum(len(each.tellings) for each in self._held.values())
        while size > self._most and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            size -= len(gone.tellings)


def _told(revision: int, tellings: Sequence[Row], objections: Sequence[Row]) -> Told:
    return Told(
        revision=revision,
        tellings=tuple(news.telling(row) for row in tellings),
        objections=tuple(news.objection(row) for row in objections),
    )
