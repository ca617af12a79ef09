"""Slack's refusals and broken connections: one `CallError` at the border, `ChatError` for the bot.

Sources: the `errors` of the published methods; which of them end a destination, and which may have
been carried out in part, as chat.postMessage describes them.
"""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, Final

from aiohttp import ClientConnectorError, ClientError, ClientHttpProxyError, ConnectionTimeoutError
from aiohttp.client_exceptions import InvalidURL
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.chat import ChatError
from adapters.plain import plain

# The token is no good: until somebody puts another one in place.
AUTH: Final = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
# Of these, that the app was removed, or its workspace closed. Any other may be a wrong token.
REMOVED: Final = frozenset({"token_revoked", "account_inactive"})
BUSY: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# Slack says of these that they may have been carried out in part.
UNSURE: Final = frozenset({"fatal_error", "internal_error"})
# This very message is refused; another one would be taken.
CONTENT: Final = frozenset(
    {
        "attachment_payload_limit_exceeded",
        "block_mismatch",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "markdown_text_conflict",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
# A message that cannot be changed (any more): its successor stands on its own.
FIXED: Final = frozenset(
    {"cant_update_message", "edit_window_closed", "is_inactive", "message_not_found"}
)
# There is no thread to answer in (any more).
NO_THREAD: Final = frozenset(
    {
        "cannot_reply_to_message",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
    }
)
UNREADABLE: Final = frozenset({"missing_scope", "not_allowed_token_type"})

BUSY_PAUSE: Final = timedelta(seconds=30)  # where Slack does not say how long
REFUSED_PAUSE: Final = timedelta(hours=1)  # a refused message is refused again a moment later
NOT_SENT: Final = (
    ClientConnectorError,
    ClientHttpProxyError,
    ConnectionTimeoutError,
    InvalidURL,
)

_WHY: Final = {
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it: "
    "write /invite @EV Watch there",
    "not_in_channel": "the bot is not in the channel: write /invite @EV Watch there",
    "is_archived": "the channel is archived",
    "channel_is_limited_access": "the channel is closed to the bot",
    "restricted_action": "an admin does not let the bot post there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "the channel takes threads only",
    "messages_tab_disabled": "messages to the app are switched off",
    "team_not_found": "the workspace is not there",
    "team_access_not_granted": "the workspace did not let the app in",
    "access_denied": "Slack does not let the bot in",
    "ekm_access_denied": "the admins suspended access",
    "app_access_restricted": "an admin restricted the app",
    "posting_to_channel_denied": "the bot may not post there",
}


class CallError(Exception):
    """A call that gave nothing. `code` is Slack's word; empty: no answer that could be read.

    `is_sure`: nothing was done. `needed` names the scope that is missing.
    """

    def __init__(
        self,
        code: str = "",
        *,
        is_sure: bool = True,
        retry_after: timedelta | None = None,
        needed: str = "",
        text: str = "",
    ) -> None:
        super().__init__(text or code)
        self.code = code
        self.is_sure = is_sure
        self.retry_after = retry_after
        self.needed = needed


async def asked(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The answer to a call. Raises `CallError`."""
    try:
        return await call
    except SlackClientError as error:
        raise _refusal(error) from error
    except NOT_SENT as error:
        text = f"Slack cannot be reached ({type(error).__name__})"
        raise CallError(text=text) from error
    except (ClientError, TimeoutError, OSError) as error:
        text = f"Slack's answer was lost ({type(error).__name__})"
        raise CallError(is_sure=False, text=text) from error
    except (AttributeError, TypeError, ValueError) as error:  # an answer that is no JSON object
        raise CallError(is_sure=False, text="the answer is not Slack's") from error


async def looked(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The answer to a call that changes nothing: failed, it was never done. Raises `CallError`."""
    try:
        return await asked(call)
    except CallError as fault:
        fault.is_sure = True
        raise


def chat_error(fault: CallError, place: str) -> ChatError:
    """The fault as the port tells it; `place` is what was to be reached, such as "channel C1"."""
    code = fault.code
    if fault.retry_after is not None or code in BUSY:
        pause = fault.retry_after or BUSY_PAUSE
        return ChatError(f"{place}: Slack asks to wait", retry_after=pause)
    if code in AUTH:
        text = f"{place}: Slack does not accept the bot token ({code}): put a new one in place"
        return ChatError(text, permanent=True)
    if fault.needed or code in UNREADABLE:
        text = f"{place}: the scope {fault.needed or 'for this'} is missing: add it to the app"
        return ChatError(f"{text} and install it again", permanent=True)
    if code in CONTENT:
        return ChatError(f"{place}: Slack refuses the message ({code})", retry_after=REFUSED_PAUSE)
    if code in _WHY or code.startswith("restricted_action"):
        why = _WHY.get(code, _WHY["restricted_action"])
        return ChatError(f"{place}: {why} ({code})", permanent=True)
    return ChatError(f"{place}: {fault}", uncertain=not fault.is_sure)


def is_removal(fault: ChatError) -> bool:
    """Whether Slack itself said that the workspace has the app no more; no outage says that."""
    cause = fault.__cause__
    return isinstance(cause, CallError) and cause.code in REMOVED


def _refusal(error: SlackClientError) -> CallError:
    response = getattr(error, "response", None)
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    body = getattr(response, "data", None)
    values: dict[str, Any] = body if isinstance(body, dict) else {}
    code = plain(str(values.get("error") or ""), 80)
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        return CallError(code or "ratelimited", retry_after=_pause(response))
    is_sure = bool(code) and code not in UNSURE and status < 500  # noqa: PLR2004 - server errors
    needed = plain(str(values.get("needed") or ""), 200)
    return CallError(code, is_sure=is_sure, needed=needed, text=code or f"Slack answered {status}")


def _pause(response: object) -> timedelta:
    headers = getattr(response, "headers", {})
    value = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(value)) if value.isdecimal() else BUSY_PAUSE
