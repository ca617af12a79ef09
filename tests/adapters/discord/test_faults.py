"""The fault table: what the port says of each fault of Discord's, and what is in the channel after."""

import asyncio
import gc
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import Address, ChatError
from adapters.discord.places import VIEW
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.faults import Fault, limited
from tests.doubles.discord.rest import ME
from tests.fakes_discord import Set
from tests.fakes_local import note

SEND = r"^POST /channels/\d+/messages$"


@dataclass(frozen=True, slots=True)
class Row:
    """A fault of one post, and what `ChatError` has to say of it."""

    name: str
    fault: dict[str, Any]
    uncertain: bool = False
    permanent: bool = False
    pause: float | None = None


TABLE = (
    Row("long 429 of the channel", {"limit": 120}, pause=120),
    Row("long 429 of everything", {"limit": 120, "everywhere": True}, pause=120),
    Row("429 without Via", {"status": 429, "headers": {"Retry-After": "40"}}, pause=40),
    Row("429 without a word", {"status": 429}, pause=600),
    Row("5xx", {"status": 503}, uncertain=True),
    Row("cut before it was taken", {"kind": "cut_before"}, uncertain=True),
    Row("cut after it was taken", {"kind": "cut_after"}, uncertain=True),
    Row("turned away in front of Discord", {"status": 403}, pause=600),
    Row("access lost", {"status": 403, "code": 50001}, permanent=True),
    Row("permission lost", {"status": 403, "code": 50013}, permanent=True),
    Row("channel gone", {"status": 404, "code": 10003}, permanent=True),
    Row("refused even plainly", {"status": 400, "code": 50035, "times": 2}, pause=3600),
)


def fault_of(row: Row) -> Fault:
    values = dict(row.fault)
    if "limit" in values:
        return limited(SEND, values["limit"], everywhere=values.get("everywhere", False))
    return Fault(on=SEND, **values)


def visible(on: Set) -> list[str]:
    return [message_text(each) for each in on.discord.world.messages[on.here.channel].values()]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
async def test_what_the_port_says_of_a_fault_and_nothing_is_lost_or_doubled(
    on: Set, row: Row
) -> None:
    start = on.clock()
    on.discord.faults.add(fault_of(row))

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("news"), key="k")
    error = caught.value

    assert (error.uncertain, error.permanent) == (row.uncertain, row.permanent)
    assert (error.retry_after.total_seconds() if error.retry_after else None) == row.pause
    # What the deliverer does next: look if it is in doubt, else post again when it may.
    on.clock.forward(error.retry_after or timedelta(0))
    found = await on.chat.find(on.here, "k", since=start) if error.uncertain else None
    assert (found is not None) == (row.name == "cut after it was taken")
    await on.chat.post(on.here, note("news"), key="k")
    assert len(visible(on)) == 1


async def test_a_look_at_a_channel_that_fails_leaves_no_doubt_about_the_message(on: Set) -> None:
    on.discord.faults.add(Fault(on=r"^GET /channels/\d+$", status=503))

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("news"), key="k")

    assert not caught.value.uncertain
    assert not caught.value.permanent


async def test_a_short_pause_is_waited_for(on: Set) -> None:
    on.discord.faults.add(limited(SEND, 0.01))

    await on.chat.post(on.here, note("news"), key="k")

    assert len(visible(on)) == 1
    assert on.discord.rest.count(SEND) == 2


async def test_a_gateway_fault_that_passes_is_repeated_without_a_double(on: Set) -> None:
    # Carried out, and then answered by 502: what discord.py repeats by itself has the same nonce.
    on.discord.faults.add(Fault(on=SEND, kind="status_after", status=502))

    await on.chat.post(on.here, note("news"), key="k")

    assert len(visible(on)) == 1


async def test_a_long_pause_of_everything_holds_for_every_channel_until_it_is_over(on: Set) -> None:
    other = replace(on.here, channel=on.discord.world.add_channel(on.discord.guild))
    on.discord.faults.add(limited(SEND, 120, everywhere=True))
    with pytest.raises(ChatError):
        await on.chat.post(on.here, note("news"), key="k")
    before = len(on.discord.rest.calls)

    on.clock.forward(timedelta(seconds=50))
    with pytest.raises(ChatError) as caught:
        await on.chat.post(other, note("other"), key="l")
    assert caught.value.retry_after == timedelta(seconds=70)
    assert len(on.discord.rest.calls) == before

    on.clock.forward(timedelta(seconds=71))
    await on.chat.post(other, note("other"), key="l")


