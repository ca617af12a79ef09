"""What the tests of Slack share: the chat on its double, a vault, waits that a test ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.chat import Address, Reply, Request
from adapters.document import Button, Buttons, Document, Run, Text
from adapters.slack.app import SlackChat
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SIGNING_SECRET, SlackDouble
from tests.fakes_local import FakeClock, serving

HERE = Address(workspace="T1", channel="C1")
THERE = Address(workspace="T1", channel="C2")


class FakeVault:
    """Secrets in memory."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self.clock = clock or FakeClock()
        self.secrets: dict[tuple[str, str], str] = {}
        self.times: dict[tuple[str, str], datetime] = {}

    async def put(self, platform: str, workspace: str, secret: str) -> None:
        self.secrets[platform, workspace] = secret
        self.times[platform, workspace] = self.clock()

    async def get(self, platform: str, workspace: str) -> str | None:
        return self.secrets.get((platform, workspace))

    async def kept_at(self, platform: str, workspace: str) -> datetime | None:
        return self.times.get((platform, workspace))

    async def erase(self, platform: str, workspace: str) -> None:
        self.secrets.pop((platform, workspace), None)
        self.times.pop((platform, workspace), None)

    async def workspaces(self, platform: str) -> Sequence[str]:
        return [workspace for name, workspace in self.secrets if name == platform]


class Waits:
    """Pauses between attempts: each lasts until the test says that it is over."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._changed = asyncio.Condition()
        self._ended: set[int] = set()

    async def __call__(self, seconds: float) -> None:
        number = len(self.asked)
        self.asked.append(seconds)
        async with self._changed:
            self._changed.notify_all()
            await self._changed.wait_for(lambda: number in self._ended)

    async def until(self, count: int) -> None:
        """Wait until so many pauses have begun."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= count)

    async def end(self, number: int) -> None:
        """Let the pause of that number be over; the first is 0."""
        async with self._changed:
            self._ended.add(number)
            self._changed.notify_all()


class Secret:
    """A secret that can be replaced, as a file can."""

    def __init__(self, value: str | None) -> None:
        self.value = value

    def __call__(self) -> str | None:
        return self.value


def slack_chat(slack: SlackDouble, clock: FakeClock, **settings: object) -> SlackChat:
    """The chat on this double: with a bot token, and sleeps that move the clock."""

    async def sleep(seconds: float) -> None:
        clock.forward(timedelta(seconds=seconds))

    known: dict[str, object] = {
        "clock": clock,
        "token": lambda: "xoxb-one",
        "api_url": slack.api_url,
        "sleep": sleep,
        "chance": lambda: 0.5,
        **settings,
    }
    return SlackChat(**known)  # type: ignore[arg-type]


@asynccontextmanager
async def chatting(
    slack: SlackDouble, clock: FakeClock, **settings: object
) -> AsyncIterator[SlackChat]:
    """The chat, closed at the end."""
    chat = slack_chat(slack, clock, **settings)
    try:
        yield chat
    finally:
        await chat.close()


def signing() -> Secret:
    """The secret of the double."""
    return Secret(SIGNING_SECRET)


@dataclass
class Desk:
    """Answers with what was asked, and remembers it. `hold`: no answer before it is set."""

    asked: list[Request] = field(default_factory=list)
    private: bool = True
    suggestions: tuple[str, ...] = ("小米", "Xiaomi", " ")
    hold: asyncio.Event | None = None
    hears: asyncio.Event = field(default_factory=asyncio.Event)  # set: it was asked

    async def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        self.hears.set()
        if self.hold is not None:
            await self.hold.wait()
        buttons = Buttons(
            (Button("Timeline", "/milestones nio"), Button("Share", "/milestones nio", public=True))
        )
        document = Document((Text((Run(f"asked {request.text}"),)), buttons), plain="answer")
        private = self.private and not request.public
        return Reply(document=document, private=private, suggestions=self.suggestions)


@asynccontextmanager
async def served(
    slack: SlackDouble, clock: FakeClock, desk: Desk, **settings: object
) -> AsyncIterator[SlackChat]:
    known = {"app_token": lambda: "xapp-one", **settings}
    async with chatting(slack, clock, **known) as chat, serving(chat, desk):
        yield chat


def hand(slack: SlackDouble, **who: str) -> Hand:
    return Hand(slack, Socket(slack), **who)
