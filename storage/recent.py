"""The newest tellings of many companies, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage import news, rows
from storage.engine import Engine
from storage.records import Kind, Telling
from storage.sight import SEEN

# Of the companies that the workspace watches by name; of all of them where it names none. What its
# own names of them brought is kept under other ids.
BEHIND: Final = f"""
    SELECT m.*, i.told, i.source, i.url, i.title, i.published, i.seen,
      CASE WHEN s.label <> '' THEN s.label ELSE s.title END AS outlet
    FROM items i JOIN milestones m ON m.item = i.id JOIN sources s ON s.id = i.source
    WHERE m.headline = 1 AND i.seen <= :seen AND m.kind IN (:kinds) AND {SEEN}
      AND (m.company IN (SELECT w.company FROM watches w
          WHERE w.company IS NOT NULL AND w.workspace IN (:workspace, '*'))
        OR m.company IN (:pools) OR i.id IN (:items)
        OR NOT EXISTS (SELECT 1 FROM watches w
          WHERE w.company IS NOT NULL AND w.workspace IN (:workspace, '*')))
      AND (i.told, i.id) < (:told, :item)
    ORDER BY i.told DESC, i.id DESC, m.company, m.story, m.position LIMIT :limit"""  # noqa: S608 - a constant

BEFORE: Final = BEHIND.replace("(i.told, i.id) <", "(i.told, i.id) >").replace(
    "i.told DESC, i.id DESC", "i.told, i.id"
)

NEWEST: Final = f"SELECT seen FROM items i WHERE {SEEN} ORDER BY seen DESC LIMIT 1"  # noqa: S608 - a constant
COMPANIES: Final = """
    SELECT DISTINCT company AS id FROM watches
    WHERE company IS NOT NULL AND workspace IN (:workspace, '*')"""

# How often something changed about a company says how much of it is told, without counting.
BUSIEST: Final = """
    SELECT company AS id FROM tellings WHERE company <> '*' AND revision >= :least
    ORDER BY revision DESC, company LIMIT :limit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A place among the items by when they were told; of the id the first characters will do."""

    told: datetime
    item: str


class Recent:
    """What was told last of the companies that a workspace watches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def tellings(  # noqa: PLR0913 - where a page lies
        self,
        workspace: str,
        *,
        seen: datetime,
        behind: At | None = None,
        before: At | None = None,
        kinds: Sequence[Kind] = (),
        pools: Sequence[str] = (),
        items: Sequence[str] = (),
        limit: int = 100,
    ) -> list[Telling]:
        """Tellings that are news, of items seen until then; those behind a place newest first.

        Those that the workspace sees.

        Those before a place (later than it) come nearest first, so oldest first. The items at the
        ends may be cut short by the limit. `pools`: further ids under which is kept what is told
        of the companies that the workspace watches; `items`: further items of which all is wanted.
        """
        query, named = rows.spread(
            BEFORE if before else BEHIND,
            kinds=kinds or tuple(Kind),
            pools=pools or ("",),
            items=items or ("",),
        )
        at = before or behind
        found = await self._engine.fetch(
            query,
            workspace=workspace,
            seen=rows.stamp(seen),
            told=rows.stamp(at.told) if at else "~",
            item=at.item if at else "",
            limit=limit,
            **named,
        )
        return [news.telling(row) for row in found]

    async def seen(self, workspace: str) -> datetime | None:
        """When the newest item that a workspace sees was first seen; None where there is none."""
        found = await self._engine.fetch(NEWEST, workspace=workspace)
        return datetime.fromisoformat(rows.text_of(found[0], "seen")) if found else None

    async def companies(self, workspace: str) -> frozenset[str]:
        """The companies that a workspace watches by name."""
        found = await self._engine.fetch(COMPANIES, workspace=workspace)
        return frozenset(rows.id_of(row) for row in found)

    async def busiest(self, limit: int, *, least: int) -> list[str]:
        """The companies of which most was told, at least so often; the busiest first."""
        found = await self._engine.fetch(BUSIEST, limit=limit, least=least)
        return [rows.id_of(row) for row in found]
