"""The chat platforms that are configured: the only place that knows which there are."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from aiohttp import web

from adapters.chat import Chat, Health, Presence
from adapters.discord.app import DiscordChat
from adapters.local.app import LocalChat
from adapters.slack.app import SlackChat
from adapters.slack.installing import OAuth
from adapters.vault import VaultError
from bot.commands.forms import forms
from bot.config import Config, secret
from storage.engine import StoreError
from storage.store import Store
from storage.vault import Vault

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """Chats by the name of their platform, and what they add to the one HTTP server."""

    chats: Mapping[str, Chat]
    routes: Sequence[web.AbstractRouteDef]

    def health(self) -> Mapping[str, Health]:
        """How each platform is, as last seen."""
        return {name: chat.health() for name, chat in self.chats.items()}


class Tokens:
    """The tokens that the store keeps, with the errors that platforms know."""

    def __init__(self, kept: Vault) -> None:
        self._kept = kept

    async def put(self, platform: str, workspace: str, secret: str) -> None:
        """Keep a token in place of the one before."""
        await _told(self._kept.put(platform, workspace, secret))

    async def get(self, platform: str, workspace: str) -> str | None:
        """The token, or None."""
        return await _told(self._kept.get(platform, workspace))

    async def kept_at(self, platform: str, workspace: str) -> datetime | None:
        """When the token was kept, or None."""
        return await _told(self._kept.kept_at(platform, workspace))

    async def erase(self, platform: str, workspace: str) -> None:
        """Forget the token; none is fine."""
        await _told(self._kept.erase(platform, workspace))

    async def workspaces(self, platform: str) -> Sequence[str]:
        """The workspaces that have a token."""
        return await _told(self._kept.workspaces(platform))


async def _told(work: Awaitable[T]) -> T:
    try:
        return await work
    except StoreError as fault:
        raise VaultError(str(fault)) from fault


@asynccontextmanager
async def open_platforms(  # noqa: PLR0913 - collaborators, each by name
    config: Config,
    *,
    store: Store,
    clock: Callable[[], datetime],
    env: Mapping[str, str],
    sleep: Callable[[float], Awaitable[None]],
    presence: Presence | None = None,
) -> AsyncIterator[Platforms]:
    """The platforms of the configuration; nothing is connected yet. Closed in the end."""
    chats: dict[str, Chat] = {}
    routes: list[web.AbstractRouteDef] = []
    async with AsyncExitStack() as stack:
        if config.local.enabled:
            local = _local(config, clock)
            stack.push_async_callback(local.close)
            chats[local.platform] = local
            routes += local.routes()
        if config.slack.enabled:
            slack = _slack(config, store, clock, env, sleep, presence)
            stack.push_async_callback(slack.close)
            chats[slack.platform] = slack
            routes += slack.routes()
        if config.discord.enabled:
            discord = DiscordChat(
                token=secret("DISCORD_TOKEN", env),
                clock=clock,
                forms=forms(),
                api_url=str(config.discord.api_url),
                guild=config.discord.guild or None,
                presence=presence,
            )
            stack.push_async_callback(discord.close)
            chats[discord.platform] = discord
        yield Platforms(chats=chats, routes=routes)


def _local(config: Config, clock: Callable[[], datetime]) -> LocalChat:
    return LocalChat(
        journal=config.local.journal,
        channels=config.local.channels,
        clock=clock,
        token=config.web.token.get_secret_value() if config.web.token else None,
    )


def _slack(  # noqa: PLR0913, PLR0917 - what the platforms are opened with
    config: Config,
    store: Store,
    clock: Callable[[], datetime],
    env: Mapping[str, str],
    sleep: Callable[[float], Awaitable[None]],
    presence: Presence | None,
) -> SlackChat:
    slack = config.slack
    keys = config.vault.keys
    vault = None
    if slack.is_open and keys:
        vault = Tokens(store.vault(keys.get_secret_value(), clock=clock))
    return SlackChat(
        clock=clock,
        token=secret("SLACK_BOT_TOKEN", env) if slack.bot_token else None,
        vault=vault,
        app_token=secret("SLACK_APP_TOKEN", env) if slack.app_token else None,
        signing_secret=secret("SLACK_SIGNING_SECRET", env) if slack.signing_secret else None,
        oauth=_oauth(config, env),
        api_url=str(slack.api_url),
        forms=forms(),
        presence=presence,
        sleep=sleep,
    )


def _oauth(config: Config, env: Mapping[str, str]) -> OAuth | None:
    slack = config.slack
    if slack.client_id is None or slack.client_secret is None:
        return None
    return OAuth(
        client_id=slack.client_id.get_secret_value(),
        client_secret=secret("SLACK_CLIENT_SECRET", env),
        redirect_uri=str(slack.redirect_url) if slack.redirect_url else None,
    )
