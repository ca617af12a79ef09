"""What the operators' channel is told."""

from datetime import timedelta

from adapters.document import Document, Run, Text, Title
from bot.compose.wording import Phrase
from storage.channels import Parked


def lost_channel(parked: Parked, *, hold: timedelta, language: str) -> Document:
    """A channel takes nothing any more: which, why, and what becomes of what is for it."""
    channel = parked.channel
    title = Phrase.LOST_CHANNEL.say(
        language, platform=channel.platform.capitalize(), channel=channel.id
    )
    days = Phrase.DAYS.say(language, n=max(hold.days, 1))
    parts = (
        Title(text=title),
        Text((Run(Phrase.LOST_WHY.say(language, fault=parked.fault)),)),
        Text((Run(Phrase.LOST_HOLD.say(language, days=days, command="/evwatch resume")),)),
    )
    return Document(parts=parts, plain=title, tone="warning")
