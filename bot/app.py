"""The composition root: configuration in, running service out.

The only file that names concrete classes. One `TaskGroup`, one orderly stop.
"""

import asyncio
import fcntl
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from rich.console import Console

from adapters.chat import Chat, Reply, Request
from adapters.document import Document
from adapters.fetch import Fetch
from adapters.http.client import HttpFetch, Limits
from adapters.http.completions import Completions
from adapters.http.guard import Guard
from adapters.local.app import LocalChat
from bot import compose
from bot.catalogue import Catalogue
from bot.catalogue import load as load_catalogue
from bot.commands.dispatch import Dispatch
from bot.config import (
    ChannelSection,
    Config,
    LocalSection,
    SourceSection,
    WatchSection,
    WebSection,
)
from bot.consult import Consulting
from bot.deliver import Deliverer
from bot.demo.archive import load as load_archive
from bot.demo.play import CHANNEL, CHINESE, Clock, Heard, Stage, play
from bot.demo.server import serving
from bot.ingest import Ingest, Outcome
from bot.overdue import Overdue
from bot.telemetry import Metrics
from bot.watch import Watcher
from bot.web import Web
from bot.workers import Workers
from storage.records import Channel, Delivery, Source, SourceKind, Subscription, Watch, digest
from storage.sqlite import SqliteEngine
from storage.store import Store

log = structlog.get_logger(__name__)

STOP_WITHIN: Final = timedelta(seconds=6)  # SIGTERM to exit takes under 10 s, as supervisors ask
MEASURE_EVERY: Final = timedelta(seconds=15)


class AlreadyRunningError(Exception):
    """Another process serves this database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts, put together; nothing runs yet."""

    config: Config
    catalogue: Catalogue
    store: Store
    ingest: Ingest
    watcher: Watcher
    deliverer: Deliverer
    dispatch: Dispatch
    overdue: Overdue
    consulting: Consulting | None  # None: no language model is configured
    local: LocalChat
    web: Web
    metrics: Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Who is told, beside the metrics, what the line does; the demo listens."""

    visited: Callable[[Outcome], None] = lambda _outcome: None
    posted: Callable[[str, Document], None] = lambda _channel, _document: None


def now() -> datetime:
    """The clock on the wall, aware UTC."""
    return datetime.now(tz=UTC)


@asynccontextmanager
async def open_store(config: Config) -> AsyncIterator[Store]:
    """The store of the configuration, its schema brought up to date."""
    if str(config.database) != ":memory:":
        config.database.parent.mkdir(parents=True, exist_ok=True)
    store = Store(await SqliteEngine.open(config.database))
    try:
        for step in await store.migrate():
            log.info("schema step applied", step=step)
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def open_fetch(config: Config) -> AsyncIterator[Fetch]:
    """The guarded way to the outside."""
    allow = (address.rpartition(":") for address in config.watch.allow)
    contact = f" (+{config.watch.contact})" if config.watch.contact else ""
    limits = Limits(
        total=config.watch.timeout,
        max_bytes=config.watch.max_bytes,
        per_host=config.watch.per_host,
    )
    async with HttpFetch(
        guard=Guard(allow=frozenset((ip.strip("[]"), int(port)) for ip, _, port in allow)),
        user_agent=f"EVWatch/0.1{contact}",
        limits=limits,
    ) as fetch:
        yield fetch


@asynccontextmanager
async def assemble(
    config: Config, *, clock: Callable[[], datetime] = now, ears: Ears | None = None
) -> AsyncIterator[Service]:
    """Put the parts together, and let go of them in the opposite order."""
    ears, metrics, catalogue = ears or Ears(), Metrics(), load_catalogue()
    token = config.web.token.get_secret_value() if config.web.token else None
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(config))
        fetch = await stack.enter_async_context(open_fetch(config))
        workers = Workers(processes=config.watch.workers)
        stack.push_async_callback(workers.close)
        local = LocalChat(
            journal=config.local.journal, channels=config.local.channels, clock=clock, token=token
        )
        stack.push_async_callback(local.close)
        chats: dict[str, Chat] = {local.platform: local} if config.local.enabled else {}
        ingest = Ingest(
            fetch=fetch,
            run=workers,
            store=store,
            catalogue=catalogue,
            clock=clock,
            max_age=config.watch.max_age,
            asks=config.model.url is not None,
        )
        deliverer = Deliverer(
            store=store,
            chats=chats,
            clock=clock,
            catalogue=catalogue,
            compose=compose.alert,
            tried=partial(_tried, metrics, ears),
        )
        watcher = Watcher(
            store=store,
            ingest=ingest,
            clock=clock,
            concurrency=config.watch.concurrency,
            visited=partial(_visited, metrics, ears, deliverer.bell),
        )
        overdue = Overdue(
            store=store,
            run=workers,
            catalogue=catalogue,
            clock=clock,
            max_age=config.watch.max_age,
            said=lambda _deliveries: deliverer.bell.set(),
        )
        consulting = None
        if config.model.url is not None:
            key = config.model.key
            model = await stack.enter_async_context(
                Completions(
                    base=str(config.model.url),
                    name=config.model.name,
                    key=key.get_secret_value() if key else None,
                    within=config.model.timeout,
                    clock=clock,
                )
            )
            consulting = Consulting(
                store=store,
                ingest=ingest,
                model=model,
                run=workers,
                catalogue=catalogue,
                clock=clock,
                daily_tokens=config.model.daily_tokens,
                asked=partial(_asked, metrics, deliverer.bell),
            )
        dispatch = Dispatch(store=store, catalogue=catalogue, ingest=ingest, clock=clock)
        web = Web(
            local.routes() if config.local.enabled else [],
            ready=partial(_is_ready, store),
            registry=metrics.registry,
            host=config.web.host,
            port=config.web.port,
            token=token,
        )
        yield Service(
            config=config,
            catalogue=catalogue,
            store=store,
            ingest=ingest,
            watcher=watcher,
            deliverer=deliverer,
            dispatch=dispatch,
            overdue=overdue,
            consulting=consulting,
            local=local,
            web=web,
            metrics=metrics,
        )


async def run(config: Config, *, tell: Callable[[str], None]) -> None:
    """The service, until SIGTERM or Ctrl-C; `tell` hears where the page is.

    Raises `AlreadyRunningError`, `StoreError` or `WebError` when it cannot start.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    with only_process(config.database):
        async with assemble(config) as service:
            await seed(service, at=now())
            async with service.web:
                tell(f"EV Watch is at {service.web.url}  (Ctrl-C stops it)")
                await serve(service, stop)
    log.info("stopped")


