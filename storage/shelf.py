"""All that is told of a company, kept at hand for as long as nothing of it changes.

The database counts every change of what is told of a company, whoever made it, and keeps at which
count each of its stories changed last. That count is read first, so that what is at hand is never
older than the last commit; of a company at hand only the stories that changed are read again.
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
FEW: Final = 200
ALL: Final = "*"

Place = tuple[str, str, int]  # when it was told, its story, where in it

REVISION: Final = "SELECT company, revision FROM tellings WHERE company IN (:company, '*')"

_COLUMNS: Final = """m.*, i.source, i.url, i.title, i.published, i.seen, i.told,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet"""

TOLD: Final = f"""
    SELECT {_COLUMNS}
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.company = :company"""  # noqa: S608 - two constants

STIRRED: Final = "SELECT story FROM stirred WHERE company = :company AND revision > :since"

# Stories that say nothing of a company any more, as they did once.
_LEFT: Final = """NOT EXISTS (
      SELECT 1 FROM milestones m WHERE m.company = stirred.company AND m.story = stirred.story)"""
LEFT: Final = f"SELECT 1 AS one FROM stirred WHERE {_LEFT} LIMIT 1"  # noqa: S608 - a constant
FORGET: Final = f"DELETE FROM stirred WHERE {_LEFT}"  # noqa: S608 - a constant
TOUCH_ALL: Final = """
    INSERT INTO tellings (company, revision) VALUES ('*', 1)
    ON CONFLICT (company) DO UPDATE SET revision = revision + 1"""

TOLD_SINCE: Final = f"""
    SELECT {_COLUMNS}
    FROM stirred c JOIN milestones m ON m.company = c.company AND m.story = c.story
      JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE c.company = :company AND c.revision > :since"""  # noqa: S608 - two constants

OBJECTIONS: Final = """
    SELECT d.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM denials d JOIN items i ON i.id = d.item JOIN sources s ON s.id = i.source
    WHERE d.company = :company
    ORDER BY i.told DESC, d.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a company, newest first by when it was told."""

    revision: int
    common: int  # the count of what changes for all companies at once
    places: tuple[Place, ...]  # of each telling
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
        counts = {
            str(row["company"]): rows.number_of(row, "revision")
            for row in await self._engine.fetch(REVISION, company=company)
        }
        revision, common = counts.get(company, 0), counts.get(ALL, 0)
        held = self._held.get(company)
        if held is None or held.common != common:
            held = await self._read(company, revision, common)
        elif held.revision != revision:
            held = await self._read_on(company, revision, held)
        self._held[company] = held
        self._held.move_to_end(company)
        self._let_go()
        return held

    async def tidy(self) -> int:
        """Forget which stories say nothing of a company any more; gives how many.

        What is at hand may still hold what they said, here and in other processes: all of it is
        read again.
        """
        if not await self._engine.fetch(LEFT):
            return 0
        async with self._engine.transaction() as transaction:
            count = await transaction.execute(FORGET)
            await transaction.execute(TOUCH_ALL)
            return count

    # Read after the counts: what is newer than they are is read again when next asked for.

    async def _read(self, company: str, revision: int, common: int) -> Told:
        found = await self._engine.fetch(TOLD, company=company)
        objections = await self._engine.fetch(OBJECTIONS, company=company)
        return await asyncio.to_thread(_told, revision, common, (), found, objections)

    async def _read_on(self, company: str, revision: int, held: Told) -> Told:
        """What is at hand, with the stories in it that changed since it was read."""
        changed = await self._engine.fetch(STIRRED, company=company, since=held.revision)
        found = await self._engine.fetch(TOLD_SINCE, company=company, since=held.revision)
        objections = await self._engine.fetch(OBJECTIONS, company=company)
        stories = {str(row["story"]) for row in [*changed, *found]}
        placed = zip(held.places, held.tellings, strict=True)
        kept = [each for each in placed if each[1].story not in stories]
        return await asyncio.to_thread(_told, revision, held.common, kept, found, objections)

    def _let_go(self) -> None:
        """As many as it takes, never the last one: first those that are soon read again.

        These are the companies with little news; among them those asked for longest ago.
        """
        size = sum(len(each.tellings) for each in self._held.values())
        while size > self._most and len(self._held) > 1:
            *older, _ = self._held
            few = (name for name in older if len(self._held[name].tellings) < FEW)
            size -= len(self._held.pop(next(few, older[0])).tellings)


def _told(
    revision: int,
    common: int,
    kept: Sequence[tuple[Place, Telling]],
    found: Sequence[Row],
    objections: Sequence[Row],
) -> Told:
    read = [(_place(row), news.telling(row)) for row in found]
    placed = sorted([*kept, *read], key=_within_a_day)
    placed.sort(key=_when, reverse=True)
    return Told(
        revision=revision,
        common=common,
        places=tuple(place for place, _ in placed),
        tellings=tuple(telling for _, telling in placed),
        objections=tuple(news.objection(row) for row in objections),
    )


def _place(row: Row) -> Place:
    return str(row["told"]), str(row["story"]), rows.number_of(row, "position")


def _when(placed: tuple[Place, Telling]) -> str:
    return placed[0][0]


def _within_a_day(placed: tuple[Place, Telling]) -> tuple[str, int]:
    return placed[0][1:]
