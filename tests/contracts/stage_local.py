"""The stage on which the local chat proves the contract of chat platforms."""

import re
from html import unescape
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession

from adapters.chat import Address
from tests.fakes_local import FakeClock, local_chat, local_web


class LocalStage:
    """The local chat behind the real server on a free port, looked at as its page does."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.here = Address(workspace="local", channel="general")
        self._folder = folder
        self._session = ClientSession()
        self._said = ""  # the last answer for the person alone
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

    async def attached(self, at: Address, *, alone: bool = False) -> list[tuple[str, bytes, str]]:
        html = self._said if alone else "".join(m["html"] for m in await self._messages(at))
        found: list[tuple[str, bytes, str]] = []
        for tag in re.findall(r"<img[^>]*>|<a[^>]* download=[^>]*>", html):
            value = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
            url = self._web.url.rstrip("/") + (value.get("src") or value["href"])
            async with self._session.get(url) as response:
                assert response.status == 200
                told = response.headers["Content-Disposition"]
                name = re.findall('filename="([^"]*)"', told)[0]
                found.append((name, await response.read(), value.get("alt", "")))
        return found

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
        self._said = values.get("html", "")
        return _text(self._said) or str(values.get("error", ""))

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
