"""SIGKILL at random moments of a digest: nothing lost, nothing doubled."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.pacing import digest
from storage.rules import Pace
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_web import loopback
from tests.flows.killing import World, at_random, event, never

KILLS = 12
POINTS = ("claimed", "held", "folded", "composed", "posted", "settled")


@pytest.mark.kill
async def test_killed_at_random_moments_of_a_digest_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    rng = random.Random(20240331)  # noqa: S311 - a run that can be repeated
    killed = 0
    async with loopback() as web:
        world = World(web, tmp_path, Pace(digest=digest("hourly")))
        await world.begin()

        for _ in range(5 * KILLS):  # some processes end before their moment
            if killed < KILLS:
                world.happen()
                killed += await world.run(*at_random(rng, [f"deliver.{each}" for each in POINTS]))
        told = world.rounds
        assert not await world.run(never)
        world.rounds += 6  # two hours later, what is held is due
        assert not await world.run(never)

    assert killed == KILLS
    messages = [json.loads(line) for line in world.messages()]
    counts = Counter(count for each in messages for count in _told(each))
    assert counts == Counter(event(number)[0].split(" ")[2] for number in range(told))
    assert len(messages) < told
    store = Store(await SqliteEngine.open(tmp_path / "evwatch.db"))
    assert {state: n for state, n in (await store.outbox.counts()).items() if n} == {"sent": told}
    await store.close()


def _told(document: dict[str, Any]) -> Iterator[str]:
    """The count of cars of each story that a message tells: in its lines, or in its headline."""
    rows = [row for part in document["parts"] if part["part"] == "facts" for row in part["rows"]]
    is_digest = any("Gathered" in str(part) for part in document["parts"])
    texts = [str(row["detail"]) for row in rows] if is_digest else [str(document["plain"])]
    for text in texts:
        yield from re.findall(r"\d+,\d{3}|\b\d{4}\b", text)[:1]
