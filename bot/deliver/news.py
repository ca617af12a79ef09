"""What a delivery would tell its channel now, or why it is not told after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.catalogue import Catalogue
from bot.stories.overdue import still_overdue, tells_overdue
from bot.stories.route import wants
from bot.stories.silence import fresh, is_silenced
from storage.channels import Delivery, Heard, Subscription, Updates
from storage.records import Change, Item, Kind, Story
from storage.store import Store

GONE: Final = "the channel follows nothing any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A delivery with all that its message is made of."""

    delivery: Delivery
    story: Story
    subscription: Subscription
    sources: Sequence[tuple[Item, str]]
    before: Heard | None  # what the channel heard of it last
    overdue: tuple[Change, ...] = ()
    told: tuple[Delivery, ...] = ()  # what its message settles, of a digest

    @property
    def heard(self) -> int:
        """The revision that the channel has had; 0: none."""
        return self.before.revision if self.before else 0

    @property
    def is_edit(self) -> bool:
        """Does it take the place of the message before?

        Only a message that tells the whole story may, and only that of a message about it alone.
        """
        return (
            self.before is not None
            and not self.before.is_shared
            and self.subscription.updates == Updates.EDIT
            and not self.overdue
        )

    @property
    def is_update(self) -> bool:
        """Does it tell what is new beneath, or instead of, what the channel has?"""
        return self.before is not None and not self.is_edit

    @property
    def after(self) -> str | None:
        """The message that it follows, or whose place it takes."""
        is_alone = self.subscription.updates == Updates.NONE
        return None if self.before is None or is_alone else self.before.message

    @property
    def kinds(self) -> frozenset[Kind]:
        """What it is about, as far as that is new to the channel."""
        if self.overdue:
            return frozenset(change.milestone.kind for change in self.overdue)
        return frozenset(milestone.kind for milestone in fresh(self.story, self.heard))


@dataclass(frozen=True, slots=True, kw_only=True)
class Needless:
    """A delivery that is not posted after all."""

    delivery: Delivery
    why: str


async def read(
    store: Store, catalogue: Catalogue, delivery: Delivery, *, now: datetime
) -> News | Needless:
    """Everything that decides about a delivery, and what is decided."""
    channel = delivery.channel
    story = await store.history.story(delivery.story)
    subscription = await store.watchlist.subscription(channel)
    if story is None or subscription is None:
        return Needless(delivery=delivery, why=GONE)
    news = News(
        delivery=delivery,
        story=story,
        subscription=subscription,
        sources=await store.visits.items(story.told_by),
        before=await store.outbox.last(delivery.story, channel),
        overdue=still_overdue(story, delivery.revision),
    )
    why = await _needless(store, news) or await _unwanted(store, catalogue, news, now)
    return Needless(delivery=delivery, why=why) if why else news


async def _needless(store: Store, news: News) -> str | None:
    """Why there is nothing to tell; None: there is."""
    story, delivery = news.story, news.delivery
    if tells_overdue(story, delivery.revision):
        if not news.subscription.promises:
            return "the channel wants no overdue plans"
        return None if news.overdue else "the plan has been heard of since"
    if news.heard >= delivery.revision and not tells_overdue(story, news.heard):
        return "told with what the story has become since"
    if story.revision > delivery.revision and await _is_overtaken(store, news):
        return "told with what the story has become since"
    if news.before is not None and news.subscription.updates == Updates.NONE:
        return "the channel wants no updates"
    return None


async def _is_overtaken(store: Store, news: News) -> bool:
    """A later revision waits for the same channel; a message always tells the newest state.

    Only that of an overdue plan tells nothing else.
    """
    delivery = news.delivery
    return any(
        revision > delivery.revision and not tells_overdue(news.story, revision)
        for revision in await store.outbox.waiting(delivery.story, delivery.channel)
    )


async def _unwanted(store: Store, catalogue: Catalogue, news: News, now: datetime) -> str | None:
    """Why the channel does not want it; None: it does."""
    delivery, story = news.delivery, news.story
    if await store.responses.is_flagged(delivery.story, delivery.channel):
        return "called no milestone in this channel"
    silences = await store.responses.silences(delivery.channel, now=now)
    by_item = {item.id: item.source for item, _ in news.sources}
    if is_silenced(story, silences, by_item, heard=news.heard):
        return "muted in this channel"
    told = [change.milestone for change in news.overdue] or story.milestones
    if told and not any(wants(news.subscription, each, catalogue.within) for each in told):
        return "the channel's rules leave it out"
    return None
