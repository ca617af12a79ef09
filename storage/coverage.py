"""How much a look-up means: is a company watched, and which of its sources may be silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage import rows, watching
from storage.engine import Engine, Row
from storage.sources import SourceStatus

SILENT_AFTER: Final = timedelta(
    days=1
)  # a source that answered since is not looked at more closely
SOURCES_MAX: Final = 200  # looked at more closely; what is silent beyond them is counted as one

GLANCES: Final = (
    # How a workspace watches a company is looked at with every look-up: never by counting.
    "CREATE INDEX watches_by_workspace ON watches (workspace, company, source)",
    "CREATE INDEX watches_by_age ON watches (workspace, added_at)",
    "CREATE INDEX sources_failing ON sources (failures) WHERE failures > 0",
    "CREATE INDEX sources_by_success ON sources (last_success)",
)

_ABOUT: Final = "(:company = '*' OR s.company IS NULL OR s.company = :company)"
_SUSPECT: Final = "(s.failures > 0 OR s.last_success < :silent)"

# All in one row: a look-up waits for few things more often than for the database itself. A company
# is watched by rows of its own or, where the workspace names none, by all that it watches. What
# everybody watches is a place beside the workspace, for a table of two values (`IN`) in each of
# these questions took SQLite 0.05 ms a piece.
GLANCE: Final = f"""
    WITH places (workspace) AS (VALUES (:workspace), ('*'))
    SELECT
      max(EXISTS (SELECT 1 FROM watches w
        WHERE w.company = :company AND w.workspace = p.workspace)) AS own,
      min((SELECT w.added_at FROM watches w
        WHERE w.company = :company AND w.workspace = p.workspace)) AS own_since,
      max(EXISTS (SELECT 1 FROM watches w
        WHERE w.workspace = p.workspace AND w.company IS NOT NULL)) AS named,
      max(EXISTS (SELECT 1 FROM watches w
        WHERE w.workspace = p.workspace AND w.company IS NULL)) AS unnamed,
      min((SELECT min(w.added_at) FROM watches w WHERE w.workspace = p.workspace)) AS since,
      (SELECT until FROM pauses WHERE workspace = :workspace AND company = :company) AS until,
      max(EXISTS (SELECT 1 FROM watches w CROSS JOIN sources s ON s.id = w.source
        WHERE w.workspace = p.workspace AND w.company IS NULL AND {_ABOUT})) AS has_source,
      max(EXISTS (SELECT 1 FROM sources s WHERE {_SUSPECT} AND {_ABOUT} AND EXISTS (
        SELECT 1 FROM watches w
        WHERE w.source = s.id AND w.workspace = p.workspace))) AS has_suspect
    FROM places p"""  # noqa: S608 - constants

# What the config file watches, too, counts once.
SOURCES: Final = f"""
    SELECT count(*) AS sources FROM watches w CROSS JOIN sources s ON s.id = w.source
    WHERE w.company IS NULL AND {_ABOUT} AND (w.workspace = :workspace
      OR w.workspace = '*' AND NOT EXISTS (
        SELECT 1 FROM watches o WHERE o.source = w.source AND o.workspace = :workspace))"""  # noqa: S608 - constants

# Without the plus all sources would be walked through in that order.
SUSPECT: Final = f"""
    SELECT s.*, coalesce(p.until, '') AS paused_until, 0 AS items
    FROM sources s LEFT JOIN pauses p ON p.source = s.id AND p.workspace = :workspace
    WHERE {_SUSPECT} AND {_ABOUT} AND EXISTS (
      SELECT 1 FROM watches w WHERE w.source = s.id AND w.workspace IN (:workspace, '*'))
    ORDER BY +s.last_success, s.id LIMIT :limit"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Whether and how a workspace watches a company, or, of '*', anything at all."""

    watched: bool
    since: datetime | None  # when it was first watched; None where nobody knows
    paused_until: datetime | None  # what this workspace said of the company; may be over
    has_source: bool  # one that could tell of it is watched
    sources: int  # how many of them are; counted only where some are suspect, else 0
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
        sources, suspects = 0, list[Row]()
        if row["has_suspect"]:
            suspects = await self._engine.fetch(SUSPECT, limit=SOURCES_MAX, **about)
            [counted] = await self._engine.fetch(SOURCES, **about)
            sources = rows.number_of(counted, "sources")
        return Watching(
            watched=has_own or (is_one_of_all and bool(row["named"] or row["unnamed"])),
            since=rows.time_of(row, "own_since" if has_own else "since"),
            paused_until=rows.time_of(row, "until") if has_own else None,
            has_source=bool(row["has_source"]),
            sources=sources,
            suspects=tuple(watching.status(each, now=now) for each in suspects),
        )
