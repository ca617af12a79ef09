"""Who may do what: a command that needs a higher role than the person has is refused and kept."""

from typing import Final

import structlog

from adapters.chat import Request
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.compose.desk_words import ADMINS, MAY, ROLES, Desk
from bot.compose.phrases import pick
from bot.compose.reshaping_words import Reshaping
from bot.compose.wording import together
from storage.roles import EVERYBODY
from storage.sources import Role

log = structlog.get_logger(__name__)

NAMED_MAX: Final = 5
REJECT: Final = "/evwatch milestone reject"


def role_of(request: Request, given: Role) -> Role:
    """The role of who asks: who runs the place by the platform's own word is always an admin.

    Unless that person acts as somebody who may do less. Others have the one that they were given.
    """
    if request.is_admin:
        return Role(request.acts_as) if request.acts_as else Role.ADMIN
    return given


async def demand(call: Call, needed: Role) -> None:
    """Go on, if the person may do what needs this role; else note that they tried, and raise."""
    role = call.role
    if role.allows(needed):
        return
    request = call.request
    log.warning(
        "command refused",
        platform=request.platform,
        workspace=request.at.workspace,
        channel=request.at.channel,
        user=request.user,
        command=call.command,
    )
    await call.store.watchlist.note(call.audit(allowed=False))
    language = call.language
    raise CommandError(
        said(Desk.NEEDS, needed=pick(MAY[needed], language), role=pick(ROLES[role], language)),
        said(
            Desk.ASK_THEM,
            who=await who_may(call, needed),
            command=f"/evwatch role {mention(call)} {needed.value}",
        ),
        said(Desk.LOOK_ALL_THE_SAME, one="/milestones", other="/evwatch status"),
    )


async def permit_shared(call: Call) -> None:
    """Go on where no other workspace would be changed, or where those sit who run the bot.

    Raises `CommandError` elsewhere: stories are shared by all.
    """
    if call.operators:
        is_allowed = call.workspace == call.operators
    else:
        is_allowed = await call.store.watchlist.workspaces() <= {call.workspace}
    if not is_allowed:
        raise CommandError(said(Reshaping.NOT_HERE, command=REJECT))


async def who_may(call: Call, needed: Role) -> str:
    """Those who have at least this role, in words: by the platform's word, and who was given it."""
    language, platform = call.language, call.request.platform
    given = await call.store.roles.given(call.workspace, platform)
    names = [
        person.name or person.id
        for person, role in given
        if role.allows(needed) and person.id != EVERYBODY
    ]
    return together([pick(ADMINS[platform], language), *names[:NAMED_MAX]], language)


def mention(call: Call) -> str:
    """Who asks, as a line of their platform names them."""
    user = call.request.user
    return f"<@{user}>" if call.request.platform in {"slack", "discord"} else user
