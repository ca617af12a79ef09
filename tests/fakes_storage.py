"""Records to put into a store, each whole and as plain as it can be; and an engine that fails."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from storage.channels import Channel, Delivery, Subscription
from storage.engine import Engine, Row, StoreError, Transaction
from storage.records import Certainty, Item, Kind, Milestone, Phase, Story, digest
from storage.sources import Actor, Audit, Source, SourceKind, Visit, Watch
from storage.sqlite import SqliteEngine
from storage.store import Store

T = TypeVar("T")

NOW = datetime(2024, 3, 28, 12, 0, tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GENERAL = Channel(platform="local", workspace="acme", id="general")
NEWS = Channel(platform="local", workspace="acme", id="news")
THEIRS = Channel(platform="local", workspace="other", id="general")


async def sqlite_file(folder: Path) -> Engine:
    return await SqliteEngine.open(folder / "evwatch.db")


async def sqlite_in_memory(_: Path) -> Engine:
    return await SqliteEngine.open(":memory:")


# Every engine that keeps the promises of the contract tests.
ENGINES = {"sqlite file": sqlite_file, "sqlite in memory": sqlite_in_memory}

TABLES = (
    *("silences", "flags", "secrets"),
    *(
        "sources",
        "items",
        "texts",
        "marks",
        "stories",
        "story_companies",
        "story_items",
        "milestones",
    ),
    *("deliveries", "watches", "pauses", "subscriptions", "followed", "audits"),
    *("questions", "model_calls"),
    *("denials", "pins"),
    *("own_companies", "own_names", "corrections", "readings", "merged_stories"),
    *("parked", "silences", "flags", "secrets"),
    "searched",
    *("changes", "roles", "hushes", "links", "private_channels", "departures", "pending_lists"),
    *("pushes", "source_news", "source_states"),
    "seen_sources",
)
# What follows from the others: how often they changed, the index of words.
DERIVED = ("tellings", "stirred", "sights", "item_words")


async def dump(engine: Engine) -> dict[str, list[Row]]:
    """All that is kept."""
    return {table: await engine.fetch(f"SELECT * FROM {table}") for table in TABLES}  # noqa: S608


def audit(
    command: str = "/evwatch", *, workspace: str = "acme", at: datetime = NOW, user: str = "ann"
) -> Audit:
    actor = Actor(platform="local", workspace=workspace, channel="general", user=user)
    return Audit(at=at, actor=actor, command=command)


def channel(name: str, *, workspace: str = "acme", platform: str = "local") -> Channel:
    return Channel(platform=platform, workspace=workspace, id=name)


def source(name: str = "daily", **settings: object) -> Source:
    url = f"https://{name}.example/feed"
    return Source(id=digest(url), kind=SourceKind.FEED, url=url, **settings)  # type: ignore[arg-type] # the tests name fields of Source


DAILY = source("daily")
WEEKLY = source("weekly")


def item(key: str = "1", *, of: Source = DAILY, seen: datetime = NOW, **more: object) -> Item:
    fields: dict[str, object] = {
        "url": f"https://{of.id}.example/{key}",
        "title": f"Article {key}",
        "text": f"Text of {key}.",
        "language": "en",
    }
    return Item(source=of.id, key=key, seen=seen, **(fields | more))  # type: ignore[arg-type] # the tests name fields of Item


def milestone(told: Item | None = None, company: str = "xiaomi", **more: object) -> Milestone:
    fields: dict[str, object] = {
        "kind": Kind.LAUNCH,
        "phase": Phase.DONE,
        "certainty": Certainty.OFFICIAL,
        "evidence": "It was launched.",
        "headline": True,
        "item": told.id if told else "",
        "rules": "1",
    }
    return Milestone(company=company, **(fields | more))  # type: ignore[arg-type] # the tests name fields of Milestone


def story(
    *items: Item,
    name: str = "launch",
    revision: int = 1,
    companies: Sequence[str] = ("xiaomi",),
    milestones: Sequence[Milestone] | None = None,
    seen: datetime = NOW,
) -> Story:
    told = [milestone(each, companies[0]) for each in items] if milestones is None else milestones
    return Story(
        id=name,
        revision=revision,
        companies=tuple(companies),
        title=f"Title of {name}",
        gist=f"Gist of {name}.",
        items=tuple(each.id for each in items),
        milestones=tuple(told),
        first_seen=NOW,
        last_seen=seen,
    )


def visit(
    *items: Item,
    of: Source = DAILY,
    at: datetime = NOW,
    stories: Sequence[Story] = (),
    based_on: Mapping[str, int] | None = None,
    deliveries: Sequence[Delivery] = (),
    memory: Mapping[str, str] | None = None,
    failure: str | None = None,
    title: str | None = None,
) -> Visit:
    return Visit(
        source=of.id,
        at=at,
        next_at=at + 15 * MINUTE,
        memory={"etag": '"1"'} if memory is None else memory,
        title=title,
        items=items,
        stories=tuple(stories),
        based_on=based_on or {},
        deliveries=tuple(deliveries),
        failure=failure,
    )


def delivery(
    of: str = "launch", to: Channel = GENERAL, *, revision: int = 1, **more: object
) -> Delivery:
    return Delivery(channel=to, story=of, revision=revision, **more)  # type: ignore[arg-type] # the tests name fields of Delivery


class FailingEngine:
    """An engine whose transactions break off at their nth statement."""

    def __init__(self, engine: Engine, *, at: int) -> None:
        self._engine = engine
        self.left = at

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        return await self._engine.fetch(sql, **values)

    async def at_once(self, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        return await self._engine.at_once(work)

    async def holding(
        self,
        phrases: Sequence[Sequence[str]],
        *,
        below: int | None = None,
        above: int | None = None,
        limit: int,
        workspace: str | None = None,
    ) -> list[int]:
        return await self._engine.holding(
            phrases, below=below, above=above, limit=limit, workspace=workspace
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._engine.transaction() as transaction:
            yield _Failing(self, transaction)

    async def migrate(self) -> Sequence[str]:
        return await self._engine.migrate()

    async def backup(self, path: str) -> None:
        await self._engine.backup(path)

    async def close(self) -> None:
        await self._engine.close()


class _Failing:
    def __init__(self, owner: FailingEngine, transaction: Transaction) -> None:
        self._owner = owner
        self._transaction = transaction

    async def execute(self, sql: str, **values: object) -> int:
        self._count()
        return await self._transaction.execute(sql, **values)

    async def many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> int:
        self._count()
        return await self._transaction.many(sql, rows)

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        self._count()
        return await self._transaction.fetch(sql, **values)

    def _count(self) -> None:
        self._owner.left -= 1
        if self._owner.left < 0:
            raise StoreError("made to fail")


def subscription(to: Channel = GENERAL, *companies: str, **more: object) -> Subscription:
    return Subscription(id=digest(str(to)), channel=to, companies=companies, **more)  # type: ignore[arg-type] # the tests name fields of Subscription


def listed(*what: object) -> list[Watch]:
    """Watches of the config file: sources, and companies by name."""
    return [
        Watch(workspace="*", company=each, managed=True, added_by="file", added_at=NOW)
        if isinstance(each, str)
        else Watch(workspace="*", source=each, managed=True, added_by="file", added_at=NOW)  # type: ignore[arg-type] # the rest are sources
        for each in what
    ]


async def heard(store: Store, *companies: str, later: timedelta = timedelta()) -> list[str]:
    """The channels that want to hear of these companies."""
    wanting = await store.watchlist.subscriptions(companies, now=NOW + later)
    return [f"{each.channel.workspace}/{each.channel.id}" for each in wanting]


async def follows(store: Store, to: Channel = GENERAL) -> tuple[str, ...] | None:
    found = await store.watchlist.subscription(to)
    return None if found is None else found.companies


async def watched_by(store: Store, workspace: str) -> list[str]:
    watches = await store.watchlist.watches(workspace)
    return [each.company or (each.source.url if each.source else "") for each in watches]


async def trail(store: Store, workspace: str = "acme") -> list[tuple[str | None, str | None]]:
    """What changed, oldest first: before and after."""
    return [(each.before, each.after) for each in reversed(await store.watchlist.audits(workspace))]


async def message_of(store: Store, story: str, where: Channel) -> str | None:
    """The id of the last message about a story in a channel."""
    heard = await store.outbox.last(story, where)
    return heard.message if heard else None


async def revision_of(store: Store, story: str, where: Channel) -> int:
    """The revision of a story that a channel has had; 0: none."""
    heard = await store.outbox.last(story, where)
    return heard.revision if heard else 0
