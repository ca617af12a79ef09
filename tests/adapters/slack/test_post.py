"""Posting and editing on Slack: one message for one key, quietly, in turn, in its thread."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.chat import Address, ChatError
from adapters.document import Document, Fact, Facts, Run, Text, Title
from adapters.slack.app import SlackChat
from adapters.slack.pace import LOOKS_MAX
from tests.doubles.slack.eyes import visible
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Channel, Fault
from tests.fakes_local import FakeClock, note, one_of_each
from tests.fakes_slack import HERE, THERE, Secret, chatting


def shown(slack: SlackDouble, at: Address = HERE) -> list[str]:
    return [visible(m.text, m.blocks) for m in slack.seen(at.channel)]


async def test_a_message_carries_its_key_and_calls_nobody(
    chat: SlackChat, slack: SlackDouble
) -> None:
    await chat.post(HERE, one_of_each("<!channel> <@U1> https://a.example"), key="k1")

    args = slack.posted()[0].args
    assert args["metadata"] == {"event_type": "evwatch_alert", "event_payload": {"id": "k1"}}
    assert args["unfurl_links"] is False
    assert args["unfurl_media"] is False
    assert args["link_names"] is False
    assert args["parse"] == "none"
    assert "thread_ts" not in args
    assert "reply_broadcast" not in args


async def test_a_channel_gets_one_message_a_second_and_waits_for_no_other(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    start = clock()
    for number in range(3):
        await chat.post(HERE, note(str(number)), key=f"a{number}")
    await chat.post(THERE, note("x"), key="b")

    times = [(call.at - start).total_seconds() for call in slack.posted()]
    assert times == [0, 1, 2, 2]


async def test_a_clock_that_is_set_back_holds_no_message_up(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    await chat.post(HERE, note("a"), key="1")
    clock.forward(timedelta(hours=-1))
    start = clock()
    await chat.post(HERE, note("b"), key="2")

    assert slack.posted()[-1].at - start == timedelta(seconds=1)


async def test_posts_of_one_key_at_once_are_one_message(
    chat: SlackChat, slack: SlackDouble
) -> None:
    found = await asyncio.gather(*(chat.post(HERE, note("a"), key="k") for _ in range(5)))

    assert len(set(found)) == 1
    assert len(slack.posted()) == 1


async def test_blocks_that_slack_refuses_are_posted_as_plain_text_once(
    chat: SlackChat, slack: SlackDouble
) -> None:
    slack.fail("chat.postMessage", Fault(error="invalid_blocks"))
    step = Fact("Approval", (Run("80,000 cars"),), "done", "done", "official", "official", "2023")

    await chat.post(HERE, Document((Title("Cleared", tag="NIO"), Facts((step,))), ""), key="1")
    await chat.post(HERE, note("next"), key="2")

    assert shown(slack) == ["NIO: Cleared\nApproval · 2023 · done · official · 80,000 cars", "next"]
    assert ["blocks" in call.args for call in slack.posted()] == [True, False, True]


async def test_a_message_that_slack_refuses_in_any_form_is_tried_again_much_later(
    chat: SlackChat, slack: SlackDouble
) -> None:
    slack.fail("chat.postMessage", Fault(error="invalid_blocks"), Fault(error="msg_too_long"))

    with pytest.raises(ChatError) as caught:
        await chat.post(HERE, note("a"), key="1")

    assert caught.value.retry_after == timedelta(hours=1)
    assert not caught.value.permanent
    assert len(slack.posted()) == 2


async def test_a_public_channel_is_joined_once(chat: SlackChat, slack: SlackDouble) -> None:
    slack.channels["C1"].is_member = False

    await chat.post(HERE, note("a"), key="1")
    await chat.post(HERE, note("b"), key="2")

    assert len(shown(slack)) == 2
    assert len(slack.posted("conversations.join")) == 1


async def test_a_channel_that_cannot_be_joined_is_lost_until_somebody_invites_the_bot(
    chat: SlackChat, slack: SlackDouble
) -> None:
    slack.channels["C1"].is_member = False
    slack.teams["T1"].scopes.discard("channels:join")

    with pytest.raises(ChatError, match="/invite") as caught:
        await chat.post(HERE, note("a"), key="1")

    assert caught.value.permanent
    assert shown(slack) == []


async def test_an_edit_takes_the_place_of_the_message_and_is_found_by_its_own_key(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    first = await chat.post(HERE, note("rumoured"), key="1")
    clock.forward(timedelta(hours=1))
    since = clock()
    second = await chat.post(HERE, note("official"), key="2", after=first, edit=True)

    assert second == first
    assert shown(slack) == ["official"]
    async with chatting(slack, clock) as later:
        assert await later.find(HERE, "2", since=since) == first
        assert await later.find(HERE, "1", since=since) is None


@pytest.mark.parametrize(
    "error", ["message_not_found", "cant_update_message", "edit_window_closed"]
)
async def test_an_edit_of_what_cannot_be_edited_is_a_message_of_its_own(
    chat: SlackChat, slack: SlackDouble, error: str
) -> None:
    first = await chat.post(HERE, note("rumoured"), key="1")
    slack.fail("chat.update", Fault(error=error))

    second = await chat.post(HERE, note("official"), key="2", after=first, edit=True)

    assert second != first
    assert shown(slack) == ["rumoured", "official"]
    assert slack.message("C1", second).thread_ts is None  # type: ignore[union-attr]


async def test_an_edit_that_slack_refuses_as_blocks_is_plain(
    chat: SlackChat, slack: SlackDouble
) -> None:
    first = await chat.post(HERE, note("rumoured"), key="1")
    slack.fail("chat.update", Fault(error="msg_too_long"))

    await chat.post(HERE, note("official"), key="2", after=first, edit=True)

    assert shown(slack) == ["official"]
    assert slack.posted("chat.update")[-1].args["blocks"] == []


async def test_a_reply_goes_to_the_root_of_the_thread_after_a_restart_too(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    root = await chat.post(HERE, note("first"), key="1")
    reply = await chat.post(HERE, note("second"), key="2", after=root)

    async with chatting(slack, clock) as later:
        await later.post(HERE, note("third"), key="3", after=reply)
        await later.post(HERE, note("fourth"), key="4", after=root)

    assert [m.thread_ts for m in slack.seen("C1")] == [None, root, root, root]
    assert not any(call.args.get("reply_broadcast") for call in slack.posted())


async def test_a_reply_beneath_a_deleted_message_stands_on_its_own(
    chat: SlackChat, slack: SlackDouble
) -> None:
    root = await chat.post(HERE, note("first"), key="1")
    slack.messages.clear()

    await chat.post(HERE, note("second"), key="2", after=root)

    assert [m.thread_ts for m in slack.seen("C1")] == [None]


async def test_a_reply_beneath_what_is_left_of_a_deleted_message_stands_on_its_own(
    chat: SlackChat, slack: SlackDouble
) -> None:
    root = slack.say("C1", "deleted, but answered before").ts
    left = {"type": "message", "subtype": "tombstone", "ts": root, "thread_ts": root}
    slack.fail("conversations.replies", Fault(body=json.dumps({"ok": True, "messages": [left]})))

    await chat.post(HERE, note("second"), key="2", after=root)

    assert slack.seen("C1")[-1].thread_ts is None


async def test_without_history_a_reply_is_beneath_what_it_follows(
    chat: SlackChat, slack: SlackDouble
) -> None:
    root = slack.say("C1", "an alert of an earlier process").ts
    slack.teams["T1"].scopes.discard("channels:history")

    await chat.post(HERE, note("second"), key="2", after=root)

    assert slack.seen("C1")[-1].thread_ts == root


async def test_a_thread_of_the_address_is_posted_in(chat: SlackChat, slack: SlackDouble) -> None:
    root = slack.say("C1", "a question").ts

    await chat.post(replace(HERE, thread=root), note("an answer"), key="1")

    assert slack.seen("C1")[-1].thread_ts == root


async def test_an_earlier_process_is_asked_for_once_a_channel_and_looks_are_few(
    chat: SlackChat, slack: SlackDouble
) -> None:
    for number in range(LOOKS_MAX + 5):
        channel = f"D{number}"
        slack.channels[channel] = Channel(channel, "T1", channel)
        at = Address(workspace="T1", channel=channel)
        await chat.post(at, note("a"), key=f"a{number}")
        await chat.post(at, note("b"), key=f"b{number}")

    looks = [call.args["channel"] for call in slack.posted("conversations.history")]
    assert len(looks) == len(set(looks)) == LOOKS_MAX
    assert len(slack.posted()) == 2 * (LOOKS_MAX + 5)


async def test_a_look_that_fails_stops_no_post(chat: SlackChat, slack: SlackDouble) -> None:
    slack.fail("conversations.history", Fault(status=503))

    await chat.post(HERE, note("a"), key="1")

    assert shown(slack) == ["a"]


async def test_the_answer_to_a_post_was_lost_and_the_key_is_posted_again(
    chat: SlackChat, slack: SlackDouble
) -> None:
    slack.fail("chat.postMessage", Fault(cut="after"))
    with pytest.raises(ChatError) as caught:
        await chat.post(HERE, note("a"), key="1")

    again = await chat.post(HERE, note("a"), key="1")

    assert caught.value.uncertain
    assert [m.ts for m in slack.seen("C1")] == [again]


async def test_a_replaced_token_is_taken_up_without_a_restart(
    slack: SlackDouble, clock: FakeClock
) -> None:
    token = Secret("xoxb-one")
    async with chatting(slack, clock, token=token) as chat:
        await chat.post(HERE, note("a"), key="1")
        slack.teams["T1"].token = "xoxb-two"
        with pytest.raises(ChatError, match="token") as caught:
            await chat.post(HERE, note("b"), key="2")
        token.value = "xoxb-two\n"
        await chat.post(HERE, note("c"), key="3")

    assert caught.value.permanent
    assert "xoxb" not in str(caught.value)
    assert shown(slack) == ["a", "c"]


async def test_a_token_that_was_replaced_while_it_was_good_is_not_missed(
    slack: SlackDouble, clock: FakeClock
) -> None:
    token = Secret("xoxb-one")
    async with chatting(slack, clock, token=token) as chat:
        await chat.post(HERE, note("a"), key="1")
        slack.teams["T1"].token = token.value = "xoxb-two"
        await chat.post(HERE, note("b"), key="2")

    assert shown(slack) == ["a", "b"]


async def test_a_message_with_much_to_say_is_cut_and_taken(
    chat: SlackChat, slack: SlackDouble
) -> None:
    long = Document((Title("t" * 500), *(Text((Run("x" * 5_000),)) for _ in range(70))), plain="p")

    first = await chat.post(HERE, long, key="1")
    await chat.post(HERE, long, key="2", after=first, edit=True)

    assert len(shown(slack)) == 1
