"""The rules of a channel on Slack and on Discord: set there, held, told as one, calling whom they name."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.service import Service
from storage import pacing
from storage.channels import Channel
from storage.rules import Pace
from tests.doubles.discord.eyes import message_text
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.test_asking import Person, asking

COMPANIES = ("byd", "nio", "vinfast")
ROLE, USER = "80351110224678912", "80351110224678913"
MENTIONS = {
    "slack": "approval=<!subteam^S12345|@legal>,all=<@U12345|ann>",
    "discord": f"approval=<@&{ROLE}>,all=<@{USER}>",
}


async def chats_own(service: Service, platform: str) -> Channel:
    """The channel of the platform, its rules no longer the file's."""
    every = await service.store.watchlist.all_subscriptions()
    [here] = [each.channel for each in every if each.channel.platform == platform]
    await service.store.watchlist.seed([], [], at=SEEN)
    return here


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_what_is_set_in_a_channel_is_what_it_gets(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, service):
        here = await chats_own(service, platform)
        said = await person.types(
            "channel",
            {
                "companies": "all",
                "digest": "daily at 9",
                "zone": "Berlin",
                "bypass": "recall",
                "mention": MENTIONS[platform],
            },
        )
        rules = await service.store.watchlist.subscription(here)

    assert "Done: this is what the channel gets now." in said
    assert "gathered, every day at 09:00 (Europe/Berlin)" in said
    assert rules is not None
    assert rules.pace == Pace(
        digest=pacing.digest("daily@09:00"), zone="Europe/Berlin", bypass=rules.pace.bypass
    )
    assert [each.who for each in rules.calls] == ["group", "user"]


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_channel_of_the_file_says_where_it_is_changed(
    tmp_path: Path, platform: str
) -> None:
    async with asking(tmp_path, platform) as (person, _):
        said = await person.types("channel", {"digest": "daily"})

    assert "evwatch.toml under [[channels]]" in said


def seen(person: Person) -> list[str]:
    """The messages of the channel as they came in, in the platform's own form."""
    if person.platform == "slack":
        return [f"{each.text}\n{each.blocks}" for each in person.world.slack.seen("C1")]
    kept = person.world.discord.world.messages[person.world.discord.channel]
    return [f"{each['content']}\n{message_text(each)}" for each in kept.values()]


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_held_alerts_come_as_one_that_calls_exactly_those_named(
    tmp_path: Path, platform: str
) -> None:
    async with asking(tmp_path, platform) as (person, service):
        await chats_own(service, platform)
        await person.types("channel", {"digest": "hourly", "mention": MENTIONS[platform]})
        before = len(seen(person))
        for company in COMPANIES:
            await tell(service, lambda: SEEN, key=company, company=company)
        while await service.deliverer.once():
            pass
        held = len(seen(person)) - before
        waits = await person.types("channel", {})
        later = replace(service.deliverer, clock=lambda: SEEN + timedelta(hours=2))
        while await later.once():
            pass
        *_, last = seen(person)

    calls = (
        ("<!subteam^S12345>", "<@U12345>") if platform == "slack" else (f"<@&{ROLE}>", f"<@{USER}>")
    )
    assert held == 0
    assert "3 stories wait until" in waits
    assert "3 stories: " in last
    assert all(call in last for call in calls)
