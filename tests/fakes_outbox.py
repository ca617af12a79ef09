"""A store with one source, a chat, and a deliverer between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.document import Document, Title
from bot.catalogue import Catalogue
from bot.deliver import Deliverer
from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel
from storage.records import Change, Item, Milestone, Story
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.store import Store
from tests.fakes import FakeChat, FakeClock
from tests.fakes_stories import SEEN, catalogue, item, milestone

SOURCE = Source(id="feed", kind=SourceKind.FEED, url="https://example.org/feed")


def compose(
    story: Story,
    sources: Sequence[tuple[Item, str]],
    *,
    catalogue: Catalogue,
    language: str,
    update: bool = False,
    heard: int = 0,
    overdue: Sequence[Change] = (),
) -> Document:
    assert catalogue.companies
    assert not overdue
    assert heard or not update
    if "unspeakable" in story.title:
        raise ValueError("no words")
    title = f"{story.title} ({len(sources)} sources, {language}{', update' if update else ', edit' if heard else ''})"
    return Document(parts=(Title(title),), plain=title)


class Line:
    """A store with one source, and a deliverer on a fake chat."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock(SEEN)
        self.chat = FakeChat()
        self.deliverer = Deliverer(
            store=store,
            chats={"fake": self.chat},
            clock=self.clock,
            catalogue=catalogue(),
            compose=compose,
            chance=lambda: 0.5,
        )

    def audit(self) -> Audit:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        return Audit(at=self.clock(), actor=actor, command="test")

    async def follow(self, *channels: str) -> None:
        for name in channels:
            await self.store.watchlist.follow(channel(name), (), audit=self.audit())

    async def tell(
        self, key: str = "a", *said: Milestone, known: Story | None = None, title: str = ""
    ) -> Story:
        """Record an item with its story and the deliveries that it brings."""
        told = item(key)
        milestones = said or (milestone(agency="NDRC"),)
        candidates = (known,) if known else ()
        decision = group(told, milestones, candidates, now=self.clock(), catalogue=catalogue())
        assert decision is not None
        story = replace(decision.story, title=title or decision.story.title)
        wanting = await self.store.watchlist.subscriptions(story.companies)
        await self.store.visits.record(
            Visit(
                source=SOURCE.id,
                at=self.clock(),
                next_at=self.clock() + timedelta(minutes=15),
                memory={},
                items=(told,),
                stories=(story,),
                based_on={known.id: known.revision} if known else {},
                deliveries=route(story, decision.news, wanting, now=self.clock()),
            )
        )
        return story

    async def states(self) -> dict[str, int]:
        counts = await self.store.outbox.counts()
        return {state.value: count for state, count in counts.items() if count}


def channel(name: str = "general") -> Channel:
    return Channel(platform="fake", workspace="w", id=name)
