"""One visit, from first byte to commit: fetch, read, sift, understand, group, route, record."""

import asyncio
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from adapters.fetch import Fetch, Fetched, FetchError, Query, Resolve
from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts, draft
from bot.ingest.looking import Looking
from bot.ingest.memory import is_same, learned, remembered, told_of, troubled
from bot.ingest.outcome import Look, Outcome, VisitError
from bot.ingest.reaching import Reach
from bot.ingest.routing import routed
from bot.ingest.silent import hushed, noted
from bot.ingest.study import Study, study
from bot.ingest.understand import Understanding, Understood
from bot.sources.pace import BOUNDS, Bounds, after_failure, after_success
from bot.sources.reading import Reading
from bot.sources.sift import Fresh, adopted, identities, sift
from bot.stories.group import REACH, told
from bot.stories.slips import Told
from bot.stories.slips import told as plan
from bot.workers import Run, WorkerError
from storage.channels import Delivery
from storage.corrections import Own
from storage.engine import Conflict, StoreError
from storage.records import Item, Known, Story
from storage.sources import News, Restatement, Source, Visit
from storage.store import Store

log = structlog.get_logger(__name__)

MAX_AGE: Final = timedelta(days=14)
OLD_PLANS: Final = timedelta(days=3 * 366)  # an older date is history, and no more moved back
TRIES: Final = 5  # to record a visit whose stories another process changes at the same time
CANDIDATES_MAX: Final = 30  # stories that a study compares with, the newest


@dataclass(frozen=True, slots=True)
class _Brought:
    """What one visit brought, before anything is made of it."""

    fetched: Fetched
    reading: Reading
    adoption: Collection[News]


def _pass(_name: str) -> None:
    """Go on: only tests stop at a checkpoint."""


