"""What somebody who sets Discord up wants to know: is the token good, are the commands there."""

from collections.abc import Sequence
from typing import Final

from adapters.chat import Check
from adapters.discord.errors import Refused
from adapters.discord.menus import are_same, commands
from adapters.discord.rest import Rest
from adapters.forms import Form

PORTAL: Final = "https://discord.com/developers/applications"


async def examine(rest: Rest, forms: Sequence[Form], *, guild: str | None) -> list[Check]:
    """Token, servers and commands, looked at anew; changes nothing."""
    try:
        me = await rest.me()
        guilds = await rest.call("GET", "/users/@me/guilds")
    except Refused as fault:
        remedy = f"{fault}; DISCORD_TOKEN is under Bot at {PORTAL}"
        return [Check(what="discord: token", ok=False, remedy=remedy)]
    found = [Check(what="discord: token", ok=True)]
    servers = f"discord: in {len(guilds)} server{'s' * (len(guilds) != 1)}"
    invite = (
        "invite it: https://discord.com/oauth2/authorize?client_id="
        f"{me}&scope=bot+applications.commands"
    )
    found.append(Check(what=servers, ok=bool(guilds), remedy="" if guilds else invite))
    found.append(await _registered(rest, me, forms, guild))
    return found


async def _registered(rest: Rest, me: str, forms: Sequence[Form], guild: str | None) -> Check:
    what = f"discord: commands registered {f'in server {guild}' if guild else 'everywhere'}"
    path = "/applications/{application_id}" + ("/guilds/{guild_id}" if guild else "") + "/commands"
    ids = {"application_id": me, "guild_id": guild or ""}
    try:
        known = await rest.call("GET", path, query={"with_localizations": "true"}, ids=ids)
    except Refused as fault:
        remedy = f"{fault}; invite the bot with the scope applications.commands"
        return Check(what=what, ok=False, remedy=remedy)
    if are_same(commands(forms, everywhere=guild is None), known):
        return Check(what=what, ok=True)
    return Check(what=what, ok=False, remedy="evwatch run registers them when it connects")
