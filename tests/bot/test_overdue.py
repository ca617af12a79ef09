"""Overdue plans from the store to the channel: once, whoever asks how often, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar, cast

import pytest

from bot.catalogue import load
from bot.compose import alert
from bot.compose.plain import text
from bot.deliver import Deliverer
from bot.overdue import Overdue
from bot.stories.group import group
from bot.stories.route import route
from bot.workers import WorkerError, inline
from storage.channels import Channel, Subscription, Updates
from storage.engine import Conflict
from storage.records import Certainty, Item, Kind, Milestone, Story, Telling, digest
from storage.sources import Actor, Audit, Restatement, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock
from tests.fakes_stories import milestone

P = ParamSpec("P")
T = TypeVar("T")

SOURCE = Source(id="feed", kind=SourceKind.FEED, url="https://gazette.example/feed")
MARCH = datetime(2024, 3, 28, 9, tzinfo=UTC)
JULY = datetime(2024, 7, 3, 9, tzinfo=UTC)
PLAN = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="SU7", evidence="Production of the SU7 is to begin in the first half of 2024.")  # fmt: skip
DONE = milestone(kind="production", when="2024-07-04", subject="SU7", evidence="Production of the SU7 began.")  # fmt: skip
SAID = "Xiaomi: Overdue: production of the SU7 was planned for H1 2024; nothing has been heard of it since 28 Mar 2024"  # fmt: skip


class Stopped(Exception):
    """The process dies here."""


def channel(name: str = "general") -> Channel:
    return Channel(platform="fake", workspace="w", id=name)


def follower(name: str = "general", *companies: str, **more: object) -> Subscription:
    values = {"promises": True, **more}
    return Subscription(
        id=digest(name),
        channel=channel(name),
        companies=companies or ("xiaomi",),
        **values,  # type: ignore[arg-type] # a test's shorthand
    )


class Line:
    """A store, a fake chat, and what looks for overdue plans."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock(MARCH)
        self.chat = FakeChat()
        self.bell: list[int] = []
        self.deliverer = Deliverer(
            store=store,
            chats={"fake": self.chat},
            clock=self.clock,
            catalogue=load(),
            compose=alert,
            chance=lambda: 0.5,
        )
        self.overdue = Overdue(
            store=store,
            run=inline,
            catalogue=load(),
            clock=self.clock,
            max_age=timedelta(days=14),
            said=self.bell.append,
        )

    async def follow(self, *subscriptions: Subscription) -> None:
        await self.store.watchlist.seed([], subscriptions, at=self.clock())

    async def watch(self, source: Source, workspace: str) -> None:
        """A workspace watches a source."""
        actor = Actor(platform="fake", workspace=workspace, channel="general", user="u")
        audit = Audit(at=MARCH, actor=actor, command="test")
        await self.store.watchlist.add_source(source, audit=audit)

    async def tell(
        self, key: str, *said: Milestone, silent: bool = False, source: str = SOURCE.id
    ) -> Story:
        """Keep an item with its story and deliver what it brings."""
        url = f"https://gazette.example/{key}"
        told = Item(source=source, key=key, url=url, title=key, text=".", seen=self.clock())
        known = await self.store.history.candidates(["xiaomi"], since=MARCH - timedelta(days=1))
        decision = group(told, said, known, now=self.clock(), catalogue=load())
        assert decision is not None
        wanting = await self.store.watchlist.subscriptions(decision.story.companies)
        news = () if silent else decision.news
        based_on = {each.id: each.revision for each in known if each.id == decision.story.id}
        await self.store.visits.record(
            Visit(
                source=source,
                at=self.clock(),
                next_at=self.clock() + timedelta(minutes=15),
                memory={},
                items=(told,),
                stories=(decision.story,),
                based_on=based_on,
                deliveries=route(decision.story, news, wanting, now=self.clock()),
            )
        )
        return decision.story

    async def deliver(self) -> list[str]:
        """Deliver all that waits; gives the plain words of what was posted then."""
        before = len(self.chat.posts)
        while await self.deliverer.once():
            pass
        return [post.document.plain for post in self.chat.posts[before:]]

    async def said(self) -> list[str]:
        """Look for overdue plans and deliver what comes of it."""
        await self.overdue.turn()
        return await self.deliver()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Line(store)
    await made.watch(SOURCE, "w")
    yield made
    await store.close()


