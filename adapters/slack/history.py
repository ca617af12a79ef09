"""Looking for a message by the key that it carries, in a channel and in its threads.

A message of ours has the key in its metadata (docs.slack.dev/messaging/message-metadata). An edit
puts its own key in that place, so that the key of the newest state is the one to be found.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any, Final

from adapters.chat import CannotTellError
from adapters.slack.faults import NO_THREAD, CallError, looked
from adapters.slack.workspaces import Workspace

EVENT: Final = "evwatch_alert"
PAGE: Final = 200
PAGES_MAX: Final = 5  # 1,000 messages since: no alert waits that long to be looked for
THREADS_MAX: Final = 10  # newest answers first
RECENT: Final = 100

Json = dict[str, Any]


def metadata(key: str) -> Json:
    """What a message carries so that it can be found by its key."""
    return {"event_type": EVENT, "event_payload": {"id": key}}


async def find(
    workspace: Workspace, channel: str, key: str, *, since: datetime, thread: str | None = None
) -> str | None:
    """The id of our message with this key, written or edited at or after `since`.

    Threads are those of our own messages among the newest few hundred of the channel, and
    `thread`. Raises `CallError`, and `CannotTellError` when too much was said since.
    """
    oldest, answered = since.timestamp(), list[Json]()
    async for page in _pages(workspace, channel, oldest):
        ours = [message for message in page if _is_ours(message, workspace)]
        if found := _match(ours, key, oldest):
            return found
        answered += [
            message for message in ours if float(message.get("latest_reply") or 0) >= oldest
        ]
    answered.sort(key=lambda message: float(message["latest_reply"]), reverse=True)
    roots = [thread, *(str(message["ts"]) for message in answered[:THREADS_MAX])]
    for root in dict.fromkeys(filter(None, roots)):
        beneath = await _replies(workspace, channel, root, oldest)
        ours = [message for message in beneath if _is_ours(message, workspace)]
        if found := _match(ours, key, oldest):
            return found
    return None


async def recent(workspace: Workspace, channel: str) -> dict[str, str]:
    """The keys of our newest messages in the channel, each with its message. Raises `CallError`."""
    answer = await looked(
        workspace.client.conversations_history(
            channel=channel, limit=RECENT, include_all_metadata=True
        )
    )
    ours = (message for message in answer["messages"] if _is_ours(message, workspace))
    return {key: str(message["ts"]) for message in ours if (key := _key(message))}


async def root(workspace: Workspace, channel: str, message: str) -> str | None:
    """The message beneath which this one is, itself when it is none's; None: it is gone.

    Raises `CallError`.
    """
    try:
        answer = await looked(
            workspace.client.conversations_replies(channel=channel, ts=message, limit=1)
        )
    except CallError as fault:
        if fault.code in NO_THREAD:
            return None
        raise
    found = next(iter(answer["messages"] or ()), None)
    if found is None or found.get("subtype") == "tombstone":
        return None
    return str(found.get("thread_ts") or message)


async def _pages(workspace: Workspace, channel: str, oldest: float) -> AsyncIterator[list[Json]]:
    """The newest messages, page by page, until one was written before `oldest`.

    There is no `oldest` in the question: a message that was edited since, or answered in its
    thread, is older than that.
    """
    cursor: str | None = None
    for _ in range(PAGES_MAX):
        answer = await looked(
            workspace.client.conversations_history(
                channel=channel, limit=PAGE, cursor=cursor, include_all_metadata=True
            )
        )
        page: list[Json] = answer["messages"]
        yield page
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None or (page and float(page[-1]["ts"]) < oldest):
            return
    raise CannotTellError(f"channel {channel}: too much was said since to look through")


async def _replies(workspace: Workspace, channel: str, thread: str, oldest: float) -> list[Json]:
    try:
        answer = await looked(
            workspace.client.conversations_replies(
                channel=channel,
                ts=thread,
                oldest=f"{oldest:.6f}",
                inclusive=True,
                limit=PAGE,
                include_all_metadata=True,
            )
        )
    except CallError as fault:
        if fault.code in NO_THREAD:
            return []
        raise
    found: list[Json] = answer["messages"]
    return found


def _match(messages: Iterable[Json], key: str, oldest: float) -> str | None:
    for message in messages:
        edited = (message.get("edited") or {}).get("ts") or 0
        if _key(message) == key and max(float(message["ts"]), float(edited)) >= oldest:
            return str(message["ts"])
    return None


def _key(message: Json) -> str | None:
    said = message.get("metadata") or {}
    if said.get("event_type") != EVENT:
        return None
    key = (said.get("event_payload") or {}).get("id")
    return key if isinstance(key, str) else None


def _is_ours(message: Json, workspace: Workspace) -> bool:
    # Metadata can be written by any app: only what this bot wrote counts.
    return message.get("bot_id") == workspace.bot_id or message.get("user") == workspace.bot_user
