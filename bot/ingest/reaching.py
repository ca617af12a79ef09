"""A source's answer, and what it says: the part of a visit that meets the outside."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from adapters.fetch import BlockedError, Fetch, Fetched, FetchError, Query, Resolve
from bot.ingest.asking import Asking
from bot.ingest.outcome import VisitError
from bot.sources import ADDRESSED
from bot.sources.barrier import BARRIER, is_barrier
from bot.sources.reading import Reading
from bot.sources.registers import empty, question
from bot.workers import Run
from storage.sources import MOVED, Source, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The ways to sources; the fields are those of `Ingest`."""

    fetch: Fetch
    run: Run
    polite: Fetch | None
    query: Query | None
    resolve: Resolve | None
    equip: Callable[[Source], Source]

    async def fetched(self, source: Source) -> Fetched:
        """The answer of the source. Raises `FetchError`.

        A source that is no address has none: its reader asks for all that it wants.
        """
        if source.kind not in ADDRESSED:
            return Fetched(url=source.url, status=HTTPStatus.OK)
        if source.kind == SourceKind.REGISTER:
            return await self._listed(source)
        return await self._moved(source)

    async def _listed(self, source: Source) -> Fetched:
        """The answer of a register, which may want a question, and may have no rows."""
        asked = question(source)
        if asked is not None and self.query is None:
            raise FetchError("no questions are sent from here")
        try:
            if asked is None or self.query is None:
                return await self._moved(source)
            return await self.query(source.url, asked)
        except FetchError as fault:
            if (answer := empty(source, fault)) is None:
                raise
        return answer

    async def _moved(self, source: Source) -> Fetched:
        """The answer of an address, from where it moved to if it did."""
        memory = source.memory
        url = memory.get(MOVED) or source.url
        fetch = self._way(source)
        try:
            return await fetch(url, etag=memory.get("etag"), modified=memory.get("modified"))
        except FetchError as error:
            if url == source.url or not error.permanent:
                raise
        back = await fetch(source.url)
        return replace(back, moved=back.moved or source.url)  # the move is forgotten

    @property
    def pages(self) -> Fetch:
        """The way to pages."""
        return self.polite or self.fetch

    def _way(self, source: Source) -> Fetch:
        return self.pages if source.kind == SourceKind.PAGE else self.fetch

    async def read(self, source: Source, fetched: Fetched, now: datetime) -> Reading:
        """What the answer says; raises `VisitError` where it cannot be read."""
        reading = await self.asked(source, fetched, now)
        if reading.fault:
            if is_barrier(fetched):
                raise BlockedError(BARRIER)
            raise VisitError(reading.fault)
        return reading

    async def asked(self, source: Source, fetched: Fetched, now: datetime) -> Reading:
        """The same, where a fault of the reading is told in it (`Reading.fault`)."""
        asking = Asking(
            fetch=self._way(source), run=self.run, pages=self.pages, resolve=self.resolve
        )
        return await asking(self.equip(source), fetched, seen=now)
