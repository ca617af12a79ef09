"""Which channels hear of what a visit changed, and in which language they had to wait for it."""

from collections.abc import Sequence
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts
from bot.ingest.understand import Understood
from bot.stories.route import route, speaks
from storage.channels import Delivery, Subscription
from storage.records import Milestone, Story
from storage.store import Store


async def routed(
    store: Store,
    catalogue: Catalogue,
    drafts: Drafts,
    understood: Sequence[Understood],
    *,
    now: datetime,
) -> tuple[Delivery, ...]:
    """The deliveries of the drafted stories that are news.

    A channel that reads some languages only hears of a story once one of them tells it, whether or
    not that text has news for anybody else.
    """
    routing = _Routing(store, catalogue, now)
    deliveries: list[Delivery] = []
    for story in drafts.stories:
        news = drafts.news.get(story.id, ())
        deliveries += await routing.of(story, news, understood)
    return tuple(deliveries)


class _Routing:
    """The routing of one visit."""

    def __init__(self, store: Store, catalogue: Catalogue, now: datetime) -> None:
        self._store = store
        self._within = catalogue.within
        self._now = now

    async def of(
        self, story: Story, news: Sequence[Milestone], understood: Sequence[Understood]
    ) -> tuple[Delivery, ...]:
        """The deliveries of one story."""
        brought = {
            each.item.id: each
            for each in understood
            if each.item.id in story.items and not each.is_edit
        }
        told = [each.item.language or "" for each in brought.values() if not each.hush]
        if not news and not told:
            return ()
        known = [item for item in story.items if item not in brought]
        before = frozenset[str]()
        if not news:
            before = await self._store.visits.languages(known)
            if not known or before.issuperset(told):
                return ()
        headlines = [each for each in story.milestones if each.headline]
        wanting = await self._wanting(news or headlines)
        if news and any(each.news for each in wanting):
            before = await self._store.visits.languages(known)
        late = [s for s in wanting if known and not speaks(s, before) and speaks(s, told)]
        prompt = [s for s in wanting if s not in late and speaks(s, {*before, *told})]
        return (
            *route(story, news, prompt, now=self._now, within=self._within),
            *route(story, [*news, *headlines], late, now=self._now, within=self._within),
        )

    async def _wanting(self, news: Sequence[Milestone]) -> list[Subscription]:
        companies = sorted({milestone.company for milestone in news})
        return await self._store.watchlist.subscriptions(
            companies, now=self._now, within=self._within
        )
