"""Where a message stands, as its id tells it: in the channel, in a thread, or as a reply.

Discord's own id of a message says nothing of its channel, and that of a thread is the id of the
message that it grew from. So an id of ours is `message`, `thread/message` or `root>message`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import discord.utils

THREADS: Final = frozenset({10, 11, 12})  # types of channels
REPLY: Final = 19  # a type of message
SNOWFLAKE_MAX_DIGITS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A message. `thread` is the thread it stands in, `root` the message that it replies to."""

    message: str
    thread: str | None = None
    root: str | None = None

    def __str__(self) -> str:
        if self.thread and self.thread != self.message:
            return f"{self.thread}/{self.message}"
        return f"{self.root}>{self.message}" if self.root else self.message

    @property
    def first(self) -> str:
        """The message beneath which it is shown, or itself."""
        return self.thread or self.root or self.message


def read(text: str | None) -> Spot | None:
    """The spot that an id of ours tells; None for anything else."""
    if not text:
        return None
    for sign, name in (("/", "thread"), (">", "root")):
        above, found, message = text.partition(sign)
        if found:
            is_good = is_snowflake(above) and is_snowflake(message)
            return Spot(**{"message": message, name: above}) if is_good else None
    return Spot(message=text) if is_snowflake(text) else None


def spot_of(message: Mapping[str, Any], *, thread: str | None) -> Spot:
    """The spot of a message that Discord tells; `thread`: that in which it stands."""
    id_, reference = str(message["id"]), message.get("message_reference") or {}
    if thread:
        return Spot(message=id_, thread=thread)
    if message.get("type") == REPLY and reference.get("message_id"):
        return Spot(message=id_, root=str(reference["message_id"]))
    return Spot(message=id_)


def is_snowflake(text: str) -> bool:
    """Can it be an id of Discord's?"""
    return text.isascii() and text.isdecimal() and len(text) <= SNOWFLAKE_MAX_DIGITS


def floor(at: datetime) -> int:
    """The greatest id before any that was given at `at` or later."""
    return max(discord.utils.time_snowflake(at) - 1, 0)
