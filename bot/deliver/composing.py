"""News put into words: one message for one story, or one for all of them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from adapters.document import Document
from bot.catalogue import Catalogue
from bot.compose import DIGEST_MAX
from bot.deliver.news import News
from storage.records import Change, Item, Story

log = structlog.get_logger(__name__)


class Compose(Protocol):
    """Puts a story into words; called in a thread, so it touches nothing but its arguments."""

    def __call__(  # noqa: D102, PLR0913 - the class says it; the arguments of `alert`
        self,
        story: Story,
        sources: Sequence[tuple[Item, str]],
        *,
        catalogue: Catalogue,
        language: str,
        update: bool = False,
        heard: int = 0,
        overdue: Sequence[Change] = (),
    ) -> Document: ...


class Gather(Protocol):
    """Puts many messages into one; called in a thread, so it touches nothing but its arguments."""

    def __call__(  # noqa: D102 - the class says it; the arguments of `digest`
        self, told: Sequence[Document], *, count: int, key: str, since: datetime, language: str
    ) -> Document: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """Puts news into words, beside the event loop: a busy story would hold it up."""

    clock: Callable[[], datetime]
    compose: Compose
    gather: Gather

    async def one(
        self, news: Sequence[News], *, key: str
    ) -> tuple[Document | None, list[tuple[News, str]]]:
        """The one message of all the news, and what of them has no words, each with the fault.

        None: none of it has. `key` is what the message will be known by.
        """
        documents: list[Document] = []
        lost: list[tuple[News, str]] = []
        for each in news:
            if len(documents) == DIGEST_MAX:
                break
            try:
                documents.append(await self._worded(each))
            except Exception as fault:  # one story that cannot be put into words blocks no channel
                log.exception("alert not composed", story=each.story.id)
                lost.append((each, f"could not be put into words: {fault!r}"))
        count = len(news) - len(lost)
        if count <= 1:
            return (documents[0] if documents else None), lost
        created = [told.created or self.clock() for each in news for told in each.told]
        language = news[0].subscription.language
        since = min(created)
        return await asyncio.to_thread(
            self.gather, documents, count=count, key=key, since=since, language=language
        ), lost

    async def _worded(self, news: News) -> Document:
        return await asyncio.to_thread(
            self.compose,
            news.story,
            news.sources,
            catalogue=news.catalogue,
            language=news.subscription.language,
            update=news.is_update,
            heard=news.heard,
            overdue=news.overdue,
        )
