"""The parts put together, running, and ending in order."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import structlog

from adapters.chat import Address, Chat, Reply, Request
from adapters.document import Document
from adapters.http.completions import Completions
from adapters.http.records import Records
from bot import compose
from bot.app.opening import open_fetch, open_store
from bot.app.platforms import Platforms, open_platforms
from bot.app.seeding import only_process, reading_settings, seed
from bot.catalogue import Catalogue
from bot.catalogue import load as load_catalogue
from bot.chart.charts import Charts
from bot.commands.dispatch import Dispatch
from bot.commands.warming import keep_warm
from bot.config import Config
from bot.consult import Consulting
from bot.deliver import Deliverer
from bot.evidence import Evidenced
from bot.ingest import Ingest, Outcome
from bot.leaving import Leaving
from bot.overdue import Overdue
from bot.pages import Pages
from bot.parking import Parking
from bot.placing import Placing
from bot.polite import Polite
from bot.posting import Posting
from bot.rereading import Rereading
from bot.sharing import Sharing, secret_beside
from bot.sources.equip import equip
from bot.sources.pace import Bounds
from bot.telemetry import Metrics
from bot.tending import Report, Tending
from bot.watch import Watcher
from bot.web import Web, is_loopback
from bot.websub import WebSub
from bot.workers import Workers
from storage.channels import Delivery, Parked
from storage.engine import StoreError
from storage.records import digest
from storage.store import Store

log = structlog.get_logger(__name__)

STOP_WITHIN: Final = timedelta(seconds=6)  # SIGTERM to exit takes under 10 s, as supervisors ask
DRAW_WITHIN: Final = timedelta(seconds=30)  # the first one loads matplotlib, behind all else
MEASURE_EVERY: Final = timedelta(seconds=15)
SERVE_AGAIN: Final = timedelta(seconds=10)  # after a part failed


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
    parking: Parking
    leaving: Leaving
    rereading: Rereading
    tending: Tending
    websub: WebSub | None  # None: others cannot reach us
    consulting: Consulting | None  # None: no language model is configured
    chats: Mapping[str, Chat]  # by platform
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
async def assemble(
    config: Config,
    *,
    clock: Callable[[], datetime] = now,
    ears: Ears | None = None,
    env: Mapping[str, str] = os.environ,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[Service]:
    """Put the parts together, and let go of them in the opposite order.

    `env` is where the tokens of platforms are looked up again when they are refused; `sleep` is
    what a platform paces its posts with.
    """
    ears, metrics, catalogue = ears or Ears(), Metrics(), load_catalogue()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(config))
        fetch = await stack.enter_async_context(open_fetch(config))
        workers = Workers(processes=config.watch.workers)
        stack.push_async_callback(workers.close)
        leaving = Leaving(
            store=store,
            clock=clock,
            grace=config.delivery.forget_after,
            sleep=sleep,
            tell=lambda *gone: _tell_of_leaving(config, platforms, gone, clock()),
        )
        platforms = await stack.enter_async_context(
            open_platforms(config, store=store, clock=clock, env=env, sleep=sleep, presence=leaving)
        )
        ingest = Ingest(
            fetch=fetch,
            query=fetch.query,
            polite=Polite(fetch=fetch, run=workers, clock=clock),
            run=workers,
            store=store,
            catalogue=catalogue,
            clock=clock,
            max_age=config.watch.max_age,
            bounds=Bounds(fastest=config.watch.fastest, slowest=config.watch.slowest),
            asks=config.model.url is not None,
            resolve=Records(),
            equip=partial(equip, catalogue=catalogue, settings=reading_settings(config)),
        )
        bell = asyncio.Event()  # something waits in the outbox
        parking = Parking(
            store=store,
            chats=platforms.chats,
            clock=clock,
            hold=config.delivery.hold,
            tell=partial(_tell_operators, config, platforms),
            freed=bell.set,
        )
        # A process of its own, started by the first chart: the others need no matplotlib.
        drawers = Workers(processes=1, limit=DRAW_WITHIN)
        stack.push_async_callback(drawers.close)
        charts, sharing = Charts(drawers), _sharing(config, lambda: web)
        tending = Tending(
            store=store, clock=clock, tell=partial(_tell_of_sources, config, platforms)
        )
        deliverer = Deliverer(
            store=store,
            chats={
                name: Evidenced(chat, store=store, sharing=sharing, clock=clock)
                for name, chat in platforms.chats.items()
            },
            clock=clock,
            catalogue=catalogue,
            compose=partial(compose.alert, buttons=True),
            doubles=config.delivery.on_uncertain == "send",
            tried=partial(_tried, metrics, ears),
            lost=parking.lost,
            bell=bell,
        )
        watcher = Watcher(
            store=store,
            ingest=ingest,
            clock=clock,
            concurrency=config.watch.concurrency,
            visited=partial(_visited, metrics, ears, bell),
        )
        overdue = Overdue(
            store=store,
            run=workers,
            catalogue=catalogue,
            clock=clock,
            max_age=config.watch.max_age,
            said=lambda _deliveries: bell.set(),
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
                asked=partial(_asked, metrics, bell),
            )
        rereading = Rereading(store=store, ingest=ingest, chats=platforms.chats, clock=clock)
        dispatch = Dispatch(
            store=store,
            catalogue=catalogue,
            ingest=ingest,
            clock=clock,
            platforms=platforms.health,
            charts=charts,
            sharing=sharing,
            reread=rereading.ask,
            post=Posting(platforms.chats),
            fetch=fetch,
            operators=config.operators.workspace if config.operators.channel else "",
        )
        pages = Pages(store=store, catalogue=catalogue, charts=charts, sharing=sharing, clock=clock)
        websub = None
        if config.web.public is not None:
            websub = WebSub(
                store=store,
                submit=fetch.submit,
                clock=clock,
                public=str(config.web.public),
                hurried=watcher.bell.set,
            )
        web = Web(
            [*platforms.routes, *pages.routes(), *(websub.routes() if websub else ())],
            ready=partial(_is_ready, store),
            registry=metrics.registry,
            host=config.web.host,
            port=config.web.port,
            token=config.web.token.get_secret_value() if config.web.token else None,
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
            parking=parking,
            leaving=leaving,
            rereading=rereading,
            tending=tending,
            websub=websub,
            consulting=consulting,
            chats=platforms.chats,
            web=web,
            metrics=metrics,
        )


def _sharing(config: Config, web: Callable[[], Web]) -> Sharing:
    """Links to pages; those of this machine lead to where the server listens."""
    try:
        secret = secret_beside(config.database)
    except OSError as fault:
        raise StoreError(f"the key of links cannot be kept: {fault}") from fault
    public = str(config.web.public) if config.web.public else ""

    def local() -> str:
        host = config.web.host if is_loopback(config.web.host) else "127.0.0.1"
        port = config.web.port or web().port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    return Sharing(secret, public=public, local=local)


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
            await seed(service.store, config, at=now())
            async with service.web:
                tell(f"EV Watch is at {service.web.url}  (Ctrl-C stops it)")
                await serve(service, stop)
    log.info("stopped")


async def serve(service: Service, stop: asyncio.Event) -> None:
    """Visit, deliver and answer until `stop`; then end in order, within `STOP_WITHIN`.

    A visit in hand is given up whole: nothing of it was kept. The round of deliveries in hand is
    finished; one that hangs is given up and looked for at the next start.
    """
    parts: dict[str, Callable[[], Awaitable[None]]] = {
        "watching": service.watcher.run,
        "measuring": partial(_measure, service),
        "overdue": service.overdue.serve,
        "parking": service.parking.serve,
        "leaving": service.leaving.serve,
        "placing": Placing(store=service.store, chats=service.chats).serve,
        "rereading": service.rereading.serve,
        "tending": service.tending.serve,
        "keeping warm": partial(keep_warm, service.store, now),
    }
    if service.websub is not None:
        parts["hubs"] = service.websub.serve
    if service.consulting is not None:
        parts["consulting"] = service.consulting.serve
    async with asyncio.TaskGroup() as tasks:
        delivering = tasks.create_task(service.deliverer.run())
        helping = [tasks.create_task(keep_up(part, work)) for part, work in parts.items()]
        helping += [tasks.create_task(answer_on(service, chat)) for chat in service.chats.values()]
        await stop.wait()
        log.info("stopping")
        for task in helping:
            task.cancel()
        service.deliverer.stopping.set()
        service.deliverer.bell.set()
        await asyncio.wait([delivering], timeout=STOP_WITHIN.total_seconds())
        delivering.cancel()


async def keep_up(
    part: str, work: Callable[[], Awaitable[None]], *, pause: timedelta = SERVE_AGAIN
) -> None:
    """Work until cancelled, and begin again after a fault: one part stops no other."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("part failed", part=part)
        await asyncio.sleep(pause.total_seconds())


