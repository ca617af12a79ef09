"""Workspaces in which nothing is posted for a while: what is for them is held, and told after it.

`storage.outbox` holds what comes meanwhile and `storage.holding` folds it into one digest of the
latest state, as soon as the silence is over.
"""

from datetime import datetime
from typing import Final

from storage.changes import By, change
from storage.engine import Engine
from storage.rows import stamp, text_of

HUSH: Final = """
    INSERT INTO hushes (workspace, since, until) VALUES (:workspace, :since, :until)
    ON CONFLICT (workspace) DO UPDATE SET until = excluded.until"""

END: Final = "DELETE FROM hushes WHERE workspace = :workspace RETURNING until"

UNTIL: Final = "SELECT until FROM hushes WHERE workspace = :workspace AND until > :now"


class Hushes:
    """Silence of whole workspaces, each ended by its time or by a person."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def until(self, workspace: str, now: datetime) -> datetime | None:
        """When the silence ends that there is now; None: there is none."""
        found = await self._engine.fetch(UNTIL, workspace=workspace, now=stamp(now))
        return datetime.fromisoformat(text_of(found[0], "until")) if found else None

    async def hush(self, until: datetime, *, audit: By) -> None:
        """Post nothing in the audit's workspace until then; `datetime.max` (UTC): until ended."""
        async with change(self._engine, audit) as made:
            before = await made.fetch(UNTIL, workspace=audit.actor.workspace, now=stamp(audit.at))
            await made.execute(
                HUSH, workspace=audit.actor.workspace, since=stamp(audit.at), until=stamp(until)
            )
            made.note(before=text_of(before[0], "until") if before else None, after=stamp(until))

    async def end(self, now: datetime, *, audit: By) -> bool:
        """Post again; False: there was no silence."""
        async with change(self._engine, audit) as made:
            found = await made.fetch(END, workspace=audit.actor.workspace)
            if not found or text_of(found[0], "until") <= stamp(now):
                return False
            made.note(before=text_of(found[0], "until"))
            return True
