"""Stories and milestones as read: timelines, candidates for grouping, what goes out as export."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from storage import news, rows
from storage.engine import Engine, Row
from storage.records import Kind, Milestone, Objection, Phase, Story, Telling

PAGE: Final = 500  # tellings of an export held at once

# One statement for a whole story: two could see it before and after a visit. Its denials are read
# after it, so that they are never older; whoever writes from them meets the newer revision.
STORIES: Final = """
    SELECT s.id, s.revision, s.companies, s.title, s.gist, s.items, s.first_seen, s.last_seen,
      s.changes, s.joins, m.*
    FROM stories s LEFT JOIN milestones m ON m.story = s.id
    WHERE s.id IN (:ids)
    ORDER BY s.last_seen DESC, s.id, m.position"""

DENIALS: Final = "SELECT * FROM denials WHERE story IN (:ids) ORDER BY story, position"

OBJECTIONS: Final = """
    SELECT d.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM denials d JOIN items i ON i.id = d.item JOIN sources s ON s.id = i.source
    WHERE d.company = :company
    ORDER BY i.told DESC, d.id"""

# What is planned and dated, by whoever told it.
AHEAD: Final = """
    SELECT m.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.company IN (:companies) AND m.span_end >= :since
      AND m.span_end IS NOT NULL AND m.phase IN ('planned', 'pending', 'delayed')
    ORDER BY i.told, m.company, m.story, m.position"""

CANDIDATES: Final = """
    SELECT DISTINCT story AS id FROM story_companies
    WHERE company IN (:companies) AND last_seen >= :since"""

STORIES_OF: Final = "SELECT DISTINCT story AS id FROM story_items WHERE item IN (:items)"

TIMELINE: Final = """
    SELECT m.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.company = :company AND m.kind IN (:kinds) AND m.phase IN (:phases)
      AND coalesce(m.span_end, substr(i.told, 1, 10)) >= :since
    ORDER BY i.told DESC, m.story, m.position"""

TOLD_BY: Final = """
    SELECT m.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM milestones m JOIN items i ON i.id = m.item JOIN sources s ON s.id = i.source
    WHERE m.item IN (:items)
    ORDER BY i.told DESC, m.story, m.position"""

# The statements of the items whose id begins so.
STEPS: Final = "SELECT * FROM milestones WHERE item >= :first AND item < :last ORDER BY item"

# What it was put into may have been put into another one later.
MERGED: Final = """
    WITH RECURSIVE way (story) AS (
      SELECT into_story FROM merged_stories WHERE story = :story
      UNION SELECT m.into_story FROM merged_stories m JOIN way w ON m.story = w.story)
    SELECT story FROM way w
    WHERE NOT EXISTS (SELECT 1 FROM merged_stories m WHERE m.story = w.story)"""

STATEMENTS: Final = "SELECT * FROM milestones WHERE item IN (:items) ORDER BY item, story, position"

LATEST: Final = """
    SELECT m.*, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM items i JOIN milestones m ON m.item = i.id JOIN sources s ON s.id = i.source
    ORDER BY i.told DESC, i.id, m.story, m.position LIMIT :limit"""

EXPORT: Final = """
    SELECT m.*, i.told, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM items i JOIN milestones m ON m.item = i.id JOIN sources s ON s.id = i.source
    WHERE (i.told, i.id, m.story, m.position) > (:told, :item, :story, :position)
    ORDER BY i.told, i.id, m.story, m.position LIMIT :limit"""

COUNTS: Final = """
    SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM stories) AS stories,
      (SELECT count(*) FROM milestones) AS milestones"""


class History:
    """What was told so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def candidates(self, companies: Sequence[str], *, since: datetime) -> list[Story]:
        """The stories of any of these companies last seen at `since` or later, newest first."""
        return await self._found(CANDIDATES, companies=companies, since=rows.stamp(since))

    async def story(self, id: str) -> Story | None:  # noqa: A002 - the record calls it so
        """One story as it is now."""
        found = await self._whole([id])
        return found[0] if found else None

    async def merged_into(self, story: str) -> str | None:
        """The story that has what this one told, as a person put it into that; None: nobody did."""
        found = await self._engine.fetch(MERGED, story=story)
        return rows.text_of(found[0], "story") if found else None

    async def stories_of(self, items: Sequence[str]) -> list[Story]:
        """The stories that any of these items tells, newest first."""
        return await self._found(STORIES_OF, items=items)

    async def timeline(
        self,
        company: str,
        *,
        kinds: Sequence[Kind] = (),
        phases: Sequence[Phase] = (),
        since: date | None = None,
    ) -> list[Telling]:
        """Every telling of every step of a company, newest first by when it was told.

        No kinds or no phases: all of them. `since` asks when the step ended or ends, or, where
        that is not said, when it was told.
        """
        query, named = rows.spread(
            TIMELINE, kinds=kinds or tuple(Kind), phases=phases or tuple(Phase)
        )
        day = (since or date.min).isoformat()
        found = await self._engine.fetch(query, company=company, since=day, **named)
        return [news.telling(row) for row in found]

    async def ahead(self, companies: Sequence[str], *, since: date) -> list[Telling]:
        """The tellings of planned, pending and delayed steps dated to end at `since` or later.

        Of any of these companies; oldest first by when they were told.
        """
        found: list[Telling] = []
        for chunk in rows.chunks(companies):
            query, named = rows.spread(AHEAD, companies=chunk)
            day = since.isoformat()
            found += [
                news.telling(row) for row in await self._engine.fetch(query, since=day, **named)
            ]
        return found

    async def objections(self, company: str) -> list[Objection]:
        """Every denial of a step of a company, newest first by when it was told."""
        found = await self._engine.fetch(OBJECTIONS, company=company)
        return [news.objection(row) for row in found]

    async def told_by(self, items: Sequence[str]) -> list[Telling]:
        """Every telling of these items, of whatever company, newest first a few hundred each."""
        found: list[Telling] = []
        for chunk in rows.chunks(items):
            query, named = rows.spread(TOLD_BY, items=chunk)
            found += [news.telling(row) for row in await self._engine.fetch(query, **named)]
        return found

    async def statements_like(self, item: str) -> list[tuple[str, Milestone]]:
        """What the items whose id begins so state, each with its story; by item."""
        found = await self._engine.fetch(STEPS, first=item, last=f"{item}~")
        return [(rows.text_of(row, "story"), news.milestone(row)) for row in found]

    async def statements(self, items: Sequence[str]) -> dict[str, tuple[Milestone, ...]]:
        """What each of these items states, by its id; items that state nothing are left out."""
        found: dict[str, tuple[Milestone, ...]] = {}
        for chunk in rows.chunks(items):
            query, named = rows.spread(STATEMENTS, items=chunk)
            for row in await self._engine.fetch(query, **named):
                stated = news.milestone(row)
                found[stated.item] = (*found.get(stated.item, ()), stated)
        return found

    async def latest(self, limit: int) -> list[Telling]:
        """The newest tellings of any company, newest first."""
        return [news.telling(row) for row in await self._engine.fetch(LATEST, limit=limit)]

    async def counts(self) -> Mapping[str, int]:
        """How many items, stories and milestones are kept."""
        [row] = await self._engine.fetch(COUNTS)
        return {name: rows.number_of(row, name) for name in row}

    async def export(self) -> AsyncIterator[Telling]:
        """Every kept milestone, oldest first; page by page, so it holds up nobody else."""
        after: Row = {"told": "", "item": "", "story": "", "position": 0}
        while True:
            place = {name: after[name] for name in ("told", "item", "story", "position")}
            page = await self._engine.fetch(EXPORT, limit=PAGE, **place)
            for row in page:
                yield news.telling(row)
            if len(page) < PAGE:
                return
            after = page[-1]

    async def _found(
        self, sql: str, *, since: str | None = None, **lists: Sequence[str]
    ) -> list[Story]:
        [(name, values)] = lists.items()
        ids: list[str] = []
        for chunk in rows.chunks(values):
            query, named = rows.spread(sql, **{name: chunk})
            ids += [
                rows.id_of(row) for row in await self._engine.fetch(query, since=since, **named)
            ]
        return await self._whole(ids)

    async def _whole(self, ids: Sequence[str]) -> list[Story]:
        found: list[Story] = []
        for chunk in rows.chunks(ids):
            query, named = rows.spread(STORIES, ids=chunk)
            told = await self._engine.fetch(query, **named)
            query, named = rows.spread(DENIALS, ids=chunk)
            found += news.stories(told, await self._engine.fetch(query, **named))
        return sorted(found, key=lambda story: story.last_seen, reverse=True)
