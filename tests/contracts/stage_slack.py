"""The stage on which Slack proves the contract of chat platforms."""

from datetime import timedelta
from pathlib import Path
from typing import Self

from adapters.chat import Address
from adapters.document import Button, Buttons, Document
from adapters.slack.app import SlackChat
from adapters.slack.blocks import render
from tests.doubles.slack.eyes import visible
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Message
from tests.fakes_local import FakeClock


class SlackStage:
    """slack-bolt on a Slack of the tests' own, looked at as a person in the channel does."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.here = Address(workspace="T1", channel="C1")
        self.slack = SlackDouble(self.clock)
        self.slack.people_live_here()

    @classmethod
    async def open(cls, _folder: Path) -> Self:
        stage = cls()
        await stage.slack.start()
        stage._start_anew()
        return stage

    async def restart(self) -> None:
        await self.chat.close()
        self._start_anew()

    async def seen(self, at: Address) -> list[tuple[str, str]]:
        return [
            (m.ts, visible(m.text, m.blocks)) for m in self.slack.seen(at.channel) if not m.files
        ]

    async def attached(self, at: Address, *, alone: bool = False) -> list[tuple[str, bytes, str]]:
        place = "DU1" if alone else at.channel
        await self.slack.until(lambda: any(m.files for m in self.slack.messages))
        files = [each for m in self.slack.seen(place) for each in m.files]
        return [(each.name, each.data or b"", each.alt) for each in files]

    async def parent(self, at: Address, message: str) -> str | None:
        found = self.slack.message(at.channel, message)
        return found.thread_ts if found else None

    async def ask(self, kind: str, text: str, at: Address) -> str:
        hand = Hand(self.slack, Socket(self.slack), channel=at.channel)
        if kind == "suggest":
            return "\n".join(await hand.begin(text))
        if kind == "command":
            return await hand.type(text)
        blocks = render(Document((Buttons((Button("Do it", text),)),), plain="")).blocks
        message = Message(self.slack.ts(), at.channel, "UBOT1", "", list(blocks), only_for="U1")
        return await hand.press(message, "Do it")

    async def close(self) -> None:
        await self.chat.close()
        await self.slack.stop()
        assert self.slack.violations == []

    def _start_anew(self) -> None:
        self.chat = SlackChat(
            clock=self.clock,
            token=lambda: "xoxb-one",
            app_token=lambda: "xapp-one",
            api_url=self.slack.api_url,
            sleep=self._passing,
        )

    async def _passing(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))
