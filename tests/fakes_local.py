"""What the tests of the local chat share: a clock to set, documents, a running server."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry

from adapters.chat import Answer, Chat, Reply, Request
from adapters.document import (
    Button,
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    File,
    Footer,
    Links,
    Picture,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.local.app import LocalChat
from bot.web import Web

# One white pixel.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg=="
)
NOON = datetime(2023, 8, 29, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until told otherwise."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, step: timedelta) -> None:
        self.at += step


def note(text: str, tone: str = "alert") -> Document:
    return Document((Title(text),), plain=text, tone=tone)


def one_of_each(text: str = "x", href: str = "https://example.com/a") -> Document:
    """Every part there is, with `text` wherever a text can stand."""
    run = Run(text, bold=True, faint=True, href=href)
    fact = Fact(text, (run,), text, text, text, text, text)
    return Document(
        (
            Title(text, tag=text, href=href),
            Text((run, Run(text))),
            Facts((fact, Fact(text))),
            Quote(text, source=text, href=href),
            Links(((text, href),), label=text),
            Code(text),
            Buttons((Button(text, text),)),
            Picture(PNG, alt=text, name="a.png"),
            File(b"a,b\r\n", name="visible.csv", kind="text/csv"),
            Footer(text, at=date(2023, 8, 29)),
            Footer(text, at=NOON),
            Footer(text),
        ),
        plain=text,
        tone=text,
    )


async def is_ready() -> bool:
    return True


def local_chat(folder: Path, **settings: object) -> LocalChat:
    return LocalChat(
        **{  # type: ignore[arg-type]
            "journal": folder / "chat.jsonl",
            "clock": FakeClock(),
            "channels": ("general", "factories"),
            **settings,
        }
    )


def local_web(chat: LocalChat, *, port: int = 0, token: str | None = None) -> Web:
    """The real server with the chat's routes."""
    return Web(chat.routes(), ready=is_ready, registry=CollectorRegistry(), port=port, token=token)


@asynccontextmanager
async def served(
    chat: LocalChat, *, port: int = 0, answer: Answer | None = None
) -> AsyncIterator[str]:
    """The chat behind the real server, answering; gives the address without its last slash."""
    async with local_web(chat, port=port) as web, serving(chat, answer or no_answer):
        try:
            yield web.url.rstrip("/")
        finally:
            await chat.close()


@asynccontextmanager
async def serving(chat: Chat, answer: Answer) -> AsyncIterator[None]:
    """The chat takes requests while the block runs."""
    task = asyncio.create_task(chat.serve(answer))
    await asyncio.sleep(0)  # one turn of the loop: `serve` has begun
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def no_answer(request: Request) -> Reply:
    return Reply(document=note(f"asked {request.text}", tone="answer"))
