"""What the tests of Discord share: an adapter on a loopback Discord, and pauses that a test ends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from adapters.chat import Address, Answer
from adapters.discord.app import DiscordChat
from adapters.forms import Choice, Form, Option
from tests.doubles.discord.loopback import LoopbackDiscord, loopback
from tests.fakes_local import FakeClock, serving
from tests.fakes_presence import FakePresence

COMPANY: Final = Option(
    name="company", description="Company", description_zh="公司", required=True, suggests=True
)
KIND: Final = Option(
    name="kind", description="Kind of step", description_zh="类型", keyed=True, suggests=True
)
UPDATES: Final = Option(
    name="updates",
    description="How updates come",
    description_zh="更新方式",
    keyed=True,
    choices=(
        Choice(label="Edit", label_zh="编辑", value="edit"),
        Choice(label="Thread", label_zh="讨论串", value="thread"),
    ),
)
FORMS: Final = (
    Form(
        path=("milestones",),
        description="Steps of a company",
        description_zh="公司的里程碑",
        options=(KIND, COMPANY),
    ),
    Form(
        path=("evwatch", "follow"),
        description="Follow a company here",
        description_zh="在此关注公司",
        options=(COMPANY, UPDATES),
        edits=True,
    ),
    Form(path=("evwatch", "status"), description="How it is", description_zh="运行状态"),
)


class Pauses:
    """Stands for time that passes: each pause lasts until the test lets it end."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._began = asyncio.Condition()

    async def __call__(self, seconds: float) -> None:
        ended = asyncio.get_running_loop().create_future()
        self._waiting.append(ended)
        async with self._began:
            self.asked.append(seconds)
            self._began.notify_all()
        await ended

    async def until(self, count: int = 1) -> None:
        """Wait until so many pauses have begun since the first."""
        async with asyncio.timeout(20), self._began:  # only so that a failing test ends
            await self._began.wait_for(lambda: len(self.asked) >= count)

    def end(self) -> None:
        """Every pause that is under way is over."""
        for ended in self._waiting:
            if not ended.done():
                ended.set_result(None)
        self._waiting.clear()


@dataclass(slots=True)
class Set:
    """An adapter and the Discord that it talks to. `token` is what its token file holds."""

    discord: LoopbackDiscord
    clock: FakeClock
    token: str | None
    pauses: Pauses = field(default_factory=Pauses)
    presence: FakePresence = field(default_factory=FakePresence)
    forms: Sequence[Form] = FORMS
    guild: str | None = None
    made: list[DiscordChat] = field(default_factory=list)
    chat: DiscordChat = field(init=False)

    def __post_init__(self) -> None:
        self.chat = self.another()

    def another(self) -> DiscordChat:
        """One more process on the same Discord, ended with the set."""
        chat = DiscordChat(
            token=lambda: self.token,
            clock=self.clock,
            forms=self.forms,
            api_url=self.discord.api_url,
            guild=self.guild,
            presence=self.presence,
            sleep=self.pauses,
        )
        self.made.append(chat)
        return chat

    @property
    def here(self) -> Address:
        return Address(workspace=self.discord.guild, channel=self.discord.channel)

    @asynccontextmanager
    async def serving(self, answer: Answer) -> AsyncIterator[None]:
        """The adapter is connected and answers."""
        async with serving(self.chat, answer):
            await self.discord.gateway.until(lambda: bool(self.discord.gateway.live))
            yield


@asynccontextmanager
async def a_set() -> AsyncIterator[Set]:
    """A running one, closed and held to the contract at the end."""
    clock = FakeClock()
    async with loopback(clock) as discord:
        made = Set(discord, clock, discord.token)
        try:
            yield made
        finally:
            for chat in made.made:
                await chat.close()
