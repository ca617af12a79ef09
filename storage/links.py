"""Addresses of pages that workspaces gave out: whoever has one may read, until it is revoked.

What makes an address unguessable is kept nowhere; only its digest is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage import rows
from storage.changes import By, change
from storage.engine import Engine
from storage.rows import Columns

ADD: Final = """
    INSERT INTO links (id, workspace, company, language, digest, made_by, made_at, until)
    VALUES (:id, :workspace, :company, :language, :digest, :made_by, :made_at, :until)"""

REVOKE: Final = "DELETE FROM links WHERE workspace = :workspace AND id = :id"

OF_WORKSPACE: Final = """
    SELECT * FROM links
    WHERE workspace = :workspace AND (until IS NULL OR until > :now)
    ORDER BY made_at DESC, id"""

BY_DIGEST: Final = """
    SELECT * FROM links WHERE digest = :digest AND (until IS NULL OR until > :now)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One address. `id` tells it apart in its workspace; it opens nothing."""

    id: str
    workspace: str
    company: str
    language: str
    digest: str
    made_by: str  # as people know them
    made_at: datetime
    until: datetime | None = None  # None: until it is revoked


class Links:
    """The addresses of all workspaces, each seen by its own one only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add(self, link: Link, *, audit: By) -> None:
        """Keep a new one, of the workspace whose person makes it."""
        async with change(self._engine, audit) as transaction:
            await transaction.execute(
                ADD,
                id=link.id,
                workspace=transaction.actor.workspace,
                company=link.company,
                language=link.language,
                digest=link.digest,
                made_by=link.made_by,
                made_at=rows.stamp(link.made_at),
                until=rows.stamp_or_none(link.until),
            )

    async def revoke(self, ids: Sequence[str], *, audit: By) -> int:
        """End these of the person's workspace; gives how many there were."""
        async with change(self._engine, audit) as transaction:
            return sum(
                [
                    await transaction.execute(
                        REVOKE, workspace=transaction.actor.workspace, id=each
                    )
                    for each in ids
                ]
            )

    async def of(self, workspace: str, *, now: datetime) -> Sequence[Link]:
        """Those of a workspace that are still good, the newest first."""
        found = await self._engine.fetch(OF_WORKSPACE, workspace=workspace, now=rows.stamp(now))
        return [_link(row) for row in found]

    async def find(self, digest: str, *, now: datetime) -> Link | None:
        """The one of that digest, whosever it is; None where it is not good any more."""
        found = await self._engine.fetch(BY_DIGEST, digest=digest, now=rows.stamp(now))
        return _link(found[0]) if found else None


def _link(row: Columns) -> Link:
    return Link(
        id=row["id"],
        workspace=row["workspace"],
        company=row["company"],
        language=row["language"],
        digest=row["digest"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        until=rows.time_or_none(row["until"]),
    )
