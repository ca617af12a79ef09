"""Reading a source that asks on: its questions are put, and it reads again with the answers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from adapters.fetch import Fetch, Fetched, FetchError, Resolve
from bot.sources import READERS
from bot.sources.reading import Answer, Answers, Ask, Reader, Reading
from bot.workers import Run, sparing
from storage.sources import Source, SourceKind

ROUNDS: Final = 6  # a directory, the answer it leads to, a second look at that, and room
CPU_MAX_S: Final = 5
ASKS_MAX: Final = 40  # of one visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What it takes to read an answer. `resolve` is None where no name is to be looked up.

    `pages` is the way to pages that a reader asks for; None: the same as to everything else.
    """

    fetch: Fetch
    run: Run
    pages: Fetch | None = None
    resolve: Resolve | None = None
    cpu_s: int = CPU_MAX_S  # of reading one answer; a worker that needs more is killed
    readers: Mapping[SourceKind, Reader] = field(default_factory=lambda: READERS)

    async def __call__(self, source: Source, fetched: Fetched, *, seen: datetime) -> Reading:
        """The reading, when nothing is left to ask; a bounded number of questions is put.

        A fault of one question is for the reader to judge. Raises `WorkerError`.
        """
        answers: dict[Ask, Answer] = {}
        for _ in range(ROUNDS):
            reading = await self._read(source, fetched, seen, answers)
            fresh = [ask for ask in dict.fromkeys(reading.asks) if ask not in answers]
            fresh = fresh[: ASKS_MAX - len(answers)]
            if reading.fault or not fresh:
                return reading
            answers |= zip(fresh, await self._answers(fresh), strict=True)
        return await self._read(source, fetched, seen, answers)

    async def _read(
        self, source: Source, fetched: Fetched, seen: datetime, answers: Answers
    ) -> Reading:
        reader = self.readers[source.kind]
        return await self.run(
            sparing, self.cpu_s, reader, source, fetched, seen=seen, answers=answers
        )

    async def _answers(self, asks: Sequence[Ask]) -> list[Answer]:
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._answer(ask)) for ask in asks]
        return [task.result() for task in asked]

    async def _answer(self, ask: Ask) -> Answer:
        try:
            if not ask.records:
                fetch = (self.pages or self.fetch) if ask.is_page else self.fetch
                return Answer(fetched=await fetch(ask.of))
            if self.resolve is None:
                return Answer(fault="names are not looked up here")
            return Answer(records=await self.resolve(ask.of, ask.records))
        except FetchError as error:
            return Answer(fault=str(error), is_missing=error.missing)