async def answer_on(service: Service, chat: Chat) -> None:
    """Answer what people ask on one platform, until cancelled."""
    await keep_up(chat.platform, partial(chat.serve, partial(_answer, service)))


async def _answer(service: Service, request: Request) -> Reply:
    """Answer a request; a command may have added a source, so it wakes the watcher."""
    if request.kind == "suggest":  # on every key stroke: no command yet
        return await service.dispatch.answer(request)
    with service.metrics.command_seconds.time():
        reply = await service.dispatch.answer(request)
    outcome = "failed" if reply.document.tone == "error" else "ok"
    service.metrics.commands.labels(outcome=outcome).inc()
    service.watcher.bell.set()
    return reply


async def _measure(service: Service) -> None:
    """Keep the gauge of the outbox true, until cancelled."""
    while True:
        try:
            for state, count in (await service.store.outbox.counts()).items():
                service.metrics.outbox.labels(state=state.value).set(count)
        except StoreError as fault:
            log.warning("outbox not counted", fault=str(fault))
        for platform, chat in service.chats.items():
            service.metrics.platforms.labels(platform=platform).set(chat.health().ok)
        await asyncio.sleep(MEASURE_EVERY.total_seconds())


async def _is_ready(store: Store) -> bool:
    """The store answers."""
    await store.visits.next_due()
    return True


