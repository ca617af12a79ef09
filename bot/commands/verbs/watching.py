"""`remove` and `preview`: what this place watches. Every change is audited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Document, Footer
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.looking import looked, seen
from bot.commands.parsing import example, quoted, target
from bot.commands.place import harmless, told_as, watch_name, watch_named
from bot.commands.tokens import Token, address
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers
from bot.compose.addresses import shown
from bot.compose.wording import Phrase
from storage.sources import Role

REMOVE: Final = Page(
    form="/evwatch remove NAME",
    short=("watch a feed or company no longer", "不再关注来源或公司"),
    long=(
        (
            (
                "Takes a company, or a source by its name, host or address. What was told "
                "stays in the memory. What the configuration file sets is changed there."
            ),
            "可输入公司，或来源的名称、域名、网址。已有记录会保留。配置文件设定的内容请在文件中修改。",
        ),
    ),
    examples=(
        ("/evwatch remove nio", ("watch NIO no longer", "不再关注蔚来")),
        ("/evwatch remove example.org", ("the source of that host", "移除该域名的来源")),
    ),
)
PREVIEW: Final = Page(
    form="/evwatch preview ADDRESS",
    short=("see what a feed would post; nothing is stored", "预览订阅源会发送什么，不保存"),
    long=(
        (
            (
                "Reads the address once and shows what would have been posted, and why the "
                "rest stays silent."
            ),
            "读取一次，显示会发送的消息，以及其余内容为何不提醒。",
        ),
    ),
    examples=(("/evwatch preview https://example.org/feed", ("try that feed", "试读该订阅源")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Watch a company or source no longer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Command):
    """Show what an address would bring; nothing is stored."""

    url: str


def _remove(words: Sequence[Token]) -> Remove:
    return Remove(name=target(words, Phrase.MISSING_NAME, REMOVE.example))


def _remove_line(command: Remove) -> str:
    return f"/evwatch remove {quoted(command.name)}"


def _preview(words: Sequence[Token]) -> Preview:
    told = target(words, Phrase.MISSING_URL, PREVIEW.example)
    url = address(told)
    if url is None:
        raise CommandError(said(Phrase.NOT_A_URL, word=told), example(PREVIEW.example))
    return Preview(url=url)


async def remove(call: Call, command: Remove) -> Document:
    """Watch a company or source no longer; this channel forgets the company, too."""
    watch = await watch_named(call, command.name, "remove")
    name = watch_name(watch, call.catalogue, call.language)
    if watch.managed:
        raise CommandError(said(Phrase.MANAGED, name=name, command=f'/evwatch pause "{name}"'))
    call = told_as(call, watch, lambda name: _remove_line(Remove(name=name)))
    before = shown(watch.source.url) if watch.source else watch.company
    async with call.change(before=before) as change:
        if watch.source:
            await call.store.watchlist.remove_source(watch.source.id, audit=change)
        elif watch.company:
            await call.store.watchlist.remove_company(watch.company, audit=change)
            await call.store.watchlist.forget(call.channel, watch.company, audit=change)
    return answers.note(Phrase.REMOVED.say(call.language, name=name))


async def preview(call: Call, command: Preview) -> Document:
    """Show what an address would have brought; nothing is stored."""
    look = await looked(call, command.url)
    parts = seen(call, command.url, look)
    parts.append(Footer(text=Phrase.PREVIEW_NOTE.say(call.language)))
    return Document(parts=tuple(parts), plain=shown(command.url), tone="answer")


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="remove",
        others=("delete", "rm", "drop", "unwatch", "删除", "移除"),
        page=REMOVE,
        options=(blanks.name(blanks.SOURCE_OR_COMPANY),),
        commands=(Remove,),
        parse=_remove,
        render=_remove_line,
        run=remove,
        needs=Role.EDITOR,
        keep=lambda command: replace(command, name=harmless(command.name)),
    ),
    Verb(
        name="preview",
        others=("try", "look", "预览"),
        page=PREVIEW,
        options=(
            blanks.name(("The address of a feed or page", "订阅源或网页的网址"), suggests=False),
        ),
        commands=(Preview,),
        parse=_preview,
        render=lambda command: f"/evwatch preview {command.url}",
        run=preview,
        needs=Role.EDITOR,  # it sends the bot out: the same right as to change something
        keep=lambda command: Preview(url=shown(command.url)),
    ),
)
