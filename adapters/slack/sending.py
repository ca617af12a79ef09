"""The two calls that show a message, each made in its turn and never by the library twice."""

from dataclasses import dataclass
from typing import Final

from adapters.chat import Address
from adapters.slack.blocks import Message
from adapters.slack.faults import FIXED, CallError, asked
from adapters.slack.history import metadata
from adapters.slack.pace import Pace
from adapters.slack.workspaces import Workspace

POST: Final = "chat.postMessage"
UPDATE: Final = "chat.update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be shown where: as `Chat.post` takes it, but for the document."""

    to: Address
    key: str
    after: str | None
    edit: bool


class Sender:
    """Messages come silently: nothing unfurls, nobody is called, no reply goes to the channel."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def post(
        self, workspace: Workspace, order: Order, message: Message, *, root: str | None
    ) -> str:
        """Post the message, in the thread of `root` where there is one. Raises `CallError`."""
        await self._turn(order, POST)
        try:
            answer = await asked(
                workspace.client.chat_postMessage(
                    channel=order.to.channel,
                    text=message.text,
                    blocks=list(message.blocks) or None,
                    metadata=metadata(order.key),
                    thread_ts=root,
                    unfurl_links=False,
                    unfurl_media=False,
                    link_names=False,
                    parse="none",
                )
            )
        except CallError as fault:
            self._heed(workspace, POST, fault)
            raise
        return str(answer["ts"])

    async def change(
        self, workspace: Workspace, order: Order, message: Message, *, ts: str
    ) -> bool:
        """Put the message in the place of `ts`; False: that one cannot be changed.

        Raises `CallError`.
        """
        await self._turn(order, UPDATE)
        try:
            await asked(
                workspace.client.chat_update(
                    channel=order.to.channel,
                    ts=ts,
                    text=message.text,
                    blocks=list(message.blocks),
                    metadata=metadata(order.key),
                    link_names=False,
                    parse="none",
                )
            )
        except CallError as fault:
            if fault.code in FIXED:
                return False
            self._heed(workspace, UPDATE, fault)
            raise
        return True

    async def _turn(self, order: Order, method: str) -> None:
        await self._pace.turn(order.to.workspace, order.to.channel)
        self._pace.check(order.to.workspace, method)  # another channel may have met the limit

    def _heed(self, workspace: Workspace, method: str, fault: CallError) -> None:
        if fault.retry_after is not None:
            self._pace.close(workspace.id, method, fault.retry_after)
