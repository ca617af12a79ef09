import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import pytest

from adapters.chat import Address, CannotTellError, ChatError
from adapters.document import Document, Title
from bot import deliver
from bot.catalogue import Catalogue
from bot.deliver import Deliverer
from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel, DeliveryState, Silence, Subscription, Updates
from storage.records import Change, Item, Milestone, Story
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
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


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Line(store)
    await store.watchlist.add_source(SOURCE, audit=made.audit())
    await made.follow("general")
    yield made
    await store.close()


async def test_an_alert_is_composed_posted_and_settled_once(line: Line) -> None:
    story = await line.tell()

    worked = [await line.deliverer.once(), await line.deliverer.once()]

    assert worked == [1, 0]
    (post,) = line.chat.posts
    assert post.title == f"{story.title} (1 sources, en)"
    assert (post.to.workspace, post.to.channel, post.after) == ("w", "general", None)
    assert await line.states() == {"sent": 1}


async def test_a_story_that_grew_follows_its_first_message(line: Line) -> None:
    story = await line.tell()
    await line.deliverer.once()
    await line.tell("b", milestone(agency="NDRC"), milestone(kind="recall", when="2023-08-24"), known=story)  # fmt: skip

    await line.deliverer.once()

    assert [post.after for post in line.chat.posts] == [None, "m1"]
    assert line.chat.posts[1].title.endswith("(2 sources, en, update)")


async def test_what_a_later_revision_tells_is_told_once(line: Line) -> None:
    story = await line.tell()
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    assert [post.title.endswith("(2 sources, en)") for post in line.chat.posts] == [True]
    assert await line.states() == {"sent": 1, "dropped": 1}


async def test_a_channel_that_wants_no_updates_gets_the_first_message_only(line: Line) -> None:
    calm = Subscription(id="calm", channel=channel("calm"), updates=Updates.NONE)
    await line.store.watchlist.seed([], [calm], at=line.clock())
    story = await line.tell()
    while await line.deliverer.once():
        pass
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    assert sorted(post.to.channel for post in line.chat.posts) == ["calm", "general", "general"]


async def test_every_attempt_is_told(line: Line) -> None:
    told: list[tuple[str, bool]] = []
    deliverer = replace(
        line.deliverer,
        tried=lambda _, outcome, document: told.append((outcome, document is not None)),
    )
    await line.tell()
    line.chat.faults = [
        ChatError("slow down", retry_after=timedelta(seconds=1)),
        ChatError("the answer was lost", uncertain=True),
        ChatError("closed", permanent=True),
    ]

    for _ in range(3):
        await deliverer.once()
        line.clock.pass_by(timedelta(minutes=5))
    await line.tell("b", milestone("nio"))
    await deliverer.once()

    assert told == [("retry", False), ("uncertain", False), ("parked", False), ("sent", True)]


async def test_messages_of_one_channel_keep_their_order(line: Line) -> None:
    for key, company in (("a", "byd"), ("b", "nio"), ("c", "xiaomi")):
        line.clock.pass_by(timedelta(seconds=1))
        await line.tell(key, milestone(company, kind="unveil"))
    line.chat.faults = [ChatError("slow down", retry_after=timedelta(seconds=30))]

    await line.deliverer.once()
    held = await line.deliverer.once()
    line.clock.pass_by(timedelta(seconds=31))
    while await line.deliverer.once():
        pass

    assert held == 0
    assert [post.title.split(" ")[0] for post in line.chat.posts] == ["BYD", "NIO", "Xiaomi"]


async def test_a_refusal_is_tried_again_after_its_time_and_not_before(line: Line) -> None:
    await line.tell()
    line.chat.faults = [ChatError("slow down", retry_after=timedelta(minutes=5))]

    await line.deliverer.once()
    line.clock.pass_by(timedelta(minutes=4, seconds=59))
    early = await line.deliverer.once()
    line.clock.pass_by(timedelta(seconds=2))
    await line.deliverer.once()

    assert early == 0
    assert await line.states() == {"sent": 1}


async def test_without_a_hint_the_pauses_double_up_to_an_hour(line: Line) -> None:
    await line.tell()
    pauses = []
    for _ in range(12):
        line.chat.faults = [ChatError("not now")]
        await line.deliverer.once()
        (waiting,) = await line.store.outbox.queue("w")
        assert waiting.not_before is not None
        pauses.append((waiting.not_before - line.clock()).total_seconds())
        line.clock.now = waiting.not_before

    assert pauses[:3] == [15, 30, 60]
    assert pauses[-1] == 3600


