"""A language model behind any OpenAI-compatible endpoint: `POST BASE/chat/completions`."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Self

import aiohttp

from adapters.http.answer import retry_after
from adapters.model import Answered, ModelError, Prompt

WITHIN: Final = timedelta(seconds=8)
ANSWER_MAX_BYTES: Final = 262_144
CHARS_A_TOKEN: Final = 3  # where the endpoint does not count: rather too many than too few
REFUSES_SCHEMA: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
_WORDS: Final = {
    HTTPStatus.UNAUTHORIZED: "the endpoint does not accept the key",
    HTTPStatus.FORBIDDEN: "the endpoint does not accept the key",
    HTTPStatus.NOT_FOUND: "the endpoint knows no such model or address",
    HTTPStatus.TOO_MANY_REQUESTS: "the endpoint asks us to come less often",
}
_MAY_PASS: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


def _utcnow() -> datetime:
    return datetime.now(tz=UTC)


class Completions:
    """Fits `adapters.model.Model`; an async context manager that owns its connection.

    The key leaves only in the Authorization header, and redirects are not followed, so that no
    other host ever sees it. An endpoint that refuses `response_format` is asked without it from
    then on: the answer is checked all the same.

    Source: OpenAI API reference, "Create chat completion".
    """

    def __init__(
        self,
        *,
        base: str,
        name: str,
        key: str | None = None,
        within: timedelta = WITHIN,
        clock: Callable[[], datetime] = _utcnow,
    ) -> None:
        self.name = name
        self._url = f"{base.rstrip('/')}/chat/completions"
        self._key = key
        self._within = within
        self._clock = clock
        self._takes_schema = True
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the session; nothing is connected yet."""
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        self._session = aiohttp.ClientSession(
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=self._within.total_seconds()),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __call__(self, prompt: Prompt) -> Answered:
        """Ask once, at most twice where the endpoint turns out to take no schema."""
        try:
            status, headers, body = await self._posted(prompt)
            if status in REFUSES_SCHEMA and self._takes_schema:
                self._takes_schema = False
                status, headers, body = await self._posted(prompt)
        except TimeoutError:
            raise ModelError("it did not answer in time") from None
        except aiohttp.ClientError as error:
            # The text of the error may hold the address, and the address a key.
            raise ModelError(f"it could not be reached ({type(error).__name__})") from None
        if status != HTTPStatus.OK:
            raise self._fault(status, headers)
        return _answered(prompt, body)

    async def _posted(self, prompt: Prompt) -> tuple[int, Mapping[str, str], bytes]:
        if self._session is None:
            raise ModelError("the connection is closed")
        async with self._session.post(
            self._url, json=self._payload(prompt), allow_redirects=False
        ) as response:
            body = b""
            async for piece in response.content.iter_any():
                body += piece
                if len(body) > ANSWER_MAX_BYTES:
                    raise ModelError("its answer is too long")
            return response.status, response.headers, body

    def _payload(self, prompt: Prompt) -> dict[str, object]:
        payload: dict[str, object] = {
            "model": self.name,
            "temperature": 0,
            "max_tokens": prompt.max_tokens,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
        }
        if self._takes_schema:
            schema = {"name": "steps", "strict": True, "schema": dict(prompt.schema)}
            payload["response_format"] = {"type": "json_schema", "json_schema": schema}
        return payload

    def _fault(self, status: int, headers: Mapping[str, str]) -> ModelError:
        is_ours = status // 100 in {3, 4} and status not in _MAY_PASS
        words = _WORDS.get(HTTPStatus(status)) if status in set(HTTPStatus) else None
        return ModelError(
            f"{words or 'the endpoint is in trouble'} ({status})",
            permanent=is_ours,
            retry_after=retry_after(headers.get("Retry-After", ""), self._clock()),
        )


def _answered(prompt: Prompt, body: bytes) -> Answered:
    try:
        content: Any = json.loads(body)
        text = content["choices"][0]["message"]["content"]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        text, content = None, {}
    if not isinstance(text, str):
        raise ModelError("its answer is no chat completion")
    return Answered(text=text, tokens=_counted(content) or _estimated(prompt, text))


def _counted(content: Mapping[str, Any]) -> int | None:
    """What the endpoint counted; None when it did not."""
    usage = content.get("usage")
    told = usage.get("total_tokens") if isinstance(usage, dict) else None
    return told if type(told) is int and told > 0 else None


def _estimated(prompt: Prompt, text: str) -> int:
    return (len(prompt.system) + len(prompt.user) + len(text)) // CHARS_A_TOKEN + 1
