"""The log of changes: where each was made, as somebody reads it in a channel."""

import pytest

from adapters.document import Facts, Run
from bot.compose.desk import log
from storage.auditing import Entry
from storage.channels import Channel
from storage.sources import Actor, Audit
from tests.fakes_words import NOW


def _place(platform: str, channel: str) -> Run:
    """Where a change of that channel was made, read in the channel "C1" of that platform."""
    actor = Actor(platform=platform, workspace="W1", channel=channel, user="ann")
    audit = Audit(at=NOW, actor=actor, command="/evwatch mute nio")
    here = Channel(platform=platform, workspace="W1", id="C1")
    document = log([Entry(id=1, audit=audit)], here=here, turn=(), now=NOW, language="en")
    [facts] = [part for part in document.parts if isinstance(part, Facts)]
    return facts.rows[0].detail[-1]


@pytest.mark.parametrize(
    ("platform", "href"),
    [
        ("slack", "https://slack.com/app_redirect?team=W1&channel=C%2F2"),
        ("discord", "https://discord.com/channels/W1/C%2F2"),
        ("local", None),
    ],
)
def test_another_channel_is_one_tap_away(platform: str, href: str | None) -> None:
    place = _place(platform, "C/2")

    assert place == Run(f"{platform} C/2", faint=True, href=href)


def test_this_channel_needs_no_name() -> None:
    assert _place("slack", "C1") == Run("in this channel", faint=True)
