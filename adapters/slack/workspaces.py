"""The workspaces that the bot is in, and the client for each: of one token, or of kept ones.

One token comes from a callable and is read anew whenever Slack does not accept the last one, so
that a replaced file is enough. Many come from the vault, one for each workspace.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from slack_sdk.web.async_client import AsyncWebClient

from adapters import secret
from adapters.chat import ChatError
from adapters.secret import ReadSecret
from adapters.slack.faults import AUTH, CallError, chat_error, looked
from adapters.vault import Vault

PLATFORM: Final = "slack"
TIMEOUT: Final = ClientTimeout(total=20, sock_connect=5)
# What each scope is for; without the first two nothing works.
USES: Final = {
    "chat:write": "posting",
    "commands": "commands",
    "channels:history": "looking whether an alert was posted",
    "channels:join": "joining public channels",
    "channels:read": "checking channels",
    "users:read": "knowing who is an admin",
    "files:write": "sending charts and exports",
    "files:read": "reading lists that are handed in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace that the bot is in. `scopes` is empty where Slack did not tell them."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str] = frozenset()
    client: AsyncWebClient = field(repr=False)

    @property
    def missing(self) -> dict[str, str]:
        """The scopes that the bot does not have, each with what it is for."""
        if not self.scopes:
            return {}
        return {name: use for name, use in USES.items() if name not in self.scopes}


class Clients:
    """Clients on one session, without the library's retries: a retried post may be a second one."""

    def __init__(self, api_url: str) -> None:
        self.api_url = api_url
        self._session: ClientSession | None = None
        # The library writes whole answers to a logger of level DEBUG, tokens of OAuth included.
        self._logger = logging.getLogger("evwatch.slack.library")
        self._logger.setLevel(logging.ERROR)

    @property
    def session(self) -> ClientSession:
        """The session of all requests; made in the loop that needs it."""
        if self._session is None or self._session.closed:
            # No connection is used twice: one that Slack has just closed takes a post and gives no
            # answer, and whether it was posted would be in doubt.
            connector = TCPConnector(force_close=True)
            self._session = ClientSession(timeout=TIMEOUT, connector=connector)
        return self._session

    @property
    def logger(self) -> logging.Logger:
        """For the library: errors only; what a person may want to know of, we say ourselves."""
        return self._logger

    def client(self, token: str | None = None) -> AsyncWebClient:
        """A client with this token."""
        return AsyncWebClient(
            token=token,
            base_url=self.api_url,
            session=self.session,
            retry_handlers=[],
            logger=self._logger,
        )

    async def socket_address(self, token: ReadSecret) -> str:
        """A new address for one connection of Socket Mode. Raises `CallError`."""
        try:
            value = await secret.read(token)
        except (OSError, ValueError) as error:
            text = f"the app token cannot be read ({type(error).__name__})"
            raise CallError(text=text) from error
        if value is None:
            raise CallError(text="there is no app token")
        answer = await looked(self.client().apps_connections_open(app_token=value))
        return str(answer.get("url"))

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()


