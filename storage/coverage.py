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

# All in one row: a look-up waits for few things more often than for the database itself. A company
# is watched by rows of its own or, where the workspace names none, by all that it watches.
GLANCE: Final = """
    SELECT
      (SELECT count(*) FROM watches WHERE company = :company AND workspace IN (:workspace, '*'))
        AS own,
      (SELECT min(added_at) FROM watches
        WHERE company = :company AND workspace IN (:workspace, '*')) AS own_since,
      (SELECT count(company) FROM watches WHERE workspace IN (:workspace, '*')) AS named,
      (SELECT count(source) FROM watches WHERE workspace IN (:workspace, '*')) AS unnamed,
      (SELECT min(added_at) FROM watches WHERE workspace IN (:workspace, '*')) AS since,
      (SELECT until FROM pauses WHERE workspace = :workspace AND company = :company) AS until,
      count(*) AS sources,
      coalesce(sum(s.failures > 0 OR s.last_success < :silent), 0) AS suspects
    FROM sources s
    WHERE (:company = '*' OR s.company IS NULL OR s.company = :company)
      AND s.id IN (SELECT w.source FROM watches w
        WHERE w.source IS NOT NULL AND w.workspace IN (:workspace, '*'))"""

SUSPECT: Final = """
    SELECT s.*, coalesce(p.until, '') AS paused_until, 0 AS items
    FROM sources s LEFT JOIN pauses p ON p.source = s.id AND p.workspace = :workspace
    WHERE (s.failures > 0 OR s.last_success < :silent)
      AND (:company = '*' OR s.company IS NULL OR s.company = :company)
      AND s.id IN (SELECT w.source FROM watches w
        WHERE w.source IS NOT NULL AND w.workspace IN (:workspace, '*'))
    ORDER BY s.last_success, s.id LIMIT :limit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Whether and how a workspace watches a company, or, of '*', anything at all."""

    watched: bool
    since: datetime | None  # when it was first watched; None where nobody knows
    paused_until: datetime | None  # what this workspace said of the company; may be over
    sources: int  # watched ones that could tell of it
    suspects: tuple[SourceStatus, ...]  # those that fail or were silent for a day; `items` is 0


class Coverage:
    """What a workspace watches, as a look-up needs it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def watching(self, workspace: str, company: str = "*", *, now: datetime) -> Watching:
        """How a workspace watches a company, or ('*') all of what it watches."""
        about = {
            "workspace": workspace,
            "company": company,
            "silent": rows.stamp(now - SILENT_AFTER),
        }
        [row] = await self._engine.fetch(GLANCE, **about)
        has_own = bool(row["own"])
        is_one_of_all = company == "*" or not row["named"]
        suspects = (
            await self._engine.fetch(SUSPECT, limit=SOURCES_MAX, **about) if row["suspects"] else []
        )
        return Watching(
            watched=has_own or (is_one_of_all and bool(row["named"] or row["unnamed"])),
            since=rows.time_of(row, "own_since" if has_own else "since"),
            paused_until=rows.time_of(row, "until") if has_own else None,
            sources=rows.number_of(row, "sources"),
            suspects=tuple(watching.status(each, now=now) for each in suspects),
        )
