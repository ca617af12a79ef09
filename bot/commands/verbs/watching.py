"""`remove` and `preview`: what this place watches. Every change is audited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Document, Footer
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.looking import ABOUT, ABOUT_KEYS, about_words, examined, keyed, source_words
from bot.commands.parsing import quoted, target
from bot.commands.place import kept_harmless, told_as, watch_name, watch_named
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.verbs import bringing
from bot.commands.verbs.adding import adding
from bot.commands.verbs.bringing import AddCompany
from bot.compose import answers
from bot.compose.addresses import shown, title
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
    form="/evwatch preview ADDRESS or COMPANY",
    short=("see what a source would post; nothing is stored", "预览来源会发送什么，不保存"),
    long=(
        (
            (
                "Reads the source once and shows what would have been posted, and why the "
                "rest stays silent. Takes whatever /evwatch add takes, for:COMPANY too."
            ),
            "读取一次，显示会发送的消息，以及其余内容为何不提醒。可用的写法与 /evwatch add 相同。",
        ),
    ),
    examples=(
        ("/evwatch preview https://example.org/feed", ("try that feed", "试读该订阅源")),
        ("/evwatch preview domain:xiaomiev.com", ("try a domain name", "试读该域名")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Watch a company or source no longer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCompany(Command):
    """Show what was told of a company, and what it would bring; nothing is stored."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Command):
    """Show what a source would bring; nothing is stored."""

    url: str  # as `made` reads it
    company: str = ""


def _remove(words: Sequence[Token]) -> Remove:
    return Remove(name=target(words, Phrase.MISSING_NAME, REMOVE.example))


def _remove_line(command: Remove) -> str:
    return f"/evwatch remove {quoted(command.name)}"


def _preview(words: Sequence[Token]) -> Preview | PreviewCompany:
    rest, told = keyed(words, ABOUT_KEYS)
    name = target(rest, Phrase.MISSING_URL, PREVIEW.example)
    source = source_words(name, "preview")
    if source is None:
        return PreviewCompany(name=name)
    return Preview(url=source, company=told.get("for", ""))


def _render_preview(command: Preview | PreviewCompany) -> str:
    if isinstance(command, PreviewCompany):
        return f"/evwatch preview {quoted(command.name)}"
    return f"/evwatch preview {command.url}{about_words(command.company)}"


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


async def preview(call: Call, command: Preview | PreviewCompany) -> Document:
    """Show what a source or a company would bring, with a button for it; nothing is stored."""
    if isinstance(command, PreviewCompany):
        add = AddCompany(name=command.name)
        call.company(command.name, lambda name: _render_preview(PreviewCompany(name=name)))
        return await bringing.asked(call, await bringing.bringing(call, add), is_preview=True)
    found = await examined(
        call,
        command.url,
        command.company,
        lambda url, company: _render_preview(Preview(url=url, company=company)),
    )
    if isinstance(found, Document):
        return found
    note = Footer(text=Phrase.PREVIEW_NOTE.say(call.language))
    return Document(
        parts=(*found.parts, note, adding(found.source, command.company, call.language)),
        plain=f"{Phrase.PREVIEW.say(call.language)}: {title(found.source)}",
        tone="answer",
    )


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
        keep=kept_harmless,
    ),
    Verb(
        name="preview",
        others=("try", "look", "预览"),
        page=PREVIEW,
        options=(
            blanks.name(("The address of a feed or page", "订阅源或网页的网址"), suggests=False),
            ABOUT,
        ),
        commands=(Preview, PreviewCompany),
        parse=_preview,
        render=_render_preview,
        run=preview,
        needs=Role.EDITOR,  # it sends the bot out: the same right as to change something
        keep=lambda command: (
            replace(command, url=shown(command.url)) if isinstance(command, Preview) else command
        ),
    ),
)
