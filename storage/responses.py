"""What people made of alerts: what a channel hears nothing of, and what is no milestone."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from storage import hearing, rows
from storage.changes import By, change
from storage.channels import Channel, Flagging, Silence
from storage.engine import Engine

SILENCE: Final = """
    INSERT INTO silences (platform, workspace, channel, what, name, label, until)
    VALUES (:platform, :workspace, :channel, :what, :name, :label, :until)
    ON CONFLICT (platform, workspace, channel, what, name)
      DO UPDATE SET until = excluded.until, label = excluded.label"""

END: Final = """
    DELETE FROM silences
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel
      AND what = :what AND name = :name"""

SILENCES: Final = """
    SELECT * FROM silences
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel AND until > :now
    ORDER BY what, name"""

FLAG: Final = """
    INSERT INTO flags (story, platform, workspace, channel, actor, actor_name, at)
    VALUES (:story, :platform, :workspace, :channel, :actor, :actor_name, :at)
    ON CONFLICT (workspace, story, platform, actor) DO NOTHING"""

UNFLAG: Final = """
    DELETE FROM flags
    WHERE workspace = :workspace AND story = :story AND platform = :platform AND actor = :actor"""

FLAGGED: Final = """
    SELECT 1 AS one FROM flags
    WHERE workspace = :workspace AND story = :story AND platform = :platform
      AND channel = :channel LIMIT 1"""

FLAGS: Final = """
    SELECT f.story AS id, f.*, s.title FROM flags f JOIN stories s ON s.id = f.story
    WHERE f.workspace = :workspace
    ORDER BY (SELECT max(at) FROM flags l
      WHERE l.story = f.story AND l.workspace = :workspace) DESC, f.story, f.at"""


class Responses:
    """Silences of channels and flags on stories, each seen by its own workspace only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def silence(self, silence: Silence, *, audit: By) -> None:
        """Tell a channel nothing of this; again with another time: that one counts."""
        async with change(self._engine, audit) as transaction:
            await transaction.execute(
                SILENCE,
                **hearing.channel_values(silence.channel),
                what=silence.what,
                name=silence.name,
                label=silence.label,
                until=rows.stamp(silence.until),
            )
            transaction.note()

    async def unsilence(self, channel: Channel, what: str, name: str, *, audit: By) -> bool:
        """Tell it of this again; False if it was not silenced."""
        async with change(self._engine, audit) as transaction:
            ended = await transaction.execute(
                END, **hearing.channel_values(channel), what=what, name=name
            )
            if ended:
                transaction.note()
            return bool(ended)

    async def silences(self, channel: Channel, *, now: datetime) -> list[Silence]:
        """What the channel hears nothing of now."""
        found = await self._engine.fetch(
            SILENCES, **hearing.channel_values(channel), now=rows.stamp(now)
        )
        return [hearing.silence(row) for row in found]

    async def flag(self, story: str, *, audit: By) -> bool:
        """Keep that this person calls a story no milestone; False: so they did already."""
        actor = audit.actor
        async with change(self._engine, audit) as transaction:
            new = await transaction.execute(
                FLAG,
                story=story,
                platform=actor.platform,
                workspace=actor.workspace,
                channel=actor.channel,
                actor=actor.user,
                actor_name=actor.name,
                at=rows.stamp(audit.at),
            )
            if new:
                transaction.note()
            return bool(new)

    async def unflag(self, story: str, *, audit: By) -> bool:
        """Take that back; False: this person never said so."""
        actor = audit.actor
        async with change(self._engine, audit) as transaction:
            gone = await transaction.execute(
                UNFLAG,
                story=story,
                platform=actor.platform,
                workspace=actor.workspace,
                actor=actor.user,
            )
            if gone:
                transaction.note()
            return bool(gone)

    async def is_flagged(self, story: str, channel: Channel) -> bool:
        """Did somebody in this channel call it no milestone?"""
        return bool(
            await self._engine.fetch(FLAGGED, story=story, **hearing.channel_values(channel))
        )

    async def flags(self, workspace: str) -> Sequence[Flagging]:
        """The stories that people of a workspace flagged, the latest first."""
        found = await self._engine.fetch(FLAGS, workspace=workspace)
        return [hearing.flagging(list(group)) for _, group in groupby(found, rows.id_of)]
