"""`add`: what this place is to watch. A source is shown first, and added when that is confirmed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Button, Buttons, Document
from adapters.forms import Option
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.looking import ABOUT, ABOUT_KEYS, Seen, about_words, examined, keyed, source_words
from bot.commands.parsing import target
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.verbs import bringing
from bot.commands.verbs.bringing import AddCompany
from bot.compose import answers
from bot.compose.adding_words import Adding
from bot.compose.addresses import shown, title
from bot.compose.wording import Phrase
from bot.sources.making import spoken
from storage.sources import Role, Source

_NOW: Final = frozenset({"now", "立即", "直接"})
_KEYS: Final = {**ABOUT_KEYS, "with": "with", "来源": "with"}
BUTTONS_MAX: Final = 5

ADD: Final = Page(
    form="/evwatch add ADDRESS or COMPANY [now]",
    short=("watch a source or a company, and tell this channel", "关注来源或公司并在本频道提醒"),
    long=(
        (
            (
                "Takes the address of a feed, the address of a page that has one, or the name "
                "of a company. This channel hears of it from then on."
            ),
            "可输入订阅源网址、含订阅源的网页网址，或公司名称。之后本频道会收到消息。",
        ),
        (
            (
                "It shows first what would have been posted, and asks; with now it does not ask. "
                "For a company it proposes sources: the usual ones unless with: names others, "
                "all or none of them."
            ),
            (
                "会先预览并询问；加 now 则直接添加。公司会附带建议的来源：默认为常用来源，"
                "with: 可指定其他、全部（all）或不要（none）。"
            ),
        ),
        (
            (
                "Besides feeds: page:ADDRESS, text:ADDRESS#SELECTOR, domain:NAME, register:NAME. "
                "for:COMPANY says whom it is about."
            ),
            "也可输入 page:网址、text:网址#选择器、domain:域名、register:名称；for: 指明公司。",
        ),
        (
            "The first visit of a source is silent: what is there already counts as known.",
            "首次访问不提醒：已有内容视为已知。",
        ),
    ),
    examples=(
        ("/evwatch add nio", ("see what NIO would bring, then watch it", "预览并关注蔚来")),
        ("/evwatch add nio with:all now", ("with every source, without asking", "附带全部来源")),
        (
            "/evwatch add https://example.org/feed",
            ("see it, then watch it", "预览并添加订阅源"),
        ),
        ("/evwatch add https://example.org/feed now", ("watch it without asking", "直接添加")),
        ("/evwatch add domain:xiaomiev.com for:xiaomi now", ("watch a name", "关注域名")),
        (
            "/evwatch add https://example.org/",
            ("find the feed of a page; if there are several, choose", "查找网页的订阅源"),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSource(Command):
    """Watch a source, or the feed that a page names. `now`: without asking."""

    url: str  # as `made` reads it
    company: str = ""
    now: bool = False


def _parse(words: Sequence[Token]) -> AddSource | AddCompany:
    rest, told = keyed(words, _KEYS)
    is_now = len(rest) > 1 and not rest[-1].quoted and rest[-1].text.casefold() in _NOW
    name = target(rest[:-1] if is_now else rest, Phrase.MISSING_TARGET, ADD.example)
    if source := source_words(name, "add"):
        return AddSource(url=source, company=told.get("for", ""), now=is_now)
    return AddCompany(name=name, bring=_bring(told.get("with", "")), now=is_now)


def _bring(words: str) -> tuple[str, ...] | None:
    """The sources that are named; empty: none of them; None: nothing is said of them."""
    named = tuple(part for part in re.split(r"[,，、]", words) if part)
    if not named:
        return None
    return () if len(named) == 1 and named[0].casefold() in bringing.NONE else named


def _render(command: AddSource | AddCompany) -> str:
    if isinstance(command, AddCompany):
        return bringing.render(command)
    now = " now" if command.now else ""
    return f"/evwatch add {command.url}{about_words(command.company)}{now}"


def _kept(command: AddSource | AddCompany) -> AddSource | AddCompany:
    return replace(command, url=shown(command.url)) if isinstance(command, AddSource) else command


async def add(call: Call, command: AddSource | AddCompany) -> Document:
    """Watch a source or a company, and let this channel hear of it."""
    if isinstance(command, AddSource):
        return await add_source(call, command)
    return await bringing.add_company(call, command)


async def add_source(call: Call, command: AddSource) -> Document:
    """Show what a source brings, and watch it when that is confirmed; of several ask which."""
    found = await examined(
        call,
        command.url,
        command.company,
        lambda url, company: _render(replace(command, url=url, company=company)),
        is_shown=not command.now,
    )
    if isinstance(found, Document):
        return found
    if not command.now:
        return await _asked(call, command, found)
    watchlist = call.store.watchlist
    async with call.change(after=shown(found.source.url)) as change:
        fresh = await watchlist.add_source(found.source, audit=change)
        subscription = await watchlist.hear(call.channel, (), audit=change, language=call.language)
    done = Phrase.ADDED_SOURCE if fresh else Phrase.HAD_SOURCE
    texts = [
        done.say(call.language, source=title(found.source)),
        answers.hears(subscription, call.catalogue, call.language),
        Adding.UNSEEN.say(call.language, fault=found.fault) if fresh and found.fault else "",
        Phrase.FIRST_VISIT_SILENT.say(call.language) if fresh else "",
    ]
    return answers.note(*texts)


async def _asked(call: Call, command: AddSource, found: Seen) -> Document:
    """What would come of it, and a button that does it; the button stays good."""
    language = call.language
    subscription = await call.store.watchlist.subscription(call.channel)
    hears = answers.hears(subscription, call.catalogue, language) if subscription else ""
    ask = answers.text(Adding.ASK.say(language, hears=hears), bold=True)
    return Document(
        parts=(*found.parts, ask, adding(found.source, command.company, language)),
        plain=f"{Phrase.PREVIEW.say(language)}: {title(found.source)}",
    )


def adding(source: Source, about: str, language: str) -> Buttons:
    """The button that adds a source; `about` as `AddSource.company`."""
    words = spoken(source.kind, source.url, source.settings)
    line = _render(AddSource(url=words, company=about, now=True))
    return Buttons((Button(label=Adding.ADD.say(language), command=line),))


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="add",
        others=("watch", "添加", "新增"),
        page=ADD,
        options=(
            blanks.name(
                ("A company, or the address of a feed or page", "公司，或订阅源、网页的网址"),
                is_open=True,
            ),
            Option(
                name="now",
                description="Without asking first",
                description_zh="不询问，直接添加",
                choices=(blanks.choice(("without asking", "不询问"), "now"),),
            ),
            Option(
                name="with",
                description="Which sources of a company: all, none, or names that were shown",
                description_zh="公司附带的来源：all（全部）、none（不要）或所示名称",
                keyed=True,
            ),
            ABOUT,
        ),
        commands=(AddSource, AddCompany),
        parse=_parse,
        render=_render,
        run=add,
        needs=Role.EDITOR,
        keep=_kept,
    ),
)
