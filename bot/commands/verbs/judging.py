"""What people make of an alert: its sources, why it came, and that it is no milestone."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Button, Document
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.parsing import nothing_more, story_of, story_words
from bot.commands.stories import story_meant, told_items
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers, evidence
from bot.compose.wording import Phrase
from storage.sources import Role

SOURCES: Final = Page(
    form="/evwatch sources [#STORY]",
    short=("who tells a story, with links", "一条消息的所有来源"),
    long=(("The button under an alert does this.", "消息下方的按钮即可。"),),
    examples=(("/evwatch sources #0123456789abcdef0123", ("of that story", "该消息的来源")),),
)
WHY: Final = Page(
    form="/evwatch why [#STORY]",
    short=("why a story was told here, step by step", "为何在此提醒"),
    long=(
        (
            (
                "Shows the steps that were read and in which words, which texts were joined to "
                "one story, and what this channel follows."
            ),
            "显示读到的进展及原文、合并的来源，以及本频道的订阅。",
        ),
    ),
    examples=(("/evwatch why #0123456789abcdef0123", ("about that story", "关于该消息")),),
)
FLAG: Final = Page(
    form="/evwatch flag [#STORY]",
    short=("say that an alert is no milestone", "标记为误报"),
    long=(
        (
            "Anybody may; the people who run this place see how many do.",
            "任何人都可以；管理者可看到统计。",
        ),
    ),
    examples=(("/evwatch flag #0123456789abcdef0123", ("that story is none", "标记该消息")),),
)
UNFLAG: Final = Page(
    form="/evwatch unflag [#STORY]",
    short=("take that back", "撤销误报标记"),
    long=(("Takes back what you said yourself.", "撤销您自己的标记。"),),
    examples=(("/evwatch unflag #0123456789abcdef0123", ("it is one after all", "撤销标记")),),
)
FLAGS: Final = Page(
    form="/evwatch flags",
    short=("which alerts people called no milestone", "被标记为误报的消息"),
    long=(("The latest first, with how many people said so.", "最新在前，附人数。"),),
    examples=(("/evwatch flags", ("the tally", "统计")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Command):
    """Show who tells a story. `story` is its id; empty: that of the message it is asked about."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Command):
    """Show why a story was told here, step by step. `story` as in `Sources`."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Command):
    """Say that a story is no milestone. `story` as in `Sources`."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unflag(Command):
    """Say that it is one after all. `story` as in `Sources`."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags(Command):
    """Show which stories people here said to be no milestones."""


def _flags(words: Sequence[Token]) -> Flags:
    nothing_more(words)
    return Flags()


async def pin_sources(call: Call, command: Sources) -> Sources:
    """The command with the id of its story, so that it means the same on any other message.

    Raises `CommandError` when there is no story.
    """
    return replace(command, story=(await story_meant(call, command.story)).id)


async def pin_why(call: Call, command: Why) -> Why:
    """The same for this one."""
    return replace(command, story=(await story_meant(call, command.story)).id)


async def sources(call: Call, command: Sources) -> Document:
    """Who tells a story."""
    story = await story_meant(call, command.story)
    return evidence.told_by(story, await told_items(call, story), call.language)


async def why(call: Call, command: Why) -> Document:
    """Why a story was told here."""
    story = await story_meant(call, command.story)
    subscription = await call.store.watchlist.subscription(call.channel)
    # As with the steps of a company: a busy story would hold up the loop.
    return await asyncio.to_thread(
        evidence.why,
        story,
        await told_items(call, story),
        subscription,
        catalogue=call.catalogue,
        language=call.language,
        hears=answers.hears(subscription, call.catalogue, call.language),
    )


async def flag(call: Call, command: Flag) -> Document:
    """Keep that a person calls a story no milestone."""
    story = await story_meant(call, command.story)
    async with call.change(after=story.title) as change:
        await call.store.responses.flag(story.id, audit=change)
    undo = Button(Phrase.UNDO.say(call.language), f"/evwatch unflag #{story.id}")
    return answers.note(Phrase.FLAG_KEPT.say(call.language, title=story.title), buttons=[undo])


async def unflag(call: Call, command: Unflag) -> Document:
    """Take that back."""
    story = await story_meant(call, command.story)
    async with call.change(after=story.title) as change:
        done = await call.store.responses.unflag(story.id, audit=change)
    return answers.note((Phrase.UNFLAGGED if done else Phrase.WAS_NOT_FLAGGED).say(call.language))


async def flags(call: Call, _command: Flags) -> Document:
    """Which stories people here called no milestone."""
    return evidence.flags(await call.store.responses.flags(call.workspace), call.language)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="sources",
        others=("outlets", "出处", "来源"),
        page=SOURCES,
        options=(blanks.STORY,),
        commands=(Sources,),
        parse=lambda words: Sources(story=story_of(words)),
        render=lambda command: f"/evwatch sources{story_words(command.story)}",
        run=sources,
        needs=Role.VIEWER,
        shares=True,
        pin=pin_sources,
    ),
    Verb(
        name="why",
        others=("explain", "为什么", "为何"),
        page=WHY,
        options=(blanks.STORY,),
        commands=(Why,),
        parse=lambda words: Why(story=story_of(words)),
        render=lambda command: f"/evwatch why{story_words(command.story)}",
        run=why,
        needs=Role.VIEWER,
        shares=True,
        pin=pin_why,
    ),
    Verb(
        name="flag",
        others=("wrong", "not-a-milestone", "误报"),
        page=FLAG,
        options=(blanks.STORY,),
        commands=(Flag,),
        parse=lambda words: Flag(story=story_of(words)),
        render=lambda command: f"/evwatch flag{story_words(command.story)}",
        run=flag,
        needs=Role.VIEWER,
    ),
    Verb(
        name="unflag",
        others=("right", "撤销误报"),
        page=UNFLAG,
        options=(blanks.STORY,),
        commands=(Unflag,),
        parse=lambda words: Unflag(story=story_of(words)),
        render=lambda command: f"/evwatch unflag{story_words(command.story)}",
        run=unflag,
        needs=Role.VIEWER,
    ),
    Verb(
        name="flags",
        others=("flagged", "tally", "误报列表"),
        page=FLAGS,
        commands=(Flags,),
        parse=_flags,
        render=lambda _: "/evwatch flags",
        run=flags,
        needs=Role.EDITOR,
    ),
)
