"""What a command posts into its channel, beside its answer."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog
from cachetools import FIFOCache

from adapters.chat import Address, Chat, ChatError, Request
from adapters.document import Document

log = structlog.get_logger(__name__)

KEYS_MAX: Final = 1_000
POST_WITHIN: Final = timedelta(seconds=30)


class Posting:
    """Posts where a request came from, once for each key; nobody is called."""

    def __init__(self, chats: Mapping[str, Chat]) -> None:
        self._chats = chats
        self._posted: FIFOCache[str, None] = FIFOCache(KEYS_MAX)

    async def __call__(self, request: Request, document: Document, key: str) -> bool:
        """Post it; False: it was posted before, or is just being.

        Raises `ChatError`; where that is not `uncertain`, it may be tried again.
        """
        chat = self._chats.get(request.platform)
        if chat is None:
            raise ChatError(f"{request.platform} is not within reach", permanent=True)
        if key in self._posted:
            return False
        self._posted[key] = None
        to = Address(workspace=request.at.workspace, channel=request.at.channel)
        try:
            async with asyncio.timeout(POST_WITHIN.total_seconds()):
                await chat.post(to, document, key=key)
        except TimeoutError as fault:
            raise ChatError("no answer in time", uncertain=True) from fault
        except ChatError as fault:
            log.warning("not posted", platform=request.platform, fault=str(fault))
            if not fault.uncertain:
                self._posted.pop(key, None)
            raise
        return True
