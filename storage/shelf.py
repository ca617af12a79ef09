"""All that is told of a company, kept at hand for as long as nothing of it changes.

The database counts every change of what is told of a company, whoever made it, and keeps at which
count each of its stories changed last. That count is read first, so that what is at hand is never
older than the last commit; of a company at hand only the stories that changed are read again.
"""

import json
from collections.abc import Sequence
from functools import partial
from typing import Final

from storage import news, rows
from storage.engine import Engine, Row
from storage.hand import Hand, Place, Told
from storage.records import Telling

ALL: Final = "*"

REVISIONS: Final = "SELECT company, revision FROM tellings WHERE company IN (:companies)"

_COLUMNS: Final = {
    **{
        name: f"m.{name}"
        for name in (
            *("story", "position", "item", "company", "kind", "phase", "certainty", "evidence"),
            *("headline", "span_start", "span_end", "amount", "currency", "quantity", "unit"),
            *("agency", "subject", "rules", "chance", "when_chance", "phase_chance", "support"),
        )
    },
    **{name: f"i.{name}" for name in ("source", "url", "title", "published", "seen", "told")},
    "outlet": "CASE WHEN s.label <> '' THEN s.label ELSE s.title END",
}

# All in one row: between two rows a thread lets go of the interpreter, and gets it back when the
# others please. Measured while a sweep runs: a hundred rows took 2 ms, and up to 17.
_LIST: Final = f"json_group_array(json_array({', '.join(_COLUMNS.values())})) AS tellings"

TOLD: Final = f"""
    SELECT {_LIST}
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.company = :company"""  # noqa: S608 - a constant

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
    SELECT {_LIST}
    FROM stirred c JOIN milestones m ON m.company = c.company AND m.story = c.story
      JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE c.company = :company AND c.revision > :since"""  # noqa: S608 - a constant

OBJECTIONS: Final = """
    SELECT d.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM denials d JOIN items i ON i.id = d.item JOIN sources s ON s.id = i.source
    WHERE d.company = :company
    ORDER BY i.told DESC, d.id"""


class Shelf:
    """What was read last of each company. May be asked at once by many."""

    def __init__(self, engine: Engine, hand: Hand | None = None) -> None:
        self._engine = engine
        self._hand = hand or Hand()

    def on(self, engine: Engine) -> "Shelf":
        """The same, asking the database through another engine."""
        return Shelf(engine, self._hand)

    async def told(self, company: str) -> Told:
        """Every telling and denial of a company; the same value for as long as none changes."""
        [found] = await self.told_of([company])
        return found

    async def told_of(self, companies: Sequence[str]) -> list[Told]:
        """The same of several companies, in their order."""
        return await self._engine.at_once(partial(self._all, companies))

    async def fetch(self, company: str) -> None:
        """Have something of it at hand, so that less is to be read when somebody asks."""
        if not self._hand.has(company):
            await self.told(company)

    async def _all(self, companies: Sequence[str], engine: Engine) -> list[Told]:
        query, named = rows.spread(REVISIONS, companies=[ALL, *companies])
        counts = {
            str(row["company"]): rows.number_of(row, "revision")
            for row in await engine.fetch(query, **named)
        }
        common = counts.get(ALL, 0)
        found = [await self._one(each, counts.get(each, 0), common, engine) for each in companies]
        for company, told in zip(companies, found, strict=True):
            self._hand.put(company, told)
        return found

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

    async def _one(self, company: str, revision: int, common: int, engine: Engine) -> Told:
        held = self._hand.get(company, common)
        if held is None:
            return await _read(company, revision, common, engine)
        if held.revision != revision:
            return await _read_on(company, revision, held, engine)
        return held


async def _read(company: str, revision: int, common: int, engine: Engine) -> Told:
    found = _listed(await engine.fetch(TOLD, company=company))
    objections = await engine.fetch(OBJECTIONS, company=company)
    return _told(revision, common, (), found, objections)


async def _read_on(company: str, revision: int, held: Told, engine: Engine) -> Told:
    """What is at hand, with the stories in it that changed since it was read."""
    changed = await engine.fetch(STIRRED, company=company, since=held.revision)
    found = _listed(await engine.fetch(TOLD_SINCE, company=company, since=held.revision))
    objections = await engine.fetch(OBJECTIONS, company=company)
    stories = {str(row["story"]) for row in [*changed, *found]}
    placed = zip(held.places, held.tellings, strict=True)
    kept = [each for each in placed if each[1].story not in stories]
    return _told(revision, held.common, kept, found, objections)


def _listed(found: Sequence[Row]) -> list[Row]:
    """The rows in the one that lists them."""
    [row] = found
    return [dict(zip(_COLUMNS, each, strict=True)) for each in json.loads(str(row["tellings"]))]


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
