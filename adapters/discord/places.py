"""The channels that are posted to: which kind, in which server, and what the bot may do there.

Source: Discord's reference, "Permissions" (computing them from roles and overwrites).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cachetools import FIFOCache

from adapters.chat import Address, Health
from adapters.discord.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSION,
    UNKNOWN_CHANNEL,
    Refused,
)
from adapters.discord.rest import Rest
from adapters.discord.spots import THREADS, is_snowflake

TEXT_KINDS: Final = frozenset({0, 2, 5, 13}) | THREADS
PRIVATE_THREAD: Final = 12
FORUMS: Final = frozenset({15, 16})
REQUIRES_TAG: Final = 1 << 4
KEPT_FOR: Final = timedelta(days=1)  # kind and server stay; the rest is looked at anew
KEPT_MAX: Final = 5_000

ADMINISTRATOR: Final = 1 << 3
VIEW: Final = 1 << 10
SEND: Final = 1 << 11
EMBED: Final = 1 << 14
ATTACH: Final = 1 << 15
HISTORY: Final = 1 << 16
OPEN_THREADS: Final = 1 << 35
SEND_IN_THREADS: Final = 1 << 38
EVERYTHING: Final = (1 << 53) - 1
# Without these nothing is posted; without the others something is missing.
NEEDED: Final[Mapping[int, str]] = {VIEW: "View Channel", SEND: "Send Messages"}
WANTED: Final[Mapping[int, str]] = {
    EMBED: "Embed Links (alerts come without their details)",
    ATTACH: "Attach Files (charts and exports do not come)",
    OPEN_THREADS: "Create Public Threads (updates come as replies)",
    SEND_IN_THREADS: "Send Messages in Threads (updates come as replies)",
    HISTORY: "Read Message History (after a lost answer nobody can tell whether it was posted)",
}
# What an invitation asks for; docs/discord.md has the same number.
INVITED: Final = sum((*NEEDED, *WANTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel. `tags`: what a post of a forum may be tagged with."""

    id: str
    guild: str
    kind: int
    parent: str | None
    tags: tuple[str, ...]
    needs_tag: bool
    overwrites: tuple[Mapping[str, Any], ...]

    @property
    def is_forum(self) -> bool:
        """Does it hold posts instead of messages?"""
        return self.kind in FORUMS

    @property
    def is_thread(self) -> bool:
        """Is it a thread of a channel?"""
        return self.kind in THREADS


class Places:
    """Channels as last seen, so that not every post asks for its channel first."""

    def __init__(self, rest: Rest, *, clock: Callable[[], datetime]) -> None:
        self._rest = rest
        self._clock = clock
        self._kept: FIFOCache[str, tuple[datetime, Place]] = FIFOCache(KEPT_MAX)

    async def look(self, to: Address) -> Place:
        """The channel of an address. Raises `Refused` where it is none that takes messages."""
        if not is_snowflake(to.channel) or not is_snowflake(to.workspace):
            raise _unknown(to)
        place = await self._seen(to.channel)
        if place.guild != to.workspace:
            raise _unknown(to)
        if place.kind not in TEXT_KINDS | FORUMS:
            raise Refused(f"channel {to.channel} takes no messages", permanent=True)
        return place

    def forget(self, to: Address) -> None:
        """Look at it anew next time: something there is not as it was."""
        self._kept.pop(to.channel, None)

    async def probe(self, to: Address) -> Health:
        """Can it be posted to, and which permissions are missing."""
        self.forget(to)
        try:
            place = await self.look(to)
            allowed, private = await self._seen_by(place)
        except Refused as error:
            return Health(ok=False, reason=str(error))  # in the words of a post that fails
        needed = dict(NEEDED)
        if place.is_thread or to.thread:
            needed[SEND_IN_THREADS] = "Send Messages in Threads"
        if lacking := _lacking(allowed, needed):
            reason = f"EV Watch lacks permissions there: {lacking}."
            return Health(ok=False, reason=reason, private=private)
        lacking = _lacking(allowed, WANTED)
        reason = f"EV Watch would like to have: {lacking}." if lacking else ""
        return Health(ok=True, reason=reason, private=private)

    async def allowed(self, place: Place) -> int:
        """The permissions of the bot in a channel, as bits. Raises `Refused`."""
        allowed, _ = await self._seen_by(place)
        return allowed

    async def _seen_by(self, place: Place) -> tuple[int, bool]:
        """What the bot may do in a channel, and whether not everybody of the server sees it."""
        is_apart = place.kind == PRIVATE_THREAD
        of = place.parent if place.is_thread and place.parent else place.id
        self._kept.pop(of, None)
        place = await self._seen(of)
        me = await self._rest.me()
        guild = await self._rest.call("GET", "/guilds/{guild_id}", ids={"guild_id": place.guild})
        member = await self._rest.call(
            "GET",
            "/guilds/{guild_id}/members/{user_id}",
            ids={"guild_id": place.guild, "user_id": me},
        )
        roles = [str(each) for each in member["roles"]]
        everybody = permissions(guild, [], "", place.overwrites)
        return permissions(guild, roles, me, place.overwrites), is_apart or not everybody & VIEW

    async def _seen(self, channel: str) -> Place:
        found = self._kept.get(channel)
        if found and self._clock() - found[0] < KEPT_FOR:
            return found[1]
        told = await self._rest.call("GET", "/channels/{channel_id}", ids={"channel_id": channel})
        place = _place(told)
        self._kept[channel] = (self._clock(), place)
        return place


