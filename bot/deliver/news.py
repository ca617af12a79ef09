"""What a delivery would tell its channel now, or why it is not told after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.catalogue import Catalogue
from bot.stories.overdue import still_overdue, tells_overdue, told_there
from bot.stories.route import wants
from bot.stories.sight import caught_up
from bot.stories.silence import fresh, is_silenced
from bot.views import View, story_seen, timeline, view
from storage.channels import Delivery, Heard, Subscription, Updates
from storage.records import Change, ChangeKind, Item, Kind, Milestone, Story
from storage.store import Store

GONE: Final = "the channel follows nothing any more"
UNSEEN: Final = "nothing of it counts as a step here"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A delivery with all that its message is made of."""

    delivery: Delivery
    story: Story
    subscription: Subscription
    catalogue: Catalogue  # as the channel's workspace knows it
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
    seen = await view(store, catalogue, channel.workspace)
    kept, story = story, await story_seen(store, seen, story)
    if story is None or not (story.milestones or story.denials):
        return Needless(delivery=delivery, why=UNSEEN)
    if any(change.kind == ChangeKind.OVERDUE for change in story.changes):
        story = told_there(story, await store.outbox.revisions(story.id, channel.workspace))
    sources = await store.visits.items(story.told_by)
    before = await store.outbox.last(delivery.story, channel)
    if before is not None and before.at is not None and kept.told_by != story.told_by:
        since = {item.id for item, _ in sources if item.seen > before.at}
        story = caught_up(story, since, delivery.revision)
    news = News(
        delivery=delivery,
        story=story,
        subscription=subscription,
        catalogue=seen.catalogue,
        sources=sources,
        before=before,
        overdue=await _overdue(store, seen, delivery, story, now),
    )
    if _is_all_hidden(kept, news):
        return Needless(delivery=delivery, why=UNSEEN)
    why = await _needless(store, news) or await _unwanted(store, news, now)
    return Needless(delivery=delivery, why=why) if why else news


async def _overdue(
    store: Store, seen: View, delivery: Delivery, story: Story, now: datetime
) -> tuple[Change, ...]:
    """The plans that the delivery says to be overdue, and that are so still."""
    since: list[Milestone] = []
    said = still_overdue(story, delivery.revision, now.astimezone(UTC).date())
    for company in dict.fromkeys(change.milestone.company for change in said):
        told = await timeline(store, seen, company)
        since += [t.milestone for t in told if not delivery.created or t.seen >= delivery.created]
    return still_overdue(story, delivery.revision, now.astimezone(UTC).date(), since)


def _is_all_hidden(kept: Story, news: News) -> bool:
    """Did only texts that are not seen there tell anything new since the channel heard of it?"""
    if kept.told_by == news.story.told_by:
        return False
    revision = news.delivery.revision
    if tells_overdue(kept, revision) != tells_overdue(news.story, revision):
        return True
    if news.before is None:
        return False
    new, shown = (
        [
            change
            for change in each.changes
            if change.revision > news.heard and change.kind != ChangeKind.OVERDUE
        ]
        for each in (kept, news.story)
    )
    return bool(new) and not shown


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


async def _unwanted(store: Store, news: News, now: datetime) -> str | None:
    """Why the channel does not want it; None: it does."""
    delivery, story = news.delivery, news.story
    if await store.responses.is_flagged(delivery.story, delivery.channel):
        return "called no milestone in this channel"
    silences = await store.responses.silences(delivery.channel, now=now)
    by_item = {item.id: item.source for item, _ in news.sources}
    if is_silenced(story, silences, by_item, heard=news.heard):
        return "muted in this channel"
    told = [change.milestone for change in news.overdue] or story.milestones
    if told and not any(wants(news.subscription, each, news.catalogue.within) for each in told):
        return "the channel's rules leave it out"
    if delivery.digest and told and not await _is_followed(store, news, now, told):
        return "its companies are paused, or followed no more"
    return None


async def _is_followed(store: Store, news: News, now: datetime, told: Sequence[Milestone]) -> bool:
    """Would the channel hear of these companies now? Asked of what waited for its hour."""
    companies = sorted({milestone.company for milestone in told})
    within = news.catalogue.within
    hearing = await store.watchlist.subscriptions(companies, now=now, within=within)
    return any(each.channel == news.delivery.channel for each in hearing)
