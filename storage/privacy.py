"""Which channels are private: what is of one of them is shown in no other."""

from typing import Final

from storage.channels import Channel
from storage.engine import Engine
from storage.hearing import channel_values
from storage.rows import text_of

MARK: Final = """
    INSERT INTO private_channels (platform, workspace, channel)
    VALUES (:platform, :workspace, :channel) ON CONFLICT DO NOTHING"""

UNMARK: Final = """
    DELETE FROM private_channels
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel"""

MARKED: Final = """
    SELECT 1 AS one FROM private_channels
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel"""

HIDDEN: Final = """
    SELECT channel FROM private_channels
    WHERE platform = :platform AND workspace = :workspace AND channel <> :channel"""


class Privacy:
    """Private channels by workspace, as their platform last told."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def is_private(self, channel: Channel) -> bool:
        """The channel is known as a private one."""
        return bool(await self._engine.fetch(MARKED, **channel_values(channel)))

    async def mark(self, channel: Channel, *, private: bool) -> None:
        """Keep whether a channel is private; twice is harmless, and writes nothing."""
        if await self.is_private(channel) is private:
            return
        async with self._engine.transaction() as transaction:
            await transaction.execute(MARK if private else UNMARK, **channel_values(channel))

    async def hidden(self, here: Channel) -> frozenset[str]:
        """The channels of a workspace whose data may not be shown in this one, by their ids."""
        found = await self._engine.fetch(HIDDEN, **channel_values(here))
        return frozenset(text_of(row, "channel") for row in found)
