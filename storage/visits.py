"""Sources and their visits: which are due, what they knew, and one visit in one transaction."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from storage import hearing, keeping, news, own_settings, rows, search, tending, watching
from storage.changes import By, Change, change
from storage.channels import Delivery, DeliveryState
from storage.engine import Engine
from storage.records import Item, Known, Milestone, Pin, keepable
from storage.sources import Health, Note, Reshaping, Restatement, Source, SourceStatus, Visit

PAGE: Final = 200  # items held at once when all of them are read
EVERY: Final = 2**31 - 1
MERGED: Final = "told with the story that it was put into"
NEVER: Final = datetime.max.replace(tzinfo=UTC)

DUE: Final = """
    SELECT s.* FROM sources s JOIN live_sources l ON l.source = s.id
    WHERE s.next_try <= :now AND l.since <= :now AND (:health IS NULL OR :health =
      CASE WHEN s.failures > 0 THEN 'ill' WHEN s.last_success IS NULL THEN 'new' ELSE 'well' END)
    ORDER BY s.next_try, s.id LIMIT :limit"""

NEXT_DUE: Final = """
    SELECT min(CASE WHEN l.since > s.next_try THEN l.since ELSE s.next_try END) AS at
    FROM sources s JOIN live_sources l ON l.source = s.id"""

SOURCE: Final = "SELECT * FROM sources WHERE id = :id"

STATUSES: Final = """
    SELECT s.*, l.since AS paused_until,
      (SELECT count(*) FROM items i WHERE i.source = s.id) AS items
    FROM sources s JOIN live_sources l ON l.source = s.id
    ORDER BY s.url, s.id"""

# What the config file watches, too, is as the file says.
STATUSES_OF: Final = """
    SELECT s.*, coalesce(p.until, '') AS paused_until,
      (SELECT count(*) FROM items i WHERE i.source = s.id) AS items,
      o.own_title, o.own_company, o.own_language, o.own_every_s
    FROM sources s
    LEFT JOIN pauses p ON p.source = s.id AND p.workspace = :workspace
    LEFT JOIN watches o ON o.source = s.id AND o.workspace = :workspace AND NOT EXISTS (
      SELECT 1 FROM watches m WHERE m.source = s.id AND m.managed = 1)
    WHERE EXISTS (
      SELECT 1 FROM watches w WHERE w.source = s.id AND w.workspace IN (:workspace, '*'))
    ORDER BY s.url, s.id"""

HURRY: Final = "UPDATE sources SET next_try = :at WHERE id = :source"

# The marks of an item come in as many rows as it has, after each other.
KNOWN_BY_KEY: Final = """
    SELECT i.id, i.key, i.content, m.mark FROM items i LEFT JOIN marks m ON m.item = i.id
    WHERE i.source = :source AND i.key IN (:keys)
    ORDER BY i.id, m.position"""

KNOWN_BY_MARK: Final = """
    SELECT i.id, i.key, i.content, m.mark FROM items i JOIN marks m ON m.item = i.id
    WHERE i.id IN (SELECT item FROM marks WHERE source = :source AND mark IN (:marks))
    ORDER BY i.id, m.position"""

ITEMS: Final = """
    SELECT i.*, t.text, t.claims, m.mark,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM items i JOIN texts t ON t.item = i.id JOIN sources s ON s.id = i.source
    LEFT JOIN marks m ON m.item = i.id
    WHERE i.id IN (:ids)
    ORDER BY i.id, m.position"""

LANGUAGES: Final = "SELECT DISTINCT language FROM items WHERE id IN (:ids)"

ITEM_PAGE: Final = """
    SELECT id, told FROM items WHERE (told, id) > (:told, :last) ORDER BY told, id LIMIT :limit"""

KEEP_PIN: Final = """
    INSERT INTO pins (item, story) VALUES (:item, :story) ON CONFLICT DO NOTHING"""

FORGET_PIN: Final = "DELETE FROM pins WHERE item = :item AND story = :story"

PART: Final = "DELETE FROM merged_stories WHERE story = :id"

MERGE: Final = """
    INSERT INTO merged_stories (story, into_story) VALUES (:story, :into_story)
    ON CONFLICT (story) DO UPDATE SET into_story = excluded.into_story"""

# What still waits to be told of a story is told of the one that has it now, unless a channel has
# that, or will, anyhow.
WAITING: Final = """
    SELECT *, EXISTS (
      SELECT 1 FROM deliveries o WHERE o.story = :into_story AND o.platform = d.platform
        AND o.workspace = d.workspace AND o.channel = d.channel AND o.state <> 'dropped') AS is_told
    FROM deliveries d
    WHERE d.story = :story AND d.state IN ('waiting', 'held')
    ORDER BY d.seq"""

DROP: Final = """
    UPDATE deliveries SET state = 'dropped', fault = :fault, leased_until = NULL WHERE key = :key"""

PINS: Final = "SELECT item, story FROM pins WHERE item IN (:items) ORDER BY item, story"

NOTE: Final = """
    INSERT INTO readings (item, at, edits, article, silent)
    VALUES (:item, :at, 0, :article, :silent)
    ON CONFLICT (item) DO UPDATE SET at = :at, edits = readings.edits + :edit,
      article = :article, silent = :silent"""

# An edited item is asked about anew.
ASK: Final = """
    INSERT INTO questions (item, not_before, tries) VALUES (:item, :at, 0)
    ON CONFLICT (item) DO UPDATE SET not_before = :at, tries = 0, closed = NULL, outcome = NULL"""

ENQUEUE: Final = """
    INSERT INTO deliveries (key, platform, workspace, channel, story, revision, state, attempts,
      not_before, message, created, attempted)
    VALUES (:key, :platform, :workspace, :channel, :story, :revision, :state, :attempts,
      :not_before, :message, :created, :attempted)
    ON CONFLICT (key) DO NOTHING"""


class Visits:
    """What is visited when, and what each visit leaves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def due(
        self, now: datetime, *, health: Health | None = None, limit: int = EVERY
    ) -> list[Source]:
        """The sources to visit now, or those of this health; longest overdue first.

        Those that at least one workspace watches and has not paused; the config file's are watched
        by every workspace. Each with what those who watch it ask for.
        """
        found = await self._engine.fetch(DUE, now=rows.stamp(now), health=health, limit=limit)
        return await own_settings.asked_of(self._engine, [watching.source(row) for row in found])

    async def next_due(self) -> datetime | None:
        """When the next source is due, perhaps in the past; None when none ever will be."""
        [row] = await self._engine.fetch(NEXT_DUE)
        at = rows.time_of(row, "at")
        return None if at == NEVER else at

    async def source(self, id: str) -> Source | None:  # noqa: A002 - the record calls it so
        """A source with what it remembers, watched or not."""
        found = await self._engine.fetch(SOURCE, id=id)
        return watching.source(found[0]) if found else None

    async def statuses(self, workspace: str | None = None, *, now: datetime) -> list[SourceStatus]:
        """How the watched sources do, by address: those a workspace watches, or all of them.

        For a workspace `paused` means by it, and a source is as it sees it; for all, that every
        workspace which watches it did.
        """
        if workspace is None:
            found = await self._engine.fetch(STATUSES)
            return [watching.status(row, now=now) for row in found]
        found = await self._engine.fetch(STATUSES_OF, workspace=workspace)
        return [watching.status_seen(row, now=now) for row in found]

    async def known(self, source: str, *, keys: Sequence[str], marks: Sequence[str]) -> list[Known]:
        """The items of this source that have one of the keys, or carry one of the marks.

        Each once, in no promised order; its marks in the order in which the item gave them.
        """
        found: dict[str, Known] = {}
        asked = {keepable(key): key for key in keys}  # it is known again by what it was asked as
        for sql, name, values in ((KNOWN_BY_KEY, "keys", keys), (KNOWN_BY_MARK, "marks", marks)):
            for chunk in rows.chunks(values):
                query, named = rows.spread(sql, **{name: chunk})
                met = await self._engine.fetch(query, source=source, **named)
                found |= {each.id: each for each in news.known(met, asked)}
        return list(found.values())

    async def item(self, id: str) -> Item | None:  # noqa: A002 - the record calls it so
        """One item, if it was kept."""
        found = await self.items([id])
        return found[0][0] if found else None

    async def items(self, ids: Sequence[str]) -> list[tuple[Item, str]]:
        """Items, each with the title of its source (the outlet), in the order asked.

        Ids of which nothing was kept are left out.
        """
        found: dict[str, tuple[Item, str]] = {}
        for chunk in rows.chunks(ids):
            query, named = rows.spread(ITEMS, ids=chunk)
            for id_, group in groupby(await self._engine.fetch(query, **named), rows.id_of):
                met = list(group)
                found[id_] = news.item(met), rows.text_of(met[0], "outlet")
        return [found[each] for each in dict.fromkeys(ids) if each in found]

    async def languages(self, ids: Sequence[str]) -> frozenset[str]:
        """The languages of these items; "" is among them where one is of none that is known."""
        found: set[str] = set()
        for chunk in rows.chunks(ids):
            query, named = rows.spread(LANGUAGES, ids=chunk)
            met = await self._engine.fetch(query, **named)
            found |= {rows.text_of(row, "language") for row in met}
        return frozenset(found)

    async def pin(self, pins: Sequence[Pin]) -> None:
        """Keep that these items never tell those stories; twice is once."""
        async with self._engine.transaction() as transaction:
            await transaction.many(
                KEEP_PIN, [{"item": pin.item, "story": pin.story} for pin in pins]
            )

    async def pins(self, items: Sequence[str]) -> list[Pin]:
        """What these items never tell, by item and story."""
        found: list[Pin] = []
        for chunk in rows.chunks(items):
            query, named = rows.spread(PINS, items=chunk)
            found += [news.pin(row) for row in await self._engine.fetch(query, **named)]
        return found

    async def every_item(self, *, since: datetime | None = None) -> AsyncIterator[Item]:
        """Every kept item told at `since` or later, oldest told first.

        Those that are kept meanwhile may or may not be among them.
        """
        told, last = rows.stamp(since) if since else "", ""
        while page := await self._engine.fetch(ITEM_PAGE, told=told, last=last, limit=PAGE):
            told, last = rows.text_of(page[-1], "told"), rows.id_of(page[-1])
            for item, _ in await self.items([rows.id_of(row) for row in page]):
                yield item

    async def hurry(self, source: str, at: datetime) -> None:
        """Have the source visited at this time instead."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(HURRY, source=source, at=rows.stamp(at))

    async def record(self, visit: Visit) -> None:
        """Keep all that a visit changes, in one transaction; written twice, it is kept once.

        Raises `Conflict` when a story in `based_on` is no longer at that revision, or a new one
        exists already; `StoreError` for an unknown source or a milestone of an item never kept.
        """
        words = await search.read(visit.items)
        async with self._engine.transaction() as transaction:
            await keeping.keep_source(transaction, visit)
            await tending.note(transaction, visit)
            await keeping.keep_items(transaction, visit)
            await search.keep(transaction, words)
            await keeping.keep_stories(transaction, visit)
            await keeping.keep_denials(transaction, visit.denials, story=None)
            created = visit.at
            await transaction.many(
                ENQUEUE,
                [hearing.delivery_values(each, created=created) for each in visit.deliveries],
            )
            await transaction.many(NOTE, [_note_values(visit.at, each) for each in visit.notes])
            asked = [{"item": item, "at": rows.stamp(visit.at)} for item in visit.questions]
            await transaction.many(ASK, asked)

    async def restate(self, restatement: Restatement) -> None:
        """Keep what reading kept items anew makes of the stories, in one transaction.

        Raises `Conflict` as `record` does.
        """
        async with self._engine.transaction() as transaction:
            forgotten = [{"id": item} for item in restatement.items]
            await transaction.many(keeping.FORGET_OBJECTIONS, forgotten)
            await keeping.keep_stories(transaction, restatement)
            await keeping.keep_denials(transaction, restatement.denials, story=None)
            await transaction.many(
                ENQUEUE,
                [
                    hearing.delivery_values(each, created=restatement.at)
                    for each in restatement.deliveries
                ],
            )

    async def reweigh(self, milestones: Sequence[Milestone]) -> None:
        """Keep how likely these statements are read right; their stories stay as they are."""
        values = [news.milestone_values(milestone) for milestone in milestones]
        async with self._engine.transaction() as transaction:
            await transaction.many(keeping.REWEIGH, values)

    async def reshape(self, reshaping: Reshaping, *, audit: By) -> None:
        """Keep what a person made of stories, with its audit row, in one transaction.

        Nothing is alerted again; what still waits to be told of a story that was put into another
        is told of that. Raises `Conflict` as `record` does.
        """
        async with change(self._engine, audit) as transaction:
            await transaction.touch("stories", [(story.id,) for story in reshaping.stories])
            restated = Restatement(
                at=transaction.at, stories=reshaping.stories, based_on=reshaping.based_on
            )
            await keeping.keep_stories(transaction, restated)
            await transaction.many(PART, [{"id": story.id} for story in reshaping.stories])
            pairs = [(KEEP_PIN, reshaping.pins), (FORGET_PIN, reshaping.unpinned)]
            for sql, pins in pairs:
                values = [{"item": pin.item, "story": pin.story} for pin in pins]
                await transaction.many(sql, values)
            revisions = {story.id: story.revision for story in reshaping.stories}
            for story, into in reshaping.merged.items():
                await transaction.execute(MERGE, story=story, into_story=into)
                await _move_waiting(transaction, story, into, revisions[into])


async def _move_waiting(change: Change, story: str, into: str, revision: int) -> None:
    met = await change.fetch(WAITING, story=story, into_story=into)
    untold = hearing.deliveries([row for row in met if not row["is_told"]])
    again = [_moved(each, into, revision) for each in untold]
    keys = [str(row["key"]) for row in met]
    await change.touch("deliveries", [(key,) for key in (*keys, *(each.key for each in again))])
    await change.many(DROP, [{"key": key, "fault": MERGED} for key in keys])
    await change.many(ENQUEUE, [hearing.delivery_values(each, created=change.at) for each in again])


def _moved(delivery: Delivery, story: str, revision: int) -> Delivery:
    """The delivery, of another story; of what was held for its hour it is decided anew."""
    moved = replace(delivery, story=story, revision=revision)
    is_held = delivery.state == DeliveryState.HELD
    return replace(moved, state=DeliveryState.WAITING, not_before=None) if is_held else moved


def _note_values(at: datetime, note: Note) -> rows.Values:
    return {
        "item": note.item,
        "at": rows.stamp(at),
        "edit": int(note.is_edit),
        "article": int(note.is_article),
        "silent": note.silent,
    }
