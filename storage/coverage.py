"""How much a look-up means: is a company watched, and which of its sources may be silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage import rows, watching
from storage.engine import Engine
from storage.sources import SourceStatus

SILENT_AFTER: Final = timedelta(
    days=1
)  # a source that answered since is not looked at more closely
SOURCES_MAX: Final = 200  # looked at more closely; what is silent beyond them is counted as one

# A company of its own rows, or one of all where the workspace names none.
WATCHED: Final = """
    SELECT w.company, w.source, w.added_at, p.until
    FROM watches w LEFT JOIN pauses p ON p.workspace = :workspace AND p.company = w.company
    WHERE w.company = :company AND w.workspace IN (:workspace, '*')"""

UNNAMED: Final = """
    SELECT count(company) AS named, count(source) AS sources, min(added_at) AS added_at
    FROM watches WHERE workspace IN (:workspace, '*')"""

SOURCES: Final = """
    SELECT count(*) AS sources FROM sources s
    WHERE (:company = '*' OR s.company IS NULL OR s.company = :company)
      AND EXISTS (SELECT 1 FROM watches w
        WHERE w.source = s.id AND w.workspace IN (:workspace, '*'))"""

SUSPECT: Final = """
    SELECT s.*, coalesce(p.until, '') AS paused_until, 0 AS items
    FROM sources s LEFT JOIN pauses p ON p.source = s.id AND p.workspace = :workspace
    WHERE (s.failures > 0 OR s.last_success < :since)
      AND (:company = '*' OR s.company IS NULL OR s.company = :company)
      AND EXISTS (SELECT 1 FROM watches w
        WHERE w.source = s.id AND w.workspace IN (:workspace, '*'))
    ORDER BY s.last_success, s.id LIMIT :limit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Whether and how a workspace watches a company, or, of '*', anything at all."""

    watched: bool
    since: datetime | None  # when it was first watched; None where nobody knows
    pauses: tuple[datetime | None, ...]  # ends of the pauses of its rows; None: not paused
    sources: int  # watched ones that could tell of it
    suspects: tuple[SourceStatus, ...]  # those that fail or were silent for a day; `items` is 0


class Coverage:
    """What a workspace watches, as a look-up needs it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def watching(self, workspace: str, company: str = "*", *, now: datetime) -> Watching:
        """How a workspace watches a company, or ('*') all of what it watches."""
        own = await self._engine.fetch(WATCHED, workspace=workspace, company=company)
        added = [rows.time_of(row, "added_at") for row in own]
        is_watched = bool(own)
        if not own:
            [unnamed] = await self._engine.fetch(UNNAMED, workspace=workspace)
            is_all = company == "*" or not unnamed["named"]
            is_watched = is_all and bool(unnamed["sources"] or unnamed["named"])
            added = [rows.time_of(unnamed, "added_at")] if is_watched else []
        about = {"workspace": workspace, "company": company}
        [count] = await self._engine.fetch(SOURCES, **about)
        since = rows.stamp(now - SILENT_AFTER)
        suspects = await self._engine.fetch(SUSPECT, since=since, limit=SOURCES_MAX, **about)
        return Watching(
            watched=is_watched,
            since=min((at for at in added if at), default=None),
            pauses=tuple(rows.time_of(row, "until") for row in own),
            sources=rows.number_of(count, "sources"),
            suspects=tuple(watching.status(row, now=now) for row in suspects),
        )
