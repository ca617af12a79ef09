"""The service running: each part beside the others, and an orderly end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from adapters.chat import Chat, Reply, Request
from bot.app.seeding import only_process, seed
from bot.app.service import Service, assemble, now
from bot.commands.warming import keep_warm
from bot.config import Config
from bot.placing import Placing
from storage.engine import StoreError

log = structlog.get_logger(__name__)

STOP_WITHIN: Final = timedelta(seconds=6)  # SIGTERM to exit takes under 10 s, as supervisors ask
MEASURE_EVERY: Final = timedelta(seconds=15)
SERVE_AGAIN: Final = timedelta(seconds=10)  # after a part failed


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
        "measuring": partial(measure, service),
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
    await keep_up(chat.platform, partial(chat.serve, partial(answer, service)))


async def answer(service: Service, request: Request) -> Reply:
    """Answer a request; a command may have added a source, so it wakes the watcher."""
    if request.kind in {"suggest", "check"}:  # on every key stroke: no command yet
        return await service.dispatch.answer(request)
    with service.metrics.command_seconds.time():
        reply = await service.dispatch.answer(request)
    outcome = "failed" if reply.document.tone == "error" else "ok"
    service.metrics.commands.labels(outcome=outcome).inc()
    service.watcher.bell.set()
    return reply


async def measure(service: Service) -> None:
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
