"""Which servers invited or removed the bot while it was not there to hear of it."""

from typing import Final

import structlog

from adapters.chat import Presence
from adapters.discord.asking import PLATFORM
from adapters.discord.errors import MISSING_ACCESS, UNKNOWN_GUILD, Refused
from adapters.discord.rest import Rest

PAGE: Final = 200  # servers; the most that Discord gives at once
PAGES_MAX: Final = 50
ASKED_MAX: Final = 50  # servers that are looked for one by one, each time

log = structlog.get_logger(platform=PLATFORM)


async def call_the_roll(rest: Rest, presence: Presence) -> None:
    """Tell of known servers that are gone or back. Nothing is raised: it is called again.

    That a server is not in Discord's list means nothing by itself, the list may be cut or old. It
    has left when Discord says, asked for that server alone, that the bot is not in it.
    """
    try:
        known = {
            each: here for each, here in (await presence.roll(PLATFORM)).items() if _is_id(each)
        }
        if not known:
            return
        there = await _servers(rest)
        for guild in [each for each, here in known.items() if not here and each in there]:
            await presence.joined(PLATFORM, guild)
        missing = [each for each, here in known.items() if here and each not in there]
        for guild in missing[:ASKED_MAX]:
            if await _is_gone(rest, guild):
                await presence.left(PLATFORM, guild)
    except Refused as fault:
        log.info("servers not counted", fault=str(fault))
    except Exception:  # whatever the keeper raises, the line is made all the same
        log.exception("servers not counted")


def _is_id(workspace: str) -> bool:
    return workspace.isascii() and workspace.isdecimal()


async def _servers(rest: Rest) -> set[str]:
    found: set[str] = set()
    after = "0"
    for _ in range(PAGES_MAX):
        query: dict[str, str | int] = {"limit": PAGE, "after": after}
        page = [
            str(each["id"]) for each in await rest.call("GET", "/users/@me/guilds", query=query)
        ]
        found.update(page)
        if len(page) < PAGE:
            break
        after = max(page, key=int)
    return found


async def _is_gone(rest: Rest, guild: str) -> bool:
    try:
        await rest.call("GET", "/guilds/{guild_id}", ids={"guild_id": guild})
    except Refused as fault:
        if fault.code in {UNKNOWN_GUILD, MISSING_ACCESS}:
            return True
        raise
    return False