async def test_a_fault_that_nothing_confirms_is_told_for_ten_minutes(on: Set) -> None:
    on.discord.faults.add(Fault(on=SEND, status=503))
    with pytest.raises(ChatError):
        await on.chat.post(on.here, note("news"), key="k")

    reasons = []
    for minutes in (0, 10, 1):
        on.clock.forward(timedelta(minutes=minutes))
        reasons.append(on.chat.health().reason)

    fault = "Discord has a fault of its own (503)"
    assert reasons == [fault, fault, "Discord is not connected yet"]


async def test_a_pause_of_one_channel_holds_up_no_other(on: Set) -> None:
    other = replace(on.here, channel=on.discord.world.add_channel(on.discord.guild))
    on.discord.faults.add(limited(f"POST /channels/{on.here.channel}/messages", 120))
    with pytest.raises(ChatError):
        await on.chat.post(on.here, note("news"), key="k")

    assert await on.chat.post(other, note("other"), key="l")


async def test_a_slow_answer_to_one_channel_holds_up_no_other(on: Set) -> None:
    other = replace(on.here, channel=on.discord.world.add_channel(on.discord.guild))
    slow = on.discord.faults.add(
        Fault(on=f"POST /channels/{on.here.channel}/messages", kind="hold")
    )
    posting = asyncio.create_task(on.chat.post(on.here, note("news"), key="k"))
    await slow.reached.wait()

    assert await on.chat.post(other, note("other"), key="l")
    assert not posting.done()

    slow.release.set()
    assert await posting


async def test_a_post_that_is_given_up_while_it_is_slow_is_found(on: Set) -> None:
    start = on.clock()
    slow = on.discord.faults.add(Fault(on=SEND, kind="hold_after"))
    posting = asyncio.create_task(on.chat.post(on.here, note("news"), key="k"))
    await slow.reached.wait()
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    slow.release.set()

    assert await on.chat.find(on.here, "k", since=start)


async def test_where_nobody_listens_it_is_certain_that_nothing_was_posted(on: Set) -> None:
    await on.chat.post(on.here, note("before"), key="j")
    port = on.discord.port
    await on.discord.stop()
    fresh = on.another()  # with no connection of before, of which nobody knows how far it got

    with pytest.raises(ChatError) as caught:
        await fresh.post(on.here, note("news"), key="k")

    assert not caught.value.uncertain
    assert not caught.value.permanent
    assert "no connection" in fresh.health().reason
    await on.discord.start(port)
    await fresh.post(on.here, note("news"), key="k")
    assert len(visible(on)) == 2


async def test_a_revoked_token_is_told_asked_for_no_more_and_mended_by_another(on: Set) -> None:
    await on.chat.post(on.here, note("before"), key="j")
    on.discord.token = "a-new-one"

    for _ in range(3):
        with pytest.raises(ChatError) as caught:
            await on.chat.post(on.here, note("news"), key="k")
        assert not caught.value.permanent
        assert caught.value.retry_after == timedelta(minutes=1)

    assert "token" in on.chat.health().reason
    assert on.discord.rest.count(SEND) == 2  # one was posted, one was refused
    on.token = "a-new-one"
    await on.chat.post(on.here, note("news"), key="k")
    assert len(visible(on)) == 2
    assert "token" not in on.chat.health().reason


async def test_without_a_token_nothing_is_called(on: Set) -> None:
    on.token = None

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("news"), key="k")

    assert "DISCORD_TOKEN" in str(caught.value)
    assert on.discord.rest.calls == []
    assert "DISCORD_TOKEN" in on.chat.health().reason


async def test_thrown_out_of_the_server_is_for_good(on: Set) -> None:
    await on.chat.post(on.here, note("before"), key="j")
    await on.discord.kick(on.discord.guild)

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("news"), key="k")

    assert caught.value.permanent


