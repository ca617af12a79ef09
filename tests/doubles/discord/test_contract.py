"""The double's judge: what it lets pass and what it does not."""

from typing import Any

import pytest

from tests.doubles.discord.contract import PUBLISHED, broken_by, units

NONE: dict[str, Any] = {"parse": []}
published = pytest.mark.skipif(PUBLISHED is None, reason="the published contract is not here")


def judged(**body: Any) -> list[str]:  # noqa: ANN401
    return broken_by("POST", "/channels/1/messages", {"allowed_mentions": NONE, **body})


def test_a_plain_message_passes() -> None:
    assert judged(content="x", nonce="a" * 25, enforce_nonce=True) == []


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "😀" * 1001},
        {"content": "x", "allowed_mentions": None},
        {"content": "x", "allowed_mentions": {"parse": ["everyone"]}},
        {"embeds": [{"description": "x" * 4097}]},
        {"embeds": [{"description": "x" * 3001}, {"description": "y" * 3000}]},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"color": 1}]},
        {"embeds": [{"description": "x", "url": "javascript:alert(1)"}]},
        {"embeds": [{"fields": [{"name": "a", "value": ""}]}]},
        {
            "components": [
                {
                    "type": 1,
                    "components": [{"type": 2, "style": 2, "label": "x" * 81, "custom_id": "a"}],
                }
            ]
        },
        {
            "components": [
                {
                    "type": 1,
                    "components": [{"type": 2, "style": 2, "label": "x", "custom_id": "a"}] * 2,
                }
            ]
        },
        {"content": "x", "nonce": "a" * 26},
    ],
    ids=str,
)
def test_what_breaks_a_limit_is_noticed(body: dict[str, Any]) -> None:
    assert judged(**body)


@pytest.mark.parametrize(
    "content", ["<@1>", "**hey <@!1>**", "`a` <@1> `b`", "\\`<@1>`", "> <@&1>"]
)
def test_a_mention_that_is_not_allowed_is_noticed(content: str) -> None:
    assert judged(content=content)


@pytest.mark.parametrize("content", ["`/<@1>`", "```\n<@&1>\n```", r"\<@1>", r"\<\@1>"])
def test_code_and_escaped_text_mention_nobody(content: str) -> None:
    assert judged(content=content) == []
    assert judged(content=content, allowed_mentions={"parse": [], "users": ["1"]})


@published
@pytest.mark.parametrize(
    "body",
    [
        {"content": 5},
        {"contents": "a field that there is not"},
        {"embeds": [{"color": -1}]},
        {"components": [{"type": 1, "components": [{"type": 2, "label": "no style"}]}]},
    ],
    ids=str,
)
def test_what_breaks_the_published_contract_is_noticed(body: dict[str, Any]) -> None:
    assert judged(**body)


@published
def test_a_request_that_is_not_documented_is_noticed() -> None:
    assert broken_by("POST", "/channels/1/mesages", {})
    assert broken_by("GET", "/users/@me", None) == []


def test_white_space_around_a_text_does_not_count() -> None:
    assert units("  😀 a ") == 4
