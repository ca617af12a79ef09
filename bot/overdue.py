"""Saying once that a planned step is overdue, to the channels that asked for it.

What was said is kept with the story, in the transaction that puts it into the outbox: a crash
between the two, a second pass or a second process says nothing twice.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.catalogue import Catalogue
from bot.stories.overdue import COUNTING, Lapse, is_due, lapses, say
from bot.stories.route import route, wants
from bot.workers import Run, WorkerError
from storage.channels import Delivery, Subscription
from storage.engine import Conflict, StoreError
from storage.records import Story
from storage.sources import Restatement
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=366)  # whatever `max_age` says, an older plan is history
TRIES: Final = 5  # to write a story that visits change at the same time


def _pass(_name: str) -> None:
    """Go on: only tests stop at a checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Looks for overdue plans of the companies that are followed for them."""

    store: Store
    run: Run
    catalogue: Catalogue
    clock: Callable[[], datetime]
    max_age: timedelta  # a plan due for longer is old news
    said: Callable[[int], None] = lambda _deliveries: None  # told how many new ones wait
    checkpoint: Callable[[str], None] = _pass

    async def serve(self) -> None:
        """Look at once, and then every hour, until cancelled."""
        while True:
            try:
                await self.turn()
            except StoreError as fault:
                log.warning("overdue plans wait", fault=str(fault))
            await asyncio.sleep(EVERY.total_seconds())

    async def turn(self) -> tuple[Delivery, ...]:
        """Say what has become overdue; again, or after a crash, says nothing twice.

        Each story is one transaction; one that keeps changing is left for the next turn, and so
        is a company with too much to compare. Raises `StoreError`.
        """
        now = self.clock()
        by_story: dict[str, list[Lapse]] = {}
        for lapse in await self._lapses(now):
            by_story.setdefault(lapse.story, []).append(lapse)
        deliveries: list[Delivery] = []
        for found in by_story.values():
            deliveries += await self._said(found, now)
        return tuple(deliveries)

    async def _lapses(self, now: datetime) -> tuple[Lapse, ...]:
        """The overdue plans of the companies whose plans somebody wants to hear of."""
        today = now.astimezone(UTC).date()
        max_age = min(self.max_age, LONGEST)
        since = today - max_age - COUNTING
        ahead = await self.store.history.ahead(await self._followed(), since=since)
        due = [each for each in ahead if is_due(each.milestone, today, max_age=max_age)]
        found: list[Lapse] = []
        for company in dict.fromkeys(each.milestone.company for each in due):
            tellings = await self.store.history.timeline(company)
            try:
                # Comparing years of tellings takes too long for the event loop.
                found += await self.run(lapses, tellings, today, max_age=max_age)
            except WorkerError as fault:  # too much to compare: other companies go on
                log.warning("overdue plans not looked for", company=company, fault=str(fault))
        return tuple(found)

    async def _followed(self) -> Sequence[str]:
        """The companies worth looking at; who wants which is asked for each plan."""
        asking = [each for each in await self.store.watchlist.all_subscriptions() if each.promises]
        if any(not each.companies for each in asking):
            return sorted(self.catalogue.companies)
        return sorted(
            self.catalogue.members(company for each in asking for company in each.companies)
        )

    async def _said(self, found: Sequence[Lapse], now: datetime) -> tuple[Delivery, ...]:
        """Say it of one story; again from its newest state when somebody was faster."""
        for _ in range(TRIES):
            restatement = await self._restatement(found, now)
            if restatement is None:
                return ()
            self.checkpoint("overdue.decided")
            try:
                await self.store.visits.restate(restatement)
            except Conflict:
                continue
            self.checkpoint("overdue.recorded")
            [story] = restatement.stories
            log.info("overdue", story=story.id, deliveries=len(restatement.deliveries))
            self.said(len(restatement.deliveries))
            return restatement.deliveries
        log.warning("an overdue story keeps changing", story=found[0].story)
        return ()

    async def _restatement(self, found: Sequence[Lapse], now: datetime) -> Restatement | None:
        """What there is to write of one story's overdue plans; None when there is nothing."""
        stories = await self._stories(found)
        story = stories.get(found[0].story)
        wanting = {lapse.plan.id: await self._wanting(lapse, now) for lapse in found}
        wanted = [lapse for lapse in found if wanting[lapse.plan.id]]
        said = [change for each in stories.values() for change in each.changes]
        grown = say(story, wanted, said) if story else None
        if grown is None:
            return None
        new = {change.milestone.id for change in grown.changes if change.revision == grown.revision}
        hearing = {each.id: each for id_ in new for each in wanting[id_]}
        news = [m for lapse in wanted if lapse.plan.id in new for m in lapse.tellings]
        return Restatement(
            at=now,
            stories=(grown,),
            based_on={each.id: each.revision for each in stories.values()},
            deliveries=route(
                grown, news, tuple(hearing.values()), now=now, within=self.catalogue.within
            ),
        )

    async def _stories(self, found: Sequence[Lapse]) -> dict[str, Story]:
        """The stories that told the plans, as they are now."""
        ids = dict.fromkeys(id_ for lapse in found for id_ in (lapse.story, *lapse.stories))
        met = [await self.store.history.story(id_) for id_ in ids]
        return {story.id: story for story in met if story is not None}

    async def _wanting(self, lapse: Lapse, now: datetime) -> list[Subscription]:
        """Who asked for overdue plans and wants to hear of this one."""
        within = self.catalogue.within
        following = await self.store.watchlist.subscriptions(
            [lapse.plan.company], now=now, within=within
        )
        return [
            each
            for each in following
            if each.promises and any(wants(each, m, within) for m in lapse.tellings)
        ]
