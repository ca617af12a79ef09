"""What the operators' channel is told."""

from datetime import timedelta

from adapters.document import Document, Run, Text, Title
from bot.compose.queue_words import Queueing
from bot.compose.wording import Phrase
from storage.channels import Parked


def lost_channel(parked: Parked, *, hold: timedelta, language: str) -> Document:
    """A channel takes nothing any more: which, why, and what becomes of what is for it."""
    channel = parked.channel
    title = Queueing.LOST_CHANNEL.say(
        language, platform=channel.platform.capitalize(), channel=channel.id
    )
    parts = (
        Title(text=title),
        Text((Run(Queueing.LOST_WHY.say(language, fault=parked.fault)),)),
        Text(
            (
                Run(
                    Queueing.LOST_HOLD.say(
                        language, hold=_length(hold, language), command="/evwatch resume"
                    )
                ),
            )
        ),
    )
    return Document(parts=parts, plain=title, tone="warning")


def left_workspace(platform: str, workspace: str, *, grace: timedelta, language: str) -> Document:
    """A workspace has the bot no more: which, and what becomes of what is its own."""
    title = Queueing.LEFT_WORKSPACE.say(
        language, platform=platform.capitalize(), workspace=workspace
    )
    words = Queueing.LEFT_GRACE.say(language, grace=_length(grace, language))
    return Document(parts=(Title(text=title), Text((Run(words),))), plain=title, tone="warning")


def _length(hold: timedelta, language: str) -> str:
    """Days where they are whole ones, else hours."""
    if hold % timedelta(days=1):
        return Phrase.HOURS.say(language, n=max(hold // timedelta(hours=1), 1))
    return Phrase.DAYS.say(language, n=hold.days)
