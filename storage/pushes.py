"""Subscriptions at hubs: until when each holds, and the secret that its pushes are signed with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage import rows
from storage.engine import Engine
from storage.rows import Columns

ALL: Final = "SELECT * FROM pushes ORDER BY source"

AT_PATH: Final = "SELECT * FROM pushes WHERE path = :path"

ASKED: Final = """
    INSERT INTO pushes (source, hub, topic, path, secret, lease_until, next_try, tries)
    VALUES (:source, :hub, :topic, :path, :secret, :lease_until, :next_try, :tries)
    ON CONFLICT (source) DO UPDATE SET hub = :hub, topic = :topic, path = :path,
      secret = :secret, lease_until = :lease_until, next_try = :next_try, tries = :tries"""

FORGET: Final = "DELETE FROM pushes WHERE source = :source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One subscription. `path` is the end of our address that only the hub knows."""

    source: str
    hub: str
    topic: str
    path: str
    secret: str
    lease_until: datetime | None = None  # None: the hub has not confirmed it yet
    next_try: datetime
    tries: int = 0  # in a row, unconfirmed

    def __repr__(self) -> str:
        """Without what nobody else may know."""
        return f"Push(source={self.source!r}, hub={self.hub!r})"


class Pushes:
    """Subscriptions at hubs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def all(self) -> list[Push]:
        """Every subscription."""
        return [_push(row) for row in await self._engine.fetch(ALL)]

    async def at(self, path: str) -> Push | None:
        """The subscription whose hub calls this path."""
        found = await self._engine.fetch(AT_PATH, path=path)
        return _push(found[0]) if found else None

    async def keep(self, push: Push) -> None:
        """Keep it, instead of the one that its source had."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                ASKED,
                source=push.source,
                hub=push.hub,
                topic=push.topic,
                path=push.path,
                secret=push.secret,
                lease_until=rows.stamp_or_none(push.lease_until),
                next_try=rows.stamp(push.next_try),
                tries=push.tries,
            )

    async def forget(self, source: str) -> None:
        """Nothing is wanted from its hub any more."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(FORGET, source=source)


def _push(row: Columns) -> Push:
    return Push(
        source=row["source"],
        hub=row["hub"],
        topic=row["topic"],
        path=row["path"],
        secret=row["secret"],
        lease_until=rows.time_or_none(row["lease_until"]),
        next_try=datetime.fromisoformat(row["next_try"]),
        tries=row["tries"],
    )
