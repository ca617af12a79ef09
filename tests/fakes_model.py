"""A loopback endpoint that speaks chat completions, and says exactly what it is told to say."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.http.completions import Completions
from adapters.model import Answered, Prompt

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMPT = Prompt(system="Read.", user="A text.", schema={"type": "object"}, max_tokens=50)
Says = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]


class Endpoint:
    """Answers each request with the next of its replies, the last one for ever."""

    def __init__(self, *replies: Says) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.base = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        self.asked.append(await request.json())
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return await reply(self.asked[-1])


@asynccontextmanager
async def endpoint(*replies: Says) -> AsyncIterator[Endpoint]:
    """An endpoint on a free port of loopback."""
    served = Endpoint(*replies)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", served.answer)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [port] = [address[1] for address in runner.addresses]
    served.base = f"http://127.0.0.1:{port}/v1"
    try:
        yield served
    finally:
        await runner.cleanup()


@asynccontextmanager
async def asking(
    *replies: Says, key: str | None = "made-up-key", within: timedelta = timedelta(seconds=5)
) -> AsyncIterator[tuple[Endpoint, Completions]]:
    """An endpoint and a client of it."""
    async with (
        endpoint(*replies) as served,
        Completions(
            base=served.base, name="small", key=key, within=within, clock=lambda: NOW
        ) as model,
    ):
        yield served, model


def says(content: object, *, tokens: object = 77) -> Says:
    """A proper completion with this content (text as it is, anything else as JSON)."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    async def reply(_asked: dict[str, Any]) -> web.StreamResponse:
        message = {"role": "assistant", "content": text}
        body = {"choices": [{"message": message}], "usage": {"total_tokens": tokens}}
        return web.json_response(body)

    return reply


def raw(body: bytes, status: int = 200, **headers: str) -> Says:
    """These bytes with this status."""

    async def reply(_asked: dict[str, Any]) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers=headers)

    return reply


async def nothing(_asked: dict[str, Any]) -> web.StreamResponse:
    """No answer for as long as anybody waits."""
    await asyncio.Event().wait()
    raise AssertionError


class FakeModel:
    """A model that answers from a list, and remembers what it was asked."""

    name = "fake"

    def __init__(self, *answers: str | Exception, tokens: int = 100) -> None:
        self.answers = list(answers)
        self.asked: list[Prompt] = []
        self.tokens = tokens

    async def __call__(self, prompt: Prompt) -> Answered:
        self.asked.append(prompt)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return Answered(text=answer, tokens=self.tokens)
