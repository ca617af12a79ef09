"""Feeds that grow by an event a round, and a process that dies while it reads and tells them."""

import asyncio
import json
import multiprocessing
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.channels import Channel, Subscription
from storage.records import digest
from storage.rules import Pace
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import entry, rss
from tests.fakes_web import Loopback
from tests.flows.living import Life, live

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


def never(_: str) -> bool:
    """Let it live."""
    return False


class World:
    """Feeds that grow by an event a round; another outlet retells some of them."""

    def __init__(self, web: Loopback, folder: Path, pace: Pace | None = None) -> None:
        self.web = web
        self.pace = pace or Pace()
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
        rules = Subscription(id=digest(str(channel)), channel=channel, pace=self.pace)
        await store.watchlist.rule(channel, lambda _: rules, audit=audit)
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
        if number % 4 == 0:  # a retelling could make up for a lost one
            self.entries[second].append(
                entry(f"r{number}", f"Again: {title}", retold, published=at, url=f"{page}/retold")
            )
        for path, entries in self.entries.items():
            self.web.pages[path] = rss(*entries, title=path)

    async def run(self, stop: Callable[[str], bool], pause_s: float = 0.0) -> bool:
        """Let a process live to its end, or until `pause_s` after a checkpoint that `stop` names.

        Gives whether it was killed.
        """
        return await asyncio.to_thread(self._run, stop, pause_s)

    def _run(self, stop: Callable[[str], bool], pause_s: float) -> bool:
        life = Life(
            folder=self.folder,
            port=self.web.port,
            now=START + timedelta(minutes=20 * self.rounds + 1),
        )
        ours, theirs = self.context.Pipe(duplex=False)
        process = self.context.Process(target=live, args=(life, theirs))
        process.start()
        theirs.close()
        with suppress(EOFError):
            while not stop(ours.recv()):
                pass
            process.join(pause_s)
        if stop is not never:
            process.kill()
        process.join()
        code = process.exitcode
        process.close()
        ours.close()
        assert code in (0, -signal.SIGKILL)
        return code != 0

    def messages(self) -> list[str]:
        lines = (self.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if "key" in json.loads(line)]


def at_random(
    rng: random.Random, checkpoints: Sequence[str]
) -> tuple[Callable[[str], bool], float]:
    """Where a process dies: a random checkpoint, and a random time after it.

    Most times are as short as a commit takes, so that many kills fall into one; some are long.
    """
    point, left = rng.choice(checkpoints), rng.randint(1, 2)

    def stop(name: str) -> bool:
        nonlocal left
        left -= name == point
        return left == 0

    return stop, 0.03 * rng.random() ** 3
