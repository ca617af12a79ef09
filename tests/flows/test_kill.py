"""SIGKILL at random moments of visits and of deliveries: nothing lost, nothing doubled."""

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_web import loopback
from tests.flows.killing import World, at_random, event, never

KILLS = 20  # in visits, and as many in deliveries
PARTS = {
    "visit": ("visit.fetched", "visit.read", "visit.understood", "visit.grouped", "visit.grouped"),
    "deliver": ("deliver.claimed", "deliver.composed", "deliver.posted", "deliver.settled"),
}


@pytest.mark.kill
async def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    rng = random.Random(20230824)  # noqa: S311 - a run that can be repeated
    killed: Counter[str] = Counter()
    async with loopback() as web:
        world = World(web, tmp_path)
        await world.begin()

        for _ in range(2 * KILLS):  # some processes end before their moment
            for part, checkpoints in PARTS.items():
                if killed[part] < KILLS:
                    world.happen()
                    killed[part] += await world.run(*at_random(rng, checkpoints))
        assert not await world.run(never)

    assert killed == dict.fromkeys(PARTS, KILLS)
    told = _counts(world.messages())
    expected = [event(number)[0].split(" ")[2] for number in range(world.rounds)]
    assert told == Counter(expected)
    store = Store(await SqliteEngine.open(tmp_path / "evwatch.db"))
    counts = await store.history.counts()
    tellings = sum(len(entries) for entries in world.entries.values())
    assert counts == {"items": tellings, "stories": world.rounds, "milestones": tellings}
    assert {state: n for state, n in (await store.outbox.counts()).items() if n} == {
        "sent": world.rounds
    }
    await store.close()


def _counts(messages: Sequence[str]) -> Counter[str]:
    """How many messages are headed by each count of cars."""
    titles = (json.loads(line)["plain"] for line in messages)
    return Counter(
        found for title in titles for found in re.findall(r"\d+,\d{3}|\b\d{4}\b", title)[:1]
    )
