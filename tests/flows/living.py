"""The real line as a process of its own, to be killed: SQLite file, HTTP, journal on disk."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from adapters.http.client import HttpFetch, Limits
from adapters.http.guard import Guard
from adapters.local.app import LocalChat
from bot.catalogue import load
from bot.compose import alert
from bot.deliver import Deliverer
from bot.ingest import Ingest
from bot.watch import Watcher
from bot.workers import inline
from storage.channels import DeliveryState
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What one process works on."""

    folder: Path
    port: int
    now: datetime

    @property
    def database(self) -> Path:
        return self.folder / "evwatch.db"

    @property
    def journal(self) -> Path:
        return self.folder / "journal.jsonl"


def live(life: Life, pipe: Connection) -> None:
    """Visit all that is due and deliver all that waits, telling of each checkpoint; then end."""
    asyncio.run(_live(life, pipe))


async def _live(life: Life, pipe: Connection) -> None:
    store = Store(await SqliteEngine.open(life.database))
    await store.migrate()
    clock = FakeClock(life.now)
    guard = Guard(allow=frozenset({("127.0.0.1", life.port)}))
    local = LocalChat(journal=life.journal, clock=clock)
    async with HttpFetch(guard=guard, user_agent="EVWatch/test", limits=Limits()) as fetch:
        ingest = Ingest(
            fetch=fetch,
            run=inline,
            store=store,
            catalogue=load(),
            clock=clock,
            checkpoint=pipe.send,
        )
        deliverer = Deliverer(
            store=store,
            chats={local.platform: local},
            clock=clock,
            catalogue=load(),
            compose=alert,
            checkpoint=pipe.send,
        )
        await deliverer.once(every=True)
        await Watcher(store=store, ingest=ingest, clock=clock).sweep()
        while await deliverer.once() or (await store.outbox.counts()).get(DeliveryState.UNCERTAIN):
            clock.pass_by(timedelta(minutes=5))
    await store.close()
    pipe.send("done")
