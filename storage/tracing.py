"""What is kept of the way of one item: where it came from, what was made of it, where it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage import hearing, rows
from storage.channels import Channel, Delivery
from storage.engine import Engine
from storage.sight import SEEN

# Without an index of its own: items are a slim table, and few people ask.
AT_URL: Final = f"""
    SELECT id FROM items i WHERE url = :url AND {SEEN} ORDER BY told DESC LIMIT :limit"""  # noqa: S608 - a constant

MARKED: Final = f"""
    SELECT DISTINCT m.item AS id FROM sources s JOIN marks m ON m.source = s.id
    JOIN items i ON i.id = m.item
    WHERE m.mark = :mark AND {SEEN} LIMIT :limit"""  # noqa: S608 - a constant

TITLED: Final = """
    SELECT id FROM items i WHERE {where} AND {seen} ORDER BY told DESC LIMIT :limit"""

READING: Final = "SELECT * FROM readings WHERE item = :item"

DELIVERIES: Final = """
    SELECT * FROM deliveries
    WHERE story = :story AND platform = :platform AND workspace = :workspace
      AND channel = :channel ORDER BY seq"""

NEWEST: Final = """
    SELECT title, url, told FROM items WHERE source = :source ORDER BY told DESC LIMIT 1"""

WORDS_MAX: Final = 8  # of a title, to look for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the last visit that brought an item made of it."""

    at: datetime
    edits: int  # how often it came again with other words
    is_article: bool
    silent: str  # why it raised nothing; empty: it did


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A delivery with what became of it."""

    delivery: Delivery
    fault: str  # why it waits, rests or was dropped; may be empty
    settled: datetime | None  # when it was posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The newest item of a source."""

    title: str
    url: str
    told: datetime


class Tracing:
    """The way of one item, as it is kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def at(self, url: str, mark: str, workspace: str, *, limit: int = 5) -> list[str]:
        """The ids of the items at an address, or that carry the mark of it; newest first.

        Those that the workspace sees.
        """
        place = {"workspace": workspace, "limit": limit}
        found = await self._engine.fetch(MARKED, mark=mark, **place) if mark else []
        found = found or await self._engine.fetch(AT_URL, url=url, **place)
        return [rows.id_of(row) for row in found]

    async def titled(self, words: Sequence[str], workspace: str, *, limit: int = 5) -> list[str]:
        """The ids of the items whose titles hold all of these words; newest first.

        Those that the workspace sees.
        """
        values = {f"w{n}": rows.within(word) for n, word in enumerate(words[:WORDS_MAX])}
        if not values:
            return []
        where = " AND ".join(f"title LIKE :{name} ESCAPE '~'" for name in values)
        query = TITLED.format(where=where, seen=SEEN)
        found = await self._engine.fetch(query, limit=limit, workspace=workspace, **values)
        return [rows.id_of(row) for row in found]

    async def reading(self, item: str) -> Reading | None:
        """What was made of an item; None for those that older versions kept."""
        found = await self._engine.fetch(READING, item=item)
        if not found:
            return None
        row = found[0]
        return Reading(
            at=datetime.fromisoformat(rows.text_of(row, "at")),
            edits=rows.number_of(row, "edits"),
            is_article=bool(rows.number_of(row, "article")),
            silent=rows.text_of(row, "silent"),
        )

    async def sent(self, story: str, channel: Channel) -> list[Sent]:
        """The deliveries of a story to a channel, oldest first."""
        found = await self._engine.fetch(DELIVERIES, story=story, **hearing.channel_values(channel))
        return [
            Sent(
                delivery=hearing.deliveries([row])[0],
                fault=str(row["fault"] or ""),
                settled=rows.time_of(row, "settled"),
            )
            for row in found
        ]

    async def last(self, source: str) -> Last | None:
        """The newest item of a source; None: it brought none."""
        found = await self._engine.fetch(NEWEST, source=source)
        if not found:
            return None
        row = found[0]
        told = datetime.fromisoformat(rows.text_of(row, "told"))
        return Last(title=rows.text_of(row, "title"), url=rows.text_of(row, "url"), told=told)
