"""Asking the language model about items in doubt: one after another, behind everything else.

No alert waits for it: an item is stored and its sure news told before it is asked about. A day's
tokens are capped, answers are kept by what was asked, and five failures in a row give it a rest.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from adapters.model import Model, ModelError, Prompt
from bot.catalogue import Catalogue
from bot.ingest import Ingest
from bot.ingest.understand import understand
from bot.milestones.consult import Text, Verdict, judge, question
from bot.milestones.extract import Extraction, extract
from bot.stories.group import told
from bot.workers import Run, WorkerError
from storage.engine import StoreError
from storage.records import Item, digest
from storage.store import Store

log = structlog.get_logger(__name__)

NAP: Final = timedelta(seconds=30)
LATER: Final = timedelta(minutes=10)
TRIES_MAX: Final = 3  # then an item stays as the rules read it
FAILURES_MAX: Final = 5
REST: Final = timedelta(minutes=10)
LONG_REST: Final = timedelta(hours=6)  # after an answer that only new settings can change


@dataclass(slots=True)
class Breaker:
    """Keeps away from an endpoint that fails."""

    failures: int = 0
    until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Must nothing be asked now?"""
        return self.until is not None and now < self.until

    def succeed(self) -> None:
        """It answered."""
        self.failures, self.until = 0, None

    def fail(self, error: ModelError, now: datetime) -> None:
        """It did not."""
        self.failures += 1
        if error.permanent:
            self.until = now + LONG_REST
        elif error.retry_after:
            self.until = now + error.retry_after
        elif self.failures >= FAILURES_MAX:
            self.until = now + REST


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulting:
    """Works off the questions that visits leave."""

    store: Store
    ingest: Ingest
    model: Model
    run: Run
    catalogue: Catalogue
    clock: Callable[[], datetime]
    daily_tokens: int
    asked: Callable[[str], None] = lambda _outcome: None  # told of every question
    breaker: Breaker = field(default_factory=Breaker)

    async def serve(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                await self.turn()
            except (StoreError, WorkerError) as fault:
                log.warning("questions wait", fault=str(fault))
            await asyncio.sleep(NAP.total_seconds())

    async def turn(self) -> int:
        """Ask every open question that may be asked now; gives how many were closed."""
        closed = 0
        while not self.breaker.is_open(self.clock()):
            waiting = await self.store.questions.open(self.clock())
            if not waiting:
                return closed
            for item in waiting:
                outcome = await self._consult(item)
                self.asked(outcome)
                if outcome in {"failed", "capped"}:
                    return closed
                closed += 1
        return closed

    async def _consult(self, id_: str) -> str:
        """One question, from asking to its alert; gives what came of it."""
        item = await self.store.visits.item(id_)
        if item is None:
            await self.store.questions.close(id_, "gone", self.clock())
            return "gone"
        extraction = await self._read(item)
        text = Text(
            title=item.title,
            text=item.text,
            language=extraction.language,
            published=told(item, self.clock()).date(),
        )
        try:
            verdict = await self._asked(text, extraction)
        except ModelError as error:
            return await self._failed(item, error)
        if verdict is None:
            return "capped"
        outcome = "kept" if verdict.milestones else "refused" if verdict.refused else "nothing"
        if verdict.milestones:
            await self._keep(item, verdict)
        for each in verdict.refused:
            log.info("model not borne out", item=item.id, why=each.why, quote=each.quote)
        await self.store.questions.close(item.id, outcome, self.clock())
        return outcome

    async def _read(self, item: Item) -> Extraction:
        return await self.run(
            extract,
            item.title,
            item.text,
            language=item.language,
            published=told(item, self.clock()).date(),
            catalogue=self.catalogue,
        )

    async def _keep(self, item: Item, verdict: Verdict) -> None:
        """Beside all that the item is read to state and to deny, also for single workspaces."""
        owns = tuple(await self.store.editing.owns())
        [read] = await self.run(understand, (item,), self.catalogue, self.clock(), owns)
        milestones = (*read.milestones, *verdict.milestones)
        await self.ingest.restate([replace(read, milestones=milestones)])

    async def _asked(self, text: Text, extraction: Extraction) -> Verdict | None:
        """What the model says, from memory where it was asked before; None: no tokens left."""
        prompt = question(text, extraction)
        key = digest(self.model.name, prompt.system, prompt.user)
        answer = await self.store.questions.answer(key)
        if answer is None:
            now = self.clock()
            if await self.store.questions.spent(now) >= self.daily_tokens:
                return None
            answer = await self._called(key, prompt, now)
        return await self.run(judge, answer, text, self.catalogue)

    async def _called(self, key: str, prompt: Prompt, now: datetime) -> str:
        """Ask, and keep what it cost, whatever comes of it."""
        try:
            answered = await self.model(prompt)
        except ModelError:
            # It may have cost what a long answer costs: the cap must hold all the same.
            cost = len(prompt.system + prompt.user) // 3 + prompt.max_tokens
            await self.store.questions.called(
                key, model=self.model.name, at=now, tokens=cost, answer=None
            )
            raise
        self.breaker.succeed()
        await self.store.questions.called(
            key, model=self.model.name, at=now, tokens=answered.tokens, answer=answered.text
        )
        return answered.text

    async def _failed(self, item: Item, error: ModelError) -> str:
        now = self.clock()
        self.breaker.fail(error, now)
        log.warning("model failed", item=item.id, fault=str(error))
        tries = await self.store.questions.put_off(item.id, now + LATER)
        if tries >= TRIES_MAX:
            await self.store.questions.close(item.id, "failed", now)
        return "failed"
