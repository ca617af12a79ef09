"""The fault table: each fault of Slack's, what the port says, and what a person then sees."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.chat import Address, ChatError
from adapters.slack.app import SlackChat
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Channel, Fault
from tests.fakes_local import FakeClock, note
from tests.fakes_slack import HERE, THERE, chatting


@dataclass(frozen=True)
class Row:
    """A fault of one post. `taken`: Slack shows the message all the same."""

    fault: Fault
    permanent: bool = False
    uncertain: bool = False
    retry_after: int | None = None
    taken: bool = False
    says: str = ""


TABLE = {
    "limited": Row(Fault(retry_after=7), retry_after=7),
    "limited, in words": Row(Fault(error="rate_limited"), retry_after=30),
    "too many from the team": Row(Fault(error="message_limit_exceeded"), retry_after=30),
    "broken": Row(Fault(status=500), uncertain=True),
    "broken, in words": Row(Fault(status=500, error="internal_error"), uncertain=True),
    "overloaded": Row(Fault(status=503), uncertain=True),
    "half done": Row(Fault(error="fatal_error"), uncertain=True),
    "out of service": Row(Fault(error="service_unavailable")),
    "request cut short": Row(Fault(error="request_timeout")),
    "no JSON": Row(Fault(body="<html>"), uncertain=True),
    "no object": Row(Fault(body='["ok"]'), uncertain=True),
    "cut before it was taken": Row(Fault(cut="before"), uncertain=True),
    "cut after it was taken": Row(Fault(cut="after"), uncertain=True, taken=True),
    "no such channel": Row(Fault(error="channel_not_found"), permanent=True, says="/invite"),
    "archived": Row(Fault(error="is_archived"), permanent=True, says="archived"),
    "restricted": Row(Fault(error="restricted_action"), permanent=True, says="admin"),
    "restricted, new kind": Row(Fault(error="restricted_action_new"), permanent=True),
    "token revoked": Row(Fault(error="token_revoked"), permanent=True, says="token"),
    "account gone": Row(Fault(error="account_inactive"), permanent=True, says="token"),
    "token expired": Row(Fault(error="token_expired"), permanent=True, says="token"),
    "no scope": Row(
        Fault(error="missing_scope", extra={"needed": "chat:write"}),
        permanent=True,
        says="chat:write",
    ),
    "access denied": Row(Fault(error="ekm_access_denied"), permanent=True),
    "unheard of": Row(Fault(error="something_new"), says="something_new"),
}


@pytest.mark.parametrize("name", TABLE)
async def test_a_fault_is_told_as_what_it_is(
    chat: SlackChat, slack: SlackDouble, name: str
) -> None:
    row = TABLE[name]
    slack.fail("chat.postMessage", row.fault)

    with pytest.raises(ChatError) as caught:
        await chat.post(HERE, note("a"), key="k")

    found = caught.value
    pause = timedelta(seconds=row.retry_after) if row.retry_after else None
    assert (found.permanent, found.uncertain) == (row.permanent, row.uncertain)
    assert found.retry_after == pause
    assert row.says in str(found)
    assert "C1" in str(found)
    assert "xoxb" not in str(found)
    assert bool(slack.seen("C1")) == row.taken


@pytest.mark.parametrize("name", TABLE)
async def test_after_a_fault_a_look_and_a_second_try_leave_one_message(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock, name: str
) -> None:
    """As the deliverer goes on: what is in doubt is looked for, the rest is posted again."""
    row, since = TABLE[name], clock()
    slack.fail("chat.postMessage", row.fault)
    with pytest.raises(ChatError) as caught:
        await chat.post(HERE, note("a"), key="k")
    clock.forward(caught.value.retry_after or timedelta())

    found = await chat.find(HERE, "k", since=since) if caught.value.uncertain else None
    if found is None:
        found = await chat.post(HERE, note("a"), key="k")

    assert [m.ts for m in slack.seen("C1")] == [found]


async def test_a_slow_answer_that_is_given_up_is_found(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    hold, since = asyncio.Event(), clock()
    slack.fail("chat.postMessage", Fault(hold=hold))
    posting = asyncio.create_task(chat.post(HERE, note("a"), key="k"))
    await slack.until(slack.posted)
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    hold.set()
    await slack.until(lambda: slack.seen("C1"))

    assert await chat.find(HERE, "k", since=since) == slack.seen("C1")[0].ts


async def test_a_slow_channel_holds_up_no_other(chat: SlackChat, slack: SlackDouble) -> None:
    hold = asyncio.Event()
    slack.fail("chat.postMessage", Fault(hold=hold))
    slow = asyncio.create_task(chat.post(HERE, note("slow"), key="1"))
    await slack.until(slack.posted)
    quick = await chat.post(THERE, note("quick"), key="2")
    hold.set()

    assert [m.ts for m in slack.seen("C2")] == [quick]
    assert await slow == slack.seen("C1")[0].ts


async def test_slack_that_cannot_be_reached_has_certainly_nothing(clock: FakeClock) -> None:
    slack = SlackDouble(clock)
    slack.people_live_here()
    await slack.start()
    async with chatting(slack, clock) as chat:
        await chat.post(HERE, note("a"), key="1")
        await slack.stop()
        with pytest.raises(ChatError) as caught:
            await chat.post(HERE, note("b"), key="2")
        with pytest.raises(ChatError) as looking:
            await chat.find(HERE, "2", since=clock())

    for fault in (caught.value, looking.value):
        assert (fault.permanent, fault.uncertain, fault.retry_after) == (False, False, None)
        assert "reached" in str(fault)


async def test_nothing_is_posted_before_slack_said_that_it_may(
    chat: SlackChat, slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("chat.postMessage", Fault(retry_after=30))
    with pytest.raises(ChatError):
        await chat.post(HERE, note("a"), key="1")
    clock.forward(timedelta(seconds=20))

    for to in (HERE, THERE):
        with pytest.raises(ChatError) as caught:
            await chat.post(to, note("a"), key=to.channel)
        assert caught.value.retry_after == timedelta(seconds=10)
    assert len(slack.posted()) == 1

    clock.forward(timedelta(seconds=10))
    await chat.post(HERE, note("a"), key="1")
    assert len(slack.seen("C1")) == 1


async def test_a_limit_of_posting_is_none_of_editing(chat: SlackChat, slack: SlackDouble) -> None:
    first = await chat.post(HERE, note("a"), key="1")
    slack.fail("chat.postMessage", Fault(retry_after=30))
    with pytest.raises(ChatError):
        await chat.post(HERE, note("b"), key="2")

    await chat.post(HERE, note("c"), key="3", after=first, edit=True)

    assert slack.seen("C1")[0].edited


async def test_a_private_channel_that_threw_the_bot_out_is_gone(
    chat: SlackChat, slack: SlackDouble
) -> None:
    slack.channels["G1"] = Channel("G1", "T1", "secret", is_private=True)
    at = Address(workspace="T1", channel="G1")
    await chat.post(at, note("a"), key="1")
    slack.channels["G1"].is_member = False

    with pytest.raises(ChatError, match="/invite") as caught:
        await chat.post(at, note("b"), key="2")
    health = await chat.probe(at)

    assert caught.value.permanent
    assert (health.ok, "/invite" in health.reason) == (False, True)


@pytest.mark.parametrize(
    ("fields", "ok", "says"),
    [
        ({}, True, "^$"),
        ({"is_member": False}, True, "^$"),
        ({"is_archived": True}, False, "archived"),
    ],
)
async def test_probe_tells_whether_a_channel_can_be_posted_to(
    chat: SlackChat,
    slack: SlackDouble,
    fields: dict[str, bool],
    ok: bool,  # noqa: FBT001 - a column of the table
    says: str,
) -> None:
    for name, value in fields.items():
        setattr(slack.channels["C1"], name, value)

    health = await chat.probe(HERE)

    assert health.ok == ok
    assert re.search(says, health.reason)
    assert slack.posted() == []


async def test_probe_names_the_scope_that_it_lacks(chat: SlackChat, slack: SlackDouble) -> None:
    slack.teams["T1"].scopes.discard("channels:read")

    health = await chat.probe(HERE)

    assert not health.ok
    assert "channels:read" in health.reason
