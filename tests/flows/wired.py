"""The whole service, wired to a Slack and a Discord of this machine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app.counting import Ears
from bot.app.seeding import seed
from bot.app.service import Service, assemble
from bot.config.sections import (
    ChannelSection,
    Config,
    DeliverySection,
    DiscordSection,
    LocalSection,
    SlackSection,
    WatchSection,
    WebSection,
)
from tests.doubles.discord.loopback import LoopbackDiscord
from tests.doubles.slack.server import SlackDouble

BOT_TOKEN, APP_TOKEN = "xoxb-one", "xapp-one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """The doubles, and how a service is to be set up for them."""

    slack: SlackDouble
    discord: LoopbackDiscord
    config: Config
    env: dict[str, str]  # what is changed here is read anew by whoever lost a token

    @asynccontextmanager
    async def service(
        self, clock: Callable[[], datetime], ears: Ears | None = None
    ) -> AsyncIterator[Service]:
        """One process of it; another one may follow on the same database."""
        async with assemble(
            self.config, clock=clock, ears=ears, env=self.env, sleep=_at_once
        ) as service:
            await seed(service.store, self.config, at=clock())
            yield service


@asynccontextmanager
async def wired(
    folder: Path,
    clock: Callable[[], datetime],
    *,
    channels: tuple[str, ...] = ("general",),
    allow: tuple[str, ...] = (),
    companies: tuple[str, ...] = (),
    updates: str = "thread",
    digest: str | None = None,
    delivery: DeliverySection | None = None,
) -> AsyncIterator[Wired]:
    """Both platforms, up; no call broke a contract when it ends."""
    slack, discord = SlackDouble(clock), LoopbackDiscord(clock)
    slack.people_live_here()
    await slack.start()
    await discord.start()
    at = (("slack", "T1", "C1"), ("discord", discord.guild, discord.channel))
    config = Config(
        database=folder / "evwatch.db",
        watch=WatchSection(allow=allow),
        web=WebSection(port=0),
        local=LocalSection(journal=folder / "chat.jsonl", channels=channels),
        slack=SlackSection.model_validate(
            {
                "api_url": slack.api_url,
                "bot_token": SecretStr(BOT_TOKEN),
                "app_token": SecretStr(APP_TOKEN),
            }
        ),
        discord=DiscordSection.model_validate(
            {"api_url": discord.api_url, "token": SecretStr(discord.token)}
        ),
        delivery=delivery or DeliverySection(),
        channels=tuple(
            ChannelSection.model_validate(
                {
                    "platform": platform,
                    "workspace": workspace,
                    "channel": channel,
                    "companies": companies,
                    "updates": updates,
                    "digest": digest,
                }
            )
            for platform, workspace, channel in at
        ),
    )
    env = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "DISCORD_TOKEN": discord.token,
    }
    try:
        yield Wired(slack=slack, discord=discord, config=config, env=env)
    finally:
        await slack.stop()
        await discord.stop()
    assert slack.violations == []
    assert discord.broken == []
    # What was to go wrong did: else a test of it shows nothing.
    assert (slack.unmet(), discord.faults.waiting) == ([], [])


async def _at_once(_seconds: float) -> None:
    """Nobody waits for a paced post here."""
