"""Answers what people do: acknowledged first, then asked and shown; each interaction once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import app_commands

from adapters.answered import answered
from adapters.chat import Answer, Reply
from adapters.discord import asking
from adapters.discord.embeds import attached, render, render_plainly
from adapters.discord.errors import UNRENDERABLE, Refused
from adapters.discord.rest import Rest
from adapters.document import Document, File, Picture, Run, Text
from adapters.forms import Form
from adapters.once import Once

SUGGEST_LIMIT: Final = timedelta(seconds=2)  # Discord waits for three

_SHOWN = ("Shown to everybody in this channel.", "已向本频道所有人显示。")
_TOO_OLD = (
    "This button is too old to be used. Type the command instead: /milestones or /evwatch.",
    "这个按钮已失效，请直接输入命令：/milestones 或 /evwatch。",
)


class Answering:
    """Takes interactions, several at once. `close` ends those that are being answered."""

    def __init__(self, rest: Rest, answer: Answer, *, forms: Sequence[Form]) -> None:
        self._rest = rest
        self._answer = answer
        self._forms = forms
        self._once = Once()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._log = structlog.get_logger(platform=asking.PLATFORM)

    async def take(self, interaction: discord.Interaction) -> None:
        """Answer one interaction. A second delivery of it is let pass; nothing is raised."""
        if not self._once.is_new(str(interaction.id)):
            return
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
        try:
            await self._handled(interaction)
        except (Refused, discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as e:
            # Its text may hold the token of the interaction.
            self._log.warning("interaction not answered", fault=type(e).__name__)
        except Exception:  # noqa: BLE001 - one interaction that fails stops no other
            self._log.exception("interaction failed")
        finally:
            if task:
                self._tasks.discard(task)

    async def close(self) -> None:
        """Stop answering."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _handled(self, interaction: discord.Interaction) -> None:
        kinds = discord.InteractionType
        if interaction.type is kinds.autocomplete:
            await self._suggest(interaction)
        elif interaction.type in {kinds.application_command, kinds.component}:
            # Within three seconds, so before anything else. What is not for all stays private.
            await interaction.response.defer(ephemeral=True, thinking=True)
            await self._reply(interaction)

    async def _suggest(self, interaction: discord.Interaction) -> None:
        request = asking.suggest_of(interaction, self._forms)
        words: list[str] = []
        try:
            async with asyncio.timeout(SUGGEST_LIMIT.total_seconds()):
                reply = await self._answer(request)
            words = asking.fill_ins(request, reply.suggestions)
        except Exception:  # noqa: BLE001 - nobody is told while typing
            self._log.exception("suggestion failed")
        choices = [app_commands.Choice(name=word, value=word) for word in words]
        await interaction.response.autocomplete(choices)

    async def _reply(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            request = asking.button_of(interaction)
        else:
            request = asking.command_of(interaction, self._forms)
        if request is None:
            reply = _said(_TOO_OLD[asking.is_chinese(interaction)])
        else:
            reply = await answered(self._answer, request)
        await self._show(interaction, reply)

    async def _show(self, interaction: discord.Interaction, reply: Reply) -> None:
        """In place of the waiting message, which only the person sees; or beneath, for all."""
        if reply.private:
            await self._put(interaction, reply.document, "PATCH", "/messages/@original")
            return
        # Not by making the waiting message public: whether it is was settled when it was deferred.
        said = _said(_SHOWN[asking.is_chinese(interaction)]).document
        await self._put(interaction, said, "PATCH", "/messages/@original")
        await self._put(interaction, reply.document, "POST", "")

    async def _put(
        self, interaction: discord.Interaction, document: Document, method: str, path: str
    ) -> None:
        try:
            body, files = render(document), attached(document)
            await self._call(interaction, method, path, body, files)
        except Refused as error:
            # Whatever is wrong with what is attached, the words come; a lost answer is no refusal.
            if error.code not in UNRENDERABLE and not (error.code and document.attached):
                raise
            self._log.warning("answer refused, sent plainly", fault=str(error))
            await self._call(interaction, method, path, render_plainly(document))

    async def _call(
        self,
        interaction: discord.Interaction,
        method: str,
        path: str,
        body: dict[str, Any],
        files: Sequence[Picture | File] = (),
    ) -> None:
        await self._rest.call(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            body,
            once=method == "POST",  # a follow-up has no nonce
            ids={
                "webhook_id": str(interaction.application_id),
                "webhook_token": interaction.token,
            },
            files=files,
        )


def _said(text: str) -> Reply:
    return Reply(document=Document((Text((Run(text),)),), plain=text, tone="neutral"))
