"""A look at what somebody may want to watch: a visit without a trace."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from adapters.fetch import Fetched, FetchError
from bot.catalogue import Catalogue
from bot.ingest.drafts import draft
from bot.ingest.outcome import Look, VisitError
from bot.ingest.reaching import Reach
from bot.ingest.silent import hushed
from bot.ingest.understand import Understood
from bot.sources.discover import discover
from bot.sources.making import MakingError, made
from bot.sources.reading import Reading
from bot.sources.sift import Fresh, sift
from bot.workers import Run, WorkerError
from storage.corrections import Own
from storage.sources import Source, SourceKind

SAMPLE: Final = 20  # items that a look understands, the newest


class NoFeedError(VisitError):
    """What is at an address is no feed, names none, and has no list either."""

    def __init__(self, text: str, *, url: str, title: str) -> None:
        super().__init__(text)
        self.url, self.title = url, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Reads and understands as a visit does, and stores nothing."""

    reach: Reach
    run: Run
    understand: Callable[[Sequence[Fresh], datetime, Sequence[Own]], Awaitable[list[Understood]]]
    catalogue: Catalogue
    max_age: timedelta

    async def __call__(self, words: str, *, owns: Sequence[Own], now: datetime) -> Look:
        """What a source would bring; `words` as in `made`. What is wrong is told in `fault`."""
        found: tuple[str, ...] = ()
        try:
            source = made(words).source()
            source, fetched, reading, found = await self._opened(source, now)
            understood = await self.understand(sift(reading.items, ())[-SAMPLE:], now, owns)
        except MakingError as fault:
            return Look(url=words, fault=str(fault))
        except NoFeedError as fault:
            return Look(url=fault.url, title=fault.title, fault=str(fault))
        except (FetchError, WorkerError, VisitError) as fault:
            return Look(url=words, fault=str(fault), found=found)
        shown = replace(source, backfill=len(understood))
        understood = hushed(shown, understood, max_age=self.max_age, now=now)
        try:
            drafts = await self.run(draft, understood, (), now=now, catalogue=self.catalogue)
        except WorkerError as fault:
            return Look(url=fetched.url, fault=str(fault), found=found)
        return Look(
            url=fetched.url,
            title=reading.title or "",
            items=tuple(each.item for each in understood),
            alerts=tuple(story for story in drafts.stories if story.id in drafts.news),
            silent=drafts.silent,
            found=found,
            source=source,
        )

    async def _opened(
        self, source: Source, now: datetime
    ) -> tuple[Source, Fetched, Reading, tuple[str, ...]]:
        """A source as it is found to be, its answer read, and the feeds that its page names."""
        fetched = await self.reach.fetched(source)
        reading = await self.reach.asked(source, fetched, now)
        if source.kind != SourceKind.FEED:
            if reading.fault:
                raise VisitError(reading.fault)
            return source, fetched, reading, ()
        if not reading.fault:
            return made(fetched.url).source(), fetched, reading, ()
        found = await self.run(discover, fetched.body, fetched.url, fetched.content_type)
        if found:
            fetched = await self.reach.fetch(found[0])
            source = made(fetched.url).source()
            return source, fetched, await self.reach.read(source, fetched, now), found
        page = made(f"page:{fetched.url.partition('#')[0]}").source()
        fetched = await self.reach.fetched(page)
        listed = await self.reach.asked(page, fetched, now)
        if listed.fault:
            raise NoFeedError(reading.fault, url=fetched.url, title=reading.title or "")
        return page, fetched, listed, ()
