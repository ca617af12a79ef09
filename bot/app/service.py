"""The parts put together: configuration in, a service out that does not run yet."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.chat import Chat
from bot.app import parts
from bot.app.counting import Counting, Ears
from bot.app.ground import open_ground
from bot.catalogue import Catalogue
from bot.chart.charts import Charts
from bot.commands.dispatch import Dispatch
from bot.config import Config
from bot.consult import Consulting
from bot.deliver import Deliverer
from bot.ingest import Ingest
from bot.leaving import Leaving
from bot.overdue import Overdue
from bot.pages import Pages
from bot.parking import Parking
from bot.rereading import Rereading
from bot.telemetry import Metrics
from bot.tending import Tending
from bot.watch import Watcher
from bot.web import Web
from bot.websub import WebSub
from storage.store import Store


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
    counting = Counting(ears=ears or Ears())
    async with open_ground(config, clock=clock, counting=counting, env=env, sleep=sleep) as ground:
        store, catalogue, chats = ground.store, ground.catalogue, ground.platforms.chats
        charts, sharing = Charts(ground.drawers), parts.sharing(config, lambda: web.port)
        ingest = parts.ingest(ground)
        watcher = parts.watcher(ground, ingest)
        parking = parts.parking(ground)
        rereading = Rereading(store=store, ingest=ingest, chats=chats, clock=clock)
        pages = Pages(store=store, catalogue=catalogue, charts=charts, sharing=sharing, clock=clock)
        websub = parts.websub(ground, watcher)
        web = parts.web(ground, pages, websub)
        yield Service(
            config=config,
            catalogue=catalogue,
            store=store,
            ingest=ingest,
            watcher=watcher,
            deliverer=parts.deliverer(ground, sharing, parking),
            dispatch=parts.dispatch(ground, ingest, rereading, charts, sharing),
            overdue=parts.overdue(ground),
            parking=parking,
            leaving=ground.leaving,
            rereading=rereading,
            tending=Tending(store=store, clock=clock, tell=ground.operators.sources),
            websub=websub,
            consulting=parts.consulting(ground, ingest),
            chats=chats,
            web=web,
            metrics=counting.metrics,
        )