async def test_a_channel_that_takes_nothing_keeps_its_messages_and_stops_no_other(
    line: Line,
) -> None:
    lost: list[tuple[str, str]] = []

    async def tell(which: Channel, fault: str) -> None:
        lost.append((which.id, fault))

    await line.follow("other")
    line.chat.broken = {"general"}
    await line.tell()

    await replace(line.deliverer, lost=tell).once()

    assert [post.to.channel for post in line.chat.posts] == ["other"]
    assert await line.states() == {"sent": 1, "waiting": 1}
    assert lost == [("general", "the channel is closed")]


async def test_a_channel_that_wants_its_message_edited_gets_the_whole_story_in_its_place(
    line: Line,
) -> None:
    wish = Subscription(id="one", channel=channel("one"), updates=Updates.EDIT)
    await line.store.watchlist.seed([], [wish], at=line.clock())
    story = await line.tell()
    while await line.deliverer.once():
        pass
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    first, last = (post for post in line.chat.posts if post.to.channel == "one")
    assert (last.after, last.edit) == (first.id, True)
    assert last.title.endswith("(2 sources, en, edit)")
    assert {post.edit for post in line.chat.posts if post.to.channel == "general"} == {False}


@pytest.mark.parametrize(
    ("what", "name"), [("kind", "approval"), ("company", "xiaomi"), ("source", "feed")]
)
async def test_what_a_channel_muted_reaches_every_other_channel_only(
    line: Line, what: Literal["kind", "company", "source"], name: str
) -> None:
    await line.follow("other")
    until = line.clock() + timedelta(days=1)
    silence = Silence(channel=channel(), what=what, name=name, until=until)
    await line.store.responses.silence(silence, audit=line.audit())
    await line.tell()

    while await line.deliverer.once():
        pass

    assert [post.to.channel for post in line.chat.posts] == ["other"]
    assert await line.states() == {"sent": 1, "dropped": 1}


@pytest.mark.parametrize("doubles", [True, False])
async def test_where_nobody_can_look_the_operators_wish_decides(
    line: Line, *, doubles: bool
) -> None:
    await line.tell()
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.find_fault = CannotTellError("the history may not be read")
    deliverer = replace(line.deliverer, doubles=doubles)

    await deliverer.once()
    line.clock.pass_by(timedelta(minutes=2))
    await deliverer.once()
    line.clock.pass_by(timedelta(days=2))
    await deliverer.once()

    assert await line.states() == ({"sent": 1} if doubles else {"uncertain": 1})
    assert len(line.chat.attempts) == (2 if doubles else 1)


LOST = [
    ChatError("the answer was lost", uncertain=True),
    RuntimeError("a fault of the adapter"),
]


@pytest.mark.parametrize("fault", LOST, ids=["uncertain", "unforeseen"])
@pytest.mark.parametrize("takes_it", [True, False])
async def test_what_may_have_been_posted_is_looked_for_before_it_is_posted_again(
    line: Line, fault: Exception, *, takes_it: bool
) -> None:
    await line.tell()
    line.chat.faults = [fault]
    line.chat.takes_it = takes_it

    await line.deliverer.once()
    doubtful = await line.states()
    line.clock.pass_by(timedelta(minutes=2))
    await line.deliverer.once()

    assert doubtful == {"uncertain": 1}
    assert await line.states() == {"sent": 1}
    assert len(line.chat.posts) == 1
    assert len(line.chat.attempts) == (1 if takes_it else 2)


