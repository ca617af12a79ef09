"""`list` and `status`: what is watched here, and how it is doing. Only reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from adapters.document import Document
from adapters.forms import Option
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import filter_of, page_of, quoted, whole
from bot.commands.place import harmless, kept_harmless
from bot.commands.tokens import Token, narrow, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import fold, lookup
from bot.compose import desk, listing
from bot.compose.addresses import site, title
from bot.compose.evidence import silence_name
from bot.compose.listing_words import Listing
from bot.compose.phrases import pick
from bot.compose.rows import name_of
from storage.sources import Role, Source, Watch

Only = Literal["companies", "sources", "managed", "paused"]
# Each with what people type for it, and what it is called, in both languages.
ONLY: Final[dict[Only, tuple[str, ...]]] = {
    "companies": ("company", "公司"),
    "sources": ("source", "feeds", "来源"),
    "managed": ("file", "配置文件"),
    "paused": ("resting", "已暂停"),
}
LIST: Final = Page(
    form="/evwatch list [NAME | companies | sources | managed | paused]",
    short=("what is watched, and what this channel hears", "关注列表与本频道订阅"),
    long=(
        (
            (
                "Shows companies and sources, which of them are paused or not well, and which "
                "the configuration file owns; those with a word in their name or address."
            ),
            "列出公司与来源、哪些已暂停或异常、哪些由配置文件设定；也可按名称或网址中的词查找。",
        ),
    ),
    examples=(
        ("/evwatch list", ("the watchlist", "关注列表")),
        ("/evwatch list paused", ("what is paused", "已暂停的")),
        ("/evwatch list example.org", ("what has that in its address", "网址含该词的")),
    ),
)
STATUS: Final = Page(
    form="/evwatch status [NAME]",
    short=("how every source is doing, and what waits", "各来源状态与待发送消息"),
    long=(
        (
            (
                "First how many are well and what waits, then what is not well and why; the "
                "others on further pages. For each: its last success, its last new item, the "
                "next try."
            ),
            "先显示总体情况与待发送消息，再显示异常来源及原因；其余在后续页。含上次成功、最近新内容、下次访问。",
        ),
    ),
    examples=(
        ("/evwatch status", ("the state of it all", "整体状态")),
        ("/evwatch status example.org", ("of one source", "某个来源")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Command):
    """Show what is watched. Empty: all of it."""

    name: str = ""
    only: Only | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Command):
    """Show how sources are doing. Empty: all of them."""

    name: str = ""
    page: int = 1


def _list(words: Sequence[Token]) -> List:
    name, page = _named(words)
    only = lookup(ONLY, name) if len(words) and not any(each.quoted for each in words) else None
    return List(name="" if only else name, only=only, page=page)


def _status(words: Sequence[Token]) -> Status:
    name, page = _named(words)
    return Status(name=name, page=page)


def _named(words: Sequence[Token]) -> tuple[str, int]:
    """A name, and the page of the answer."""
    named: list[Token] = []
    page = 1
    for word in words:
        if filter_of(word) == "page":
            page = page_of(word)
        else:
            named.append(whole(word))
    return narrow(phrase_of(named)).strip("'‘’ "), page


def _list_line(command: List) -> str:
    name = command.only or (_said(command.name) if command.name else "")
    return _line("list", name, command.page)


def _status_line(command: Status) -> str:
    return _line("status", _said(command.name) if command.name else "", command.page)


def _said(name: str) -> str:
    return f'"{name}"' if lookup(ONLY, name) else quoted(name)


def _line(verb: str, name: str, page: int) -> str:
    turned = f"page:{page}" if page > 1 else ""
    return " ".join(filter(None, ("/evwatch", verb, name, turned)))


async def show_list(call: Call, command: List) -> Document:
    """What is watched here, and what this channel hears."""
    silences = await call.store.responses.silences(call.channel, now=call.now)
    watches = await call.store.watchlist.watches(call.workspace)
    fitting = [each for each in watches if _fits(call, each, command)]
    is_whole = not (command.name or command.only)
    if not fitting and not is_whole:
        raise _nothing(call, command)
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    zone = await call.zone()
    document = listing.watchlist(
        fitting,
        {each.source.id: each.state for each in statuses},
        await call.store.watchlist.subscription(call.channel),
        catalogue=call.catalogue,
        now=call.now.astimezone(zone),
        language=call.language,
        turn=lambda page: _list_line(replace(command, page=page)),
        page=command.page,
        whole=is_whole,
        muted=[silence_name(each, call.catalogue, call.language) for each in silences],
    )
    silent = await call.store.hushes.until(call.workspace, call.now)
    return desk.with_silence(document, silent, zone, call.language)


async def status(call: Call, command: Status) -> Document:
    """How the sources are doing, and what waits to be delivered."""
    hidden = await call.store.privacy.hidden(call.channel)
    queued = await call.store.outbox.queue(call.workspace)
    queue = [each for each in queued if each.channel.id not in hidden]
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    if command.name:
        statuses = [each for each in statuses if _is_called(call, each.source, command.name)]
        if not statuses:
            word = harmless(command.name)
            raise CommandError(
                said(Listing.NOTHING_FITS, word=word),
                said(Listing.ALL_OF_IT, command="/evwatch status"),
            )
    document = listing.status(
        statuses,
        Counter(delivery.state for delivery in queue),
        platforms=call.platforms,
        now=call.now,
        language=call.language,
        turn=lambda page: _status_line(replace(command, page=page)),
        page=command.page,
    )
    silent = await call.store.hushes.until(call.workspace, call.now)
    return desk.with_silence(document, silent, await call.zone(), call.language)


def _fits(call: Call, watch: Watch, command: List) -> bool:
    is_it: dict[Only | None, bool] = {
        None: True,
        "companies": watch.company is not None,
        "sources": watch.source is not None,
        "managed": watch.managed,
        "paused": watch.paused_until is not None and watch.paused_until > call.now,
    }
    if not command.name:
        return is_it[command.only]
    if watch.source:
        return _is_called(call, watch.source, command.name)
    company = call.catalogue.find(command.name)
    if company is not None and watch.company == company.id:
        return True
    return fold(command.name) in fold(name_of(watch.company or "", call.catalogue, call.language))


def _is_called(call: Call, source: Source, name: str) -> bool:
    """Does the name stand in that of the source, in its host, or is it its address or company?"""
    word, company = fold(name), call.catalogue.find(name)
    if company is not None and source.company == company.id:
        return True
    return source.url == name or word in fold(title(source)) or word in fold(site(source.url))


def _nothing(call: Call, command: List) -> CommandError:
    every = said(Listing.ALL_OF_IT, command="/evwatch list")
    if command.only:
        word = pick((command.only, ONLY[command.only][-1]), call.language)
        return CommandError(said(Listing.NONE_OF, word=word), every)
    return CommandError(said(Listing.NOTHING_FITS, word=harmless(command.name)), every)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="list",
        others=("ls", "watchlist", "列表"),
        page=LIST,
        options=(
            Option(
                name="name",
                description="A word of its name or address; or companies, sources, managed, paused",
                description_zh="名称或网址中的词；或 companies、sources、managed、paused",
            ),
            blanks.PAGE,
        ),
        commands=(List,),
        parse=_list,
        render=_list_line,
        run=show_list,
        needs=Role.VIEWER,
        shares=True,
        keep=kept_harmless,
    ),
    Verb(
        name="status",
        others=("health", "state", "状态"),
        page=STATUS,
        options=(
            Option(
                name="name",
                description="A source, by a word of its name or address",
                description_zh="来源名称或网址中的词",
            ),
            blanks.PAGE,
        ),
        commands=(Status,),
        parse=_status,
        render=_status_line,
        run=status,
        needs=Role.VIEWER,
        shares=True,
        keep=kept_harmless,
    ),
)
