"""What those who run the service are told of, in the channel that they named; else nobody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.chat import Address, Chat
from adapters.document import Document
from bot import compose
from bot.config import Config
from bot.tending import Report
from storage.channels import Parked
from storage.records import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """The operators' channel. Told again of the same, it posts nothing twice: the key is one."""

    config: Config
    chats: Mapping[str, Chat]  # by platform

    async def parked(self, parked: Parked) -> None:
        """Tell of a channel that takes nothing any more. Raises `ChatError`."""
        hold, language = self.config.delivery.hold, self.config.operators.language
        document = compose.lost_channel(parked, hold=hold, language=language)
        await self._post(document, digest("parked", str(parked.channel), parked.since.isoformat()))

    async def left(self, platform: str, workspace: str, *, at: datetime) -> None:
        """Tell that a workspace left; not where that is their own. Raises `ChatError`."""
        to = self.config.operators
        if (to.platform, to.workspace) == (platform, workspace):
            return
        grace = self.config.delivery.forget_after
        document = compose.left_workspace(platform, workspace, grace=grace, language=to.language)
        await self._post(document, digest("left", platform, workspace, at.isoformat()))

    async def sources(self, report: Report) -> None:
        """Tell what changed with sources, what lasts, and what was noticed. Raises `ChatError`."""
        document = compose.tended(
            report.changed,
            report.lasting,
            report.words,
            watched=report.watched,
            language=self.config.operators.language,
        )
        told = [
            f"{each.source.id} {each.state} {each.told} {each.told_at}"
            for each in (*report.changed, *report.lasting)
        ]
        key = digest("sources", *told, *(f"{word.id} {word.at}" for word in report.words))
        await self._post(document, key)

    async def _post(self, document: Document, key: str) -> None:
        to = self.config.operators
        chat = self.chats.get(to.platform)
        if to.channel and chat is not None:
            await chat.post(Address(workspace=to.workspace, channel=to.channel), document, key=key)
