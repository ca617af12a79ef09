"""`silence all` and `unsilence all`: the whole place is quiet for a while; else as `mute`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Document
from bot.commands import blanks
from bot.commands.call import FOREVER, Call
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, split_until, typed, until_of, until_words
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.verbs import muting
from bot.commands.vocabulary import ALL
from bot.compose import answers, figures
from bot.compose.desk_words import Desk
from storage.sources import Role

SILENCE: Final = Page(
    form="/evwatch silence all [for 3h | until 18:00]",
    short=("post nothing here at all for a while", "暂停本工作区的所有提醒"),
    long=(
        (
            (
                "For the bad day: no channel of this place gets anything. What comes meanwhile is "
                "kept, and told in one digest of the latest state when the silence is over. "
                "Commands go on being answered."
            ),
            (
                "适用于特殊时刻：所有频道都不再收到提醒。"
                "期间的内容会保留，结束后以最新状态汇总一次。命令照常可用。"
            ),
        ),
        (
            "With a name instead of all it is /evwatch mute.",
            "若写名称而不是 all，则等同 /evwatch mute。",
        ),
    ),
    examples=(
        ("/evwatch silence all for 3h", ("three hours of silence", "静默三小时")),
        ("/evwatch silence all until tomorrow 8:00", ("until then", "到明天8点")),
        ("/evwatch silence all", ("until you end it", "直到手动结束")),
    ),
)
UNSILENCE: Final = Page(
    form="/evwatch unsilence all",
    short=("post here again", "恢复所有提醒"),
    long=(
        (
            "What was kept meanwhile comes in one digest for each channel.",
            "期间保留的内容会在每个频道汇总为一条。",
        ),
    ),
    examples=(("/evwatch unsilence all", ("end the silence", "结束静默")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceAll(Command):
    """Post nothing in the whole workspace; None: until it is ended."""

    until: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsilenceAll(Command):
    """Post again."""


def _silence(words: Sequence[Token]) -> Command:
    named, until = split_until(words)
    if not named:
        raise CommandError(said(Desk.SILENCE_WHAT), example(SILENCE.example))
    if typed(named).casefold() in ALL:
        return SilenceAll(until=until_of(until, SILENCE.example))
    return muting.parse_mute(words)


def _unsilence(words: Sequence[Token]) -> Command:
    if not words:
        raise CommandError(said(Desk.SILENCE_WHAT), example(UNSILENCE.example))
    return UnsilenceAll() if typed(words).casefold() in ALL else muting.parse_unmute(words)


async def silence(call: Call, command: SilenceAll) -> Document:
    """Post nothing here until then."""
    until = await call.until(command.until)
    async with call.change() as change:
        await call.store.hushes.hush(until, audit=change)
    end = "/evwatch unsilence all"
    done = Desk.SILENT.say(call.language, command=end)
    if until != FOREVER:
        last = figures.end(until, call.language)
        done = Desk.SILENT_UNTIL.say(call.language, until=last, command=end)
    return answers.note(done, Desk.KEPT_MEANWHILE.say(call.language))


async def unsilence(call: Call, _command: UnsilenceAll) -> Document:
    """Post here again."""
    async with call.change() as change:
        was_silent = await call.store.hushes.end(call.now, audit=change)
    done = Desk.SILENCE_OVER if was_silent else Desk.WAS_NOT_SILENT
    return answers.note(done.say(call.language))


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="silence",
        others=("hush", "全部静音", "静默"),
        page=SILENCE,
        options=(blanks.name(("all, for the whole place", "all 表示整个工作区")), blanks.UNTIL),
        commands=(SilenceAll,),
        parse=_silence,
        render=lambda command: f"/evwatch silence all{until_words(command.until)}",
        run=silence,
        needs=Role.ADMIN,
    ),
    Verb(
        name="unsilence",
        others=("unhush", "恢复提醒", "结束静默"),
        page=UNSILENCE,
        options=(blanks.name(("all, for the whole place", "all 表示整个工作区")),),
        commands=(UnsilenceAll,),
        parse=_unsilence,
        render=lambda _: "/evwatch unsilence all",
        run=unsilence,
        needs=Role.ADMIN,
    ),
)
