"""The line on which Discord tells what people do: kept up, taken up again, made anew."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket

from adapters.chat import Presence
from adapters.discord.errors import Refused, bad_token
from adapters.discord.rest import Rest

Handler = Callable[[discord.Interaction], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]

INTENTS: Final = discord.Intents(guilds=True)  # the least that serves; no member, no message
BACK_OFF_S: Final = 1.0  # doubled by each attempt
BACK_OFF_MAX_S: Final = 300.0
TOKEN_LOOK_S: Final = 15.0  # between looks for another token
START_LIMIT: Final = timedelta(minutes=2)  # for the first shard
SHARD_LIMIT: Final = timedelta(seconds=15)  # for each further one: Discord starts one in five
CLOSE_LIMIT: Final = timedelta(seconds=3)  # discord.py would wait for half a minute
IDENTIFY_GAP_S: Final = 5.0

_BAD_TOKEN, _BAD_INTENTS, _NO_SUCH_INTENT = 4004, 4013, 4014
NOT_YET: Final = "Discord is not connected yet"
LOST: Final = "the connection to Discord was lost; it is being made anew"


class Gateway:
    """Keeps the line. `fault` says why there is none, empty while it is up."""

    def __init__(
        self, rest: Rest, *, presence: Presence | None = None, pause: Pause = asyncio.sleep
    ) -> None:
        self._presence = presence
        self._rest = rest
        self._pause = pause
        self._up: set[int] = set()
        self._shards = 1
        self._failures = 0
        self._deadline: asyncio.Timeout | None = None
        self.fault = NOT_YET
        self._log = structlog.get_logger(platform="discord")

    async def run(self, handler: Handler, prepare: Callable[[], Awaitable[None]]) -> None:
        """Hand every interaction to `handler`, until cancelled.

        `prepare` is called before each connection. Whatever goes wrong is told in `fault` and the
        log, and tried again; a refused token only when there is another one.
        """
        while True:
            try:
                await self._connected(handler, prepare)
                self.fault = LOST
            except asyncio.CancelledError:
                self.fault = NOT_YET
                raise
            except Refused as error:
                self.fault = str(error)
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                self.fault = self._reason(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, the line is made anew
                self._log.exception("line failed")
                self.fault = f"Discord failed ({type(error).__name__})"
            finally:
                self._up.clear()
                self._deadline = None
            self._log.warning("line lost", reason=self.fault)
            await self._wait()

    async def _connected(self, handler: Handler, prepare: Callable[[], Awaitable[None]]) -> None:
        """One connection, from sign-in to its end."""
        await self._rest.me()
        token = await self._rest.token()
        told = await self._rest.call("GET", "/gateway/bot")
        await self._heed_start_limit(told)
        # Where discord.py connects anew after a session has become invalid: also one for a process.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(told["url"])
        self._shards = max(int(told["shards"]), 1)
        await prepare()
        if token is None:
            raise bad_token()
        client = _client(self, handler, self._shards)
        try:
            async with self._start_limit() as self._deadline:
                await client.login(token)
                await client.connect(reconnect=False)
        except discord.LoginFailure:
            self._rest.refuse(token)
            raise
        except discord.ConnectionClosed as error:
            if error.code == _BAD_TOKEN:
                self._rest.refuse(token)
            raise
        finally:
            await _close(client)

    def _start_limit(self) -> asyncio.Timeout:
        """discord.py tries for ever to start a shard, without asking where and with what anew."""
        limit = START_LIMIT + SHARD_LIMIT * (self._shards - 1)
        return asyncio.timeout(limit.total_seconds())

    async def _heed_start_limit(self, told: dict[str, Any]) -> None:
        """Starts are counted by the day, and the token is reset by who goes over: rather wait."""
        limit = told["session_start_limit"]
        if int(limit["remaining"]) < max(int(told["shards"]), 1):
            self.fault = (
                "Discord has counted too many connections today; waiting until it begins anew"
            )
            self._log.warning("no starts left", seconds=int(limit["reset_after"]) / 1000)
            await self._pause(int(limit["reset_after"]) / 1000)

    async def _wait(self) -> None:
        """A while, longer each time; with a refused token until there is another."""
        if await self._rest.token() is None:
            while await self._rest.token() is None:
                await self._pause(TOKEN_LOOK_S)
            self._failures = 0
            return
        most = min(BACK_OFF_S * 2.0 ** min(self._failures, 16), BACK_OFF_MAX_S)
        self._failures += 1
        await self._pause(most * random.uniform(0.5, 1.0))  # noqa: S311 - only spread in time

    def _reason(self, error: Exception) -> str:
        if isinstance(error, discord.LoginFailure):
            return str(bad_token())
        if isinstance(error, discord.PrivilegedIntentsRequired):
            return (
                "Discord refuses an intent; EV Watch asks for guilds only: look at the bot's page"
            )
        if isinstance(error, discord.ConnectionClosed):
            if error.code == _BAD_TOKEN:
                return str(bad_token())
            if error.code in {_BAD_INTENTS, _NO_SUCH_INTENT}:
                return "Discord refuses an intent that EV Watch asks for"
            return f"Discord closed the connection ({error.code})"
        return f"no connection to Discord ({type(error).__name__})"

    def came_up(self, shard: int) -> None:
        """A shard is connected."""
        self._up.add(shard)
        if len(self._up) < self._shards:
            return
        if self._deadline:
            self._deadline.reschedule(None)
        self._failures = 0
        if self.fault:
            self._log.info("connected", shards=self._shards)
        self.fault = ""

    def went_down(self, shard: int) -> None:
        """A shard has lost its connection."""
        self._up.discard(shard)
        self.fault = LOST

    async def guild_came(self, guild: int) -> None:
        """A server invited the bot, or can be reached again: the bot is in it."""
        await self._tell(guild, joined=True)

    async def guild_went(self, guild: int) -> None:
        """A server removed the bot; one that only cannot be reached is none of these."""
        await self._tell(guild, joined=False)

    async def _tell(self, guild: int, *, joined: bool) -> None:
        if self._presence is None:
            return
        try:
            if joined:
                await self._presence.joined("discord", str(guild))
            else:
                await self._presence.left("discord", str(guild))
        except Exception:  # noqa: BLE001 - whatever the keeper raises, the line stays
            self._log.exception("coming or going not kept", guild=guild)

    async def before_identify(self, *, initial: bool) -> None:
        """Discord starts one shard in five seconds."""
        if not initial:
            await self._pause(IDENTIFY_GAP_S)


async def _close(client: discord.Client) -> None:
    """Say goodbye, but do not wait long for an answer: a dead line gives none."""
    try:
        async with asyncio.timeout(CLOSE_LIMIT.total_seconds()):
            await client.close()
    except TimeoutError:
        await client.http.close()


def _client(line: Gateway, handler: Handler, shards: int) -> discord.Client:
    """discord.py's client: the sharded one where Discord asks for it."""
    options: dict[str, Any] = {
        "intents": INTENTS,
        "max_messages": None,
        "chunk_guilds_at_startup": False,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "guild_ready_timeout": 0.0,  # nobody waits for it
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_ratelimit_timeout": 30.0,
    }
    if shards > 1:
        return _Sharded(line, handler, shard_count=shards, **options)
    return _Single(line, handler, **options)


class _Ears(discord.Client):
    """What both clients listen to."""

    def __init__(self, line: Gateway, handler: Handler, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self.line = line
        self._handler = handler

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.line.guild_came(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.line.guild_came(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.line.guild_went(guild.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._handler(interaction)

    async def on_error(self, event: str, /, *_args: object, **_more: object) -> None:
        structlog.get_logger(platform="discord").exception("event failed", event_name=event)

    async def before_identify_hook(self, _shard: int | None, *, initial: bool = False) -> None:
        await self.line.before_identify(initial=initial)


class _Single(_Ears):
    """One connection for all servers."""

    async def on_connect(self) -> None:
        self.line.came_up(0)

    async def on_resumed(self) -> None:
        self.line.came_up(0)

    async def on_disconnect(self) -> None:
        self.line.went_down(0)


class _Sharded(_Ears, discord.AutoShardedClient):
    """Several connections, each for some of the servers."""

    async def on_shard_connect(self, shard: int) -> None:
        self.line.came_up(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        self.line.came_up(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        self.line.went_down(shard)
