"""A whole Discord on this machine: REST and gateway on one free port."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final, Self

from aiohttp import web

from tests.doubles.discord.faults import Faults
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.interactions import People
from tests.doubles.discord.rest import Rest
from tests.doubles.discord.world import World

TOKEN: Final = "made-up.discord.token"


class LoopbackDiscord:
    """What a test looks at: `world` (what is kept), `people`, `gateway`, `faults`, `rest`.

    `broken` are the breaches of the contract; a fixture asserts that there are none.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.token = TOKEN
        self.broken: list[str] = []
        self.faults = Faults()
        self.world = World(clock)
        self.gateway = Gateway(self.world, lambda: self.token, self.broken)
        self.people = People(self.world, self.gateway)
        self.rest = Rest(
            self.world,
            self.gateway,
            self.people,
            token=lambda: self.token,
            faults=self.faults,
            broken=self.broken,
        )
        self.guild = self.world.add_guild()
        self.channel = self.world.add_channel(self.guild)
        self._runner: web.AppRunner | None = None
        self.api_url = ""

    async def start(self, port: int = 0) -> Self:
        """Listen; at the port it had when it is started again."""
        app = web.Application(client_max_size=12 << 20)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{bound}/api/v10"
        self.gateway.url = f"ws://{host}:{bound}/gateway/"
        return self

    @property
    def port(self) -> int:
        return int(self.api_url.split(":")[2].split("/")[0])

    async def stop(self) -> None:
        """Nobody is there any more; what is kept stays."""
        await self.gateway.drop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def kick(self, guild: str) -> None:
        """The bot is thrown out of a server."""
        self.world.kick(guild)
        await self.gateway.dispatch("GUILD_DELETE", {"id": guild}, guild)


@asynccontextmanager
async def loopback(clock: Callable[[], datetime]) -> AsyncIterator[LoopbackDiscord]:
    """A running one; whoever broke the contract hears of it at the end."""
    discord = await LoopbackDiscord(clock).start()
    try:
        yield discord
    finally:
        await discord.stop()
    assert discord.broken == []
