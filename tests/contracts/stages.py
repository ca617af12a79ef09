"""The stages on which chat platforms prove their contract."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession

from adapters.chat import Address
from adapters.document import Button, Buttons, Document
from adapters.slack.app import SlackChat
from adapters.slack.blocks import render
from tests.doubles.slack.eyes import visible
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Message
from tests.fakes_local import FakeClock, local_chat, local_web


class LocalStage:
    """The local chat behind the real server on a free port, looked at as its page does."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.here = Address(workspace="local", channel="general")
        self._folder = folder
        self._session = ClientSession()
        self._start_anew()

    @classmethod
    async def open(cls, folder: Path) -> Self:
        stage = cls(folder)
        await stage._web.start()
        return stage

    async def restart(self) -> None:
        await self._stop()
        self._start_anew()
        await self._web.start()

    async def seen(self, at: Address) -> list[tuple[str, str]]:
        return [(each["id"], _text(each["html"])) for each in await self._messages(at)]

    async def parent(self, at: Address, message: str) -> str | None:
        found = {each["id"]: each["after"] for each in await self._messages(at)}
        parent: str | None = found[message]
        return parent

    async def ask(self, kind: str, text: str, at: Address) -> str:
        origin = self._web.url.rstrip("/")
        async with self._session.post(
            f"{origin}/local/requests",
            json={"kind": kind, "channel": at.channel, "text": text},
            headers={"Origin": origin},
        ) as response:
            values = await response.json()
        if kind == "suggest":
            return "\n".join(values["suggestions"])
        return _text(values.get("html", "")) or str(values.get("error", ""))

    async def close(self) -> None:
        await self._stop()
        await self._session.close()

    def _start_anew(self) -> None:
        self.chat = local_chat(self._folder, clock=self.clock)
        self._web = local_web(self.chat)

    async def _stop(self) -> None:
        await self.chat.close()
        await self._web.stop()

    async def _messages(self, at: Address) -> list[dict[str, Any]]:
        url = f"{self._web.url}local/messages?channel={at.channel}&limit=100"
        async with self._session.get(url) as response:
            messages: list[dict[str, Any]] = (await response.json())["messages"]
        return sorted(messages, key=lambda each: int(each["number"]))


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
        return [(m.ts, visible(m.text, m.blocks)) for m in self.slack.seen(at.channel)]

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


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))
