"""The fault table of the whole line: from the outbox into a channel, nothing lost, nothing doubled."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.service import Service
from bot.config.sections import DeliverySection
from tests.doubles.discord import faults as discord_faults
from tests.doubles.discord.eyes import message_text
from tests.doubles.slack.world import Fault
from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.wired import Wired, wired

POST = r"^POST .*/messages$"


@dataclass(frozen=True)
class Row:
    """How a platform is broken, and how it is mended before the line goes on."""

    break_: Callable[[Wired], object]
    mend: Callable[[Wired], object] = lambda _: None


def slack(**fault: object) -> Callable[[Wired], object]:
    return lambda world: world.slack.fail("chat.postMessage", Fault(**fault))  # type: ignore[arg-type] # a row's shorthand


def discord(**fault: object) -> Callable[[Wired], object]:
    return lambda world: world.discord.faults.add(discord_faults.Fault(on=POST, **fault))  # type: ignore[arg-type] # a row's shorthand


def _slack_revoked(world: Wired) -> None:
    world.slack.teams["T1"].token = "xoxb-two"


def _slack_renewed(world: Wired) -> None:
    world.env["SLACK_BOT_TOKEN"] = "xoxb-two"


def _slack_archived(world: Wired, *, archived: bool) -> None:
    world.slack.channels["C1"].is_archived = archived


def _slack_member(world: Wired, *, member: bool) -> None:
    world.slack.channels["C1"].is_member = member
    world.slack.channels["C1"].is_private = not member


def _discord_revoked(world: Wired) -> None:
    world.discord.token = "another.made-up.token"


def _discord_renewed(world: Wired) -> None:
    world.env["DISCORD_TOKEN"] = world.discord.token


def _discord_member(world: Wired, *, member: bool) -> None:
    guilds, here = world.discord.world.guilds, world.discord.guild
    before, after = (f"left {here}", here) if member else (here, f"left {here}")
    guilds[after] = guilds.pop(before)


TABLE: dict[str, dict[str, Row]] = {
    "slack": {
        "429": Row(slack(retry_after=7)),
        "500": Row(slack(status=500, error="internal_error")),
        "503": Row(slack(status=503)),
        "half done": Row(slack(error="fatal_error")),
        "cut before it was taken": Row(slack(cut="before")),
        "answer lost after it was taken": Row(slack(cut="after")),
        "refused as blocks": Row(slack(error="invalid_blocks")),
        "token revoked": Row(
            _slack_revoked,
            _slack_renewed,
        ),
        "archived": Row(
            lambda world: _slack_archived(world, archived=True),
            lambda world: _slack_archived(world, archived=False),
        ),
        "kicked": Row(
            lambda world: _slack_member(world, member=False),
            lambda world: _slack_member(world, member=True),
        ),
    },
    "discord": {
        "429": Row(lambda world: world.discord.faults.add(discord_faults.limited(POST, 90))),
        "429 for all": Row(
            lambda world: world.discord.faults.add(
                discord_faults.limited(POST, 90, everywhere=True)
            )
        ),
        "500": Row(discord(status=500, times=2)),
        "503": Row(discord(status=503, times=2)),
        "cut before it was taken": Row(discord(kind="cut_before")),
        "answer lost after it was taken": Row(discord(kind="cut_after")),
        "refused as an embed": Row(discord(status=400, code=50035, message="Invalid Form Body")),
        "no permission": Row(discord(status=403, code=50013, message="Missing Permissions")),
        "no access": Row(discord(status=403, code=50001, message="Missing Access")),
        "token revoked": Row(_discord_revoked, _discord_renewed),
        "kicked": Row(
            lambda world: _discord_member(world, member=False),
            lambda world: _discord_member(world, member=True),
        ),
    },
}
ROWS = [(platform, name) for platform, rows in TABLE.items() for name in rows]


def seen(world: Wired, platform: str) -> list[str]:
    if platform == "slack":
        return [message.text for message in world.slack.seen("C1")]
    kept = world.discord.world.messages.values()
    return [message_text(message) for channel in kept for message in channel.values()]


async def until_settled(service: Service, clock: FakeClock) -> None:
    """Go on as the service does, through the hours that its pauses take."""
    for _ in range(12):
        while await service.deliverer.once():
            pass
        clock.pass_by(timedelta(minutes=10))
        await service.parking.turn()


@pytest.mark.parametrize(("platform", "name"), ROWS)
async def test_after_any_fault_the_message_is_there_once_on_both_platforms(
    tmp_path: Path, platform: str, name: str
) -> None:
    clock, row = FakeClock(SEEN), TABLE[platform][name]
    async with wired(tmp_path, clock) as world, world.service(clock) as service:
        await tell(service, clock)
        row.break_(world)
        await service.deliverer.once()
        row.mend(world)

        await until_settled(service, clock)

        counts = await service.store.outbox.counts()
        shown = {each: len(seen(world, each)) for each in TABLE}
        subscriptions = await service.store.watchlist.all_subscriptions()

    assert shown == {"slack": 1, "discord": 1}
    assert {state.value: count for state, count in counts.items() if count} == {"sent": 2}
    assert len(subscriptions) == 2


@pytest.mark.parametrize("platform", list(TABLE))
@pytest.mark.parametrize("point", ["deliver.claimed", "deliver.composed", "deliver.posted"])
async def test_a_process_that_dies_leaves_one_message(
    tmp_path: Path, platform: str, point: str
) -> None:
    class Killed(BaseException):
        """The process ends here."""

    def crash(at: str) -> None:
        if at == point:
            raise Killed

    clock = FakeClock(SEEN)
    async with wired(tmp_path, clock) as world:
        async with world.service(clock) as service:
            await tell(service, clock)
            with suppress(Killed, BaseExceptionGroup):
                await replace(service.deliverer, checkpoint=crash).once()
        clock.pass_by(timedelta(minutes=10))
        async with world.service(clock) as service:
            await service.deliverer.once(every=True)
            await until_settled(service, clock)

        assert len(seen(world, platform)) == 1


async def test_without_a_history_to_read_a_lost_answer_rests_for_a_person(tmp_path: Path) -> None:
    clock = FakeClock(SEEN)
    async with wired(tmp_path, clock) as world, world.service(clock) as service:
        world.slack.teams["T1"].scopes.discard("channels:history")
        await tell(service, clock)
        world.slack.fail("chat.postMessage", Fault(cut="after"))

        await until_settled(service, clock)

        [resting] = await service.store.outbox.queue("T1")
        assert (resting.state.value, resting.not_before) == ("uncertain", None)
        assert len(seen(world, "slack")) == 1


async def test_whoever_prefers_a_double_gets_one_at_most(tmp_path: Path) -> None:
    clock, wish = FakeClock(SEEN), DeliverySection(on_uncertain="send")
    async with wired(tmp_path, clock, delivery=wish) as world, world.service(clock) as service:
        world.slack.teams["T1"].scopes.discard("channels:history")
        await tell(service, clock)
        world.slack.fail("chat.postMessage", Fault(cut="after"))

        await until_settled(service, clock)

        assert len(seen(world, "slack")) == 2  # the one case in which Slack cannot tell
        assert await service.store.outbox.queue("T1") == []


async def test_one_platform_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    clock, hold = FakeClock(SEEN), asyncio.Event()
    async with wired(tmp_path, clock) as world, world.service(clock) as service:
        await tell(service, clock)
        world.slack.fail("chat.postMessage", Fault(hold=hold))
        delivered = asyncio.Event()
        deliverer = replace(service.deliverer, tried=lambda *_: delivered.set())
        running = asyncio.create_task(deliverer.run())
        await world.slack.until(world.slack.posted)
        async with asyncio.timeout(20):
            await delivered.wait()
        before = {each: len(seen(world, each)) for each in TABLE}
        hold.set()
        deliverer.stopping.set()
        deliverer.bell.set()
        await running

        assert before == {"slack": 0, "discord": 1}
        assert len(seen(world, "slack")) == 1