async def test_an_overdue_plan_is_said_once_as_a_follow_up(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY

    assert await line.said() == [SAID]
    assert await line.said() == []
    line.clock.pass_by(timedelta(days=1))
    assert await line.said() == []

    assert [post.after for post in line.chat.posts] == [None, "m1"]
    assert line.bell == [1]


async def test_the_message_names_the_plan_its_words_and_its_teller(line: Line) -> None:
    await line.follow(follower(), follower("zh", language="zh"))
    await line.tell("plan", PLAN)
    await line.tell("else", milestone(kind="recall", when="2024-03-28", quantity="900 vehicles"))
    await line.deliver()
    line.clock.now = JULY
    await line.said()

    last = sorted(line.chat.posts[-2:], key=lambda post: post.to.channel)
    english, chinese = (text(post.document) for post in last)

    assert "Overdue: production of the SU7 was planned for H1 2024" in english
    assert "Nothing has been heard of it since 28 Mar 2024." in english
    assert "is to begin in the first half of 2024" in english
    assert "https://gazette.example/plan" in english
    assert "900" not in english
    assert "已逾期：SU7投产，原计划于2024年上半年" in chinese
    assert "2024年3月28日以来没有相关消息。" in chinese


async def test_it_is_off_unless_a_channel_asks_for_it(line: Line) -> None:
    await line.follow(follower(promises=False))
    story = await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY

    assert await line.said() == []
    assert await line.store.history.story(story.id) == story


async def test_only_the_channels_that_asked_and_want_this_plan_hear_of_it(line: Line) -> None:
    await line.follow(
        follower("one"),
        follower("two", promises=False),
        follower("three", "byd"),
        follower("four", kinds=(Kind.RECALL,)),
        follower("five", floor=Certainty.OFFICIAL),
    )
    await line.tell("plan", replace(PLAN, certainty=Certainty.REPORTED), silent=True)
    line.clock.now = JULY

    [said] = await line.said()

    assert said == SAID.replace("was planned", "was reportedly planned")
    assert [post.to.channel for post in line.chat.posts] == ["one"]
    assert line.chat.posts[0].after is None  # the channel had no message of the story


async def test_a_plan_due_before_the_option_was_switched_on_is_not_said(line: Line) -> None:
    await line.follow(follower(promises=False))
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY + timedelta(days=30)
    await line.follow(follower())

    assert await line.said() == []


@pytest.mark.parametrize("at", ["overdue.decided", "overdue.recorded"])
async def test_after_a_crash_it_is_said_once(line: Line, at: str) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY

    def die(name: str) -> None:
        if name == at:
            raise Stopped

    with pytest.raises(Stopped):
        await replace(line.overdue, checkpoint=die).turn()

    assert await line.said() == [SAID]
    assert await line.said() == []


async def test_when_the_story_grows_meanwhile_it_is_decided_again(line: Line) -> None:
    await line.follow(follower())
    story = await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY
    left = [story]

    async def grow(restatement: Restatement) -> None:
        if left:
            now = replace(left.pop(), revision=2)
            await restate(Restatement(at=JULY, stories=(now,), based_on={now.id: 1}))
        await restate(restatement)

    restate = line.store.visits.restate
    line.store.visits.restate = grow  # type: ignore[method-assign] # another process is faster

    assert await line.said() == [SAID]
    kept = await line.store.history.story(story.id)
    assert kept is not None
    assert kept.revision == 3
    assert await line.said() == []


async def test_a_story_that_keeps_changing_is_left_for_the_next_turn(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY
    restate = line.store.visits.restate

    async def conflict(_: Restatement) -> None:
        raise Conflict("somebody was faster")

    line.store.visits.restate = conflict  # type: ignore[method-assign, assignment] # another process is faster
    assert await line.said() == []
    line.store.visits.restate = restate  # type: ignore[method-assign]

    assert await line.said() == [SAID]


async def test_two_at_once_say_it_once(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY

    both = await asyncio.gather(line.overdue.turn(), line.overdue.turn())

    assert sorted(map(len, both)) == [0, 1]
    assert await line.deliver() == [SAID]


async def test_fulfilled_later_the_story_says_so_as_usual(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY
    await line.said()
    line.clock.pass_by(timedelta(days=1))

    await line.tell("done", DONE)

    [post] = await line.deliver()
    assert "Overdue" not in post
    assert "Overdue" not in text(line.chat.posts[-1].document)
    line.clock.pass_by(timedelta(hours=1))
    assert await line.said() == []


async def test_what_was_heard_of_before_it_was_posted_is_not_said(line: Line) -> None:
    await line.follow(follower())
    story = await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY
    await line.overdue.turn()
    kept = await line.store.history.story(story.id)
    assert kept is not None
    grown = replace(kept, revision=3, milestones=(*kept.milestones, replace(DONE, item=kept.items[0])))  # fmt: skip
    await line.store.visits.restate(Restatement(at=JULY, stories=(grown,), based_on={kept.id: 2}))

    assert await line.deliver() == []


async def test_it_hides_no_news_that_waits_in_the_same_channel(line: Line) -> None:
    await line.follow(follower())
    line.clock.now = MARCH
    await line.tell("plan", PLAN)
    line.clock.now = JULY
    await line.overdue.turn()

    first, second = await line.deliver()

    assert first == "Xiaomi: Plans to begin production of the SU7 in the first half of 2024"
    assert second == SAID


async def test_a_channel_that_wants_no_updates_but_asked_for_it_gets_its_own_message(
    line: Line,
) -> None:
    await line.follow(follower(updates=Updates.NONE))
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY

    assert await line.said() == [SAID]
    assert line.chat.posts[-1].after is None


async def test_switched_off_before_it_is_posted_it_stays_unsaid(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN)
    await line.deliver()
    line.clock.now = JULY
    await line.overdue.turn()
    await line.follow(follower(promises=False))

    assert await line.deliver() == []


async def test_a_channel_that_follows_all_hears_of_every_company(line: Line) -> None:
    await line.follow(replace(follower(), companies=()))
    await line.tell("plan", PLAN, silent=True)
    line.clock.now = JULY

    assert await line.said() == [SAID]


async def test_a_company_with_too_much_to_compare_keeps_no_other_unsaid(line: Line) -> None:
    await line.follow(follower("general", "nio", "xiaomi"))
    await line.tell("nio", milestone("nio", kind="launch", phase="planned", when="2024-06-01/2024-06-28", subject="ET9"), silent=True)  # fmt: skip
    await line.tell("plan", PLAN, silent=True)
    line.clock.now = JULY
    compared: list[str] = []

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        [telling, *_] = cast("Sequence[Telling]", args[0])
        compared.append(telling.milestone.company)
        if telling.milestone.company == "nio":
            raise WorkerError("it took longer than 10 seconds and was stopped")
        return await inline(function, *args, **kwargs)

    line.overdue = replace(line.overdue, run=run)

    assert await line.said() == [SAID]
    assert compared == ["nio", "xiaomi"]


async def test_it_looks_at_once_when_it_starts(line: Line) -> None:
    await line.follow(follower())
    await line.tell("plan", PLAN, silent=True)
    line.clock.now = JULY
    woken = asyncio.Event()

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        serving = tasks.create_task(replace(line.overdue, said=lambda _: woken.set()).serve())
        await woken.wait()
        serving.cancel()

    assert await line.deliver() == [SAID]
