"""What somebody who sets Discord up wants to know: is the token good, are the commands there."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.chat import Check
from adapters.discord.errors import Refused
from adapters.discord.menus import are_same, commands
from adapters.discord.places import INVITED
from adapters.discord.rest import Rest
from adapters.forms import Form
from adapters.skew import clock_check

# Flags of an application: presence, members and message content, approved and limited ones.
PRIVILEGED: Final = 0b11 << 12 | 0b11 << 14 | 0b11 << 18
PORTAL: Final = "https://discord.com/developers/applications"


async def examine(rest: Rest, forms: Sequence[Form], *, guild: str | None) -> list[Check]:
    """Token, servers and commands, looked at anew; changes nothing."""
    try:
        me = await rest.me()
        guilds = await rest.call("GET", "/users/@me/guilds")
        application = await rest.call("GET", "/applications/@me")
    except Refused as fault:
        remedy = f"{fault}; DISCORD_TOKEN is under Bot at {PORTAL}"
        return [Check(what="discord: token", ok=False, remedy=remedy)]
    found = [clock_check("discord: clock of this machine", rest.ahead)]
    found += [Check(what="discord: token", ok=True), *_application(application)]
    servers = f"discord: in {len(guilds)} server{'s' * (len(guilds) != 1)}"
    invite = (
        "invite it: https://discord.com/oauth2/authorize?client_id="
        f"{me}&scope=bot+applications.commands&permissions={INVITED}"
    )
    found.append(Check(what=servers, ok=bool(guilds), remedy="" if guilds else invite))
    found.append(await _registered(rest, me, forms, guild))
    return found


def _application(told: Mapping[str, Any]) -> list[Check]:
    """Does what people type come here, and is nothing allowed that the bot does not use."""
    is_diverted = bool(told.get("interactions_endpoint_url"))
    has_more = bool(int(told.get("flags") or 0) & PRIVILEGED)
    diverted = f"General Information at {PORTAL}: leave Interactions Endpoint URL empty"
    more = f"Bot at {PORTAL}: switch all Privileged Gateway Intents off; EV Watch uses none"
    return [
        Check(
            what="discord: commands come to the bot",
            ok=not is_diverted,
            remedy=diverted if is_diverted else "",
        ),
        Check(
            what="discord: intents, servers only", ok=not has_more, remedy=more if has_more else ""
        ),
    ]


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
