"""Each part of the service, made of the ground they share and of what it asks for besides."""

from collections.abc import Callable
from functools import partial

from adapters.http.records import Records
from bot import compose
from bot.app.ground import Ground
from bot.app.seeding import reading_settings
from bot.chart.charts import Charts
from bot.commands.dispatch import Dispatch
from bot.config import Config
from bot.consult import Consulting
from bot.deliver import Deliverer
from bot.evidence import Evidenced
from bot.ingest import Ingest
from bot.overdue import Overdue
from bot.pages import Pages
from bot.parking import Parking
from bot.polite import Polite
from bot.posting import Posting
from bot.rereading import Rereading
from bot.sharing import Sharing, secret_beside
from bot.sources.equip import equip
from bot.sources.pace import Bounds
from bot.watch import Watcher
from bot.web import Web, is_loopback
from bot.websub import WebSub
from storage.engine import StoreError
from storage.store import Store


def ingest(ground: Ground) -> Ingest:
    """What visits a source, and makes stories of what it brought."""
    watch, fetch = ground.config.watch, ground.fetch
    return Ingest(
        fetch=fetch,
        query=fetch.query,
        polite=Polite(fetch=fetch, run=ground.workers, clock=ground.clock),
        run=ground.workers,
        store=ground.store,
        catalogue=ground.catalogue,
        clock=ground.clock,
        max_age=watch.max_age,
        bounds=Bounds(fastest=watch.fastest, slowest=watch.slowest),
        asks=ground.model is not None,
        resolve=Records(),
        equip=partial(equip, catalogue=ground.catalogue, settings=reading_settings(ground.config)),
    )


def watcher(ground: Ground, visits: Ingest) -> Watcher:
    """What has the sources visited that are due."""
    return Watcher(
        store=ground.store,
        ingest=visits,
        clock=ground.clock,
        concurrency=ground.config.watch.concurrency,
        visited=ground.counting.visited,
    )


def parking(ground: Ground) -> Parking:
    """What looks after channels that take nothing any more."""
    return Parking(
        store=ground.store,
        chats=ground.platforms.chats,
        clock=ground.clock,
        hold=ground.config.delivery.hold,
        tell=ground.operators.parked,
        freed=ground.counting.bell.set,
    )


def deliverer(ground: Ground, sharing: Sharing, parking: Parking) -> Deliverer:
    """What brings the outbox to the channels."""
    return Deliverer(
        store=ground.store,
        chats={
            name: Evidenced(chat, store=ground.store, sharing=sharing, clock=ground.clock)
            for name, chat in ground.platforms.chats.items()
        },
        clock=ground.clock,
        catalogue=ground.catalogue,
        compose=partial(compose.alert, buttons=True),
        doubles=ground.config.delivery.on_uncertain == "send",
        tried=ground.counting.tried,
        lost=parking.lost,
        bell=ground.counting.bell,
    )


def overdue(ground: Ground) -> Overdue:
    """What tells of plans whose day has passed."""
    return Overdue(
        store=ground.store,
        run=ground.workers,
        catalogue=ground.catalogue,
        clock=ground.clock,
        max_age=ground.config.watch.max_age,
        said=lambda _deliveries: ground.counting.bell.set(),
    )


def consulting(ground: Ground, visits: Ingest) -> Consulting | None:
    """What asks the language model about items in doubt; None where there is no model."""
    if ground.model is None:
        return None
    return Consulting(
        store=ground.store,
        ingest=visits,
        model=ground.model,
        run=ground.workers,
        catalogue=ground.catalogue,
        clock=ground.clock,
        daily_tokens=ground.config.model.daily_tokens,
        asked=ground.counting.asked,
    )


def dispatch(
    ground: Ground, visits: Ingest, rereading: Rereading, charts: Charts, sharing: Sharing
) -> Dispatch:
    """What answers people."""
    operators = ground.config.operators
    return Dispatch(
        store=ground.store,
        catalogue=ground.catalogue,
        ingest=visits,
        clock=ground.clock,
        platforms=ground.platforms.health,
        charts=charts,
        sharing=sharing,
        reread=rereading.ask,
        post=Posting(ground.platforms.chats),
        fetch=ground.fetch,
        operators=operators.workspace if operators.channel else "",
        asked=ground.workers.make_room,
    )


def websub(ground: Ground, watcher: Watcher) -> WebSub | None:
    """What hubs tell of news; None where others cannot reach us."""
    public = ground.config.web.public
    if public is None:
        return None
    return WebSub(
        store=ground.store,
        submit=ground.fetch.submit,
        clock=ground.clock,
        public=str(public),
        hurried=watcher.bell.set,
    )


def web(ground: Ground, pages: Pages, websub: WebSub | None) -> Web:
    """The one HTTP server; it does not listen yet."""
    section = ground.config.web
    return Web(
        [*ground.platforms.routes, *pages.routes(), *(websub.routes() if websub else ())],
        ready=partial(_is_ready, ground.store),
        registry=ground.counting.metrics.registry,
        host=section.host,
        port=section.port,
        token=section.token.get_secret_value() if section.token else None,
    )


def sharing(config: Config, port: Callable[[], int]) -> Sharing:
    """Links to pages; those of this machine lead to where the server listens, on `port`.

    Raises `StoreError` when the key of links cannot be kept.
    """
    try:
        secret = secret_beside(config.database)
    except OSError as fault:
        raise StoreError(f"the key of links cannot be kept: {fault}") from fault
    public = str(config.web.public) if config.web.public else ""

    def local() -> str:
        host = config.web.host if is_loopback(config.web.host) else "127.0.0.1"
        at = config.web.port or port()
        return f"http://[{host}]:{at}" if ":" in host else f"http://{host}:{at}"

    return Sharing(secret, public=public, local=local)


async def _is_ready(store: Store) -> bool:
    """The store answers."""
    await store.visits.next_due()
    return True