async def _tell_operators(config: Config, platforms: Platforms, parked: Parked) -> None:
    """Tell the operators' channel, once, of a channel that takes nothing any more."""
    language = config.operators.language
    document = compose.lost_channel(parked, hold=config.delivery.hold, language=language)
    key = digest("parked", str(parked.channel), parked.since.isoformat())
    await _post_to_operators(config, platforms, document, key)


async def _tell_of_leaving(
    config: Config, platforms: Platforms, gone: tuple[str, str], at: datetime
) -> None:
    """Tell the operators' channel that a workspace left; not where that is its own."""
    platform, workspace = gone
    to = config.operators
    if (to.platform, to.workspace) == gone:
        return
    document = compose.left_workspace(
        platform, workspace, grace=config.delivery.forget_after, language=to.language
    )
    key = digest("left", platform, workspace, at.isoformat())
    await _post_to_operators(config, platforms, document, key)


async def _tell_of_sources(config: Config, platforms: Platforms, report: Report) -> None:
    """Tell the operators' channel what changed with sources, what lasts, and what was noticed."""
    document = compose.tended(
        report.changed,
        report.lasting,
        report.words,
        watched=report.watched,
        language=config.operators.language,
    )
    told = [
        f"{each.source.id} {each.state} {each.told} {each.told_at}"
        for each in (*report.changed, *report.lasting)
    ]
    key = digest("sources", *told, *(f"{word.id} {word.at}" for word in report.words))
    await _post_to_operators(config, platforms, document, key)


async def _post_to_operators(
    config: Config, platforms: Platforms, document: Document, key: str
) -> None:
    """Post to the operators' channel, where there is one."""
    to = config.operators
    chat = platforms.chats.get(to.platform)
    if to.channel and chat is not None:
        await chat.post(Address(workspace=to.workspace, channel=to.channel), document, key=key)


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