def is_lost(error: Refused) -> bool:
    """Does the refusal say that the bot may not do it there?"""
    return error.code in {UNKNOWN_CHANNEL, MISSING_ACCESS, MISSING_PERMISSION}


def permissions(
    guild: Mapping[str, Any],
    roles: Iterable[str],
    user: str,
    overwrites: Iterable[Mapping[str, Any]],
) -> int:
    """What a member with `roles` may do in a channel of `guild`, as bits.

    >>> permissions({"id": "1", "owner_id": "5", "roles": [{"id": "1", "permissions": "3072"}]},
    ...             [], "9", [{"id": "1", "type": 0, "allow": "0", "deny": "2048"}])
    1024
    """
    mine = {str(guild["id"]), *roles}
    base = 0
    for role in guild["roles"]:
        base |= int(role["permissions"]) if str(role["id"]) in mine else 0
    if base & ADMINISTRATOR or str(guild.get("owner_id")) == user:
        return EVERYTHING
    found = {str(each["id"]): each for each in overwrites}
    base = _overwritten(base, [found[str(guild["id"])]] if str(guild["id"]) in found else [])
    base = _overwritten(base, [each for id_, each in found.items() if id_ in set(roles)])
    return _overwritten(base, [found[user]] if user in found else [])


def _overwritten(base: int, overwrites: Iterable[Mapping[str, Any]]) -> int:
    allow = deny = 0
    for each in overwrites:
        allow |= int(each["allow"])
        deny |= int(each["deny"])
    return base & ~deny | allow


def _lacking(allowed: int, names: Mapping[int, str]) -> str:
    return ", ".join(name for bit, name in names.items() if not allowed & bit)


def _place(told: Mapping[str, Any]) -> Place:
    tags = [each for each in told.get("available_tags") or () if not each.get("moderated")]
    return Place(
        id=str(told["id"]),
        guild=str(told.get("guild_id") or ""),
        kind=int(told["type"]),
        parent=str(told["parent_id"]) if told.get("parent_id") else None,
        tags=tuple(str(each["id"]) for each in tags),
        needs_tag=bool(int(told.get("flags") or 0) & REQUIRES_TAG),
        overwrites=tuple(told.get("permission_overwrites") or ()),
    )


def _unknown(to: Address) -> Refused:
    text = f"there is no Discord channel {to.channel!r} in server {to.workspace!r}"
    return Refused(text, code=UNKNOWN_CHANNEL, permanent=True)
