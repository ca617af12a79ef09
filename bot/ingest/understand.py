"""From fresh items to the steps that they state; the article is fetched where the feed says little.

Extraction runs in worker processes, a batch of items at a time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog

from adapters.fetch import Fetch, FetchError
from bot.catalogue import Catalogue
from bot.ingest.naming import Names, further, names_of
from bot.milestones.consult import is_unsure
from bot.milestones.extract import detect, extract
from bot.sources.article import read_article
from bot.sources.sift import Fresh
from bot.stories.group import told
from bot.workers import Run, WorkerError
from storage.corrections import Own
from storage.records import Denial, Item, Milestone

log = structlog.get_logger(__name__)

THIN_CHARS: Final = 400  # less text than this hardly says who, what and when
ARTICLES_MAX: Final = 8  # bodies fetched in one visit; the newest items first
BATCH: Final = 25  # items understood in one trip to a worker
LOST_MAX: Final = 3  # texts of a batch that may each use up a worker's time, one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A fresh item with the steps that it states, and those that it denies."""

    item: Item
    milestones: tuple[Milestone, ...]
    companies: tuple[str, ...]  # those it names
    denials: tuple[Denial, ...] = ()  # the steps that it denies
    is_edit: bool = False
    hush: str | None = None  # why it must stay silent whatever it says
    is_unsure: bool = False  # a step was met and no news made of it: worth a question
    is_article: bool = False  # it was read from the article behind the entry
    is_lost: bool = False  # no worker could understand it: it is not kept, and tried again


Read = Callable[[tuple[Item, ...]], Awaitable[list[Understood]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What it takes to understand items."""

    fetch: Fetch
    run: Run
    catalogue: Catalogue
    owns: tuple[Own, ...] = ()  # what single workspaces know besides

    async def __call__(
        self, fresh: Sequence[Fresh], *, watched: frozenset[str], now: datetime
    ) -> list[Understood]:
        """The items with their steps, in their order.

        A thin item that names a watched company (any, when none is watched) is understood from
        its article, a bounded number of them, the newest first. One whose article cannot be had
        goes on as it is; one that no worker can understand is lost for now, and says why.
        """
        first = await self._extracted([each.item for each in fresh], now)
        thin = [
            each.item
            for each in first
            if _is_thin(each.item) and (not watched or watched.intersection(each.companies))
            if each.companies
        ]
        filled = await self._filled(thin[-ARTICLES_MAX:])
        again = await self._extracted(filled, now)
        better = (replace(each, is_article=True) for each in again if not each.is_lost)
        by_id = {each.item.id: each for each in (*first, *better)}
        return [replace(by_id[each.item.id], is_edit=each.is_edit) for each in fresh]

    async def _extracted(self, items: Sequence[Item], now: datetime) -> list[Understood]:
        done: list[Understood] = []
        read = reading(self.run, self.catalogue, now, self.owns)
        for start in range(0, len(items), BATCH):
            done += await understood(tuple(items[start : start + BATCH]), read)
        return done

    async def _filled(self, items: Sequence[Item]) -> list[Item]:
        """Those of the items whose article could be had and says more, with its text."""
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._article(item)) for item in items]
        return [better for task in asked if (better := task.result()) is not None]

    async def _article(self, item: Item) -> Item | None:
        try:
            page = await self.fetch(item.url)
            article = await self.run(read_article, page.body, page.url, page.content_type)
        except (FetchError, WorkerError) as fault:
            log.info("article not read", source=item.source, item=item.id, fault=str(fault))
            return None
        if article is None or len(article.text) <= len(item.text):
            return None
        return replace(item, text=article.text, published=item.published or article.published)


def reading(run: Run, catalogue: Catalogue, now: datetime, owns: tuple[Own, ...]) -> Read:
    """A worker that reads: `understand` in one trip."""
    return lambda items: run(understand, items, catalogue, now, owns)


async def understood(
    items: tuple[Item, ...], read: Read, *, lost_max: int = LOST_MAX
) -> list[Understood]:
    """What each item states, read by a worker in one trip.

    Where they are too much for it, one by one: what no worker can understand is lost, and after
    `lost_max` such items the rest, too, so that a hostile feed costs no more than that.
    """
    try:
        return await read(items)
    except WorkerError as broken:
        fault = broken
    done: list[Understood] = []
    for item in items:
        if sum(each.is_lost for each in done) < lost_max:
            try:
                done += await read((item,))
                continue
            except WorkerError as its_own:
                fault = its_own
        reason = f"could not be understood: {fault}"
        log.warning("item not understood", source=item.source, item=item.id, fault=str(fault))
        done.append(Understood(item=item, milestones=(), companies=(), hush=reason, is_lost=True))
    return done


def understand(
    items: tuple[Item, ...], catalogue: Catalogue, now: datetime, owns: tuple[Own, ...] = ()
) -> list[Understood]:
    """Extract the steps of each item; pure, runs in a worker.

    `owns` are the companies and names of single workspaces, by workspace.
    """
    names = names_of(catalogue, owns)
    return [_understand(item, catalogue, now, names) for item in items]


def _understand(
    item: Item, catalogue: Catalogue, now: datetime, names: Sequence[Names]
) -> Understood:
    if item.claims:  # a row says what it says: its words are ours
        companies = tuple(dict.fromkeys(claim.company for claim in item.claims))
        return Understood(item=item, milestones=item.claims, companies=companies)
    language = item.language or detect(item.title, item.text)
    published = told(item, now).date()
    extraction = extract(
        item.title, item.text, language=language, published=published, catalogue=catalogue
    )
    more = further(item, extraction, names, language=language, published=published)
    return Understood(
        item=replace(item, language=extraction.language or language),
        milestones=(*extraction.milestones, *more.milestones),
        companies=(*extraction.companies, *more.companies),
        is_unsure=is_unsure(extraction, frozenset()),
        denials=(*extraction.denials, *more.denials),
    )


def _is_thin(item: Item) -> bool:
    return bool(item.url) and not item.claims and len(item.text) < THIN_CHARS
