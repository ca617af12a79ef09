"""Whether not everybody of a workspace sees a channel, where the payload does not say so."""

from collections.abc import Mapping
from typing import Any

from adapters.chat import ChatError
from adapters.slack.faults import CallError, looked
from adapters.slack.workspaces import Workspaces


def is_private(channel: Mapping[str, Any]) -> bool:
    """Does what conversations.info tells of a channel say so? Direct messages are, too.

    >>> is_private({"is_channel": True, "is_private": False}), is_private({"is_mpim": True})
    (False, True)
    """
    return any(channel.get(each) for each in ("is_private", "is_im", "is_mpim"))


async def looked_up(workspaces: Workspaces, team: str, channel: str) -> bool:
    """Is it private, as Slack says now? One of which it says nothing is: the bot is not in it."""
    try:
        workspace = await workspaces.get(team)
        answer = await looked(workspace.client.conversations_info(channel=channel))
    except (CallError, ChatError):
        return True
    return is_private(answer.get("channel") or {})
