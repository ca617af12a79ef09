"""One story, recorded with its deliveries, for flows that begin at the outbox."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app.service import Service
from bot.stories.group import group
from bot.stories.route import route
from storage.sources import Source, SourceKind, Visit, Watch
from tests.fakes_stories import catalogue, item, milestone

SOURCE = Source(
    id="feed", kind=SourceKind.FEED, url="https://example.org/feed", title="Example Feed"
)
DAY = timedelta(days=1)


async def tell(
    service: Service, clock: Callable[[], datetime], *, key: str = "a", company: str = "xiaomi"
) -> None:
    """Record one story, with its deliveries for every channel."""
    watch = Watch(workspace="*", source=SOURCE, managed=True, added_by="file", added_at=clock())
    subscriptions = await service.store.watchlist.all_subscriptions()
    await service.store.watchlist.seed([watch], subscriptions, at=clock())
    told = item(key)
    said = milestone(company, agency="NDRC")
    decision = group(told, (said,), (), now=clock(), catalogue=catalogue())
    assert decision is not None
    wanting = await service.store.watchlist.subscriptions(decision.story.companies)
    await service.store.visits.record(
        Visit(
            source=SOURCE.id,
            at=clock(),
            next_at=clock() + DAY,
            memory={},
            items=(told,),
            stories=(decision.story,),
            based_on={},
            deliveries=route(decision.story, decision.news, wanting, now=clock()),
        )
    )
