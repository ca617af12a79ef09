"""What is asked before any command is answered, in one question: a wait, and a row."""

from dataclasses import dataclass
from typing import Final

from storage import leaving, privacy, rows, sight
from storage import roles as given
from storage.channels import Channel
from storage.engine import Engine
from storage.hearing import channel_values
from storage.sight import Sight, Sights
from storage.sources import Role

# A look-up waits for the interpreter oftener than for the database: it goes with every row.
MET: Final = f"""
    SELECT ({sight.REVISION}) AS sights, ({given.ROLE}) AS role,
      EXISTS ({leaving.GONE}) AS has_left, EXISTS ({privacy.MARKED}) AS is_private"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody in a channel."""

    sight: Sight  # what the workspace sees, and what it knows better
    role: Role  # that the person was given
    has_left: bool  # the workspace removed the bot, as far as is known
    is_private: bool  # the channel is known as a private one


class Meeting:
    """Who asks, and where."""

    def __init__(self, engine: Engine, sights: Sights) -> None:
        self._engine = engine
        self._sights = sights

    async def of(self, channel: Channel, user: str) -> Met:
        """What is known of somebody, and of the place."""
        [row] = await self._engine.fetch(MET, **channel_values(channel), user=user)
        return Met(
            sight=await self._sights.at(channel.workspace, rows.number_of(row, "sights")),
            role=Role(rows.text_of(row, "role")) if row["role"] else Role.VIEWER,
            has_left=bool(row["has_left"]),
            is_private=bool(row["is_private"]),
        )
