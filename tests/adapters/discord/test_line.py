"""The line to Discord: dropped, told to go, invalid, refused, out of reach; and up again."""

import asyncio

import pytest

from adapters.chat import Reply, Request
from tests.fakes_discord import Pauses, Set
from tests.fakes_local import note, serving


async def answer(_: Request) -> Reply:
    return Reply(document=note("5 steps"))


async def asks(on: Set, **who: str) -> None:
    where = who.get("channel", on.here.channel)
    asked = await on.discord.people.slash("milestones", {"company": "nio"}, channel=where)
    await asked.shown()


async def healthy(on: Set, *, is_ok: bool = True) -> None:
    """Wait for what the adapter says of itself; its events are handled in turns of the loop."""
    async with asyncio.timeout(20):
        while on.chat.health().ok != is_ok:  # noqa: ASYNC110 - it tells only who asks
            await asyncio.sleep(0)


async def test_before_anything_is_known_it_says_so(on: Set) -> None:
    assert on.chat.health().reason == "Discord is not connected yet"


async def test_it_is_well_while_it_is_connected(on: Set) -> None:
    async with on.serving(answer):
        await asks(on)
        await healthy(on)

    assert not on.discord.gateway.live


@pytest.mark.parametrize("how", ["dropped", "told to go"])
async def test_a_lost_line_is_taken_up_again(on: Set, how: str) -> None:
    gateway = on.discord.gateway
    async with on.serving(answer):
        await healthy(on)
        await (gateway.drop() if how == "dropped" else gateway.ask_to_reconnect())
        await gateway.until(lambda: gateway.resumed == 1)
        await asks(on)
        await healthy(on)

    assert (gateway.identified, gateway.resumed) == (1, 1)


async def test_what_was_done_while_the_line_was_down_is_told_after_it(on: Set) -> None:
    gateway = on.discord.gateway
    async with on.serving(answer):
        await healthy(on)
        await gateway.drop()
        await asks(on)

    assert gateway.resumed == 1


async def test_an_invalid_session_is_begun_anew(on: Set) -> None:
    gateway = on.discord.gateway
    async with on.serving(answer):
        await healthy(on)
        await gateway.invalidate()
        await on.pauses.until(1)
        on.pauses.end()
        await gateway.until(lambda: gateway.identified == 2)
        await asks(on)
        await healthy(on)

    assert on.pauses.asked == [5.0]


async def test_a_token_refused_at_the_gateway_is_not_tried_again_until_it_is_another(
    on: Set,
) -> None:
    gateway = on.discord.gateway
    gateway.close_with = 4004
    async with serving(on.chat, answer):
        for count in (1, 2):
            await on.pauses.until(count)
            assert "token" in on.chat.health().reason
            on.pauses.end()
        await on.pauses.until(3)
        calls = on.discord.rest.count("gateway/bot")
        on.discord.token = on.token = "a-new-one"
        on.pauses.end()
        await gateway.until(lambda: bool(gateway.live))
        await healthy(on)

    assert calls == 1


async def test_a_token_that_is_wrong_from_the_start_is_told_and_mended(on: Set) -> None:
    on.token = "wrong"
    async with serving(on.chat, answer):
        await on.pauses.until(1)
        assert "token" in on.chat.health().reason
        on.token = on.discord.token
        on.pauses.end()
        await on.discord.gateway.until(lambda: bool(on.discord.gateway.live))
        await healthy(on)


async def test_a_refused_intent_is_told_and_tried_again(on: Set) -> None:
    gateway = on.discord.gateway
    gateway.close_with = 4014
    async with serving(on.chat, answer):
        await on.pauses.until(1)
        assert "intent" in on.chat.health().reason
        on.pauses.end()
        await healthy(on)


async def test_an_event_that_nobody_can_read_costs_one_connection(on: Set) -> None:
    gateway = on.discord.gateway
    async with on.serving(answer):
        await healthy(on)
        await gateway.dispatch("INTERACTION_CREATE", {"id": "1"})
        await on.pauses.until(1)
        assert "failed" in on.chat.health().reason
        on.pauses.end()
        await gateway.until(lambda: gateway.identified == 2)
        await asks(on)
        await healthy(on)


async def test_a_close_without_a_reason_that_is_known_is_told_by_its_number(on: Set) -> None:
    on.discord.gateway.close_with = 4010
    async with serving(on.chat, answer):
        await on.pauses.until(1)
        assert "4010" in on.chat.health().reason
        on.pauses.end()
        await healthy(on)


@pytest.mark.parametrize("what", ["the gateway", "all of it"])
async def test_an_outage_is_told_and_waited_out_longer_each_time(on: Set, what: str) -> None:
    port = on.discord.port
    if what == "all of it":
        await on.discord.stop()
    on.discord.gateway.is_down = True
    async with serving(on.chat, answer):
        for count in (1, 2, 3):
            await on.pauses.until(count)
            assert "no connection" in on.chat.health().reason
            on.pauses.end()
        await on.pauses.until(4)
        on.discord.gateway.is_down = False
        if what == "all of it":
            await on.discord.start(port)
        on.pauses.end()
        await healthy(on)
        await asks(on)

    assert all(
        later > earlier
        for earlier, later in zip(on.pauses.asked, on.pauses.asked[2:], strict=False)
    )


async def test_posting_goes_on_while_the_gateway_is_down(on: Set) -> None:
    on.discord.gateway.is_down = True
    async with serving(on.chat, answer):
        await on.pauses.until(1)

        assert await on.chat.post(on.here, note("news"), key="k")


async def test_with_no_connections_left_for_today_it_waits(on: Set) -> None:
    on.discord.gateway.starts_left = 0
    async with serving(on.chat, answer):
        await on.pauses.until(1)
        assert "too many connections" in on.chat.health().reason
        assert on.discord.gateway.identified == 0
        on.pauses.end()
        await on.discord.gateway.until(lambda: bool(on.discord.gateway.live))

    assert on.pauses.asked == [60.0]


async def test_where_discord_asks_for_shards_there_are_as_many(on: Set) -> None:
    gateway = on.discord.gateway
    gateway.shards = 2
    # Ids of servers begin at bit 22; two in a row are of different shards.
    on.clock.at = on.clock.at.replace(microsecond=1_000)
    other = on.discord.world.add_guild("Second")
    channel = on.discord.world.add_channel(other)
    async with serving(on.chat, answer):
        await on.pauses.until(1)
        assert not on.chat.health().ok
        on.pauses.end()
        await healthy(on)
        await asks(on)
        await asks(on, channel=channel)
        await gateway.invalidate()
        await on.pauses.until(2)
        on.pauses.end()
        await on.pauses.until(3)
        on.pauses.end()
        await gateway.until(lambda: len(gateway.live) == 2)
        await healthy(on)

    shards = sorted(each.shard for each in gateway.sessions.values())
    assert shards == [(0, 2), (1, 2)]


async def test_pauses_of_a_test_end_only_when_it_says_so() -> None:
    pauses = Pauses()
    pausing = asyncio.create_task(pauses(5.0))
    await pauses.until(1)
    assert not pausing.done()

    pauses.end()
    await pausing
