"""What people make of an alert: its sources, and that it is no milestone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from adapters.document import Button, Document
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.parsing import nothing_more, story_of, story_words
from bot.commands.stories import story_meant, told_items
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers, evidence
from bot.compose.wording import Phrase
from storage.channels import Flagging
from storage.sources import Role

SOURCES: Final = Page(
    form="/evwatch sources [#STORY]",
    short=("who tells a story, with links", "一条消息的所有来源"),
    long=(("The button under an alert does this.", "消息下方的按钮即可。"),),
    examples=(("/evwatch sources #0123456789abcdef0123", ("of that story", "该消息的来源")),),
)
FLAG: Final = Page(
    form="/evwatch flag [#STORY]",
    short=("say that an alert is no milestone", "标记为误报"),
    long=(
        (
            "Anybody may; editors and admins see how many do.",
            "任何人都可以；编辑和管理员可看到统计。",
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


_Story = TypeVar("_Story", Sources, Flag, Unflag)


def _flags(words: Sequence[Token]) -> Flags:
    nothing_more(words)
    return Flags()


async def pin_sources(call: Call, command: Sources) -> Sources:
    """The command with the id of its story, so that it means the same on any other message.

    Raises `CommandError` when there is no story.
    """
    return replace(command, story=(await story_meant(call, command.story)).id)


async def sources(call: Call, command: Sources) -> Document:
    """Who tells a story."""
    story = await story_meant(call, command.story)
    return evidence.told_by(story, await told_items(call, story), call.language)


async def flag(call: Call, command: Flag) -> Document:
    """Keep that a person calls a story no milestone."""
    story = await story_meant(call, command.story)
    async with call.change(after=story.title) as change:
        await call.store.responses.flag(story.id, audit=change)
    undo = Button(Phrase.UNDO.say(call.language), f"/evwatch unflag #{story.id}")
    why = Button(Phrase.WHY.say(call.language), f"/evwatch why #{story.id}")
    words = Phrase.FLAG_KEPT.say(call.language, title=story.title)
    return answers.note(words, buttons=[undo, why])


async def unflag(call: Call, command: Unflag) -> Document:
    """Take that back."""
    story = await story_meant(call, command.story)
    async with call.change(after=story.title) as change:
        done = await call.store.responses.unflag(story.id, audit=change)
    return answers.note((Phrase.UNFLAGGED if done else Phrase.WAS_NOT_FLAGGED).say(call.language))


async def flags(call: Call, _command: Flags) -> Document:
    """Which stories people here called no milestone."""
    hidden = await call.store.privacy.hidden(call.channel)
    flagged = await call.store.responses.flags(call.workspace, hidden=hidden)
    shown = [await _seen(call, each) for each in flagged[: evidence.FLAGS_MAX]]
    return evidence.flags([*shown, *flagged[evidence.FLAGS_MAX :]], call.language)


async def _seen(call: Call, flagging: Flagging) -> Flagging:
    """With the title of the story as it is seen here."""
    story = await call.story(flagging.story)
    return replace(flagging, title=story.title) if story else flagging


def _of_a_story(  # noqa: PLR0913 - what a verb is made of
    name: str,
    others: tuple[str, ...],
    page: Page,
    command: type[_Story],
    run: Callable[[Call, _Story], Awaitable[Document]],
    *,
    pin: Callable[[Call, _Story], Awaitable[_Story]] | None = None,
) -> Verb[_Story]:
    """A verb about one story, for everybody; what can be pinned can be shown to all."""
    return Verb(
        name=name,
        others=others,
        page=page,
        options=(blanks.STORY,),
        commands=(command,),
        parse=lambda words: command(story=story_of(words)),
        render=lambda asked: f"/evwatch {name}{story_words(asked.story)}",
        run=run,
        needs=Role.VIEWER,
        shares=pin is not None,
        pin=pin,
    )


VERBS: Final[tuple[AnyVerb, ...]] = (
    _of_a_story("sources", ("outlets", "出处", "来源"), SOURCES, Sources, sources, pin=pin_sources),
    _of_a_story("flag", ("wrong", "not-a-milestone", "误报"), FLAG, Flag, flag),
    _of_a_story("unflag", ("right", "撤销误报"), UNFLAG, Unflag, unflag),
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
