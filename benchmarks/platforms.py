"""How Slack and Discord are served, on the doubles of the tests: `python -m benchmarks.platforms`.

1. How long a command or button waits for its acknowledgement while a cold sweep of 500 feeds runs.
2. One story for 1,000 channels on each platform: time until all have it, memory.

The doubles run in the same process and on the same loop, so the figures hold their work, too.
"""

import asyncio
import logging
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import structlog
from aiohttp import web

from bot.app.running import serve
from bot.app.service import Service
from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel, DeliveryState, Subscription
from storage.records import digest
from storage.sources import Source, SourceKind, Visit, Watch
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.world import Channel as SlackChannel
from tests.fakes_stories import catalogue, item, milestone
from tests.flows.wired import Wired, wired

FEEDS: Final = 500
UNDER_WAY: Final = 20  # feeds: from then on the sweep reads, records and groups at once
ASKED: Final = 150
WHO: Final = ("NIO", "BYD", "XPeng", "Tesla", "Rivian", "Lucid", "Zeekr", "Leapmotor", "VinFast")
CHANNELS: Final = 1_000


def now() -> datetime:
    """The clock on the wall."""
    return datetime.now(tz=UTC)


async def main() -> None:
    """Print both tables."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    await acknowledgements()
    await many_channels()


async def acknowledgements() -> None:
    """Type commands on both platforms while 500 feeds are visited for the first time."""
    spawn = multiprocessing.get_context("spawn")  # nothing of this loop goes with it
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=_feeds, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    allow = (f"127.0.0.1:{port}",)
    with tempfile.TemporaryDirectory() as folder:
        async with wired(Path(folder), now, allow=allow) as world, world.service(now) as service:
            await _watch(service, port)
            stop = asyncio.Event()
            running = asyncio.create_task(serve(service, stop))
            await world.slack.until(lambda: world.slack.sockets)
            await world.discord.gateway.until(lambda: bool(world.discord.gateway.live))
            before = await _visited(service, UNDER_WAY)
            slack = [await _timed(_slack_asks(world)) for _ in range(ASKED)]
            discord = [await _timed(_discord_asks(world)) for _ in range(ASKED)]
            after = await _visited(service)
            print(f"{after - before} of {FEEDS} feeds were visited in the meantime")
            _told("acknowledged on Slack", slack)
            _told("acknowledged on Discord", discord)
            stop.set()
            await running
    server.terminate()


async def _visited(service: Service, least: int = 0) -> int:
    """How many feeds were visited; waits until there are so many."""
    while True:
        statuses = await service.store.visits.statuses("T1", now=now())
        visited = sum(each.last_try is not None for each in statuses)
        if visited >= least:
            return visited
        await asyncio.sleep(0.2)


async def many_channels() -> None:
    """Tell one story in a thousand channels of each platform."""
    with tempfile.TemporaryDirectory() as folder:
        async with wired(Path(folder), now) as world, world.service(now) as service:
            channels = _channels(world)
            await _tell(service, channels)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            begun = time.perf_counter()
            deliverer = asyncio.create_task(service.deliverer.run())
            await _sent(service, len(channels))
            took = time.perf_counter() - begun
            service.deliverer.stopping.set()
            service.deliverer.bell.set()
            await deliverer
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            print(
                f"{len(channels)} channels heard it in {took:.1f} s, "
                f"{len(channels) / took:.0f} a second, {more:.0f} MiB more at the peak"
            )


async def _sent(service: Service, count: int) -> None:
    while (await service.store.outbox.counts())[DeliveryState.SENT] < count:  # noqa: ASYNC110
        await asyncio.sleep(0.2)


def _channels(world: Wired) -> list[Channel]:
    found = []
    for number in range(CHANNELS):
        name = f"C{number + 100}"
        world.slack.channels[name] = SlackChannel(name, "T1", name)
        found.append(Channel(platform="slack", workspace="T1", id=name))
        own = world.discord.world.add_channel(world.discord.guild)
        found.append(Channel(platform="discord", workspace=world.discord.guild, id=own))
    return found


async def _tell(service: Service, channels: list[Channel]) -> None:
    source = Source(id="feed", kind=SourceKind.FEED, url="https://example.org/feed")
    watch = Watch(workspace="*", source=source, managed=True, added_by="file", added_at=now())
    wanted = [Subscription(id=digest(str(each)), channel=each) for each in channels]
    await service.store.watchlist.seed([watch], wanted, at=now())
    told = item("a")
    decision = group(told, (milestone(),), (), now=now(), catalogue=catalogue())
    if decision is None:
        raise RuntimeError("the story is no news")
    await service.store.visits.record(
        Visit(
            source=source.id,
            at=now(),
            next_at=now() + timedelta(days=1),
            memory={},
            items=(told,),
            stories=(decision.story,),
            based_on={},
            deliveries=route(decision.story, decision.news, wanted, now=now()),
        )
    )


async def _watch(service: Service, port: int) -> None:
    urls = [f"http://127.0.0.1:{port}/{number}" for number in range(FEEDS)]
    sources = [Source(id=digest(url), kind=SourceKind.FEED, url=url) for url in urls]
    watches = [
        Watch(workspace="*", source=each, managed=True, added_by="file", added_at=now())
        for each in sources
    ]
    await service.store.watchlist.seed(watches, [], at=now())
    service.watcher.bell.set()


def _slack_asks(world: Wired) -> Awaitable[object]:
    hand = Hand(world.slack, Socket(world.slack))
    return hand.road.bring("slash", hand.slash("/milestones xiaomi"))


async def _discord_asks(world: Wired) -> None:
    asked = await world.discord.people.slash(
        "milestones", {"company": "xiaomi"}, channel=world.discord.channel
    )
    await asked.acknowledged.wait()


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    took = time.perf_counter() - begun
    await asyncio.sleep(0.03)  # somebody asks, nobody hammers
    return took


def _told(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{name}: {len(times)} times, median {cuts[49] * 1000:.1f} ms, "
        f"p99 {cuts[98] * 1000:.1f} ms, max {max(times) * 1000:.1f} ms"
    )


def _feeds(pipe: Connection) -> None:
    """A process of its own: twenty entries at every address."""

    async def feed(request: web.Request) -> web.Response:
        feed = int(request.match_info["number"])
        who = WHO[feed % len(WHO)]  # not all of them tell of one company
        entries = "".join(
            f"<item><guid>{feed}-{n}</guid><title>{who} opens plant {n}</title><description>"
            f"{f'{who} said it delivered {feed + n}00 cars in May and will open a plant. ' * 3}"
            "</description></item>"
            for n in range(20)
        )
        body = f'<rss version="2.0"><channel><title>{request.path}</title>{entries}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    async def run() -> None:
        app = web.Application()
        app.router.add_get(r"/{number:\d+}", feed)  # there are no pages of articles
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


if __name__ == "__main__":
    asyncio.run(main())
