"""`mute` and `unmute`: what this channel hears nothing of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Button, Document
from bot.commands import blanks
from bot.commands.call import FOREVER, Call
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError, said
from bot.commands.parsing import (
    quoted,
    split_until,
    story_id,
    story_words,
    target,
    typed,
    until_of,
    until_words,
)
from bot.commands.place import kept_harmless, the_one
from bot.commands.stories import story_meant, told_items
from bot.commands.tokens import Token, tokens
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import ALL, KINDS, MUTABLE, Muted, lookup
from bot.compose import answers, evidence, figures
from bot.compose.addresses import title
from bot.compose.wording import Phrase
from storage.channels import Silence
from storage.sources import Role

MUTE: Final = Page(
    form="/evwatch mute NAME [for 3d | until DATE]",
    short=("tell this channel nothing of a company, kind or source", "本频道不再接收某项"),
    long=(
        (
            (
                "Only this channel, and at once. company:, kind: and source: say what is "
                "meant where a name could be several."
            ),
            "只影响本频道，立即生效。可用 company:、kind:、source: 指明类别。",
        ),
    ),
    examples=(
        ("/evwatch mute nio for 7d", ("a week without NIO", "一周不收蔚来")),
        ("/evwatch mute kind:recall", ("no recalls", "不收召回消息")),
    ),
)
UNMUTE: Final = Page(
    form="/evwatch unmute NAME",
    short=("tell this channel of it again", "恢复接收"),
    long=(("What was muted is shown by /evwatch list.", "/evwatch list 显示已静音的内容。"),),
    examples=(("/evwatch unmute kind:recall", ("recalls again", "恢复召回消息")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Command):
    """Tell this channel nothing of a company, kind or source; None: until unmuted.

    With a `story` instead of a name: ask what of it. Neither: of the message it is asked about.
    """

    what: Muted | None = None  # None: whichever has this name
    name: str = ""
    story: str = ""
    until: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute(Command):
    """Tell this channel of it again."""

    what: Muted | None = None
    name: str = ""


def parse_mute(words: Sequence[Token]) -> Mute:
    """What is to be silent, and until when."""
    named, until = split_until(words)
    when = until_of(until, MUTE.example)
    story = story_id(typed(named))
    if not named or story:
        return Mute(story=story or "", until=when)
    what, name = _muted(named, MUTE.example)
    return Mute(what=what, name=name, until=when)


def parse_unmute(words: Sequence[Token]) -> Unmute:
    """What is to be told again."""
    what, name = _muted(words, UNMUTE.example)
    return Unmute(what=what, name=name)


def _muted(words: Sequence[Token], line: str) -> tuple[Muted | None, str]:
    """What is to be silent, and its name: "kind:launch", or only "launch"."""
    if len(words) == 1 and words[0].quoted:  # a form puts what has a colon into quotes
        inner = tokens(words[0].text)
        words = inner if inner and inner[0].key and lookup(MUTABLE, inner[0].key) else words
    key = lookup(MUTABLE, words[0].key) if words and words[0].key else None
    if key is None:
        return None, target(words, Phrase.MISSING_NAME, line)
    first = Token(words[0].text, quoted=words[0].quoted)
    return key, target([first, *words[1:]], Phrase.MISSING_NAME, line)


def _mute_line(command: Mute) -> str:
    what = _what(command) if command.name else story_words(command.story)
    return f"/evwatch mute{what}{until_words(command.until)}"


def _unmute_line(command: Unmute) -> str:
    return f"/evwatch unmute{_what(command)}"


def _what(command: Mute | Unmute) -> str:
    return f" {f'{command.what}:' if command.what else ''}{quoted(command.name)}"


async def mute(call: Call, command: Mute) -> Document:
    """Tell this channel nothing of a company, kind or source; of an alert: ask what of it."""
    if not command.name:
        story = await story_meant(call, command.story)
        return evidence.mutable(
            story, await told_items(call, story), catalogue=call.catalogue, language=call.language
        )
    if command.what is None and command.name.casefold() in ALL:
        whole = f"/evwatch silence all{until_words(command.until)}"
        raise CommandError(said(Phrase.MUTE_WHICH), suggestions=(whole,))
    until = await call.until(command.until)
    what, name, label = await _meant(call, command.what, command.name)
    silence = Silence(channel=call.channel, what=what, name=name, until=until, label=label)
    shown = evidence.silence_name(silence, call.catalogue, call.language)
    async with call.change(after=f"{what}:{name}") as change:
        await call.store.responses.silence(silence, audit=change)
    back = _unmute_line(Unmute(what=what, name=name))
    if until == FOREVER:
        text = Phrase.MUTED.say(call.language, name=shown, command=back)
    else:
        end = figures.end(until, call.language)
        text = Phrase.MUTED_UNTIL.say(call.language, name=shown, until=end)
    return answers.note(text)


async def _which(call: Call) -> Document:
    """What is muted here, a button for each."""
    silences = await call.store.responses.silences(call.channel, now=call.now)
    language = call.language
    if not silences:
        return answers.note(Phrase.NOTHING_MUTED.say(language))
    buttons = [
        Button(
            evidence.silence_name(each, call.catalogue, language),
            _unmute_line(Unmute(what=each.what, name=each.name)),
        )
        for each in silences
    ]
    return answers.note(Phrase.UNMUTE_WHICH.say(language), buttons=buttons)


async def unmute(call: Call, command: Unmute) -> Document:
    """Tell this channel of it again."""
    if command.what is None and command.name.casefold() in ALL:
        return await _which(call)
    what, name, label = await _meant(call, command.what, command.name)
    async with call.change(before=f"{what}:{name}") as change:
        was = await call.store.responses.unsilence(call.channel, what, name, audit=change)
    silence = Silence(channel=call.channel, what=what, name=name, until=FOREVER, label=label)
    shown = evidence.silence_name(silence, call.catalogue, call.language)
    done = Phrase.UNMUTED if was else Phrase.WAS_NOT_MUTED
    return answers.note(done.say(call.language, name=shown))


async def _meant(call: Call, what: Muted | None, words: str) -> tuple[Muted, str, str]:
    """What is to be silent: its sort, its id, and for a source its title."""
    company = call.catalogue.find(words)
    if company and what in {None, "company"}:
        return "company", company.id, ""
    kind = lookup(KINDS, words)
    if kind and what in {None, "kind"}:
        return "kind", kind.value, ""
    if what in {None, "source"} and (found := await _source(call, words)):
        return "source", *found
    if what == "kind":
        raise CommandError(said(Phrase.UNKNOWN_KIND, word=words))
    if what == "source":
        listing = "/evwatch list"
        raise CommandError(said(Phrase.NOT_ON_LIST, word=words, command=listing))
    return "company", call.company(words, lambda name: f"/evwatch mute {name}").id, ""


async def _source(call: Call, words: str) -> tuple[str, str] | None:
    """Id and title of the source of this id, or of the watched one that the words mean."""
    watches = [each for each in await call.store.watchlist.watches(call.workspace) if each.source]
    met = next((each for each in watches if each.source and each.source.id == words), None)
    met = met or the_one(watches, words, call.catalogue, "/evwatch mute source:{}")
    if met and met.source:
        return met.source.id, title(met.source)
    silenced = await call.store.responses.silences(call.channel, now=call.now)
    for each in silenced:
        if each.name == words:
            return each.name, each.label
    # By its id also one that is watched no more: news of it may still wait.
    other = await call.store.visits.source(words) if call.view.sight.knows(words) else None
    return (other.id, title(other)) if other else None


_NAME: Final = blanks.name(("A company, kind or source", "公司、类型或来源"))
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="mute",
        others=("静音", "屏蔽"),
        page=MUTE,
        options=(_NAME, blanks.UNTIL),
        commands=(Mute,),
        parse=parse_mute,
        render=_mute_line,
        run=mute,
        needs=Role.EDITOR,
        keep=kept_harmless,
    ),
    Verb(
        name="unmute",
        others=("取消静音", "取消屏蔽"),
        page=UNMUTE,
        options=(_NAME,),
        commands=(Unmute,),
        parse=parse_unmute,
        render=_unmute_line,
        run=unmute,
        needs=Role.EDITOR,
        keep=kept_harmless,
    ),
)