async def test_one_refused_message_is_sent_plainly_once_and_the_next_is_rich_again(on: Set) -> None:
    on.discord.faults.add(Fault(on=SEND, status=400, code=50035))

    await on.chat.post(on.here, note("odd"), key="k")
    await on.chat.post(on.here, note("usual"), key="l")

    messages = list(on.discord.world.messages[on.here.channel].values())
    assert [bool(each["embeds"]) for each in messages] == [False, True]
    assert message_text(messages[0]).startswith("odd")
    assert await on.chat.find(on.here, "k", since=on.clock()) == messages[0]["id"]


async def test_no_token_is_in_an_error_or_a_repr(on: Set) -> None:
    on.discord.faults.add(Fault(on=SEND, kind="cut_before"))

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("news"), key="k")

    assert on.discord.token not in f"{caught.value!r} {caught.value.__cause__!r} {on.chat!r}"


async def test_the_probe_says_what_is_missing_in_plain_words(on: Set) -> None:
    world, channel = on.discord.world, on.here.channel
    assert (await on.chat.probe(on.here)).reason == ""

    for names, ok, words in (
        (("Send Messages",), False, "Send Messages"),
        (("View Channel",), False, "may not see that channel"),
        (("Embed Links",), True, "Embed Links"),
        (("Read Message History", "Create Public Threads"), True, "come as replies), Read Message"),
        (("Send Messages in Threads",), True, "Send Messages in Threads (updates"),
    ):
        world.deny(channel, *names)
        health = await on.chat.probe(on.here)
        assert (health.ok, words in health.reason) == (ok, True), (names, health)


async def test_the_probe_tells_whether_everybody_sees_the_channel(on: Set) -> None:
    seen = await on.chat.probe(on.here)
    on.discord.world.deny(on.here.channel, "View Channel")
    allowed = {"id": ME["id"], "type": 1, "allow": str(VIEW), "deny": "0"}
    on.discord.world.channels[on.here.channel]["permission_overwrites"].append(allowed)

    hidden = await on.chat.probe(on.here)

    assert (seen.ok, seen.private) == (True, False)
    assert (hidden.ok, hidden.private) == (True, True)


@pytest.mark.parametrize(("kind", "private"), [(11, False), (12, True)])
async def test_the_probe_tells_a_private_thread_of_a_channel_that_all_see(
    on: Set,
    kind: int,
    private: bool,  # noqa: FBT001 - a column of the table
) -> None:
    world = on.discord.world
    root = await on.chat.post(on.here, note("root"), key="root")
    thread = world.open_thread(on.here.channel, root, {"name": "aside"})
    world.channels[thread["id"]]["type"] = kind

    health = await on.chat.probe(replace(on.here, channel=thread["id"]))

    assert (health.ok, health.private) == (True, private)


async def test_the_probe_tells_kicked_from_unreachable(on: Set) -> None:
    await on.discord.kick(on.discord.guild)
    assert "may not see" in (await on.chat.probe(on.here)).reason
    with pytest.raises(ChatError) as caught:  # one loss is told in the same words by both
        await on.chat.post(on.here, note("news"), key="k")
    assert str(caught.value) == (await on.chat.probe(on.here)).reason

    await on.discord.stop()
    assert "no connection" in (await on.chat.probe(on.here)).reason


async def test_a_channel_that_takes_no_messages_is_told(on: Set) -> None:
    category = on.discord.world.add_channel(on.discord.guild, 4)
    to = Address(workspace=on.discord.guild, channel=category)

    assert "takes no messages" in (await on.chat.probe(to)).reason
    with pytest.raises(ChatError) as caught:
        await on.chat.post(to, note("news"), key="k")
    assert caught.value.permanent


async def test_a_sign_in_that_is_given_up_leaves_no_connection_open(on: Set) -> None:
    fault = on.discord.faults.add(Fault(on=r"^GET /users/@me$", kind="hold"))
    posting = asyncio.create_task(on.chat.post(on.here, note("news"), key="k"))
    await fault.reached.wait()

    posting.cancel()
    with suppress(asyncio.CancelledError):
        await posting
    fault.release.set()
    del posting

    gc.collect()  # a session that nobody closed would complain here, and fail this test
    await on.chat.post(on.here, note("news"), key="k")
    assert len(visible(on)) == 1