async def test_a_look_that_fails_keeps_the_delivery_in_doubt(line: Line) -> None:
    await line.tell()
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.takes_it = True
    await line.deliverer.once()
    line.chat.find_fault = ChatError("history cannot be read now")
    line.clock.pass_by(timedelta(minutes=2))

    await line.deliverer.once()
    still = await line.states()
    (doubted,) = await line.store.outbox.queue("w")
    line.chat.find_fault = None
    line.clock.pass_by(timedelta(minutes=2, seconds=1))
    await line.deliverer.once()

    assert still == {"uncertain": 1}
    assert doubted.not_before == line.clock() - timedelta(seconds=1)
    assert await line.states() == {"sent": 1}
    assert len(line.chat.attempts) == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "point", ["deliver.claimed", "deliver.composed", "deliver.posted", "deliver.settled"]
)
async def test_a_crash_between_any_two_steps_neither_loses_nor_doubles(
    line: Line, point: str
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise Killed

    await line.tell()
    with suppress(Killed, BaseExceptionGroup):
        await replace(line.deliverer, checkpoint=crash).once()

    await line.deliverer.once(every=True)
    await line.deliverer.once()

    assert len(line.chat.posts) == 1
    assert await line.states() == {"sent": 1}


async def test_a_fault_of_our_own_ends_no_other_delivery_and_is_made_up_for(line: Line) -> None:
    await line.follow("other")
    await line.tell()
    faults = iter([ValueError("a fault of our own")])

    def stumble(name: str) -> None:
        if name == "deliver.composed" and (fault := next(faults, None)):
            raise fault

    runner = replace(line.deliverer, checkpoint=stumble)
    await runner.once()
    at_first = len(line.chat.posts)
    line.clock.pass_by(timedelta(minutes=2))
    await runner.once()

    assert (at_first, len(line.chat.posts)) == (1, 2)
    assert await line.states() == {"sent": 2}


async def test_a_story_without_words_is_parked_and_the_next_one_goes_out(line: Line) -> None:
    await line.tell("a", milestone("byd"), title="unspeakable")
    await line.tell("b", milestone("nio"))

    await line.deliverer.once()
    await line.deliverer.once()

    assert await line.states() == {"parked": 1, "sent": 1}


async def test_nothing_is_posted_to_a_channel_that_follows_nothing_any_more(line: Line) -> None:
    await line.tell()
    await line.store.watchlist.unfollow(channel(), (), audit=line.audit())

    await line.deliverer.once()

    assert line.chat.posts == []
    assert await line.states() == {"dropped": 1}


async def test_what_another_platform_should_take_is_left_to_it(line: Line) -> None:
    await line.tell()

    assert await replace(line.deliverer, chats={"other": line.chat}).once() == 0
    assert await line.states() == {DeliveryState.WAITING.value: 1}


async def test_the_runner_recovers_delivers_and_wakes_to_its_bell(line: Line) -> None:
    await line.tell("a", milestone("byd"))
    await line.store.outbox.claim(line.clock(), platforms=("fake",), lease=timedelta(minutes=2))
    posted = asyncio.Event()
    runner = replace(line.deliverer, checkpoint=lambda name: posted.set() if name == "deliver.settled" else None)  # fmt: skip

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await posted.wait()
        posted.clear()
        await line.tell("b", milestone("nio"))
        runner.bell.set()
        await posted.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert len(line.chat.posts) == 2


async def test_a_platform_that_hangs_at_the_start_holds_up_no_other(line: Line) -> None:
    posted, hanging = asyncio.Event(), asyncio.Event()

    class Deaf(FakeChat):
        async def find(
            self, to: Address, key: str, *, since: datetime, after: str | None = None
        ) -> str | None:
            hanging.set()
            await asyncio.Event().wait()
            raise AssertionError(to, key, since, after)

    chats = {"fake": Deaf(), "other": FakeChat()}
    await line.tell("a", milestone("byd"))
    await line.store.outbox.claim(line.clock(), platforms=("fake",), lease=timedelta(minutes=2))
    there = Channel(platform="other", workspace="w", id="general")
    await line.store.watchlist.follow(there, (), audit=line.audit())
    await line.tell("b", milestone("nio"))
    runner = replace(
        line.deliverer,
        chats=chats,
        checkpoint=lambda name: posted.set() if name == "deliver.settled" else None,
    )

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await hanging.wait()
        await posted.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert [post.to.channel for post in chats["other"].posts] == ["general"]


async def test_a_channel_that_hangs_holds_up_no_other(line: Line) -> None:
    for name in ("other", "third"):
        await line.follow(name)
    hanging, posted = asyncio.Event(), asyncio.Event()

    class Hanging(FakeChat):
        async def post(
            self,
            to: Address,
            document: Document,
            *,
            key: str,
            after: str | None = None,
            edit: bool = False,
        ) -> str:
            if to.channel == "general":
                await hanging.wait()
            message = await super().post(to, document, key=key, after=after, edit=edit)
            if len(self.posts) == 4:
                posted.set()
            return message

    chat = Hanging()
    runner = replace(line.deliverer, chats={"fake": chat}, batch=2)
    await line.tell("a", milestone("byd"))
    await line.tell("b", milestone("nio"))

    async with asyncio.timeout(10):
        task = asyncio.create_task(runner.run())
        await posted.wait()
        seen = [post.to.channel for post in chat.posts]
        runner.stopping.set()
        hanging.set()
        await task

    assert sorted(seen) == ["other", "other", "third", "third"]
    assert await line.states() == {"sent": 5, "waiting": 1}


def test_a_look_and_the_post_behind_it_end_within_the_lease() -> None:
    assert deliver.LOOK_LIMIT + deliver.POST_LIMIT < deliver.LEASE
