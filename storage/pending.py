"""Lists that were handed in and wait for a person's yes; none is kept for longer than a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage.channels import Channel
from storage.engine import Engine, Transaction
from storage.hearing import channel_values
from storage.rows import Columns, stamp

KEPT_FOR: Final = timedelta(days=1)

KEEP: Final = """
    INSERT INTO pending_lists (workspace, id, platform, channel, actor, at, text)
    VALUES (:workspace, :id, :platform, :channel, :actor, :at, :text)
    ON CONFLICT (workspace, platform, channel, id) DO UPDATE SET at = excluded.at"""

WAITING: Final = """
    SELECT id, text FROM pending_lists WHERE id = :id AND at > :since AND workspace = :workspace
      AND platform = :platform AND channel = :channel"""

COUNT: Final = "SELECT COUNT(*) AS n FROM pending_lists WHERE workspace = :workspace"

DROP: Final = """
    DELETE FROM pending_lists WHERE id = :id AND workspace = :workspace
      AND platform = :platform AND channel = :channel"""

ERASE: Final = "DELETE FROM pending_lists WHERE at <= :before"


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list as it was handed in."""

    id: str
    text: str


class Pending:
    """Lists by the channel in which they were handed in; no other sees them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def keep(self, given: List, here: Channel, *, user: str, at: datetime, most: int) -> bool:
        """Keep a list until it is decided; the same again begins its day anew.

        False: `most` wait in the workspace already. Those whose day is over are erased first.
        """
        values = {**channel_values(here), "id": given.id}
        async with self._engine.transaction() as transaction:
            await transaction.execute(ERASE, before=stamp(at - KEPT_FOR))
            rows = await transaction.fetch(COUNT, workspace=here.workspace)
            since = stamp(at - KEPT_FOR)
            known = await transaction.fetch(WAITING, **values, since=since)
            if not known and rows and int(str(rows[0]["n"])) >= most:
                return False
            await transaction.execute(KEEP, **values, actor=user, at=stamp(at), text=given.text)
            return True

    async def waiting(self, id_: str, here: Channel, *, at: datetime) -> List | None:
        """The list of that id, if it waits in this channel."""
        found = await self._engine.fetch(
            WAITING, **channel_values(here), id=id_, since=stamp(at - KEPT_FOR)
        )
        return _list(found[0]) if found else None

    async def drop(self, id_: str, here: Channel, *, within: Transaction | None = None) -> bool:
        """Forget a list; False: it does not wait (any more). Part of `within`, if that is given."""
        values = {**channel_values(here), "id": id_}
        if within is not None:
            return bool(await within.execute(DROP, **values))
        async with self._engine.transaction() as transaction:
            return bool(await transaction.execute(DROP, **values))

    async def erase(self, *, at: datetime) -> int:
        """Forget those whose day is over; gives how many."""
        async with self._engine.transaction() as transaction:
            return await transaction.execute(ERASE, before=stamp(at - KEPT_FOR))


def _list(row: Columns) -> List:
    return List(id=row["id"], text=row["text"])
