"""Looking for a message by its key: in the channel, in threads, in what was edited; or saying that
nobody can tell.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import CannotTellError, ChatError
from adapters.slack.app import SlackChat
from adapters.slack.history import PAGE, PAGES_MAX, metadata
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault, Message
from tests.fakes_local import FakeClock, note
from tests.fakes_slack import HERE, chatting

OLD = timedelta(days=3)


def write(
    slack: SlackDouble,
    key: str,
    *,
    thread_ts: str | None = None,
    user: str = "UBOT1",
    bot_id: str = "BBOT1",
) -> str:
    """A message with this key, by another process of the bot's."""
    message = Message(
        ts=slack.ts(),
        channel="C1",
        user=user,
        bot_id=bot_id,
        text=key,
        metadata=metadata(key),
        thread_ts=thread_ts,
    )
    slack.messages.append(message)
    return message.ts


async def test_a_message_is_found_behind_a_page_of_talk(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    since = clock()
    ts = write(slack, "k")
    for number in range(PAGE + 5):
        slack.say("C1", str(number))

    assert await chat.find(HERE, "k", since=since) == ts
    assert len(slack.posted("conversations.history")) == 2


async def test_a_message_of_before_is_none(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    write(slack, "k")
    clock.forward(timedelta(seconds=1))

    assert await chat.find(HERE, "k", since=clock()) is None


async def test_a_reply_in_an_old_thread_is_found(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    root = write(slack, "first")
    clock.forward(OLD)
    since = clock()
    reply = write(slack, "k", thread_ts=root)

    assert await chat.find(HERE, "k", since=since) == reply


async def test_only_threads_that_somebody_answered_since_are_looked_into(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    root = write(slack, "first")
    write(slack, "second", thread_ts=root)
    slack.say("C1", "chatter", thread_ts=slack.say("C1", "somebody else's").ts)
    clock.forward(OLD)

    assert await chat.find(HERE, "second", since=clock()) is None
    assert slack.posted("conversations.replies") == []


async def test_the_thread_of_the_address_is_looked_into_however_old_it_is(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    root = write(slack, "first")
    clock.forward(OLD)
    for number in range(PAGE + 1):
        slack.say("C1", str(number))
    clock.forward(OLD)
    since = clock()
    reply = write(slack, "k", thread_ts=root)

    assert await chat.find(replace(HERE, thread=root), "k", since=since) == reply


async def test_a_lost_answer_in_a_thread_is_found_however_old_the_thread_is(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    root = write(slack, "first")
    clock.forward(OLD)
    for number in range(PAGE + 1):
        slack.say("C1", str(number))
    clock.forward(OLD)
    since = clock()
    slack.fail("chat.postMessage", Fault(cut="after"))
    with pytest.raises(ChatError):
        await chat.post(HERE, note("update"), key="k", after=root)

    assert await chat.find(HERE, "k", since=since) == slack.thread("C1", root)[0].ts


async def test_a_key_that_another_app_wrote_is_not_ours(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    write(slack, "k", user="U7", bot_id="BOTHER")

    assert await chat.find(HERE, "k", since=clock()) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"event_type": "evwatch_alert"},
        {"event_type": "other", "event_payload": {"id": "k"}},
        {"event_type": "evwatch_alert", "event_payload": {"id": ["k"]}},
    ],
)
async def test_odd_metadata_is_no_key(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock, odd: dict[str, Any]
) -> None:
    write(slack, "k")
    slack.messages[-1].metadata = odd

    assert await chat.find(HERE, "k", since=clock()) is None


async def test_without_the_history_scope_nobody_can_tell(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    slack.teams["T1"].scopes.discard("channels:history")

    with pytest.raises(CannotTellError, match="channels:history"):
        await chat.find(HERE, "k", since=clock())


async def test_more_talk_than_can_be_looked_through_is_said_to_be_so(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    since = clock()
    for number in range(PAGE * PAGES_MAX + 1):
        slack.say("C1", str(number))

    with pytest.raises(CannotTellError):
        await chat.find(HERE, "k", since=since)


async def test_a_limited_look_says_when_to_come_again_and_is_not_made_before(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("conversations.history", Fault(retry_after=60))
    for left in (60, 30):
        with pytest.raises(ChatError) as caught:
            await chat.find(HERE, "k", since=clock())
        assert caught.value.retry_after == timedelta(seconds=left)
        clock.forward(timedelta(seconds=30))

    assert len(slack.posted("conversations.history")) == 1
    assert await chat.find(HERE, "k", since=clock()) is None


async def test_what_was_found_is_not_posted_again(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    since = clock()
    ts = write(slack, "k")

    assert await chat.find(HERE, "k", since=since) == ts
    assert await chat.post(HERE, note("again"), key="k") == ts
    assert slack.posted() == []


async def test_an_edit_in_an_old_message_is_found_after_a_restart(
    slack: SlackDouble, clock: FakeClock
) -> None:
    root = write(slack, "first")
    clock.forward(OLD)
    since = clock()
    slack.fail("chat.update", Fault(cut="after"))
    async with chatting(slack, clock) as chat:
        with pytest.raises(ChatError) as caught:
            await chat.post(HERE, note("official"), key="k", after=root, edit=True)
    async with chatting(slack, clock) as later:
        found = await later.find(HERE, "k", since=since)

    assert caught.value.uncertain
    assert found == root