def _as_it_is(source: Source) -> Source:
    """Nothing is known beside what is kept."""
    return source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Visits sources. Visits of different sources may run at once."""

    fetch: Fetch
    run: Run
    store: Store
    catalogue: Catalogue
    clock: Callable[[], datetime]
    max_age: timedelta = MAX_AGE
    bounds: Bounds = BOUNDS  # of how often a source is visited
    chance: Callable[[], float] = random.random
    polite: Fetch | None = None  # the way to pages; None: the way to everything
    query: Query | None = None  # the way of questions; None: none are sent
    resolve: Resolve | None = None  # None: no name is looked up
    equip: Callable[[Source], Source] = _as_it_is  # with what its reader goes by
    asks: bool = False  # there is a language model to ask about items in doubt
    checkpoint: Callable[[str], None] = _pass
    # Two visits that tell one new event must meet each other's story, or both would begin one.
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def visit(self, source: Source) -> Outcome:
        """Visit a source once and record all that it brought in one transaction.

        What is wrong with the source is told in `fault` and kept with it; nothing is raised for
        it. Raises `StoreError` when the store cannot be used. Stopped anywhere, nothing of the
        visit is kept, and the next one does all of it.
        """
        now = self.clock()
        try:
            fetched = await self._reach.fetched(source)
            self.checkpoint("visit.fetched")
            if is_same(source, fetched):
                return await self._rested(source, fetched, now)
            reading = await self._reach.read(source, fetched, now)
            self.checkpoint("visit.read")
            known = await self._known(source, reading)
            fresh = sift(reading.items, known)
            brought = _Brought(fetched, reading, adopted(reading.items, known))
            owns = await self.store.editing.owns()
            understood = await self._understood(fresh, now, owns)
            understood = hushed(source, understood, max_age=self.max_age, now=now)
            self.checkpoint("visit.understood")
            async with self.one_at_a_time:
                return await self._recorded(source, brought, understood, now)
        except (FetchError, WorkerError, VisitError) as fault:
            return await self._failed(source, fault, now)
        except StoreError:
            raise
        except Exception as fault:  # a fault of ours on what this source sent: it is told there
            log.exception("visit failed", source=source.id, url=source.url)
            text = f"it could not be read, by a fault of the bot: {type(fault).__name__}"
            return await self._failed(source, VisitError(text), now)

    async def look(self, words: str, *, owns: Sequence[Own] = ()) -> Look:
        """See what a source would bring, without storing anything; `words` as in `made`.

        A page is searched for the feeds that it names, and the best of them is read instead;
        where it names none, the page itself is. `owns` is what the workspace that asks knows
        besides.
        """
        looking = Looking(
            reach=self._reach,
            run=self.run,
            understand=self._understood,
            catalogue=self.catalogue,
            max_age=self.max_age,
        )
        return await looking(words, owns=owns, now=self.clock())

    async def study(self, item: Item, catalogue: Catalogue) -> Study:
        """Understand a kept item once more, and see which stories it did not join, and why.

        `catalogue` is that of the workspace that asks. A text that is too much for the rules says
        so in `noise`.
        """
        now = self.clock()
        own = {story.id for story in await self.store.history.stories_of([item.id])}
        kept = (await self.store.history.statements([item.id])).get(item.id, ())
        companies = sorted({m.company for m in kept})
        since = told(item, now) - REACH
        near = await self.store.history.candidates(companies, since=since) if companies else []
        others = [story for story in near if story.id not in own][:CANDIDATES_MAX]
        try:
            return await self.run(study, item, catalogue, others, now)
        except WorkerError as fault:
            return Study(language=item.language, noise=str(fault))

    async def restate(self, understood: Sequence[Understood]) -> tuple[Delivery, ...]:
        """Put kept items into their stories anew, by what they are now read to state.

        In one transaction; gives the deliveries that came of it, none for hushed items. Raises
        `StoreError`, and `WorkerError` when they could not be grouped.
        """
        now = self.clock()
        edited = [replace(each, is_edit=True) for each in understood]
        async with self.one_at_a_time:
            for _ in range(TRIES):
                met = await self._candidates(edited, now)
                drafts = await self._drafted(edited, met, now)
                deliveries = await routed(
                    self.store, self.catalogue, drafts, edited, now=now, before=met
                )
                restatement = Restatement(
                    at=now,
                    items=tuple(each.item.id for each in edited),
                    stories=drafts.stories,
                    based_on=drafts.based_on,
                    deliveries=deliveries,
                    denials=drafts.denials,
                )
                try:
                    await self.store.visits.restate(restatement)
                except Conflict:
                    continue
                return deliveries
        raise Conflict("the stories of these items keep changing")

    @property
    def _reach(self) -> Reach:
        return Reach(
            fetch=self.fetch,
            run=self.run,
            polite=self.polite,
            query=self.query,
            resolve=self.resolve,
            equip=self.equip,
        )

    async def _known(self, source: Source, reading: Reading) -> list[Known]:
        keys, marks = identities(reading.items)
        return await self.store.visits.known(source.id, keys=keys, marks=marks)

    async def _understood(
        self, fresh: Sequence[Fresh], now: datetime, owns: Sequence[Own]
    ) -> list[Understood]:
        if not fresh:
            return []
        understanding = Understanding(
            fetch=self._reach.pages, run=self.run, catalogue=self.catalogue, owns=tuple(owns)
        )
        watched = self.catalogue.members(await self.store.watchlist.watched_companies())
        # What single workspaces name otherwise is told under another id.
        watched |= {own.pool for own in owns if watched.intersection((own.company, own.into))}
        return await understanding(fresh, watched=watched, now=now)

    async def _recorded(
        self,
        source: Source,
        brought: "_Brought",
        understood: Sequence[Understood],
        now: datetime,
    ) -> Outcome:
        """Group, route and record; again from the newest stories when somebody was faster."""
        fetched, reading = brought.fetched, brought.reading
        for _ in range(TRIES):
            met = await self._candidates(understood, now)
            drafts = await self._drafted(understood, met, now)
            if reading.again or any(each.is_lost for each in understood):
                fetched = _unread(fetched)
            self.checkpoint("visit.grouped")
            visit = replace(
                self._succeeded(
                    source,
                    fetched,
                    now,
                    learned(source, reading, understood, brought.adoption, now=now),
                ),
                title=reading.title,
                items=tuple(each.item for each in understood if not each.is_lost),
                stories=drafts.stories,
                based_on=drafts.based_on,
                deliveries=await routed(
                    self.store, self.catalogue, drafts, understood, now=now, before=met
                ),
                questions=await self._doubtful(understood),
                denials=drafts.denials,
                notes=noted(understood, drafts),
                news=told_of(source, fetched, brought.adoption),
            )
            try:
                await self.store.visits.record(visit)
            except Conflict:
                continue
            self.checkpoint("visit.recorded")
            return Outcome(
                source=source,
                items=len(reading.items),
                new=sum(not (each.is_edit or each.is_lost) for each in understood),
                stories=visit.stories,
                deliveries=visit.deliveries,
                silent=drafts.silent,
            )
        raise VisitError("its stories kept changing while it was read; it is tried again")

    async def _drafted(
        self, understood: Sequence[Understood], met: Sequence[Story], now: datetime
    ) -> Drafts:
        """The stories as they would be with these items, which may tell those that are `met`."""
        # Comparing with months of stories takes too long for the event loop.
        return await self.run(
            draft,
            understood,
            met,
            now=now,
            catalogue=self.catalogue,
            plans=await self._plans(understood, now),
            pins=await self.store.visits.pins([each.item.id for each in understood]),
        )

    async def _candidates(self, understood: Sequence[Understood], now: datetime) -> list[Story]:
        """The stories that these items may tell, those of edited items first."""
        edited = [each.item.id for each in understood if each.is_edit]
        own = await self.store.history.stories_of(edited) if edited else []
        companies = _companies(understood)
        if not companies:
            return own
        earliest = min(told(each.item, now) for each in understood)
        near = await self.store.history.candidates(companies, since=earliest - REACH)
        return list({story.id: story for story in (*own, *near)}.values())

    async def _plans(self, understood: Sequence[Understood], now: datetime) -> list[Told]:
        """What the companies of these items were told to plan, in stories of any age."""
        since = (now - OLD_PLANS).date()
        met = await self.store.history.ahead(_companies(understood), since=since)
        return [plan(telling) for telling in met]

    async def _doubtful(self, understood: Sequence[Understood]) -> tuple[str, ...]:
        """The items that could alert and are worth a question to the language model."""
        unsure = [each for each in understood if each.is_unsure and not each.hush]
        if not self.asks or not unsure:
            return ()
        watched = self.catalogue.members(await self.store.watchlist.watched_companies())
        return tuple(
            each.item.id for each in unsure if not watched or watched.intersection(each.companies)
        )

    async def _rested(self, source: Source, fetched: Fetched, now: datetime) -> Outcome:
        """Nothing has changed since the last visit: only the time of this one is kept."""
        visit = self._succeeded(source, fetched, now)
        await self.store.visits.record(replace(visit, news=told_of(source, fetched, ())))
        return Outcome(source=source)

    def _succeeded(
        self,
        source: Source,
        fetched: Fetched,
        now: datetime,
        more: Mapping[str, str] | None = None,
    ) -> Visit:
        memory = remembered(source, fetched, now) | dict(more or {})
        next_at = after_success(
            replace(source, memory=memory),
            now,
            fresh_for=fetched.fresh_for,
            chance=self.chance(),
            bounds=self.bounds,
        )
        return Visit(source=source.id, at=now, next_at=next_at, memory=memory)

    async def _failed(self, source: Source, fault: Exception, now: datetime) -> Outcome:
        """Keep why it failed; what the source remembers stays, so that nothing is skipped."""
        is_gone = isinstance(fault, FetchError) and fault.gone
        retry_after = fault.retry_after if isinstance(fault, FetchError) else None
        next_at = after_failure(
            source, now, retry_after=retry_after, gone=is_gone, chance=self.chance()
        )
        visit = Visit(
            source=source.id,
            at=now,
            next_at=next_at,
            memory=troubled(source, fault),
            failure=str(fault),
        )
        await self.store.visits.record(visit)
        log.warning("source failed", source=source.id, url=source.url, fault=str(fault))
        return Outcome(source=source, fault=str(fault))


def _companies(understood: Sequence[Understood]) -> list[str]:
    """Those whose steps the items state or deny."""
    stated = {m.company for each in understood for m in each.milestones}
    return sorted(stated | {denial.company for each in understood for denial in each.denials})


def _unread(fetched: Fetched) -> Fetched:
    """Without what would let the next visit skip it: there is something left to read in it."""
    return replace(fetched, body=b"", etag=None, modified=None)
