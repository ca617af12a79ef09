"""Installing the bot in further workspaces by OAuth: bolt's flow, its tokens kept in the vault.

Source: docs.slack.dev/authentication/installing-with-oauth.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin

import structlog
from aiohttp import ClientError, web
from cachetools import FIFOCache
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.chat import Presence
from adapters.secret import ReadSecret, read
from adapters.slack.pace import Clock
from adapters.slack.workspaces import Clients, Workspaces

SCOPES: Final = (
    "chat:write",
    "commands",
    "channels:history",
    "channels:join",
    "channels:read",
    "files:write",
    "files:read",
    "groups:history",
    "groups:read",
    "users:read",
)
STATE_LIFE: Final = timedelta(minutes=10)
STATES_MAX: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """The app's own credentials. `redirect_uri` is https://YOUR-HOST/slack/oauth_redirect."""

    client_id: str
    client_secret: ReadSecret
    redirect_uri: str | None = None


class Installer:
    """The two pages of an installation."""

    def __init__(  # noqa: PLR0913 - collaborators and settings
        self,
        oauth: OAuth,
        clients: Clients,
        workspaces: Workspaces,
        *,
        clock: Clock,
        api_url: str,
        presence: Presence | None = None,
    ) -> None:
        self._oauth = oauth
        self._clients = clients
        self._store = _Store(workspaces, presence)
        self._states = _States(clock)
        self._authorize_url = urljoin(api_url, "/oauth/v2/authorize")
        self._log = structlog.get_logger(platform="slack")

    async def install(self, request: web.Request) -> web.Response:
        """Send the browser to Slack, with a state that only this browser can bring back."""
        flow = await self._flow()
        asked = AsyncBoltRequest(
            body="", headers=dict(request.headers)
        )  # what the query adds stays out
        return await to_aiohttp_response(await flow.handle_installation(asked))

    async def redirected(self, request: web.Request) -> web.Response:
        """Take the browser back from Slack, and keep the token that its code stands for."""
        flow = await self._flow()
        try:
            response = await flow.handle_callback(await to_bolt_request(request))
        except (ClientError, TimeoutError, OSError) as error:
            self._log.warning("installation not finished", error=type(error).__name__)
            raise web.HTTPBadGateway(text="Slack did not answer. Try again.") from error
        return await to_aiohttp_response(response)

    async def _flow(self) -> AsyncOAuthFlow:
        secret = await read(self._oauth.client_secret)
        if secret is None:
            raise web.HTTPServiceUnavailable(text="The app's client secret is not in place.")
        settings = AsyncOAuthSettings(
            client_id=self._oauth.client_id,
            client_secret=secret,
            scopes=SCOPES,
            user_scopes=(),
            redirect_uri=self._oauth.redirect_uri,
            authorization_url=self._authorize_url,
            install_page_rendering_enabled=False,
            installation_store=self._store,
            state_store=self._states,
            state_expiration_seconds=int(STATE_LIFE.total_seconds()),
            logger=self._clients.logger,
        )
        return AsyncOAuthFlow(
            settings=settings, client=self._clients.client(), logger=self._clients.logger
        )


class _Store(AsyncInstallationStore):
    """Keeps the bot's token of a workspace, and nothing else of what comes with it."""

    def __init__(self, workspaces: Workspaces, presence: Presence | None) -> None:
        self._workspaces = workspaces
        self._presence = presence
        self._log = structlog.get_logger(platform="slack")

    async def async_save(self, installation: Installation) -> None:
        """Raises `BoltError`, of which bolt makes a page."""
        team, token = installation.team_id, installation.bot_token
        if not team or not token or installation.is_enterprise_install:
            raise BoltError("only single workspaces can be served, not a whole organisation")
        try:
            await self._workspaces.keep(team, token)
            if self._presence is not None:
                await self._presence.joined("slack", team)
        except Exception as fault:  # whatever the vault raises becomes a page
            self._log.warning("token not kept", workspace=team, fault=str(fault))
            raise BoltError("the token could not be kept; the log says why") from fault
        self._log.info("installed", workspace=team)


class _States(AsyncOAuthStateStore):
    """States that were given out: good once, for ten minutes, until the process ends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: FIFOCache[str, datetime] = FIFOCache(STATES_MAX)

    async def async_issue(self, *_args: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - bolt's own
        state = secrets.token_urlsafe(32)
        self._issued[state] = self._clock()
        return state

    async def async_consume(self, state: str) -> bool:
        issued = self._issued.pop(state, None)
        return issued is not None and self._clock() - issued < STATE_LIFE
