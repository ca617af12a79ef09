"""`pause` and `resume`: a company or source left alone for a while, a channel that comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Button, Document
from bot.commands import blanks
from bot.commands.call import FOREVER, Call
from bot.commands.deadlines import Deadline
from bot.commands.parsing import quoted, split_until, target, typed, until_of, until_words
from bot.commands.place import kept_harmless, told_as, watch_name, watch_named
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers, figures
from bot.compose.queue_words import Queueing
from bot.compose.wording import Phrase
from storage.sources import Role

PAUSE: Final = Page(
    form="/evwatch pause NAME [for 3d | until DATE]",
    short=("leave a feed or company alone for a while", "暂停来源或公司"),
    long=(
        (
            (
                "Without a time it stays paused until you resume it. Times are those of the "
                "channel's zone (see /evwatch channel), else UTC."
            ),
            (
                "不写时间则一直暂停到恢复为止。"
                "时间按本频道的时区（见 /evwatch channel），未设则为 UTC。"
            ),
        ),
    ),
    examples=(
        ("/evwatch pause nio for 3d", ("three days of silence", "暂停三天")),
        ("/evwatch pause example.org until 2030-01-15", ("until that day", "暂停到该日")),
        ("/evwatch pause nio until next week", ("until Monday", "暂停到下周一")),
    ),
)
RESUME: Final = Page(
    form="/evwatch resume [NAME]",
    short=("end a pause, or let this channel have what waits", "结束暂停，或恢复本频道的发送"),
    long=(
        ("The source is visited again at once.", "来源会立即重新访问。"),
        (
            (
                "Without a name it is about this channel: when it could not be posted to for a "
                "while, it gets what waited."
            ),
            "不写名称则针对本频道：此前无法发送的消息会继续发送。",
        ),
    ),
    examples=(
        ("/evwatch resume nio", ("watch NIO again", "恢复关注蔚来")),
        ("/evwatch resume", ("this channel, after it was lost", "恢复本频道")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """Leave a company or source alone for a while; None: until resumed."""

    name: str
    until: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """End a pause; without a name: let this channel, which could not be posted to, have again."""

    name: str = ""


def _pause(words: Sequence[Token]) -> Pause:
    named, until = split_until(words)
    name = target(named, Phrase.MISSING_NAME, PAUSE.example)
    return Pause(name=name, until=until_of(until, PAUSE.example))


def _resume(words: Sequence[Token]) -> Resume:
    return Resume(name=typed(words))


def _pause_line(command: Pause) -> str:
    return f"/evwatch pause {quoted(command.name)}{until_words(command.until)}"


def _resume_line(command: Resume) -> str:
    return f"/evwatch resume {quoted(command.name) if command.name else ''}".rstrip()


async def pause(call: Call, command: Pause) -> Document:
    """Leave a company or source alone for a while."""
    watch = await watch_named(call, command.name, "pause")
    call = told_as(call, watch, lambda name: _pause_line(replace(command, name=name)))
    name = watch_name(watch, call.catalogue, call.language)
    until = await call.until(command.until)
    async with call.change() as change:
        await call.store.watchlist.pause(
            source=watch.source.id if watch.source else None,
            company=watch.company,
            until=until,
            audit=change,
        )
    resume = _resume_line(Resume(name=watch.company or name))
    back = Button(label=resume, command=resume)
    if until == FOREVER:
        words = Phrase.PAUSED_FOREVER.say(call.language, name=name, command=resume)
        return answers.note(words, buttons=[back])
    end = figures.end(until, call.language)
    return answers.note(Phrase.PAUSED.say(call.language, name=name, until=end), buttons=[back])


async def resume(call: Call, command: Resume) -> Document:
    """End a pause; without a name: let this channel have what waits for it."""
    if not command.name:
        return await free(call)
    watch = await watch_named(call, command.name, "resume")
    call = told_as(call, watch, lambda name: _resume_line(replace(command, name=name)))
    async with call.change() as change:
        was_paused = await call.store.watchlist.resume(
            source=watch.source.id if watch.source else None,
            company=watch.company,
            audit=change,
        )
    if was_paused and watch.source:
        await call.store.visits.hurry(watch.source.id, call.now)
    done = Phrase.RESUMED if was_paused else Phrase.WAS_NOT_PAUSED
    name = watch_name(watch, call.catalogue, call.language)
    return answers.note(done.say(call.language, name=name))


async def free(call: Call) -> Document:
    """Let this channel have what waits for it, as it can be posted to again."""
    async with call.change() as change:
        was_parked = await call.store.parking.free(call.channel, audit=change)
    if not was_parked:
        return answers.note(Queueing.CHANNEL_WAS_FREE.say(call.language))
    return answers.note(Queueing.CHANNEL_FREED.say(call.language))


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="pause",
        others=("stop", "暂停"),
        page=PAUSE,
        options=(blanks.name(blanks.SOURCE_OR_COMPANY), blanks.UNTIL),
        commands=(Pause,),
        parse=_pause,
        render=_pause_line,
        run=pause,
        needs=Role.EDITOR,
        keep=kept_harmless,
    ),
    Verb(
        name="resume",
        others=("unpause", "continue", "恢复"),
        page=RESUME,
        options=(
            blanks.name(
                ("What to resume; nothing: this channel", "要恢复的；不填为本频道"), required=False
            ),
        ),
        commands=(Resume,),
        parse=_resume,
        render=_resume_line,
        run=resume,
        needs=Role.EDITOR,
        keep=kept_harmless,
    ),
)
