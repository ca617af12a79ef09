"""`add`, `remove` and `preview`: what this place watches. Every change is audited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from adapters.document import Document, Footer, Part
from adapters.plain import host
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, quoted, target
from bot.commands.place import harmless, watch_name, watch_named
from bot.commands.tokens import Token, address
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import alert, answers
from bot.compose.addresses import shown, title
from bot.compose.rows import company_name
from bot.compose.wording import Phrase
from storage.records import digest
from storage.sources import Role, Source, SourceKind

if TYPE_CHECKING:
    from bot.ingest import Look

ADD: Final = Page(
    form="/evwatch add ADDRESS or COMPANY",
    short=("watch a feed or a company, and tell this channel", "关注来源或公司并在本频道提醒"),
    long=(
        (
            (
                "Takes the address of a feed, the address of a page that has one, or the name "
                "of a company. This channel hears of it from then on."
            ),
            "可输入订阅源网址、含订阅源的网页网址，或公司名称。之后本频道会收到消息。",
        ),
        (
            "The first visit of a feed is silent: what is there already counts as known.",
            "首次访问不提醒：已有内容视为已知。",
        ),
    ),
    examples=(
        ("/evwatch add nio", ("watch NIO", "关注蔚来")),
        ("/evwatch add https://example.org/feed", ("watch a feed", "添加订阅源")),
        (
            "/evwatch add https://example.org/",
            ("find the feed of a page; if there are several, choose", "查找网页的订阅源"),
        ),
    ),
)
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
class AddSource(Command):
    """Watch a feed, or the feed that a page names."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCompany(Command):
    """Watch a company of the catalogue."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Watch a company or source no longer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Command):
    """Show what an address would bring; nothing is stored."""

    url: str


def _add(words: Sequence[Token]) -> AddSource | AddCompany:
    told = target(words, Phrase.MISSING_TARGET, ADD.example)
    if url := address(told):
        return AddSource(url=url)
    if "://" in told:
        raise CommandError(said(Phrase.NOT_A_URL, word=told), example(PREVIEW.example))
    return AddCompany(name=told)


def _remove(words: Sequence[Token]) -> Remove:
    return Remove(name=target(words, Phrase.MISSING_NAME, REMOVE.example))


def _preview(words: Sequence[Token]) -> Preview:
    told = target(words, Phrase.MISSING_URL, PREVIEW.example)
    url = address(told)
    if url is None:
        raise CommandError(said(Phrase.NOT_A_URL, word=told), example(PREVIEW.example))
    return Preview(url=url)


def _added(command: AddSource | AddCompany) -> str:
    if isinstance(command, AddSource):
        return f"/evwatch add {command.url}"
    return f"/evwatch add {quoted(command.name)}"


def _kept(command: AddSource | AddCompany) -> AddSource | AddCompany:
    return AddSource(url=shown(command.url)) if isinstance(command, AddSource) else command


async def add(call: Call, command: AddSource | AddCompany) -> Document:
    """Watch a feed or a company, and let this channel hear of it."""
    if isinstance(command, AddSource):
        return await add_source(call, command)
    return await add_company(call, command)


async def add_source(call: Call, command: AddSource) -> Document:
    """Watch a feed; where a page names several, ask which."""
    look = await _looked(call, command.url)
    if len(look.found) > 1:
        return answers.choice(command.url, look.found, "/evwatch add", call.language)
    source = Source(
        id=digest(look.url),
        kind=SourceKind.FEED,
        url=look.url,
        title=look.title.strip() or host(look.url),
    )
    watchlist = call.store.watchlist
    async with call.change(after=shown(look.url)) as change:
        fresh = await watchlist.add_source(source, audit=change)
        subscription = await watchlist.hear(call.channel, (), audit=change, language=call.language)
    done = Phrase.ADDED_SOURCE if fresh else Phrase.HAD_SOURCE
    texts = [
        done.say(call.language, source=title(source)),
        answers.hears(subscription, call.catalogue, call.language),
        Phrase.FIRST_VISIT_SILENT.say(call.language) if fresh else "",
    ]
    return answers.note(*texts, more=_seen(call, command.url, look))


async def add_company(call: Call, command: AddCompany) -> Document:
    """Watch a company, and let this channel hear of it."""
    language = call.language
    company = call.company(command.name, lambda name: _added(AddCompany(name=name)))
    watchlist = call.store.watchlist
    async with call.change(after=company.id) as change:
        fresh = await watchlist.add_company(company.id, audit=change)
        subscription = await watchlist.hear(
            call.channel, (company.id,), audit=change, language=language
        )
    done = Phrase.ADDED_COMPANY if fresh else Phrase.HAD_COMPANY
    texts = [
        done.say(language, company=company_name(company, language)),
        answers.hears(subscription, call.catalogue, language),
    ]
    command_ = f"/milestones {company.id}"
    if steps := len(await call.timeline(company.id)):
        texts.append(Phrase.STEPS_KNOWN.say(language, n=steps, command=command_))
    watches = await watchlist.watches(call.workspace)
    if not any(watch.source for watch in watches):
        texts.append(Phrase.NO_SOURCE.say(language, command="/evwatch add https://…"))
    return answers.note(*texts)


async def remove(call: Call, command: Remove) -> Document:
    """Watch a company or source no longer; this channel forgets the company, too."""
    watch = await watch_named(call, command.name, "remove")
    name = watch_name(watch, call.catalogue, call.language)
    if watch.managed:
        raise CommandError(said(Phrase.MANAGED, name=name, command=f'/evwatch pause "{name}"'))
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
    look = await _looked(call, command.url)
    parts = _seen(call, command.url, look)
    parts.append(Footer(text=Phrase.PREVIEW_NOTE.say(call.language)))
    return Document(parts=tuple(parts), plain=shown(command.url), tone="answer")


async def _looked(call: Call, url: str) -> "Look":
    """What an address brings; raises `CommandError` when that is nothing usable."""
    look = await call.look(url)
    if look.fault:
        raise CommandError(said(Phrase.FEED_FAULT, url=shown(url), fault=look.fault))
    return look


def _seen(call: Call, url: str, look: "Look") -> list[Part]:
    outlet = look.title.strip() or host(look.url)
    told = {item.id: (item, outlet) for item in look.items}
    alerts = [
        alert(
            story,
            [told[item] for item in story.items if item in told],
            catalogue=call.catalogue,
            language=call.language,
        )
        for story in filter(None, map(call.view.story, look.alerts))
    ]
    return answers.preview(
        look.url,
        look.title.strip(),
        items=look.items,
        alerts=alerts,
        silent=look.silent,
        feed=look.url if look.found or look.url != url else None,
        now=call.now,
        language=call.language,
    )


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="add",
        others=("watch", "添加", "新增"),
        page=ADD,
        options=(
            blanks.name(
                ("A company, or the address of a feed or page", "公司，或订阅源、网页的网址")
            ),
        ),
        commands=(AddSource, AddCompany),
        parse=_add,
        render=_added,
        run=add,
        needs=Role.EDITOR,
        keep=_kept,
    ),
    Verb(
        name="remove",
        others=("delete", "rm", "drop", "unwatch", "删除", "移除"),
        page=REMOVE,
        options=(blanks.name(blanks.SOURCE_OR_COMPANY),),
        commands=(Remove,),
        parse=_remove,
        render=lambda command: f"/evwatch remove {quoted(command.name)}",
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
