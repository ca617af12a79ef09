"""The stage on which Discord proves the contract of chat platforms."""

from pathlib import Path
from typing import Any, Self

from adapters.chat import Address
from adapters.discord.app import DiscordChat
from adapters.discord.embeds import render
from adapters.discord.spots import spot_of
from adapters.document import Button, Buttons, Document
from adapters.forms import Form, Option
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.loopback import LoopbackDiscord
from tests.fakes_local import FakeClock


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

    async def attached(self, at: Address, *, alone: bool = False) -> list[tuple[str, bytes, str]]:
        world = self.double.world
        told = world.messages.get("private" if alone else at.channel, {}).values()
        return [
            (each["filename"], world.files[each["url"]], each.get("description", ""))
            for message in told
            for each in message["attachments"]
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
