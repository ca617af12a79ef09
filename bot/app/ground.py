"""What every part of the service stands on: opened once, shared, and let go of in the end."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.http.client import HttpFetch
from adapters.http.completions import Completions
from bot.app.counting import Counting
from bot.app.opening import open_fetch, open_model, open_store
from bot.app.operators import Operators
from bot.app.platforms import Platforms, open_platforms
from bot.catalogue import Catalogue
from bot.catalogue import load as load_catalogue
from bot.config import Config
from bot.leaving import Leaving
from bot.workers import Workers
from storage.store import Store

DRAW_WITHIN: Final = timedelta(seconds=30)  # the first one loads matplotlib, behind all else


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The doors, the workers and what is known; nothing runs yet."""

    config: Config
    clock: Callable[[], datetime]
    counting: Counting
    catalogue: Catalogue
    store: Store
    fetch: HttpFetch
    workers: Workers
    drawers: Workers  # a process of its own, started by the first chart: no other needs matplotlib
    platforms: Platforms
    leaving: Leaving
    operators: Operators
    model: Completions | None  # None: no language model is configured


@asynccontextmanager
async def open_ground(
    config: Config,
    *,
    clock: Callable[[], datetime],
    counting: Counting,
    env: Mapping[str, str],
    sleep: Callable[[float], Awaitable[None]],
) -> AsyncIterator[Ground]:
    """Open the doors, and close them in the opposite order; parameters as of `assemble`."""
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
            # It hears from the platforms, and tells on one of them.
            tell=lambda platform, workspace: operators.left(platform, workspace, at=clock()),
        )
        platforms = await stack.enter_async_context(
            open_platforms(config, store=store, clock=clock, env=env, sleep=sleep, presence=leaving)
        )
        operators = Operators(config=config, chats=platforms.chats)
        drawers = Workers(processes=1, limit=DRAW_WITHIN)
        stack.push_async_callback(drawers.close)
        yield Ground(
            config=config,
            clock=clock,
            counting=counting,
            catalogue=load_catalogue(),
            store=store,
            fetch=fetch,
            workers=workers,
            drawers=drawers,
            platforms=platforms,
            leaving=leaving,
            operators=operators,
            model=await stack.enter_async_context(open_model(config, clock)),
        )
