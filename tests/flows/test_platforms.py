"""The demo archive through Slack and Discord: the alerts of the local chat, every call valid."""

import io
from pathlib import Path

from rich.console import Console

from adapters.chat import Address, Request
from adapters.document import Document
from bot.app.counting import Ears
from bot.demo.archive import load
from bot.demo.play import CHANNEL, CHINESE, FOLLOWED, Clock, Heard, Stage, play
from bot.demo.server import serving
from tests.doubles.discord.eyes import message_text
from tests.doubles.slack.eyes import visible
from tests.flows.wired import wired


async def test_the_archive_gives_the_same_alerts_on_every_platform(tmp_path: Path) -> None:
    archive = load()
    clock, heard = Clock(archive.moment(0)), Heard()
    posted: dict[str, list[str]] = {}

    def post(channel: str, document: Document) -> None:
        posted.setdefault(channel, []).append(document.plain)
        if channel in {CHANNEL, CHINESE}:
            heard.post(channel, document)

    async with (
        serving(archive) as playing,
        wired(
            tmp_path,
            clock,
            channels=(CHANNEL, CHINESE),
            allow=(f"127.0.0.1:{playing.port}",),
            companies=FOLLOWED,
        ) as world,
        world.service(clock, Ears(visited=heard.outcomes.append, posted=post)) as service,
    ):
        places = [("slack", "T1", "C1"), ("discord", world.discord.guild, world.discord.channel)]
        for platform, workspace, channel in places:
            for feed in archive.feeds.values():
                address = playing.address(feed.id)
                await service.dispatch.answer(
                    Request(
                        kind="command",
                        platform=platform,
                        at=Address(workspace=workspace, channel=channel),
                        user="U1",
                        text=f"/evwatch add {address} now",
                        is_admin=True,
                    )
                )
        await play(
            Stage(
                playing=playing,
                clock=clock,
                heard=heard,
                watcher=service.watcher,
                deliverer=service.deliverer,
                answer=service.dispatch.answer,
                console=Console(file=io.StringIO()),
            )
        )
        on_slack = [visible(m.text, m.blocks) for m in world.slack.seen("C1")]
        kept = world.discord.world.messages
        on_discord = [message_text(m) for channel in kept.values() for m in channel.values()]
        counts = await service.store.outbox.counts()

    local = sorted(posted[CHANNEL])
    assert len(local) > 10
    assert sorted(posted["C1"]) == local
    assert sorted(posted[world.discord.channel]) == local
    assert len(on_slack) == len(on_discord) == len(local)
    assert {state.value for state, count in counts.items() if count} <= {"sent", "dropped"}
