"""The demo: the bundled archive through the same parts, on the archive's own clock."""

import asyncio
import signal
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.app.counting import Ears
from bot.app.running import answer_on, keep_up
from bot.app.seeding import seed
from bot.app.service import Service, assemble
from bot.config import ChannelSection, Config, LocalSection, WatchSection, WebSection
from bot.demo.archive import load as load_archive
from bot.demo.play import CHANNEL, CHINESE, Clock, Heard, Stage, play
from bot.demo.server import serving


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
            async with assemble(config, clock=clock, ears=ears, env={}) as service:
                await seed(service.store, config, at=clock())
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
        helping = [
            asyncio.create_task(answer_on(service, service.chats["local"])),
            asyncio.create_task(keep_up("rereading", service.rereading.serve)),
        ]
        await stop.wait()
        for task in helping:
            task.cancel()
        await asyncio.wait(helping)
