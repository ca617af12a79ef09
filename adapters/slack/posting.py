"""Posting, editing and looking: one message for one key, and what became of it told truly."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

import structlog

from adapters.chat import Address, CannotTellError, ChatError, Health
from adapters.document import Document
from adapters.slack import history
from adapters.slack.blocks import Message, plain_text, render
from adapters.slack.faults import (
    AUTH,
    CONTENT,
    NO_THREAD,
    UNREADABLE,
    CallError,
    chat_error,
    looked,
)
from adapters.slack.memory import Memory, Place
from adapters.slack.pace import HISTORY, Pace
from adapters.slack.places import is_private
from adapters.slack.sending import Order, Sender
from adapters.slack.uploading import Uploader
from adapters.slack.workspaces import Workspace, Workspaces

T = TypeVar("T")
TS: Final = re.compile(r"\d{1,12}\.\d{1,9}")


class Poster:
    """The messages of all channels. A channel is served one call after another."""

    def __init__(self, workspaces: Workspaces, pace: Pace, uploader: Uploader) -> None:
        self._workspaces = workspaces
        self._pace = pace
        self._sender = Sender(pace)
        self._uploader = uploader
        self._memory = Memory()
        self._looked: set[tuple[str, str]] = set()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._log = structlog.get_logger(platform="slack")

    async def post(self, order: Order, document: Document) -> str:
        """As `Chat.post`."""
        to = order.to
        lock = self._locks.setdefault((to.workspace, to.channel), asyncio.Lock())
        async with lock:
            place = _place(to, order.key)
            known = self._memory.message(place) or await self._from_before(to, place)
            if known is not None:
                return known
            try:
                ts = await self._at(to, lambda where: self._put(where, order, document))
            except ChatError as fault:
                if fault.uncertain:
                    after = order.after
                    root = self._memory.root(_place(to, after)) if after else None
                    self._memory.doubt(place, root or after)
                raise
            await self._attach(order, document, ts)
            return ts

    async def _attach(self, order: Order, document: Document, ts: str) -> None:
        """Put pictures and files beneath the message, which stands whatever becomes of them."""
        if not document.attached or order.edit:
            return
        root = self._memory.root(_place(order.to, ts)) or ts
        try:
            await self._uploader.share(document.attached, replace(order.to, thread=root))
        except ChatError as fault:
            self._log.warning("files not shared", key=order.key, fault=str(fault))

    async def find(
        self, to: Address, key: str, *, since: datetime, after: str | None = None
    ) -> str | None:
        """As `Chat.find`."""
        self._pace.check(to.workspace, HISTORY)
        thread = to.thread or self._memory.doubted_root(_place(to, key))
        if thread is None and after and TS.fullmatch(after):
            thread = after

        async def look(where: Workspace) -> str | None:
            try:
                return await history.find(where, to.channel, key, since=since, thread=thread)
            except CallError as fault:
                self._heed(where, fault)
                if fault.code not in UNREADABLE:
                    raise
                lack = fault.needed or "channels:history"
                text = f"channel {to.channel}: its history cannot be read, scope {lack} is missing"
                raise CannotTellError(text) from fault

        found = await self._at(to, look)
        if found is None:
            self._memory.settle(_place(to, key))
        else:
            self._memory.keep(_place(to, key), found)
        return found

    async def probe(self, to: Address) -> Health:
        """As `Chat.probe`."""

        async def look(where: Workspace) -> dict[str, Any]:
            answer = await looked(where.client.conversations_info(channel=to.channel))
            found: dict[str, Any] = answer["channel"]
            return found

        try:
            channel = await self._at(to, look)
        except ChatError as fault:
            return Health(ok=False, reason=str(fault))
        private = is_private(channel)
        if channel.get("is_archived"):
            reason = f"channel {to.channel}: the channel is archived"
            return Health(ok=False, reason=reason, private=private)
        if channel.get("is_private") and not channel.get("is_member", True):
            reason = f"channel {to.channel}: the bot is not in it"
            return Health(ok=False, reason=reason, private=private)
        # A public channel is joined when there is something to post.
        return Health(ok=True, private=private)

    async def _from_before(self, to: Address, place: Place) -> str | None:
        """The message that the key already became, as far as that is cheap to know.

        The deliverer looks (`find`) for whatever is in doubt before it posts it again, so this is
        for other callers: a key whose answer was lost, and one that an earlier process posted.
        For the latter one look a channel and process is enough; it is left out while looks are
        scarce, and what it cannot see stops no post.
        """
        channel = (to.workspace, to.channel)
        is_doubted = self._memory.is_doubted(place)
        if not is_doubted and (channel in self._looked or not self._pace.may_look(to.workspace)):
            return None

        async def look(where: Workspace) -> dict[str, str]:
            try:
                found = await history.recent(where, to.channel)
            except CallError as fault:
                self._heed(where, fault)
                if fault.code in UNREADABLE:
                    self._looked.add(channel)
                elif is_doubted:
                    raise
                return {}
            self._looked.add(channel)
            return found

        for key, message in (await self._at(to, look)).items():
            self._memory.keep(_place(to, key), message)
        self._memory.settle(place)
        return self._memory.message(place)

    async def _at(self, to: Address, work: Callable[[Workspace], Awaitable[T]]) -> T:
        """Do the work in the workspace: once more under a new token, or after joining."""
        where = await self._workspaces.get(to.workspace)
        try:
            return await work(where)
        except CallError as fault:
            again = await self._mended(where, to, fault)
            if again is None:
                raise chat_error(fault, f"channel {to.channel}") from fault
        try:
            return await work(again)
        except CallError as fault:
            raise chat_error(fault, f"channel {to.channel}") from fault

    async def _mended(self, where: Workspace, to: Address, fault: CallError) -> Workspace | None:
        """Where to try again; None: there is nothing to be mended from here."""
        if fault.code in AUTH:
            return await self._workspaces.renewed(where)
        if fault.code != "not_in_channel":
            return None
        try:
            await looked(where.client.conversations_join(channel=to.channel))
        except CallError as refused:
            self._log.info("channel not joined", channel=to.channel, fault=str(refused))
            return None
        return where

    async def _put(self, where: Workspace, order: Order, document: Document) -> str:
        """Show the document; one that Slack refuses as blocks is shown as plain text."""
        message = render(document)
        try:
            return await self._show(where, order, message)
        except CallError as fault:
            if fault.code not in CONTENT or not message.blocks:
                raise
            self._log.warning("blocks refused, plain text instead", key=order.key, fault=fault.code)
        return await self._show(where, order, plain_text(document))

    async def _show(self, where: Workspace, order: Order, message: Message) -> str:
        place, after = _place(order.to, order.key), order.after
        if order.edit and after and TS.fullmatch(after):
            if await self._sender.change(where, order, message, ts=after):
                self._memory.keep(place, after)
                return after
            after = None  # it stands on its own, not beneath what is gone
        root = await self._root(where, order.to, after) if after else None
        try:
            ts = await self._sender.post(where, order, message, root=root)
        except CallError as fault:
            if root is None or fault.code not in NO_THREAD:
                raise
            root = None
            ts = await self._sender.post(where, order, message, root=None)
        self._memory.keep(place, ts)
        self._memory.place(_place(order.to, ts), root or ts)
        return ts

    async def _root(self, where: Workspace, to: Address, after: str) -> str | None:
        """The message in whose thread an answer to `after` belongs; None: there is none."""
        if not TS.fullmatch(after):
            return None
        if (known := self._memory.root(_place(to, after))) is not None:
            return known
        try:
            found = await history.root(where, to.channel, after)
        except CallError as fault:
            if fault.code in UNREADABLE:
                return after
            raise
        if found is not None:
            self._memory.place(_place(to, after), found)
        return found

    def _heed(self, where: Workspace, fault: CallError) -> None:
        if fault.retry_after is not None:
            self._pace.close(where.id, HISTORY, fault.retry_after)


def _place(to: Address, name: str) -> Place:
    return to.workspace, to.channel, name
