"""What a channel has held and is now to hear: when its hour has come, or its rules are others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.catalogue import Catalogue
from bot.deliver.news import GONE, News, read
from bot.stories.hours import held_until, quiet_until
from storage.channels import Channel, Delivery
from storage.pacing import pace_text
from storage.rules import Pace
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """Looks into what is held. Nothing here posts."""

    store: Store
    catalogue: Catalogue
    clock: Callable[[], datetime]
    lease: timedelta

    async def channels(self, platform: str, limit: int) -> list[Channel]:
        """The channels of a platform that have something to decide about."""
        return await self.store.holding.waking(self.clock(), platforms=(platform,), limit=limit)

    async def due(self, channel: Channel) -> list[Delivery]:
        """What one message is to tell now, taken under a lease; nothing when it goes on waiting.

        What is due by the channel's pace waits through its quiet hours. What was held by another
        pace is decided anew. A story comes as a whole, with what is held of it for later.
        """
        holding, now = self.store.holding, self.clock()
        subscription = await self.store.watchlist.subscription(channel)
        if subscription is None:
            await holding.forget(channel, fault=GONE)
            return []
        pace = subscription.pace
        by, held = pace_text(pace), await holding.held(channel)
        known = [each for each, held_by in held if held_by == by]
        stale = [each for each, held_by in held if held_by != by]
        due = [each for each in known if each.not_before is None or each.not_before <= now]
        quiet = quiet_until(pace, now)
        if due and quiet:
            await holding.keep([each.key for each in due], until=quiet, by=by)
            due = []
        anew = await self._anew(stale, pace, now)
        await holding.keep([each.key for each in anew], until=now, by=by)
        due += anew
        stories = {each.story for each in due}
        keys = [each.key for each, _ in held if each.story in stories]
        return await holding.fold(channel, keys, now=now, lease=self.lease) if keys else []

    async def _anew(self, stale: Sequence[Delivery], pace: Pace, now: datetime) -> list[Delivery]:
        """Those of what was held by another pace that are due by this one."""
        due: list[Delivery] = []
        later: dict[datetime, list[str]] = {}
        since = now - pace.cap.within if pace.cap else now
        posted = await self.store.holding.posted(stale[0].channel, since=since) if stale else []
        for each in stale:
            news = await read(self.store, self.catalogue, each, now=now)
            kinds = news.kinds if isinstance(news, News) else frozenset()
            until = held_until(pace, now, kinds=kinds, posted=posted)
            if until is None:
                due.append(each)
            else:
                later.setdefault(until, []).append(each.key)
        for until, keys in later.items():
            await self.store.holding.keep(keys, until=until, by=pace_text(pace))
        return due
