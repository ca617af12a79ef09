"""What the operators are told of a lost channel."""

from datetime import timedelta

import pytest

from bot.compose import lost_channel
from bot.compose.plain import text
from storage.channels import Channel, Parked
from tests.fakes_words import NOW

PARKED = Parked(
    channel=Channel(platform="slack", workspace="T1", id="C1"),
    since=NOW,
    fault="the bot is no member",
    next_probe=NOW,
)


@pytest.mark.parametrize(
    ("hold", "language", "words"),
    [
        (timedelta(days=7), "en", "waits 7 days."),
        (timedelta(days=1), "en", "waits 1 day."),
        (timedelta(hours=6), "en", "waits 6 hours."),
        (timedelta(hours=36), "en", "waits 36 hours."),
        (timedelta(days=7), "zh", "7天"),
        (timedelta(hours=1), "zh", "1小时"),
    ],
)
def test_it_says_which_channel_why_and_for_how_long_its_messages_wait(
    hold: timedelta, language: str, words: str
) -> None:
    said = text(lost_channel(PARKED, hold=hold, language=language))

    assert "C1" in said
    assert "the bot is no member" in said
    assert words in said
