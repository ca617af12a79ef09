"""The story that a command is about, as several verbs look for it."""

from collections.abc import Sequence

from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.compose.rules_words import Ruling
from bot.compose.wording import Phrase
from storage.records import Item, Story


async def story_meant(call: Call, id_: str) -> Story:
    """The story that is meant; raises `CommandError` when there is none."""
    message = call.request.message
    if not id_ and message:
        told = await call.store.outbox.stories(message, call.channel)
        if len(told) > 1:
            raise CommandError(said(Ruling.TELLS_SEVERAL, n=len(told)))
        id_ = told[0] if told else ""
    if not id_:
        raise CommandError(said(Phrase.WHICH_STORY))
    story = await call.story(id_)
    if story is None:
        raise CommandError(said(Phrase.NO_STORY, word=id_))
    return story


async def told_items(call: Call, story: Story) -> Sequence[tuple[Item, str]]:
    """The texts of a story, each with its outlet."""
    return await call.store.visits.items(story.told_by)
