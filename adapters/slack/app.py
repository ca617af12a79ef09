"""Slack: fits `adapters.chat.Chat`, and hands its routes to the one HTTP server."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

import structlog
from aiohttp import web

from adapters.chat import Address, Answer, ChatError, Check, Health, Presence
from adapters.document import Document
from adapters.forms import Form
from adapters.secret import ReadSecret
from adapters.slack.entrance import Entrance
from adapters.slack.examining import (
    examine_clock,
    examine_installed,
    examine_socket,
    examine_token,
)
from adapters.slack.faults import is_removal
from adapters.slack.installing import Installer, OAuth
from adapters.slack.listening import Listener
from adapters.slack.pace import Clock, Pace, Sleep
from adapters.slack.people import People
from adapters.slack.posting import Poster
from adapters.slack.sending import Order
from adapters.slack.socket import Socket
from adapters.slack.uploading import Uploader
from adapters.slack.workspaces import PLATFORM, Clients, Workspace, Workspaces
from adapters.vault import Vault

API_URL: Final = "https://slack.com/api/"
NEEDED: Final = frozenset({"chat:write", "commands"})
CHECK_EVERY: Final = timedelta(minutes=1)  # that the token is still good
BACK_OFF: Final = timedelta(seconds=5)  # doubled by each failure
BACK_OFF_MAX: Final = timedelta(minutes=1)


class SlackChat:
    """One app in one workspace (`token`) or in many (`vault`).

    Requests come through Socket Mode where there is an `app_token`, and over HTTP where there is a
    `signing_secret`. Secrets are callables: they are read anew when Slack refuses the last ones.
    `forms` are what its shortcuts open; `presence` hears who installs and removes the app. `sleep`
    paces posts, `wait` is what lies between attempts to connect.
    """

    platform = PLATFORM

    def __init__(  # noqa: PLR0913 - collaborators and settings, each by name
        self,
        *,
        clock: Clock,
        token: ReadSecret | None = None,
        vault: Vault | None = None,
        app_token: ReadSecret | None = None,
        signing_secret: ReadSecret | None = None,
        oauth: OAuth | None = None,
        api_url: str = API_URL,
        forms: Sequence[Form] = (),
        presence: Presence | None = None,
        sleep: Sleep = asyncio.sleep,
        wait: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._oauth = oauth
        self._forms = tuple(forms)
        self._presence = presence
        self._api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._wait = wait
        self._chance = chance
        self._clients = Clients(self._api_url)
        self._workspaces = Workspaces(self._clients, token=token, vault=vault)
        self._poster = Poster(
            self._workspaces,
            Pace(clock=clock, sleep=sleep),
            Uploader(self._clients, self._workspaces),
        )
        self._log = structlog.get_logger(platform=self.platform)

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        """Show the message; gives its timestamp, by which Slack knows it."""
        order = Order(to=to, key=key, after=after or to.thread, edit=edit)
        try:
            return await self._poster.post(order, document)
        except ChatError as fault:
            await self._heed(to.workspace, fault)
            raise

    async def find(
        self, to: Address, key: str, *, since: datetime, after: str | None = None
    ) -> str | None:
        """The timestamp of our message with this key, looked for in the channel's history."""
        return await self._poster.find(to, key, since=since, after=after)

    async def probe(self, to: Address) -> Health:
        """Whether the channel is there, not archived, and the bot in it or free to join."""
        return await self._poster.probe(to)

    async def examine(self) -> Sequence[Check]:
        """Tokens, scopes and clock, looked at anew."""
        found = [await examine_clock(self._clients, self._clock)]
        if self._workspaces.is_one:
            found += await examine_token(self._workspaces)
        else:
            found += await examine_installed(self._workspaces)
        if self._app_token is not None:
            found.append(await examine_socket(self._clients, self._app_token))
        return found

    def health(self) -> Health:
        """What was last seen of token, scopes and socket."""
        if self._workspaces.is_one and (fault := self._workspaces.fault):
            return Health(ok=False, reason=fault)
        if self._workspaces.is_one and not self._workspaces.known:
            return Health(ok=False, reason="Slack was not asked yet")
        if self._socket is not None and (fault := self._socket.fault):
            return Health(ok=False, reason=fault)
        return _scopes(self._workspaces.known)

    async def serve(self, answer: Answer) -> None:
        """Answer until cancelled. Faults are told by `health` and the log, and tried again."""
        async with self._listener.open(answer), asyncio.TaskGroup() as tasks:
            if self._socket is not None:
                tasks.create_task(self._socket.run())
            tasks.create_task(self._check() if self._workspaces.is_one else self._greet())
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Close the connections."""
        await self._clients.close()

    def routes(self) -> list[web.RouteDef]:
        """Where Slack posts, and the pages of an installation, for the one HTTP server."""
        found = []
        if self._signing_secret is not None:
            found.append(web.post("/slack/events", self._events))
        if self._oauth is not None:
            found.append(web.get("/slack/install", self._install))
            found.append(web.get("/slack/oauth_redirect", self._redirected))
        return found

    @cached_property
    def _listener(self) -> Listener:
        people = People(self._workspaces, clock=self._clock)
        return Listener(self._clients, self._workspaces, people, self._forms, self._presence)

    @cached_property
    def _socket(self) -> Socket | None:
        if self._app_token is None:
            return None
        return Socket(
            self._listener.app,
            self._clients,
            token=self._app_token,
            wait=self._wait,
            chance=self._chance,
        )

    @cached_property
    def _entrance(self) -> Entrance:
        secret = self._signing_secret or (lambda: None)
        return Entrance(self._listener, secret=secret, clock=self._clock)

    @cached_property
    def _installer(self) -> Installer | None:
        if self._oauth is None:
            return None
        return Installer(
            self._oauth,
            self._clients,
            self._workspaces,
            clock=self._clock,
            api_url=self._api_url,
            presence=self._presence,
        )

    async def _events(self, request: web.Request) -> web.Response:
        return await self._entrance.events(request)

    async def _install(self, request: web.Request) -> web.Response:
        if self._installer is None:
            raise web.HTTPNotFound
        return await self._installer.install(request)

    async def _redirected(self, request: web.Request) -> web.Response:
        if self._installer is None:
            raise web.HTTPNotFound
        return await self._installer.redirected(request)

    async def _check(self) -> None:
        """Look now and then whether the token is good; a replaced one is taken up."""
        failures, is_told = 0, False
        while True:
            try:
                found = await self._workspaces.checked()
            except ChatError as fault:
                if failures == 0:
                    self._log.warning("Slack is out of reach", fault=str(fault))
                is_told = False
                pause = fault.retry_after or min(BACK_OFF * (1 << min(failures, 12)), BACK_OFF_MAX)
                failures += 1
            else:
                if not is_told:
                    self._tell(found)
                await self._here(found)
                failures, is_told, pause = 0, True, CHECK_EVERY
            await self._wait(pause.total_seconds() * (0.8 + 0.4 * self._chance()))

    async def _greet(self) -> None:
        """Get to know every kept workspace, so that no first question waits for Slack."""
        try:
            for team in await self._workspaces.installed():
                try:
                    found = await self._workspaces.get(team)
                    self._tell(found)
                    await self._here(found)
                except ChatError as fault:
                    self._log.warning("workspace out of reach", workspace=team, fault=str(fault))
                    await self._heed(team, fault)
        except ChatError as fault:
            self._log.warning("kept tokens cannot be read", fault=str(fault))

    async def _here(self, workspace: Workspace) -> None:
        """Its token is good, so it has the app, perhaps again: nothing of it is to be erased."""
        if self._presence is None:
            return
        try:
            await self._presence.joined(self.platform, workspace.id)
        except Exception:  # noqa: BLE001 - whatever the keeper raises, the looking goes on
            self._log.exception("coming back not kept", workspace=workspace.id)

    async def _heed(self, team: str, fault: ChatError) -> None:
        """A workspace may have removed the app while nobody listened."""
        if self._presence is None or not is_removal(fault):
            return
        try:
            await self._presence.left(self.platform, team)
        except Exception:  # noqa: BLE001 - whatever the keeper raises, the fault is the news
            self._log.exception("leaving not kept", workspace=team)

    def _tell(self, workspace: Workspace) -> None:
        self._log.info("Slack is within reach", workspace=workspace.id, name=workspace.name)
        for scope, use in workspace.missing.items():
            self._log.warning("a scope is missing", scope=scope, without=use)


def _scopes(workspaces: Sequence[Workspace]) -> Health:
    """Without what posting needs nothing works; what else is missing is told all the same."""
    missing = {name: use for each in workspaces for name, use in each.missing.items()}
    reason = "; ".join(f"the scope {name} is missing ({use})" for name, use in missing.items())
    return Health(ok=not NEEDED & missing.keys(), reason=reason)
