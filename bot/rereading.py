"""Kept texts of the last days read anew for a company's new names, behind everything else.

It never alerts; the channel that asked gets a word when it is done.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from adapters.chat import Address, Chat, ChatError, Request
from adapters.document import Document
from bot.compose.answers import note
from bot.compose.naming_words import Naming
from bot.compose.rows import company_name
from bot.ingest import Ingest
from bot.ingest.naming import folded
from bot.reprocess import BATCH, read_anew
from bot.views import timeline, view
from bot.workers import WorkerError
from storage.engine import StoreError
from storage.records import Company, Item, digest
from storage.store import Store

log = structlog.get_logger(__name__)

REACH: Final = timedelta(days=30)
WAITING_MAX: Final = 20  # asked for and not begun
WITHIN: Final = timedelta(minutes=30)  # of one company; what waits behind it comes to its turn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    request: Request
    company: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """Reads anew what is asked for, one company after the other."""

    store: Store
    ingest: Ingest
    chats: Mapping[str, Chat]
    clock: Callable[[], datetime]
    within: timedelta = WITHIN
    _orders: "asyncio.Queue[_Order]" = field(
        default_factory=lambda: asyncio.Queue(maxsize=WAITING_MAX)
    )

    def ask(self, request: Request, company: str) -> bool:
        """Have the texts read anew for a company; False: too much waits already.

        What waits is lost with the process; asking again is harmless.
        """
        try:
            self._orders.put_nowait(_Order(request=request, company=company, at=self.clock()))
        except asyncio.QueueFull:
            return False
        return True

    async def serve(self) -> None:
        """Read what is asked for until cancelled."""
        while True:
            await self.once()

    async def once(self) -> None:
        """Wait for the next company and read for it."""
        order = await self._orders.get()
        try:
            async with asyncio.timeout(self.within.total_seconds()):
                document = await self._read(order)
        except (StoreError, WorkerError, TimeoutError) as fault:
            log.warning("texts not read anew", company=order.company, fault=repr(fault))
            document = self._failed(order)
        if document is not None:
            await self._tell(order, document)

    async def _read(self, order: _Order) -> Document | None:
        """Read the texts that hold a name of the company; None when it is not known any more."""
        seen = await view(self.store, self.ingest.catalogue, order.request.at.workspace)
        company = seen.catalogue.companies.get(order.company)
        if company is None:
            return None
        read, batch = 0, list[Item]()
        async for item in self.ingest.store.visits.every_item(since=order.at - REACH):
            is_seen = seen.sight.sees(item.source, item.seen)
            if is_seen and await asyncio.to_thread(_names, item, company):
                batch.append(item)
            if len(batch) == BATCH:
                read += await self._anew(batch)
                batch = []
        read += await self._anew(batch)
        steps = len(await timeline(self.store, seen, company.id))
        log.info("texts read anew", company=company.id, texts=read)
        return _told(company, read, steps, order.request.language)

    async def _anew(self, items: Sequence[Item]) -> int:
        await read_anew(self.ingest, items)
        return len(items)

    def _failed(self, order: _Order) -> Document:
        again = f"/evwatch company reread {order.company}"
        words = Naming.READ_FAILED.say(order.request.language, company=order.company, command=again)
        return note(words, tone="warning")

    async def _tell(self, order: _Order, document: Document) -> None:
        request = order.request
        key = digest("reread", str(request.at), order.company, order.at.isoformat())
        to = Address(workspace=request.at.workspace, channel=request.at.channel)
        try:
            await self.chats[request.platform].post(to, document, key=key)
        except (ChatError, KeyError) as fault:
            log.warning("word not given", channel=to.channel, fault=str(fault))


def _names(item: Item, company: Company) -> bool:
    """Does its text hold a name of the company?"""
    text = folded(f"{item.title}\n{item.text}")
    return any(folded(name) in text for name in company.names)


def _told(company: Company, read: int, steps: int, language: str) -> Document:
    name, days = company_name(company, language), REACH.days
    if not read:
        return note(Naming.READ_NONE.say(language, company=name, days=days))
    words = Naming.READ.say(language, company=name, n=read, days=days, steps=steps)
    return note(f'{words} /milestones "{company.name}"')
