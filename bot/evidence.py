"""Alerts with a link to the page of their company, in workspaces that have opened one.

Laid around a platform, between the deliverer and it: what is posted is an alert with one more link.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from adapters.chat import Address, Answer, Chat, Check, Health
from adapters.document import Button, Buttons, Document, Links, Part
from bot.compose.linking import Linking
from bot.compose.wording import Phrase
from bot.sharing import Sharing
from storage.engine import StoreError
from storage.store import Store

log = structlog.get_logger(__name__)

TIMELINE: Final = "/milestones "


class Evidenced:
    """Fits `Chat`: the platform that it is laid around, with that link in its alerts."""

    def __init__(
        self, chat: Chat, *, store: Store, sharing: Sharing, clock: Callable[[], datetime]
    ) -> None:
        self.platform = chat.platform
        self._chat = chat
        self._store = store
        self._sharing = sharing
        self._clock = clock

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """As the platform does."""
        document = await self._linked(to, document)
        return await self._chat.post(to, document, key=key, after=after, edit=edit)

    async def find(
        self, to: Address, key: str, *, since: datetime, after: str | None = None
    ) -> str | None:
        """As the platform does."""
        return await self._chat.find(to, key, since=since, after=after)

    async def probe(self, to: Address) -> Health:
        """As the platform does."""
        return await self._chat.probe(to)

    async def examine(self) -> Sequence[Check]:
        """As the platform does."""
        return await self._chat.examine()

    def health(self) -> Health:
        """As the platform does."""
        return self._chat.health()

    async def serve(self, answer: Answer) -> None:
        """As the platform does."""
        await self._chat.serve(answer)

    async def _linked(self, to: Address, document: Document) -> Document:
        """The alert with its link; as it is where there is none, or nobody can tell."""
        button = _timeline(document)
        if document.tone != "alert" or button is None:
            return document
        try:
            open_ = await self._store.links.of(to.workspace, now=self._clock())
        except StoreError as fault:
            log.warning("links not read", fault=str(fault))
            return document
        company = button.command.removeprefix(TIMELINE).strip()
        found = (
            self._sharing.address(link, self.platform) for link in open_ if link.company == company
        )
        address = next((each for each in found if each), None)
        if address is None:
            return document
        language = "zh" if button.label == Phrase.TIMELINE.say("zh") else "en"
        return linked(document, Linking.EVIDENCE.say(language), address)


def linked(document: Document, words: str, address: str) -> Document:
    """The document with one more link, behind its sources or above its buttons."""
    item = (words, address)
    parts: list[Part] = list(document.parts)
    for place, part in enumerate(parts):
        if isinstance(part, Links):
            parts[place] = replace(part, items=(*part.items, item))
            return replace(document, parts=tuple(parts))
    place = next((at for at, part in enumerate(parts) if isinstance(part, Buttons)), len(parts))
    parts.insert(place, Links((item,)))
    return replace(document, parts=tuple(parts))


def _timeline(document: Document) -> Button | None:
    """The button that leads to the steps of the company that an alert is about."""
    buttons = (each for part in document.parts if isinstance(part, Buttons) for each in part.items)
    return next((each for each in buttons if each.command.startswith(TIMELINE)), None)
