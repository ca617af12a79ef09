"""A plan is overdue on every platform, whatever texts another workspace sees; and in its look-ups."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.chat import Address, Request
from bot.app.service import Service
from bot.compose.plain import text
from bot.stories.group import group
from storage.channels import Channel, Subscription
from storage.records import Item, Milestone
from storage.sources import Source, SourceKind, Visit
from tests.doubles.discord.eyes import message_text
from tests.fakes import FakeClock
from tests.fakes_storage import audit
from tests.fakes_stories import SEEN, catalogue, milestone
from tests.flows.telling import DAY, SOURCE, tell
from tests.flows.wired import Wired, wired

T = TypeVar("T")

OCTOBER = datetime(2023, 10, 3, 9, tzinfo=UTC)
PLAN = milestone(kind="production", phase="planned", when="2023-09-01/2023-09-30", subject="SU7", evidence="Production of the SU7 is to begin in September.")  # fmt: skip
DONE = milestone(kind="production", when="2023-09-12", subject="SU7", evidence="Zz: production of the SU7 began.")  # fmt: skip
PRIVATE = Source(id="theirs", kind=SourceKind.FEED, url="https://theirs.example/feed", title="Zz")
ELSEWHERE = Channel(platform="elsewhere", workspace="zz", id="general")
LOOK_UPS = ("/milestones xiaomi", "/milestones latest", "/milestones xiaomi planned", "/evwatch chart xiaomi", "/evwatch download xiaomi ics", "/evwatch download xiaomi csv")  # fmt: skip


@dataclass(frozen=True)
class World:
    """The service on its three platforms, with a channel of each that hears of overdue plans."""

    wired: Wired
    service: Service
    clock: FakeClock

    async def begin(self, *, beside: bool) -> None:
        """The plan is told to all; where another workspace is there, it alone is told the rest."""
        await tell(self.service, self.clock)  # makes the source one that all watch
        local = Channel(platform="local", workspace="local", id="general")
        known = await self.service.store.watchlist.all_subscriptions()
        here = [replace(each, promises=True) for each in known]
        if all(each.channel != local for each in here):
            here.append(Subscription(id="local", channel=local, promises=True))
        there = [Subscription(id="zz", channel=ELSEWHERE, promises=True)] if beside else []
        await self.service.store.watchlist.seed([], [*here, *there], at=self.clock())
        await self._told(SOURCE, PLAN)
        self.clock.now = datetime(2023, 9, 12, 9, tzinfo=UTC)
        if beside:
            said = audit(workspace="zz")
            await self.service.store.watchlist.add_source(PRIVATE, audit=said)
            await self._told(PRIVATE, DONE)
        self.clock.now = OCTOBER

    async def _told(self, source: Source, said: Milestone) -> None:
        told = Item(source=source.id, key=said.phase, url="https://example.org/x", title="A text", text=".", seen=self.clock(), language="en")  # fmt: skip
        known = await self.service.store.history.candidates(["xiaomi"], since=SEEN - DAY)
        decision = group(told, [said], known, now=self.clock(), catalogue=catalogue())
        assert decision is not None
        based_on = {s.id: s.revision for s in known if s.id == decision.story.id}
        await self.service.store.visits.record(
            Visit(
                source=source.id, at=self.clock(), next_at=self.clock() + timedelta(minutes=15),
                memory={}, items=(told,), stories=(decision.story,), based_on=based_on,
            )
        )  # fmt: skip

    async def posted(self) -> dict[str, list[str]]:
        """What each channel has to read once all is delivered."""
        await self.service.overdue.turn()
        while await self.service.deliverer.once():
            pass
        wired_ = self.wired
        discord = wired_.discord.world.messages[wired_.discord.channel].values()
        return {
            "slack": [f"{each.text} {each.blocks}" for each in wired_.slack.seen("C1")],
            "discord": [message_text(each) for each in discord],
            "local": _lines(wired_.config.local.journal),
        }

    async def looks_up(self, platform: str, line: str) -> str:
        """The answer to somebody on a platform, with its files."""
        ids = {"slack": ("T1", "C1"), "local": ("local", "general")}
        discord = self.wired.discord
        workspace, channel = ids.get(platform, (discord.guild, discord.channel))
        request = Request(kind="command", platform=platform, at=Address(workspace=workspace, channel=channel), user="you", text=line)  # fmt: skip
        said = (await self.service.dispatch.answer(request)).document
        files = [each.data.decode("utf-8", "ignore") for each in said.attached]
        return "\n".join([text(said), *files])


def _made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _lines(journal: Path) -> list[str]:
    return journal.read_text("utf-8").splitlines()


async def lived(folder: Path, ask: Callable[[World], Awaitable[T]], *, beside: bool) -> T:
    """What somebody is told who asks in October."""
    clock = FakeClock(SEEN)
    async with wired(folder, clock) as doubles, doubles.service(clock) as service:
        world = World(doubles, service, clock)
        await world.begin(beside=beside)
        return await ask(world)


async def _posted(world: World) -> dict[str, list[str]]:
    return await world.posted()


async def test_it_is_alerted_on_every_platform_with_and_without_the_others(tmp_path: Path) -> None:
    alone = await lived(_made(tmp_path, "alone"), _posted, beside=False)
    beside = await lived(_made(tmp_path, "beside"), _posted, beside=True)

    for platform in ("slack", "discord", "local"):
        overdue = [each for each in beside[platform] if "Overdue: production of the SU7" in each]
        assert len(overdue) == 1, platform
        assert "Zz" not in "".join(beside[platform])
        assert len(alone[platform]) == len(beside[platform])
    assert alone["discord"] == beside["discord"]


@pytest.mark.parametrize("platform", ["slack", "discord", "local"])
async def test_look_ups_show_it_overdue_with_and_without_the_others(
    tmp_path: Path, platform: str
) -> None:
    async def asks(world: World) -> list[str]:
        return [await world.looks_up(platform, line) for line in LOOK_UPS]

    alone = await lived(_made(tmp_path, "alone"), asks, beside=False)
    beside = await lived(_made(tmp_path, "beside"), asks, beside=True)

    assert alone == beside
    assert all("verdue" in each for each in beside[:4])
