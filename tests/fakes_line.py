"""A store with watched sources, and the ingest that visits them; what the feeds of its tests tell."""

from datetime import UTC, datetime, timedelta

from bot.catalogue import load
from bot.ingest import Ingest, Outcome
from bot.workers import inline
from storage.channels import Channel, Delivery
from storage.engine import Engine
from storage.records import Item, digest
from storage.sources import Actor, Audit, Source, SourceKind
from storage.store import Store
from tests.fakes import Asked, FakeClock, FakeFetch, entry, rss

URL = "https://example.org/feed"
OTHER = "https://other.example.org/feed"
JUNE = datetime(2022, 6, 1, 9, 0, tzinfo=UTC)
NIO = entry("nio-may", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
XPENG = entry("xpeng-may", "XPeng delivers 10,125 cars in May", "XPeng delivered 10,125 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
RETOLD = entry("nio", "Nio's May: 7,024 deliveries", "Nio said it had delivered 7,024 vehicles in May 2022.", published=JUNE + timedelta(hours=5))  # fmt: skip
NOISE = entry("fair", "A walk through the car fair", "There were many cars and a good lunch.", published=JUNE)  # fmt: skip
CHANNEL = Channel(platform="fake", workspace="w", id="general")


class Line:
    """A store with watched sources and one channel that follows everything, and its ingest."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = store = Store(engine)
        self.clock = FakeClock(JUNE + timedelta(hours=6))
        self.fetch = FakeFetch({URL: rss(), OTHER: rss(title="Other Daily")})
        self.checkpoints: list[str] = []
        self.ingest = Ingest(
            fetch=self.fetch,
            run=inline,
            store=store,
            catalogue=load(),
            clock=self.clock,
            chance=lambda: 0.5,
            checkpoint=self.checkpoints.append,
        )

    def audit(self, workspace: str = "w") -> Audit:
        actor = Actor(platform="fake", workspace=workspace, channel="general", user="u")
        return Audit(at=self.clock(), actor=actor, command="test")

    async def add(self, url: str = URL, **other: int) -> Source:
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url, **other)  # type: ignore[arg-type]
        await self.store.watchlist.add_source(source, audit=self.audit())
        return source

    async def visit(self, url: str = URL) -> Outcome:
        source = await self.store.visits.source(digest(url))
        assert source is not None
        self.clock.pass_by(timedelta(minutes=20))
        return await self.ingest.visit(source)

    def asked(self, *urls: str) -> list[Asked]:
        return [asked for asked in self.fetch.asked if asked.url in urls]

    async def queue(self) -> list[Delivery]:
        return await self.store.outbox.queue("w")


def titles(argument: object) -> tuple[str, ...]:
    """The titles of a batch of items; none of anything else."""
    batch = argument if isinstance(argument, tuple) else ()
    return tuple(each.title for each in batch if isinstance(each, Item))


async def polled(line: Line, *entries: str) -> Outcome:
    """The outcome of a visit that is not the first one."""
    if not line.fetch.asked:
        await line.visit()
    line.fetch.pages[URL] = rss(*entries)
    return await line.visit()


def why(outcome: Outcome) -> list[str]:
    """Why each fresh item raised nothing."""
    return [reason for _, reason in outcome.silent]