class Workspaces:
    """The workspaces by team id. `token` or `vault`: one of the two is given."""

    def __init__(
        self, clients: Clients, *, token: ReadSecret | None = None, vault: Vault | None = None
    ) -> None:
        self._clients = clients
        self._token = token
        self._vault = vault
        self._known: dict[str, Workspace] = {}
        self._lock = asyncio.Lock()
        self._refused = ""  # the one token, when Slack refused it: it is not asked with each post
        self.fault = ""  # why there is no workspace, in words for people

    @property
    def is_one(self) -> bool:
        """One workspace with a token of its own; not kept ones."""
        return self._vault is None

    @property
    def known(self) -> tuple[Workspace, ...]:
        """Those that were asked for and are good."""
        return tuple(self._known.values())

    async def get(self, team: str) -> Workspace:
        """The workspace of that id. Raises `ChatError`."""
        if (found := self._known.get(team)) is not None:
            return found
        async with self._lock:
            if (found := self._known.get(team)) is not None:
                return found
            if self.is_one and self._known:
                raise _not_here(team, self.known[0].id)
            found = await self._identified(team)
            if found.id != team:
                raise _not_here(team, found.id)
            return found

    async def installed(self) -> Sequence[str]:
        """The team ids of all kept tokens. Raises `ChatError`."""
        if self._vault is None:
            return [each.id for each in self.known]
        try:
            return await self._vault.workspaces(PLATFORM)
        except Exception as error:  # the keeper's own family of errors is not known here
            raise ChatError(f"the tokens cannot be read: {error}") from error

    async def checked(self) -> Workspace:
        """The one workspace of the one token, read and asked for anew. Raises `ChatError`."""
        async with self._lock:
            self._refused = ""
            return await self._identified("the workspace")

    async def renewed(self, workspace: Workspace) -> Workspace | None:
        """The workspace under another token than the refused one; None: there is no other."""
        async with self._lock:
            known = self._known.get(workspace.id)
            if known is not None and known.client.token != workspace.client.token:
                return known
            self._known.pop(workspace.id, None)
            if await self._read(workspace.id) in {None, workspace.client.token}:
                self.fault = "Slack does not accept the bot token: put a new one in place"
                return None
            return await self._identified(workspace.id)

    async def keep(self, team: str, token: str) -> None:
        """A workspace installed the bot. Raises what the vault raises."""
        if self._vault is not None:
            await self._vault.put(PLATFORM, team, token)
            self._known.pop(team, None)

    async def is_kept_since(self, team: str, seconds: object) -> bool:
        """Whether a workspace installed the bot later than that, in `seconds` since 1970.

        Not, where Slack told no number. Raises what the vault raises.
        """
        if self._vault is None or not isinstance(seconds, int):
            return False
        kept_at = await self._vault.kept_at(PLATFORM, team)
        return kept_at is not None and kept_at.timestamp() > seconds

    async def erase(self, team: str) -> None:
        """A workspace removed the bot. Raises what the vault raises."""
        self._known.pop(team, None)
        if self._vault is not None:
            await self._vault.erase(PLATFORM, team)
        else:
            self.fault = "the app was removed from the workspace: install it again"

    async def _identified(self, team: str) -> Workspace:
        """Ask Slack whose token it is, and keep the answer."""
        token = await self._read(team)
        if token is None:
            self.fault = f"there is no bot token for {team}: install the app there"
            raise ChatError(self.fault, permanent=True)
        if token == self._refused:
            raise ChatError(self.fault, permanent=True)
        client = self._clients.client(token)
        try:
            answer = await looked(client.auth_test())
        except CallError as fault:
            error = chat_error(fault, team)
            self.fault = str(error)
            if fault.code in AUTH and self.is_one:
                self._known.clear()
                self._refused = token
            raise error from fault
        scopes = str(answer.headers.get("x-oauth-scopes", ""))
        found = Workspace(
            id=str(answer.get("team_id")),
            name=str(answer.get("team")),
            bot_user=str(answer.get("user_id")),
            bot_id=str(answer.get("bot_id")),
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
            client=client,
        )
        if self.is_one:
            self._known.clear()  # a new token may be that of another workspace
        self._known[found.id] = found
        self.fault = ""
        return found

    async def _read(self, team: str) -> str | None:
        if self._vault is None:
            try:
                return await secret.read(self._token) if self._token else None
            except (OSError, ValueError) as error:
                self.fault = f"the bot token cannot be read ({type(error).__name__})"
                raise ChatError(self.fault) from error
        try:
            return await self._vault.get(PLATFORM, team)
        except Exception as error:  # the keeper's own family of errors is not known here
            raise ChatError(f"the token of {team} cannot be read: {error}") from error


def _not_here(team: str, here: str) -> ChatError:
    return ChatError(f"the bot is in workspace {here}, not in {team!r}", permanent=True)
