"""Pictures and files, which Slack takes apart from the message: asked for, sent, and shared.

What is for one person alone goes into that person's direct messages with the bot: no message that
only one person sees can hold a file (slackapi/node-slack-sdk #1790).

Source: files.getUploadURLExternal and files.completeUploadExternal, as published.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

from aiohttp import ClientError

from adapters.chat import Address
from adapters.document import File, Picture
from adapters.plain import plain
from adapters.slack.faults import CallError, asked, chat_error, looked
from adapters.slack.workspaces import Clients, Workspace, Workspaces
from adapters.units import cut

ALT_MAX_UNITS: Final = 1_000
OUTSIDE: Final = frozenset({"not_in_channel", "channel_not_found"})
OK: Final = 200

Part = Picture | File


class Uploader:
    """Shares what a document has attached. One share is one message, whatever it holds."""

    def __init__(self, clients: Clients, workspaces: Workspaces) -> None:
        self._clients = clients
        self._workspaces = workspaces

    async def share(self, parts: Sequence[Part], at: Address, *, person: str | None = None) -> None:
        """Share them in the channel or thread, or with the one person. Raises `ChatError`.

        None of them is shared where one cannot be sent.
        """
        workspace = await self._workspaces.get(at.workspace)
        place: dict[str, Any] = {"channels": person} if person else {"channel_id": at.channel}
        if at.thread and not person:
            place["thread_ts"] = at.thread
        try:
            files = [
                {"id": await self._sent(workspace, each), "title": each.name} for each in parts
            ]
            await self._completed(workspace, files, place, at)
        except CallError as fault:
            raise chat_error(fault, f"files in channel {at.channel}") from fault

    async def _sent(self, workspace: Workspace, part: Part) -> str:
        """Send the bytes; gives the id under which Slack has them, nobody seeing them yet."""
        told: dict[str, Any] = {"filename": part.name, "length": len(part.data)}
        if isinstance(part, Picture) and part.alt.strip():
            told["alt_txt"] = cut(plain(part.alt), ALT_MAX_UNITS)
        answer = await looked(
            # As a form: in the address, where the library puts it, a long text may be too long.
            workspace.client.api_call("files.getUploadURLExternal", data=told)
        )
        try:
            async with self._clients.session.post(
                str(answer["upload_url"]),
                data=part.data,
                headers={"Content-Type": "application/octet-stream"},
            ) as response:
                status = response.status
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise CallError(text=f"the file was not sent ({type(error).__name__})") from error
        if status != OK:
            raise CallError(text=f"the file was not taken ({status})")
        return str(answer["file_id"])

    async def _completed(
        self,
        workspace: Workspace,
        files: Sequence[dict[str, str]],
        place: dict[str, Any],
        at: Address,
    ) -> None:
        values = {"files": json.dumps(files), **place}
        complete = partial(workspace.client.api_call, "files.completeUploadExternal", data=values)
        try:
            await asked(complete())
        except CallError as fault:
            if fault.code not in OUTSIDE or "channels" in place:
                raise
            with suppress(CallError):  # then the second attempt says why it cannot be
                await looked(workspace.client.conversations_join(channel=at.channel))
            await asked(complete())
