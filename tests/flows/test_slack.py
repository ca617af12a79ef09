"""From the outbox to Slack through every fault at once: nothing is lost, nothing comes twice."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.slack.app import SlackChat
from bot import compose
from bot.deliver import Deliverer
from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.doubles.slack.eyes import visible
from tests.doubles.slack.server import SlackDouble, running
from tests.doubles.slack.world import Channel as Place
from tests.doubles.slack.world import Fault
from tests.fakes_local import FakeClock
from tests.fakes_slack import slack_chat
from tests.fakes_stories import catalogue, item, milestone

SOURCE = Source(id="feed", kind=SourceKind.FEED, url="https://example.org/feed")
PLACES = tuple(f"D{number}" for number in range(6))
STORIES = 8


@dataclass
class Line:
    """A store in which stories wait, and the process that brings them to Slack."""

    store: Store
    slack: SlackDouble
    clock: FakeClock
    chat: SlackChat
    deliverer: Deliverer

    def begin(self) -> None:
        """A new process: it knows nothing but what the store and Slack know."""
        self.chat = slack_chat(self.slack, self.clock)
        self.deliverer = Deliverer(
            store=self.store,
            chats={"slack": self.chat},
            clock=self.clock,
            catalogue=catalogue(),
            compose=compose.alert,
            chance=lambda: 0.5,
        )

    async def tell(self, number: int) -> None:
        told = item(f"item{number}", days=number * 40)
        said = milestone(subject=f"plant {number}", agency="NDRC")
        decision = group(told, (said,), (), now=self.clock(), catalogue=catalogue())
        assert decision is not None
        wanting = await self.store.watchlist.subscriptions(decision.story.companies)
        await self.store.visits.record(
            Visit(
                source=SOURCE.id,
                at=self.clock(),
                next_at=self.clock() + timedelta(minutes=15),
                memory={},
                items=(told,),
                stories=(decision.story,),
                based_on={},
                deliveries=route(decision.story, decision.news, wanting, now=self.clock()),
            )
        )

    async def waiting(self) -> int:
        counts = await self.store.outbox.counts()
        return sum(count for state, count in counts.items() if state.value != "sent")


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    clock = FakeClock()
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    async with running(clock) as slack:
        made = Line(store, slack, clock, None, None)  # type: ignore[arg-type] # `begin` fills them
        made.begin()
        actor = Actor(platform="slack", workspace="T1", channel="D0", user="U1")
        audit = Audit(at=clock(), actor=actor, command="test")
        await store.watchlist.add_source(SOURCE, audit=audit)
        for place in PLACES:
            slack.channels[place] = Place(place, "T1", place, is_member=place != "D0")
            channel = Channel(platform="slack", workspace="T1", id=place)
            await store.watchlist.follow(channel, (), audit=audit)
        yield made
        await made.chat.close()
    await store.close()


def faults(chance: random.Random) -> list[Fault]:
    """Half of all posts go wrong, in every way that can be mended."""
    kinds: tuple[Callable[[], Fault], ...] = (
        lambda: Fault(cut="after"),
        lambda: Fault(cut="before"),
        lambda: Fault(status=503),
        lambda: Fault(error="fatal_error"),
        lambda: Fault(error="invalid_blocks"),
        lambda: Fault(retry_after=chance.randint(1, 30)),
    )
    return [chance.choice(kinds)() if chance.random() < 0.5 else Fault() for _ in range(150)]


async def another(slack: SlackDouble) -> None:
    """Wait for the next post to come in."""
    before = len(slack.posted())
    await slack.until(lambda: len(slack.posted()) > before)


@pytest.mark.parametrize("seed", range(3))
async def test_every_alert_is_seen_once_in_every_channel(line: Line, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    line.slack.forgives_haste = True  # six channels are served at once
    line.slack.fail("chat.postMessage", *faults(chance))
    for number in range(STORIES):
        await line.tell(number)

    for _ in range(2_000):
        if not await line.waiting():
            break
        working = asyncio.create_task(line.deliverer.once())
        if chance.random() < 0.1:  # the process dies once something was sent, if anything is
            sent = asyncio.create_task(another(line.slack))
            await asyncio.wait({working, sent}, return_when=asyncio.FIRST_COMPLETED)
            for task in (working, sent):
                task.cancel()
            await asyncio.gather(working, sent, return_exceptions=True)
            await line.chat.close()
            line.begin()
            await line.deliverer.once(every=True)
        else:
            await working
        line.clock.forward(timedelta(seconds=20))

    assert await line.waiting() == 0
    seen = Counter(
        (message.channel, visible(message.text, message.blocks)[:400])
        for message in line.slack.messages
    )
    assert Counter(channel for channel, _ in seen) == dict.fromkeys(PLACES, STORIES)
    assert len(line.slack.messages) == len(PLACES) * STORIES
    keys = Counter(str((m.metadata or {}).get("event_payload")) for m in line.slack.messages)
    assert set(keys.values()) == {1}
