"""Discord's refusals as ours: what is lost for good, what is in doubt, what to try again when.

ChatError
└── Refused  with Discord's own number, for those who know another way
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from adapters.chat import ChatError

# Discord's numbers (reference: "Opcodes and Status Codes", JSON error codes).
UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_GUILD: Final = 10004
UNKNOWN_MESSAGE: Final = 10008
TOO_MANY_OLD_EDITS: Final = 30046
TAG_REQUIRED: Final = 40067
MISSING_ACCESS: Final = 50001
NOT_OUR_MESSAGE: Final = 50005
EMPTY_MESSAGE: Final = 50006
MISSING_PERMISSION: Final = 50013
INTERACTION_OVER: Final = 50027
FORM_BODY: Final = 50035
THREAD_ARCHIVED: Final = 50083
THREAD_EXISTS: Final = 160004
TOO_LARGE: Final = 40005
UNRENDERABLE: Final = frozenset({FORM_BODY, EMPTY_MESSAGE, TOO_LARGE})  # another form may be taken

UNAUTHORISED: Final = 401
FORBIDDEN: Final = 403
RATE_LIMITED: Final = 429
SERVER_ERROR: Final = 500

BLOCKED: Final = timedelta(minutes=10)  # without a word on when: an address under a ban
LOOK_FOR_TOKEN: Final = timedelta(minutes=1)
REFUSED_AGAIN: Final = timedelta(hours=1)  # the message itself was refused; others may pass
PERMANENT: Final[Mapping[int, str]] = {
    UNKNOWN_CHANNEL: "there is no such channel any more",
    UNKNOWN_GUILD: "EV Watch is not in that server",
    MISSING_ACCESS: "EV Watch may not see that channel; allow it to view it, or invite it again",
    MISSING_PERMISSION: "EV Watch lacks a permission in that channel; allow it to send messages",
}


class Refused(ChatError):
    """Discord did not do it. `code` is its own number; 0: it gave none."""

    def __init__(
        self,
        text: str,
        *,
        code: int = 0,
        permanent: bool = False,
        uncertain: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(text, permanent=permanent, uncertain=uncertain, retry_after=retry_after)
        self.code = code


def bad_token(text: str = "Discord refuses the token; put a new one in its place") -> Refused:
    """Nothing is lost for good: the deliveries wait until a token is there that is taken."""
    return Refused(text, retry_after=LOOK_FOR_TOKEN)


def refused(error: Exception, *, is_written: bool) -> Refused:
    """What discord.py raised, as ours. `is_written`: Discord may have got the request."""
    match error:
        case discord.RateLimited():
            return Refused(
                "Discord asks for a pause", retry_after=timedelta(seconds=error.retry_after)
            )
        case discord.LoginFailure():
            return bad_token()
        case discord.HTTPException():
            return _answered(error)
        case aiohttp.ClientError() | OSError() | TimeoutError():
            # The name alone: an error of a connection may tell its address.
            text = f"no connection to Discord ({type(error).__name__})"
            return Refused(text, uncertain=is_written)
        case _:
            # What the library or our own code did not expect, after which nothing is known.
            return Refused(f"Discord failed ({type(error).__name__})", uncertain=is_written)


def _answered(error: discord.HTTPException) -> Refused:
    code = error.code
    if error.status == UNAUTHORISED:
        is_over = code == INTERACTION_OVER
        return Refused("the time to answer is over", code=code) if is_over else bad_token()
    if error.status == RATE_LIMITED:
        return Refused("Discord asks for a pause", code=code, retry_after=_pause(error))
    if error.status >= SERVER_ERROR:
        return Refused(f"Discord has a fault of its own ({error.status})", uncertain=True)
    if error.status == FORBIDDEN and not code:  # from the servers in front of Discord
        return Refused("Discord turns this address away", retry_after=BLOCKED)
    if code in PERMANENT or error.status == FORBIDDEN:
        reason = PERMANENT.get(code, "Discord does not allow it")
        return Refused(f"{reason} ({code})", code=code, permanent=True)
    return Refused(
        f"Discord refused the message ({error.status}, {code})",
        code=code,
        retry_after=REFUSED_AGAIN,
    )


def _pause(error: discord.HTTPException) -> timedelta:
    try:
        seconds = float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return BLOCKED
    return timedelta(seconds=min(max(seconds, 1.0), 86_400.0))
