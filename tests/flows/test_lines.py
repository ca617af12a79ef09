"""Lines that break while the whole service runs: commands are answered, and once; operators told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.counting import Ears
from bot.app.running import serve
from bot.app.service import Service
from bot.config.sections import OperatorsSection
from bot.tending import GATHER, SETTLED
from storage.records import digest
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.faults import Fault as DiscordFault
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.world import Fault
from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.wired import Wired, wired

ASKED = "/milestones nio"


async def _slack_refreshed(world: Wired) -> None:
    await world.slack.send({"type": "disconnect", "reason": "refresh_requested"})
    await world.slack.until(lambda: world.slack.connections > 1)


async def _slack_dropped(world: Wired) -> None:
    await world.slack.drop()
    await world.slack.until(lambda: world.slack.sockets)


async def _discord_line(world: Wired, break_: Callable[[], Awaitable[None]]) -> None:
    gateway = world.discord.gateway
    before = [session.socket for session in gateway.live]
    await break_()
    await gateway.until(lambda: any(each.socket not in before for each in gateway.live))


BROKEN: dict[str, Callable[[Wired], Awaitable[None]]] = {
    "slack refreshes": _slack_refreshed,
    "slack drops": _slack_dropped,
    "discord drops": lambda world: _discord_line(world, world.discord.gateway.drop),
    "discord asks for another": lambda world: _discord_line(
        world, world.discord.gateway.ask_to_reconnect
    ),
    "discord forgets": lambda world: _discord_line(world, world.discord.gateway.invalidate),
}


@asynccontextmanager
async def serving(
    folder: Path, *, operators: OperatorsSection | None = None, ears: Ears | None = None
) -> AsyncIterator[tuple[Wired, Service, FakeClock]]:
    """The service on both platforms, connected."""
    clock = FakeClock(SEEN)
    async with wired(folder, clock) as plain:
        told = {"operators": operators} if operators else {}
        world = replace(plain, config=plain.config.model_copy(update=told))
        async with world.service(clock, ears) as service:
            stop = asyncio.Event()
            running = asyncio.create_task(serve(service, stop))
            await world.slack.until(lambda: world.slack.sockets)
            gateway = world.discord.gateway
            await gateway.until(lambda: bool(gateway.live))
            await gateway.until(lambda: bool(world.discord.world.commands[None]))
            async with asyncio.timeout(60):  # only so that a test that fails ends
                yield world, service, clock
            stop.set()
            await running


async def on_slack(world: Wired) -> str:
    return await Hand(world.slack, Socket(world.slack)).type(ASKED)


async def on_discord(world: Wired) -> str:
    people = world.discord.people
    asked = await people.slash("milestones", {"company": "nio"}, channel=world.discord.channel)
    await asked.answered.wait()
    return message_text(asked.original or {})


@pytest.mark.parametrize("name", BROKEN)
async def test_after_a_line_broke_both_platforms_answer(tmp_path: Path, name: str) -> None:
    async with serving(tmp_path) as (world, _, _clock):
        await BROKEN[name](world)

        assert "NIO" in await on_slack(world)
        assert "NIO" in await on_discord(world)


async def test_what_is_delivered_twice_is_answered_once(tmp_path: Path) -> None:
    async with serving(tmp_path) as (world, _, _clock):
        hand, road = Hand(world.slack, Socket(world.slack)), Socket(world.slack)
        payload = hand.slash(ASKED)
        for _ in range(2):
            await road.bring("slash", payload, envelope="e-twice")
        await hand.answer(payload)
        people = world.discord.people
        asked = await people.slash("milestones", {"company": "nio"}, channel=world.discord.channel)
        await asked.answered.wait()
        await people.again(asked)
        # Whatever came of the second deliveries has come when a later question is answered.
        await on_slack(world)
        await on_discord(world)

        assert len(world.slack.answered[payload["response_url"]]) == 1
        assert (asked.refused, asked.followed) == ([], [])


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_slow_answer_to_a_post_holds_up_no_other_platform_and_is_one_message(
    tmp_path: Path, platform: str
) -> None:
    posted: asyncio.Queue[str] = asyncio.Queue()
    ears = Ears(posted=lambda channel, _document: posted.put_nowait(channel))
    async with serving(tmp_path, ears=ears) as (world, service, clock):
        hold = asyncio.Event()
        channels = {"slack": "C1", "discord": world.discord.channel}
        if platform == "slack":
            world.slack.fail("chat.postMessage", Fault(hold=hold))
        else:
            world.discord.faults.add(
                DiscordFault(on=r"^POST .*/messages$", kind="hold", release=hold)
            )
        await tell(service, clock)
        service.deliverer.bell.set()

        first = await posted.get()
        hold.set()
        second = await posted.get()

        assert second == channels[platform]
        assert {first, second} == set(channels.values())
        kept = world.discord.world.messages[world.discord.channel]
        assert (len(world.slack.seen("C1")), len(kept)) == (1, 1)


async def test_the_operators_are_told_once_in_their_channel(tmp_path: Path) -> None:
    ops = OperatorsSection(platform="slack", workspace="T1", channel="C2")
    async with serving(tmp_path, operators=ops) as (world, service, clock):
        world.discord.world.deny(world.discord.channel, "Send Messages", "View Channel")
        await tell(service, clock)
        service.deliverer.bell.set()
        await world.slack.until(lambda: world.slack.seen("C2"))
        service.parking.bell.set()
        await world.slack.until(lambda: world.slack.seen("C1"))

        [notice] = world.slack.seen("C2")
        assert "takes no messages any more" in notice.text
        assert "/evwatch resume" in str(notice.blocks)
        assert len(await service.store.watchlist.all_subscriptions()) == 2


async def test_the_operators_hear_of_sources_in_their_channel(tmp_path: Path) -> None:
    ops = OperatorsSection(platform="slack", workspace="T1", channel="C2")
    async with serving(tmp_path, operators=ops) as (world, service, clock):
        url = "https://example.org/lost"
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url, title="Lost Daily")
        actor = Actor(platform="slack", workspace="T1", channel="C1", user="U1")
        audit = Audit(at=clock(), actor=actor, command="test")
        await service.store.watchlist.add_source(source, audit=audit)
        for _ in range(SETTLED):
            await service.store.visits.record(
                Visit(
                    source=source.id,
                    at=clock(),
                    next_at=clock() + timedelta(days=1),
                    memory={},
                    failure="there is nothing at this address; check it (404)",
                )
            )
        await service.tending.turn()
        clock.pass_by(GATHER)
        await service.tending.turn()
        await world.slack.until(lambda: world.slack.seen("C2"))
        clock.pass_by(timedelta(hours=2))
        await service.tending.turn()

        [notice] = world.slack.seen("C2")
        told = notice.text + str(notice.blocks)
        assert "Lost Daily" in told
        assert "check it (404)" in told
        assert "/evwatch status" in told
