"""The stages on which chat platforms prove their contract."""

import re
from html import unescape
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession

from adapters.chat import Address
from adapters.discord.app import DiscordChat
from adapters.discord.embeds import render
from adapters.discord.spots import spot_of
from adapters.document import Button, Buttons, Document
from adapters.forms import Form, Option
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.loopback import LoopbackDiscord
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


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


class DiscordStage:
    """The Discord adapter on a whole Discord of this machine, seen through its client's eyes."""

    FORMS = tuple(
        Form(path=(name,), description=name, description_zh=name, options=options)
        for name, options in (
            (
                "milestones",
                (Option(name="company", description="c", description_zh="c", suggests=True),),
            ),
            ("bad", ()),
            ("good", ()),
        )
    )

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.double = LoopbackDiscord(self.clock)
        self.here = Address(workspace=self.double.guild, channel=self.double.channel)

    @classmethod
    async def open(cls, _folder: Path) -> Self:
        stage = cls()
        await stage.double.start()
        stage._start_anew()
        return stage

    async def restart(self) -> None:
        await self.chat.close()
        self._start_anew()

    async def seen(self, at: Address) -> list[tuple[str, str]]:
        kept = self.double.world.messages
        found: list[tuple[dict[str, Any], str | None]] = [
            (message, thread)
            for thread in (None, *self._threads(at))
            for message in kept[thread or at.channel].values()
        ]
        return [
            (str(spot_of(message, thread=thread)), message_text(message))
            for message, thread in sorted(found, key=lambda each: int(each[0]["id"]))
        ]

    async def parent(self, at: Address, message: str) -> str | None:
        own = message.rpartition("/")[2]
        threads = self._threads(at)
        return next((each for each in threads if own in self.double.world.messages[each]), None)

    async def ask(self, kind: str, text: str, at: Address) -> str:
        people, name = self.double.people, text.split(maxsplit=1)[0].lstrip("/")
        values = {"company": value} if (value := text.partition(" ")[2]) else {}
        await self.double.gateway.until(lambda: bool(self.double.gateway.live))
        if kind == "suggest":
            typed = await people.types(name, values, "company", channel=at.channel)
            await typed.shown()
            return "\n".join(typed.choices)
        if kind == "button":
            buttons = render(Document((Buttons((Button("b", text),)),), plain="b"))
            message = self.double.world.put("elsewhere", buttons)
            asked = await people.presses(message, "b", channel=at.channel)
        else:
            asked = await people.slash(name, values, channel=at.channel)
        await asked.shown()
        assert asked.original
        assert asked.is_private
        if "everybody" in message_text(asked.original):
            await asked.shown_to_all()
        return message_text(asked.original)

    async def close(self) -> None:
        await self.chat.close()
        await self.double.stop()
        assert self.double.broken == []

    def _start_anew(self) -> None:
        double = self.double
        self.chat = DiscordChat(
            token=lambda: double.token, clock=self.clock, forms=self.FORMS, api_url=double.api_url
        )

    def _threads(self, at: Address) -> list[str]:
        channels = self.double.world.channels.values()
        return [each["id"] for each in channels if each["parent_id"] == at.channel]