async def serve(service: Service, stop: asyncio.Event) -> None:
    """Visit, deliver and answer until `stop`; then end in order, within `STOP_WITHIN`.

    A visit in hand is given up whole: nothing of it was kept. The round of deliveries in hand is
    finished; one that hangs is given up and looked for at the next start.
    """
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(service.watcher.run())
        answering = tasks.create_task(service.local.serve(partial(_answer, service)))
        measuring = tasks.create_task(_measure(service))
        delivering = tasks.create_task(service.deliverer.run())
        minding = tasks.create_task(service.overdue.serve())
        helping = [watching, answering, measuring, minding]
        if service.consulting is not None:
            helping.append(tasks.create_task(service.consulting.serve()))
        await stop.wait()
        log.info("stopping")
        for task in helping:
            task.cancel()
        service.deliverer.stopping.set()
        service.deliverer.bell.set()
        await asyncio.wait([delivering], timeout=STOP_WITHIN.total_seconds())
        delivering.cancel()


async def demo(*, folder: Path | None, serve_page: bool, port: int, console: Console) -> None:
    """Play the bundled archive through the same parts, on the archive's own clock."""
    archive = load_archive()
    clock, heard = Clock(archive.moment(0)), Heard()
    with ExitStack() as stack:
        home = folder or Path(stack.enter_context(TemporaryDirectory(prefix="evwatch-demo-")))
        async with serving(archive) as playing:
            config = Config(
                database=home / "demo.db",
                watch=WatchSection(allow=(f"127.0.0.1:{playing.port}",)),
                web=WebSection(port=port if serve_page else 0),
                local=LocalSection(journal=home / "demo-chat.jsonl", channels=(CHANNEL, CHINESE)),
                channels=(ChannelSection(channel=CHINESE, language="zh"),),
            )
            ears = Ears(visited=heard.outcomes.append, posted=heard.post)
            async with assemble(config, clock=clock, ears=ears) as service:
                await seed(service, at=clock())
                await play(
                    Stage(
                        playing=playing,
                        clock=clock,
                        heard=heard,
                        watcher=service.watcher,
                        deliverer=service.deliverer,
                        answer=service.dispatch.answer,
                        console=console,
                    )
                )
                if serve_page:
                    await _leave_open(service, console)


