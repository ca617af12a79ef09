"""SIGKILL at random moments of visits and of deliveries: nothing lost, nothing doubled."""

import asyncio
import json
import multiprocessing
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import Actor, Audit, Channel, Source, SourceKind, digest
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import entry, rss
from tests.fakes_web import Loopback, loopback
from tests.flows.living import Life, live

KILLS = 20  # in visits, and as many in deliveries
FEEDS = ("/one", "/two", "/three")
START = datetime(2023, 8, 24, 9, 0, tzinfo=UTC)
COMPANIES = ("NIO", "XPeng", "BYD", "Tesla", "Xiaomi", "Leapmotor", "Zeekr", "VinFast")


def event(number: int) -> tuple[str, str, str]:
    """A recall that no other event is like; its count tells it apart."""
    company = COMPANIES[number % len(COMPANIES)]
    count = f"{1300 + 577 * number:,}"
    told = START.strftime("%d %B %Y")
    return (
        f"{company} recalls {count} cars",
        f"{company} recalled {count} vehicles on {told}, the company said on Thursday.",
        f"On {told} {company} recalled {count} vehicles, it said.",
    )


class World:
    """Feeds that grow by an event a round; another outlet retells each one."""

    def __init__(self, web: Loopback, folder: Path) -> None:
        self.web = web
        self.folder = folder
        self.rounds = 0
        self.entries: dict[str, list[str]] = {path: [] for path in FEEDS}
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.flows.living"])

    async def begin(self) -> None:
        store = Store(await SqliteEngine.open(self.folder / "evwatch.db"))
        await store.migrate()
        actor = Actor(platform="local", workspace="local", channel="general", user="u")
        audit = Audit(at=START, actor=actor, command="test")
        for path in FEEDS:
            url = self.web.url(path)
            source = Source(id=digest(url), kind=SourceKind.FEED, url=url, backfill=99)
            await store.watchlist.add_source(source, audit=audit)
        channel = Channel(platform="local", workspace="local", id="general")
        await store.watchlist.follow(channel, (), audit=audit)
        await store.close()

    def happen(self) -> None:
        """One more event, told by one feed and retold by the next."""
        number = self.rounds
        self.rounds += 1
        title, text, retold = event(number)
        at = START + timedelta(minutes=20 * number)
        first, second = FEEDS[number % 3], FEEDS[(number + 1) % 3]
        page = self.web.url(f"/{number}")  # answered 404: the items stay as thin as they are
        self.entries[first].append(
            entry(f"e{number}", title, text, published=at, url=f"{page}/told")
        )
        self.entries[second].append(
            entry(f"r{number}", f"Again: {title}", retold, published=at, url=f"{page}/retold")
        )
        for path, entries in self.entries.items():
            self.web.pages[path] = rss(*entries, title=path)

    async def run(self, stop: Callable[[str], bool], pause_s: float = 0.0) -> list[str]:
        """Let a process live until `stop` says of a checkpoint that it dies there, or to its end.

        Gives the checkpoints that it passed.
        """
        return await asyncio.to_thread(self._run, stop, pause_s)

    def _run(self, stop: Callable[[str], bool], pause_s: float) -> list[str]:
        life = Life(
            folder=self.folder,
            port=self.web.port,
            now=START + timedelta(minutes=20 * self.rounds + 1),
        )
        ours, theirs = self.context.Pipe(duplex=False)
        process = self.context.Process(target=live, args=(life, theirs))
        process.start()
        theirs.close()
        passed: list[str] = []
        try:
            while True:
                passed.append(ours.recv())
                if stop(passed[-1]):
                    process.join(pause_s)
                    break
        except EOFError:
            pass
        finally:
            process.kill()
            process.join()
            process.close()
            ours.close()
        return passed

    def messages(self) -> list[str]:
        lines = (self.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if "key" in json.loads(line)]


def at_random(rng: random.Random, part: str, most: int) -> Callable[[str], bool]:
    """Say stop at a random one of the checkpoints of this part."""
    left = rng.randint(1, most)

    def stop(name: str) -> bool:
        nonlocal left
        left -= name.startswith(part)
        return left == 0

    return stop


@pytest.mark.kill
async def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    rng = random.Random(20230824)  # noqa: S311 - a run that can be repeated
    killed: Counter[str] = Counter()
    async with loopback() as web:
        world = World(web, tmp_path)
        await world.begin()

        for part, most in (("visit.", 9), ("deliver.", 4)) * KILLS:
            world.happen()
            passed = await world.run(at_random(rng, part, most), rng.uniform(0, 0.02))
            killed[part] += passed[-1] != "done"
        assert (await world.run(lambda name: name == "done"))[-1] == "done"

    assert killed == {"visit.": KILLS, "deliver.": KILLS}
    told = _counts(world.messages())
    expected = [event(number)[0].split(" ")[2] for number in range(world.rounds)]
    assert told == Counter(expected)
    store = Store(await SqliteEngine.open(tmp_path / "evwatch.db"))
    counts = await store.history.counts()
    assert (counts["items"], counts["stories"]) == (2 * world.rounds, world.rounds)
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
