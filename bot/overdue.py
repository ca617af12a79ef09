"""Saying once that a planned step is overdue, to the channels that asked for it.

What was said is kept with the story and in the outbox, in one transaction: a crash between the
two, a second pass or a second process says nothing twice. To whom it was said the outbox tells: a
workspace that sees other texts hears of it at its own time.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import structlog

from bot.catalogue import Catalogue
from bot.lapsing import Lapsing, Late
from bot.stories.overdue import Lapse, say, unsaid
from bot.views import story_seen
from bot.workers import Run
from storage.channels import Delivery
from storage.engine import Conflict, StoreError
from storage.records import Change, Story
from storage.sources import Restatement
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)
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
        looking = Lapsing(
            store=self.store,
            run=self.run,
            catalogue=self.catalogue,
            now=now,
            max_age=self.max_age,
        )
        by_story: dict[str, list[Late]] = {}
        for late in await looking.late():
            by_story.setdefault(late.lapse.story, []).append(late)
        deliveries: list[Delivery] = []
        for found in by_story.values():
            deliveries += await self._said(found, now)
        return tuple(deliveries)

    async def _said(self, found: Sequence[Late], now: datetime) -> tuple[Delivery, ...]:
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
        log.warning("an overdue story keeps changing", story=found[0].lapse.story)
        return ()

    async def _restatement(self, found: Sequence[Late], now: datetime) -> Restatement | None:
        """What there is to write of one story's overdue plans; None when there is nothing.

        What workspaces see alike is one revision; those that see other texts have another.
        """
        stories = await self._stories(found)
        story = stories.get(found[0].lapse.story)
        new: dict[tuple[Lapse, ...], list[Late]] = {}
        for _, here in groupby(found, key=lambda late: late.view.sight.workspace):
            if left := await self._unsaid(story, list(here), stories):
                new.setdefault(tuple(each.as_kept for each in left), []).extend(left)
        if story is None or not new:
            return None
        revisions = enumerate(new.values(), start=story.revision + 1)
        return Restatement(
            at=now,
            stories=(say(story, new),),
            based_on={each.id: each.revision for each in stories.values()},
            deliveries=tuple(
                Delivery(channel=channel, story=story.id, revision=revision, created=now)
                for revision, told in revisions
                for channel in dict.fromkeys(s.channel for late in told for s in late.hearing)
            ),
        )

    async def _stories(self, found: Sequence[Late]) -> dict[str, Story]:
        """The stories that told the plans, as they are now."""
        lapses = [late.lapse for late in found]
        ids = dict.fromkeys(id_ for each in lapses for id_ in (each.story, *each.stories))
        met = [await self.store.history.story(id_) for id_ in ids]
        return {story.id: story for story in met if story is not None}

    async def _unsaid(
        self, story: Story | None, found: Sequence[Late], stories: dict[str, Story]
    ) -> list[Late]:
        """What of it one workspace has still to hear, by the part of the story that it sees."""
        seen = story and await story_seen(self.store, found[0].view, story)
        if seen is None:
            return []
        mine = {id_ for late in found for id_ in late.lapse.stories}
        said: list[Change] = []
        for id_ in mine & stories.keys():
            said += await self._told(stories[id_], found[0])
        left = unsaid(seen, [late.lapse for late in found], said)
        return [late for late in found if late.lapse in left]

    async def _told(self, story: Story, late: Late) -> Sequence[Change]:
        """What a workspace was told of a story.

        Of a story that a person took apart or put together nobody knows whom it was told: whoever
        sees the plan is taken to have heard.
        """
        seen = await story_seen(self.store, late.view, story)
        if seen is None:
            return ()
        told = await self.store.outbox.revisions(story.id, late.view.sight.workspace)
        return [each for each in seen.changes if each.revision in {0, *told}]
