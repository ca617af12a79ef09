"""A test of a channel: one marked alert, posted once a minute, and nobody is called."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.chat import ChatError
from bot.compose.plain import text
from bot.posting import Posting
from storage.channels import Subscription
from storage.records import Kind, digest
from storage.rules import Call
from storage.sources import Actor, Audit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat
from tests.fakes_desk import CHANNEL, Desk

TEST = "/evwatch test"


@pytest.fixture
def chat() -> FakeChat:
    return FakeChat()


@pytest.fixture
async def desk(chat: FakeChat) -> AsyncIterator[Desk]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Desk(store, post=Posting({"local": chat}))
    await store.close()


async def _set(desk: Desk, **rules: object) -> None:
    audit = Audit(
        at=desk.now,
        actor=Actor(platform="local", workspace="home", channel="general", user="ann"),
        command="test",
    )
    rule = Subscription(id=digest(str(CHANNEL)), channel=CHANNEL, **rules)  # type: ignore[arg-type] # a test's shorthand
    await desk.store.watchlist.rule(CHANNEL, lambda _: rule, audit=audit)


async def test_where_the_whole_place_is_silent_a_test_says_so(desk: Desk, chat: FakeChat) -> None:
    await desk.ask("/evwatch silence all")

    assert "All of this place is silent" in await desk.says(TEST)
    assert len(chat.posts) == 1


async def test_a_marked_sample_is_posted_in_the_channel_and_nowhere_else(
    desk: Desk, chat: FakeChat
) -> None:
    said = await desk.says(TEST)

    assert "A test was posted in this channel." in said
    assert "silent" not in said
    [post] = chat.posts
    assert (post.to.workspace, post.to.channel, post.to.thread) == ("home", "general", None)
    told = text(post.document).splitlines()
    assert told[0] == "Test: Xiaomi: May begin deliveries"
    assert told[1].startswith("This is a test that ann asked for")
    assert post.document.plain.startswith("Test: ")


async def test_pressed_twice_at_once_it_is_posted_once(desk: Desk, chat: FakeChat) -> None:
    said = await asyncio.gather(*(desk.says(TEST) for _ in range(5)))

    assert len(chat.posts) == 1
    assert sum("was posted here within the last minute" in each for each in said) == 4


async def test_a_minute_later_there_is_another_one(desk: Desk, chat: FakeChat) -> None:
    await desk.ask(TEST)
    desk.now += timedelta(minutes=1)

    await desk.ask(TEST)

    assert len(chat.posts) == 2
    assert len({post.key for post in chat.posts}) == 2


async def test_it_speaks_and_looks_as_the_channel_has_it_and_calls_nobody(
    desk: Desk, chat: FakeChat
) -> None:
    calls = (
        Call(kind=Kind.RECALL, who="user", id="U1"),
        Call(kind=None, who="group", id="S2"),
        Call(kind=Kind.DELIVERY, who="user", id="U3"),
    )
    await _set(desk, companies=("nio",), kinds=(Kind.RECALL,), language="zh", calls=calls)

    await desk.ask(TEST)

    [post] = chat.posts
    told = text(post.document)
    assert told.startswith("测试：蔚来")
    assert "召回" in told
    assert "@U1" in told
    assert "@S2" in told
    assert "U3" not in told
    assert post.document.mentions == ()


async def test_it_is_kept_in_the_log(desk: Desk) -> None:
    await desk.ask(TEST)
    await desk.ask(TEST)

    [audit] = await desk.store.watchlist.audits("home")
    assert (audit.command, audit.actor.user, audit.allowed) == (TEST, "ann", True)


async def test_a_fault_is_told_and_it_may_be_tried_again(desk: Desk, chat: FakeChat) -> None:
    chat.faults.append(ChatError("the bot is not in the channel"))

    said = await desk.says(TEST)
    again = await desk.says(TEST)

    assert "could not be posted: the bot is not in the channel" in said
    assert "A test was posted" in again
    assert len(chat.posts) == 1


async def test_what_may_have_been_posted_is_not_posted_again(desk: Desk, chat: FakeChat) -> None:
    chat.faults.append(ChatError("the answer was lost", uncertain=True))
    chat.takes_it = True

    await desk.ask(TEST)
    said = await desk.says(TEST)

    assert "within the last minute" in said
    assert len(chat.attempts) == 1


async def test_a_viewer_posts_nothing(desk: Desk, chat: FakeChat) -> None:
    desk.may_edit = False

    await desk.ask(TEST)

    assert chat.attempts == []
