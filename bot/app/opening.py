"""The doors: store, the guarded way to the outside, language model, as they are configured."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from adapters.http.client import HttpFetch, Limits
from adapters.http.completions import Completions
from adapters.http.guard import Guard
from bot.app.seeding import make_folder
from bot.config import Config
from storage.sqlite import SqliteEngine
from storage.store import Store

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_store(config: Config) -> AsyncIterator[Store]:
    """The store of the configuration, its schema brought up to date."""
    if str(config.database) != ":memory:":
        make_folder(config.database)
    store = Store(await SqliteEngine.open(config.database))
    try:
        for step in await store.migrate():
            log.info("schema step applied", step=step)
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def open_fetch(config: Config) -> AsyncIterator[HttpFetch]:
    """The guarded way to the outside."""
    contact = f" (+{config.watch.contact})" if config.watch.contact else ""
    limits = Limits(
        total=config.watch.timeout,
        max_bytes=config.watch.max_bytes,
        per_host=config.watch.per_host,
    )
    async with HttpFetch(
        guard=Guard.of(config.watch.allow),
        user_agent=f"EVWatch/0.1{contact}",
        limits=limits,
    ) as fetch:
        yield fetch


@asynccontextmanager
async def open_model(
    config: Config, clock: Callable[[], datetime]
) -> AsyncIterator[Completions | None]:
    """The language model; None where none is configured."""
    model = config.model
    if model.url is None:
        yield None
        return
    async with Completions(
        base=str(model.url),
        name=model.name,
        key=model.key.get_secret_value() if model.key else None,
        within=model.timeout,
        clock=clock,
    ) as completions:
        yield completions
