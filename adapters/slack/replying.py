"""The answer to one interaction, through the address that came with it."""

from dataclasses import replace
from typing import Any, Final

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.chat import ChatError, Reply
from adapters.document import Buttons, Document, Picture, Run, Text
from adapters.slack.asking import Asked
from adapters.slack.blocks import Message, plain_text, render
from adapters.slack.faults import CallError, asked
from adapters.slack.uploading import Uploader
from adapters.slack.workspaces import Clients, Workspaces

OK: Final = 200

_COMES: Final = {
    "en": "📎 {names}: in your direct messages with EV Watch.",
    "zh": "📎 {names}：见你与 EV Watch 的私信。",
}
_LOST: Final = {
    "en": "{names} could not be sent: {why}.",
    "zh": "{names} 未能发送：{why}。",
}


class Replier:
    """Says replies. What cannot be said is logged: there is nobody left to tell."""

    def __init__(self, clients: Clients, workspaces: Workspaces) -> None:
        self._clients = clients
        self._workspaces = workspaces
        self._uploader = Uploader(clients, workspaces)
        self._log = structlog.get_logger(platform="slack")

    async def reply(self, asked: Asked, reply: Reply) -> None:
        """Show the reply: to the person alone, or to the channel where it is not private."""
        if not reply.document.attached:
            await self._shown(asked, reply)
            return
        comes = replace(reply, document=_announced(reply.document, asked.request.language))
        await self._shown(asked, comes if reply.private else reply)
        await self._share(asked, reply)

    async def _share(self, asked: Asked, reply: Reply) -> None:
        """Send what is attached; what cannot be sent is told, with what pictures say."""
        request, parts = asked.request, reply.document.attached
        try:
            await self._uploader.share(
                parts, request.at, person=request.user if reply.private else None
            )
        except ChatError as fault:
            self._log.warning("files not shared", fault=str(fault))
            words = _LOST.get(request.language, _LOST["en"])
            lost = words.format(names=_names(reply.document), why=fault)
            said = (lost, *(part.alt for part in parts if isinstance(part, Picture)))
            document = Document(
                tuple(Text((Run(each),)) for each in said), plain=lost, tone="warning"
            )
            await self._shown(asked, Reply(document=document))

    async def _shown(self, asked: Asked, reply: Reply) -> None:
        rich = render(reply.document)
        if await self._said(asked, rich, private=reply.private):
            return
        plain = plain_text(reply.document)
        # An address may be spent or too old (half an hour): then the channel takes it.
        if await self._said(asked, plain, private=reply.private) or await self._whispered(
            asked, plain
        ):
            return
        self._log.warning("answer not shown", kind=asked.request.kind)

    async def _said(self, asked: Asked, message: Message, *, private: bool) -> bool:
        if asked.response_url is None:
            return False
        body: dict[str, Any] = {
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": False,
            "text": message.text,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if message.blocks:
            body["blocks"] = list(message.blocks)
        if asked.request.at.thread:
            body["thread_ts"] = asked.request.at.thread
        client = AsyncWebhookClient(
            asked.response_url,
            session=self._clients.session,
            logger=self._clients.logger,
            retry_handlers=[],
        )
        try:
            response = await client.send_dict(body)
        except (ClientError, SlackClientError, TimeoutError, OSError, ValueError) as error:
            self._log.info("response_url failed", error=type(error).__name__)
            return False
        return response.status_code == OK

    async def _whispered(self, question: Asked, message: Message) -> bool:
        """To the person alone, in the channel, as an answer that is late may not fit any more."""
        at = question.request.at
        try:
            workspace = await self._workspaces.get(at.workspace)
            await asked(
                workspace.client.chat_postEphemeral(
                    channel=at.channel,
                    user=question.request.user,
                    text=message.text,
                    thread_ts=at.thread,
                    link_names=False,
                    parse="none",
                )
            )
        except (CallError, ChatError) as fault:
            self._log.info("answer not whispered", fault=str(fault))
            return False
        return True


def _announced(document: Document, language: str) -> Document:
    """The document with a line that says where its files are, above its buttons."""
    words = _COMES.get(language, _COMES["en"]).format(names=_names(document))
    line = Text((Run(words, faint=True),))
    parts = list(document.parts)
    is_last = bool(parts) and isinstance(parts[-1], Buttons)
    parts.insert(len(parts) - is_last, line)
    return replace(document, parts=tuple(parts))


def _names(document: Document) -> str:
    return ", ".join(part.name for part in document.attached)
