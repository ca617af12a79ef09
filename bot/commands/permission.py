"""Who may do what: a command that needs a higher role than the person has is refused and kept."""

import structlog

from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.compose.wording import Phrase
from storage.sources import Role

log = structlog.get_logger(__name__)


async def demand(call: Call, needed: Role) -> None:
    """Go on, if the person may do what needs this role; else note that they tried, and raise."""
    if call.role.allows(needed):
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
    raise CommandError(said(Phrase.NOT_ALLOWED, command="/milestones, /evwatch status"))
