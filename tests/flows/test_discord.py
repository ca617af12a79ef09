"""The outbox on a Discord that fails at every turn: every alert is there once, none is lost."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.document import Document, Footer, Title
from bot.catalogue import Catalogue
from bot.deliver import Deliverer
from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel
from storage.records import Change, Item, Story
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.store import Store
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.faults import Fault, Faults, limited
from tests.fakes_discord import Set, a_set
from tests.fakes_storage import sqlite_in_memory
from tests.fakes_stories import SEEN, catalogue, item, milestone

SOURCE = Source(id="feed", kind=SourceKind.FEED, url="https://example.org/feed")
SEND = "^POST /channels/[0-9]+/(messages|threads)$"
CHANNELS, STORIES, ROUNDS_MAX = 12, 3, 200


def compose(
    story: Story,
    sources: Sequence[tuple[Item, str]],
    *,
    catalogue: Catalogue,  # noqa: ARG001 - the shape of a composer
    language: str,  # noqa: ARG001
    update: bool = False,  # noqa: ARG001
    heard: int = 0,  # noqa: ARG001
    overdue: Sequence[Change] = (),  # noqa: ARG001
) -> Document:
    assert sources
    return Document((Title(story.title), Footer("x", SEEN)), plain=story.title, tone="alert")


class Storm(Faults):
    """Half of all posts meet something."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.chance = chance
        self.is_over = False

    def next(self, method: str, path: str) -> Fault | None:
        if self.is_over or not re.match(SEND, f"{method} {path}"):
            return None
        drawn = self.chance.random()
        if drawn < 0.15:
            return limited(SEND, self.chance.choice([40, 300]))
        if drawn < 0.25:
            return Fault(on=SEND, status=503)
        if drawn < 0.35:
            return Fault(on=SEND, kind="cut_before")
        if drawn < 0.5:
            return Fault(
                on=SEND, kind=self.chance.choice(["cut_after", "status_after"]), status=503
            )
        return None


@pytest.fixture
async def on() -> AsyncIterator[Set]:
    async with a_set() as made:
        made.clock.at = SEEN
        yield made


async def told(store: Store, on: Set, number: int) -> Story:
    """A story of its own, with the deliveries that it brings."""
    news = item(str(number))
    decision = group(
        news,
        (milestone(kind="delivery", when=f"2023-0{number + 1}-02"),),
        (),
        now=on.clock(),
        catalogue=catalogue(),
    )
    assert decision is not None
    wanting = await store.watchlist.subscriptions(decision.story.companies)
    await store.visits.record(
        Visit(
            source=SOURCE.id,
            at=on.clock(),
            next_at=on.clock() + timedelta(minutes=15),
            memory={},
            items=(news,),
            stories=(decision.story,),
            based_on={},
            deliveries=route(decision.story, decision.news, wanting, now=on.clock()),
        )
    )
    return decision.story


@pytest.mark.parametrize("seed", range(3))
async def test_in_a_storm_every_alert_is_posted_once(on: Set, tmp_path: Path, seed: int) -> None:
    engine = await sqlite_in_memory(tmp_path)
    await engine.migrate()
    store = Store(engine)
    actor = Actor(platform="discord", workspace=on.discord.guild, channel="c", user="u")
    audit = Audit(at=on.clock(), actor=actor, command="test")
    await store.watchlist.add_source(SOURCE, audit=audit)
    kinds = [15 if number % 3 == 0 else 0 for number in range(CHANNELS)]
    channels = [on.discord.world.add_channel(on.discord.guild, kind) for kind in kinds]
    for name in channels:
        here = Channel(platform="discord", workspace=on.discord.guild, id=name)
        await store.watchlist.follow(here, (), audit=audit)
    stories = [await told(store, on, number) for number in range(STORIES)]
    storm = Storm(Random(seed))  # noqa: S311 - the same storm each time
    on.discord.faults = on.discord.rest._faults = storm
    deliverer = Deliverer(
        store=store,
        chats={"discord": on.chat},
        clock=on.clock,
        catalogue=catalogue(),
        compose=compose,
        chance=lambda: 0.5,
    )

    for turn in range(ROUNDS_MAX):
        storm.is_over = turn > ROUNDS_MAX // 2
        await deliverer.once()
        on.clock.forward(timedelta(seconds=20))
        counts = await store.outbox.counts()
        if {state.value for state, count in counts.items() if count} == {"sent"}:
            break

    world = on.discord.world
    for channel, kind in zip(channels, kinds, strict=True):
        places = [channel]
        if kind == 15:
            places = [
                each["id"] for each in world.channels.values() if each["parent_id"] == channel
            ]
        seen = [
            message_text(m).split("\n")[0] for each in places for m in world.messages[each].values()
        ]
        assert sorted(seen) == sorted(story.title for story in stories)
    await engine.close()