async def _leave_open(service: Service, console: Console) -> None:
    """Serve the page of a demo that has been played, until Ctrl-C."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with service.web:
        console.print(f"\nThe page is open: {service.web.url}  (Ctrl-C ends it)")
        answering = asyncio.create_task(service.local.serve(partial(_answer, service)))
        await stop.wait()
        answering.cancel()
        await asyncio.wait([answering])


async def _answer(service: Service, request: Request) -> Reply:
    """Answer a request; a command that changed the watchlist wakes the watcher."""
    with service.metrics.command_seconds.time():
        reply = await service.dispatch.answer(request)
    outcome = "failed" if reply.document.tone == "error" else "ok"
    service.metrics.commands.labels(outcome=outcome).inc()
    service.watcher.bell.set()
    return reply


async def _measure(service: Service) -> None:
    """Keep the gauge of the outbox true, until cancelled."""
    while True:
        for state, count in (await service.store.outbox.counts()).items():
            service.metrics.outbox.labels(state=state.value).set(count)
        await asyncio.sleep(MEASURE_EVERY.total_seconds())


async def _is_ready(store: Store) -> bool:
    """The store answers."""
    await store.visits.next_due()
    return True


def _visited(metrics: Metrics, ears: Ears, bell: asyncio.Event, outcome: Outcome) -> None:
    """Count a visit, and wake the deliverer when it left something to deliver."""
    name = "failed" if outcome.fault else "new" if outcome.new else "same"
    metrics.visits.labels(outcome=name).inc()
    metrics.items.inc(outcome.new)
    for story in outcome.stories:
        metrics.stories.labels(change="new" if story.revision == 1 else "grown").inc()
    if outcome.deliveries:
        bell.set()
    ears.visited(outcome)


def _asked(metrics: Metrics, bell: asyncio.Event, outcome: str) -> None:
    """Count a question, and wake the deliverer when something came of it."""
    metrics.questions.labels(outcome=outcome).inc()
    if outcome == "kept":
        bell.set()


def _tried(
    metrics: Metrics, ears: Ears, delivery: Delivery, outcome: str, document: Document | None
) -> None:
    """Count an attempt to post."""
    metrics.deliveries.labels(outcome=outcome).inc()
    if document is not None:
        ears.posted(delivery.channel.id, document)


async def seed(service: Service, *, at: datetime) -> None:
    """Bring what the file owns into the store; what chat made stays as it is."""
    config = service.config
    watches = [
        Watch(
            workspace="*", source=source(each, config), managed=True, added_by="file", added_at=at
        )
        for each in config.sources
    ]
    watches += [
        Watch(workspace="*", company=company, managed=True, added_by="file", added_at=at)
        for company in config.companies
    ]
    subscriptions = []
    for each in config.channels:
        channel = Channel(platform=each.platform, workspace=each.workspace, id=each.channel)
        subscriptions.append(
            Subscription(
                id=digest(str(channel)),
                channel=channel,
                companies=each.companies,
                kinds=each.kinds,
                floor=each.floor,
                language=each.language,
                updates=each.updates,
                promises=each.promises,
            )
        )
    await service.store.watchlist.seed(watches, subscriptions, at=at)


def source(section: SourceSection, config: Config) -> Source:
    """A source of the file as the store keeps it."""
    url = str(section.url)
    return Source(
        id=digest(url),
        kind=SourceKind.FEED,
        url=url,
        title=section.title,
        company=section.company,
        language=section.language,
        every=section.every or config.watch.every,
        backfill=section.backfill,
    )


@contextmanager
def only_process(database: Path) -> Iterator[None]:
    """Hold the lock that says who serves this database; raises `AlreadyRunningError`.

    The lock goes with the process, however it ends (flock(2)), so a crash leaves nothing to clean.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunningError(
                f"another process serves {database}; stop it, or set `database` to another file"
            ) from None
        yield
