"""All that is a workspace's: given to it as JSON, and erased a while after it removed the bot."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from storage.channels import Channel
from storage.engine import Engine, Row, Transaction
from storage.owned import NOTED, OWNED, STORIES, Part
from storage.rows import stamp, text_of

LEFT: Final = """
    INSERT INTO departures (platform, workspace, at) VALUES (:platform, :workspace, :at)
    ON CONFLICT (platform, workspace) DO NOTHING"""

GONE: Final = """
    SELECT 1 AS one FROM departures WHERE platform = :platform AND workspace = :workspace"""

BACK: Final = "DELETE FROM departures WHERE platform = :platform AND workspace = :workspace"

ROLL: Final = """
    SELECT k.workspace, d.at IS NULL AS here
    FROM (SELECT workspace FROM subscriptions WHERE platform = :platform
      UNION SELECT workspace FROM departures WHERE platform = :platform) k
    LEFT JOIN departures d ON d.platform = :platform AND d.workspace = k.workspace
    ORDER BY k.workspace"""

DUE: Final = "SELECT platform, workspace FROM departures WHERE at <= :before ORDER BY at"

SECRETS: Final = "DELETE FROM secrets WHERE platform = :platform AND workspace = :workspace"

HIDDEN: Final = """
    SELECT channel FROM private_channels
    WHERE platform = :platform AND workspace = :workspace AND channel <> :channel"""

SHARED: Final = frozenset({"*", "direct", "local"})  # no workspace that could leave


class Leaving:
    """Workspaces that removed the bot. One that comes back in time finds all as it was."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def left(self, platform: str, workspace: str, *, at: datetime) -> bool:
        """It removed the bot; False: that is known, and the first time counts."""
        if workspace in SHARED:
            return False
        place = {"platform": platform, "workspace": workspace}
        async with self._engine.transaction() as transaction:
            return bool(await transaction.execute(LEFT, **place, at=stamp(at)))

    async def roll(self, platform: str) -> Mapping[str, bool]:
        """The workspaces with channels on a platform, and those that left; False: it left."""
        found = await self._engine.fetch(ROLL, platform=platform)
        told = {text_of(row, "workspace"): bool(row["here"]) for row in found}
        return {workspace: here for workspace, here in told.items() if workspace not in SHARED}

    async def has_left(self, platform: str, workspace: str) -> bool:
        """It removed the bot, and is not back."""
        return bool(await self._engine.fetch(GONE, platform=platform, workspace=workspace))

    async def back(self, platform: str, workspace: str) -> bool:
        """It has the bot again; False: it never left."""
        place = {"platform": platform, "workspace": workspace}
        if not await self.has_left(platform, workspace):
            return False
        async with self._engine.transaction() as transaction:
            return bool(await transaction.execute(BACK, **place))

    async def due(self, before: datetime) -> list[tuple[str, str]]:
        """Platform and workspace of those that left at that time or earlier."""
        found = await self._engine.fetch(DUE, before=stamp(before))
        return [(text_of(row, "platform"), text_of(row, "workspace")) for row in found]

    async def erase(self, platform: str, workspace: str, *, before: datetime) -> int:
        """Forget all of a workspace that left by then, in one transaction; gives how many rows.

        Stories, items and sources are nobody's own and stay. One that came back loses nothing.
        """
        place = {"platform": platform, "workspace": workspace}
        async with self._engine.transaction() as transaction:
            due = await transaction.fetch(DUE, before=stamp(before))
            if (platform, workspace) not in {(row["platform"], row["workspace"]) for row in due}:
                return 0
            count = 0
            for owned in reversed(OWNED):
                for part in owned.parts:
                    count += await _empty(transaction, part, owned.table, workspace)
                count += await _clear(transaction, owned.table, workspace)
            for table in NOTED:
                count += await _clear(transaction, table, workspace)
            await transaction.execute(SECRETS, **place)
            await transaction.execute(BACK, **place)
            return count

    async def everything(
        self, here: Channel, *, private: bool = False
    ) -> Mapping[str, Sequence[Row]]:
        """All rows of a workspace by table; no secrets, and no stories, which are nobody's own.

        Nothing of another private channel, unless all that is `private` is asked for.
        """
        place = {"platform": here.platform, "workspace": here.workspace}
        async with self._engine.transaction() as transaction:  # one moment of all tables
            rows = [] if private else await transaction.fetch(HIDDEN, **place, channel=here.id)
            hidden = {row["channel"] for row in rows}
            found: dict[str, Sequence[Row]] = {}
            for owned in OWNED:
                rows = await _rows(transaction, owned.table, here.workspace)
                found[owned.table] = [row for row in rows if row.get("channel") not in hidden]
                for part in owned.parts:
                    wholes = {row["id"] for row in found[owned.table]}
                    parts = await _parts(transaction, part, owned.table, here.workspace)
                    found[part.table] = [row for row in parts if row[part.link] in wholes]
            found["seen_sources"] = await _rows(transaction, "seen_sources", here.workspace)
            lists = await _rows(transaction, "pending_lists", here.workspace)
            found["pending_lists"] = [row for row in lists if row["channel"] not in hidden]
            audits = await _rows(transaction, "audits", here.workspace)
            found["audits"] = [row for row in audits if row["channel"] not in hidden]
            seen = {row["id"] for row in found["audits"]}
            changes = await _rows(transaction, "changes", here.workspace)
            own = [row for row in changes if row["owned"] != STORIES.table]
            found["changes"] = [row for row in own if row["audit"] in seen]
            return found


async def _rows(transaction: Transaction, table: str, workspace: str) -> list[Row]:
    sql = f"SELECT * FROM {table} WHERE workspace = :workspace"  # noqa: S608 - of the list
    return await transaction.fetch(sql, workspace=workspace)


async def _parts(transaction: Transaction, part: Part, whole: str, workspace: str) -> list[Row]:
    sql = f"SELECT * FROM {part.table} WHERE {_of(part, whole)}"  # noqa: S608 - of the list
    return await transaction.fetch(sql, workspace=workspace)


async def _clear(transaction: Transaction, table: str, workspace: str) -> int:
    sql = f"DELETE FROM {table} WHERE workspace = :workspace"  # noqa: S608 - of the list
    return await transaction.execute(sql, workspace=workspace)


async def _empty(transaction: Transaction, part: Part, whole: str, workspace: str) -> int:
    sql = f"DELETE FROM {part.table} WHERE {_of(part, whole)}"  # noqa: S608 - of the list
    return await transaction.execute(sql, workspace=workspace)


def _of(part: Part, whole: str) -> str:
    return f"{part.link} IN (SELECT id FROM {whole} WHERE workspace = :workspace)"  # noqa: S608 - of the list
