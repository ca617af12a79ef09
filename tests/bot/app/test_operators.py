"""What is told in the operators' channel: once, and where there is one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.chat import Address
from bot.app.operators import Operators
from bot.config import Config
from storage.channels import Channel, Parked
from tests.fakes import FakeChat

NOW = datetime(2024, 6, 14, 12, tzinfo=UTC)
PARKED = Parked(
    channel=Channel(platform="slack", workspace="T2", id="C2"),
    since=NOW,
    fault="the channel is archived",
    next_probe=NOW,
)


def operators(chat: FakeChat, *, platform: str = "slack", channel: str = "C1") -> Operators:
    section = {"platform": platform, "workspace": "T1", "channel": channel}
    return Operators(config=Config.model_validate({"operators": section}), chats={"slack": chat})


async def test_a_lost_channel_is_told_once_however_often_it_is_said() -> None:
    chat = FakeChat()

    await operators(chat).parked(PARKED)
    await operators(chat).parked(replace(PARKED, probes=3))

    [post] = chat.posts
    assert post.to == Address(workspace="T1", channel="C1")


async def test_a_channel_lost_again_is_told_again() -> None:
    chat = FakeChat()

    await operators(chat).parked(PARKED)
    await operators(chat).parked(replace(PARKED, since=NOW.replace(hour=13)))

    assert len(chat.posts) == 2


@pytest.mark.parametrize(
    ("platform", "workspace", "told"),
    [("slack", "T2", 1), ("discord", "T1", 1), ("slack", "T1", 0)],
)
async def test_who_left_is_told_but_not_to_themselves(
    platform: str, workspace: str, told: int
) -> None:
    chat = FakeChat()

    await operators(chat).left(platform, workspace, at=NOW)

    assert len(chat.posts) == told


@pytest.mark.parametrize(("platform", "channel"), [("slack", ""), ("discord", "C1")])
async def test_without_a_channel_or_its_platform_nobody_is_told(
    platform: str, channel: str
) -> None:
    chat = FakeChat()

    await operators(chat, platform=platform, channel=channel).parked(PARKED)

    assert chat.attempts == []
