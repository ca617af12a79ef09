"""Discord: fits `adapters.chat.Chat`, with one bot in as many servers as invited it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog

from adapters.chat import Address, Answer, Check, Health, Presence
from adapters.discord.answering import Answering
from adapters.discord.asking import PLATFORM
from adapters.discord.discreet import be_discreet
from adapters.discord.errors import Refused
from adapters.discord.examining import examine
from adapters.discord.finding import Finding
from adapters.discord.gateway import Gateway, Pause
from adapters.discord.menus import are_same, commands
from adapters.discord.places import Places
from adapters.discord.posting import Posting
from adapters.discord.rest import Rest
from adapters.discord.rolls import call_the_roll
from adapters.document import Document
from adapters.forms import Form
from adapters.secret import ReadSecret

API_URL: Final = "https://discord.com/api/v10"


class DiscordChat:
    """A workspace is a server, a channel one of its channels.

    `token` is asked for at the first call, and again whenever Discord refuses the one in use, so a
    replaced one is taken without a restart. `guild`: the one server in which the commands are
    registered, at once; None: everywhere. `presence` hears which servers invite and remove the bot.
    """

    platform = PLATFORM

    def __init__(  # noqa: PLR0913 - collaborators and settings, each by name
        self,
        *,
        token: ReadSecret,
        clock: Callable[[], datetime],
        forms: Sequence[Form] = (),
        api_url: str = API_URL,
        guild: str | None = None,
        presence: Presence | None = None,
        sleep: Pause = asyncio.sleep,
    ) -> None:
        be_discreet()
        self._rest = Rest(token=token, api_url=api_url, clock=clock)
        self._places = Places(self._rest, clock=clock)
        self._finding = Finding(self._rest, self._places)
        self._posting = Posting(self._rest, self._places, self._finding, clock=clock)
        self._gateway = Gateway(self._rest, presence=presence, pause=sleep)
        self._presence = presence
        self._forms = tuple(forms)
        self._guild = guild
        self._log = structlog.get_logger(platform=PLATFORM)

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """Show a message; gives its id (see `spots`). Raises `ChatError`."""
        return str(await self._posting.post(to, document, key=key, after=after, edit=edit))

    async def find(
        self,
        to: Address,
        key: str,
        *,
        since: datetime,
        after: str | None = None,  # noqa: ARG002 - every thread in use is looked through
    ) -> str | None:
        """The id of the message posted with `key` at or after `since`, or None.

        A message that was edited with `key` is not found: to edit it again changes nothing. Raises
        `CannotTellError` without Read Message History.
        """
        spot = await self._finding.find(to, key, since=since)
        return str(spot) if spot else None

    async def probe(self, to: Address) -> Health:
        """Whether the channel takes messages, and which permissions EV Watch lacks there."""
        return await self._places.probe(to)

    async def examine(self) -> Sequence[Check]:
        """Token, servers and commands, looked at anew."""
        return await examine(self._rest, self._forms, guild=self._guild)

    def health(self) -> Health:
        """Is Discord within reach, as last seen by posting and by the gateway."""
        reason = self._rest.fault or self._gateway.fault
        return Health(ok=not reason, reason=reason)

    async def serve(self, answer: Answer) -> None:
        """Take commands and buttons and answer them until cancelled."""
        answering = Answering(self._rest, answer, forms=self._forms)
        try:
            await self._gateway.run(answering.take, self._prepare)
        finally:
            await answering.close()

    async def close(self) -> None:
        """End the connections that posting uses."""
        await self._rest.close()

    async def _prepare(self) -> None:
        await self._register()
        if self._presence is not None:
            await call_the_roll(self._rest, self._presence)

    async def _register(self) -> None:
        """Register the commands where they are not as they should be; a failure only is told."""
        try:
            await self._register_at(self._guild)
        except Refused as error:
            self._log.warning("commands not registered", fault=str(error))

    async def _register_at(self, guild: str | None) -> None:
        if guild:
            await self._sync("/applications/{application_id}/guilds/{guild_id}/commands", guild)
        await self._sync("/applications/{application_id}/commands", None)

    async def _sync(self, path: str, guild: str | None) -> None:
        """Overwrite what is registered, if it is not the same.

        With a server of their own the commands are registered nowhere else: shown once, not twice.
        """
        is_elsewhere = self._guild is not None and guild is None
        wanted = [] if is_elsewhere else commands(self._forms, everywhere=guild is None)
        ids = {"application_id": await self._rest.me(), "guild_id": guild or ""}
        known = await self._rest.call("GET", path, query={"with_localizations": "true"}, ids=ids)
        if not are_same(wanted, known):
            await self._rest.call("PUT", path, wanted, ids=ids)
            self._log.info("commands registered", guild=guild or "all", count=len(wanted))
