"""`add`: what this place is to watch. A source is shown first, and added when that is confirmed."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Run, Title
from adapters.forms import Option
from adapters.plain import host
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.looking import ABOUT, ABOUT_KEYS, Seen, about_words, examined, keyed, source_words
from bot.commands.parsing import quoted, target
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers
from bot.compose.adding_words import Adding
from bot.compose.addresses import shown, title
from bot.compose.entries import entries
from bot.compose.rows import company_name
from bot.compose.wording import Phrase, listed, pick
from bot.sources.making import made, spoken
from bot.sources.templates import Proposal, proposals
from storage.records import Company
from storage.sources import Role, Source, SourceKind

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
                "Of a source it shows first what it would have posted, and asks; with now it does "
                "not ask. A company is watched at once, and sources are proposed for it."
            ),
            "来源会先预览并询问；加 now 则直接添加。公司立即关注，并建议相关来源。",
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
        ("/evwatch add nio", ("watch NIO", "关注蔚来")),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCompany(Command):
    """Watch a company; `bring` names what is proposed for it and is to be watched with it."""

    name: str
    bring: tuple[str, ...] = ()


def _parse(words: Sequence[Token]) -> AddSource | AddCompany:
    rest, told = keyed(words, _KEYS)
    is_now = len(rest) > 1 and not rest[-1].quoted and rest[-1].text.casefold() in _NOW
    name = target(rest[:-1] if is_now else rest, Phrase.MISSING_TARGET, ADD.example)
    if source := source_words(name):
        return AddSource(url=source, company=told.get("for", ""), now=is_now)
    bring = tuple(part for part in re.split(r"[,，、]", told.get("with", "")) if part)
    return AddCompany(name=name, bring=bring)


def _render(command: AddSource | AddCompany) -> str:
    if isinstance(command, AddCompany):
        bring = f" with:{','.join(command.bring)}" if command.bring else ""
        return f"/evwatch add {quoted(command.name)}{bring}"
    now = " now" if command.now else ""
    return f"/evwatch add {command.url}{about_words(command.company)}{now}"


def _kept(command: AddSource | AddCompany) -> AddSource | AddCompany:
    return replace(command, url=shown(command.url)) if isinstance(command, AddSource) else command


async def add(call: Call, command: AddSource | AddCompany) -> Document:
    """Watch a source or a company, and let this channel hear of it."""
    if isinstance(command, AddSource):
        return await add_source(call, command)
    return await add_company(call, command)


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


async def add_company(call: Call, command: AddCompany) -> Document:
    """Watch a company with the sources that were asked for, and propose the others."""
    language = call.language
    company = call.company(command.name, lambda name: _render(replace(command, name=name)))
    offered = {each.name: each for each in proposals(company)}
    brought = [_proposed(each, offered, company, language) for each in command.bring]
    watchlist = call.store.watchlist
    async with call.change(after=company.id) as change:
        fresh = await watchlist.add_company(company.id, audit=change)
        for each in brought:
            await watchlist.add_source(_source(each, company, language), audit=change)
        subscription = await watchlist.hear(
            call.channel, (company.id,), audit=change, language=language
        )
    done = Phrase.ADDED_COMPANY if fresh else Phrase.HAD_COMPANY
    texts = [
        done.say(language, company=company_name(company, language)),
        answers.hears(subscription, call.catalogue, language),
    ]
    if brought:
        labels = [pick(each.label, language) for each in brought]
        texts.append(Adding.BROUGHT.say(language, names=listed(labels, language)))
    command_ = f"/milestones {company.id}"
    tellings = await call.timeline(company.id)
    if steps := len(await asyncio.to_thread(entries, tellings)):
        texts.append(Phrase.STEPS_KNOWN.say(language, n=steps, command=command_))
    watches = await watchlist.watches(call.workspace)
    if not any(watch.source for watch in watches):
        texts.append(Phrase.NO_SOURCE.say(language, command="/evwatch add https://…"))
    have = {watch.source.id for watch in watches if watch.source}
    left = [each for each in offered.values() if made(each.words).source().id not in have]
    return answers.note(*texts, more=_offer(left, company, language))


def _proposed(word: str, offered: dict[str, Proposal], company: Company, language: str) -> Proposal:
    if found := offered.get(word.casefold()):
        return found
    name, names = company_name(company, language), ", ".join(offered)
    raise CommandError(said(Adding.UNKNOWN_PROPOSAL, word=word, company=name, names=names))


def _source(proposal: Proposal, company: Company, language: str) -> Source:
    about = None if proposal.is_general else company.id
    name = f"{company_name(company, language)}: {pick(proposal.label, language)}"
    return made(proposal.words).source(title=name, company=about)


def _offer(left: Sequence[Proposal], company: Company, language: str) -> list[Part]:
    """What else may be watched for the company, with a button for each."""
    if not left:
        return []
    rows = tuple(
        Fact(label=pick(each.label, language), detail=_doubts(each, language)) for each in left
    )
    usual = [each.name for each in left if each.is_usual]
    buttons = [
        Button(label=pick(each.label, language), command=_single(each, company))
        for each in left
        if not each.is_usual
    ]
    if usual:
        line = _render(AddCompany(name=company.id, bring=tuple(usual)))
        buttons.insert(0, Button(label=Adding.USUAL.say(language), command=line))
    heading = Title(text=Adding.PROPOSED.say(language))
    return [heading, Facts(rows), Buttons(tuple(buttons[:BUTTONS_MAX]))]


def _doubts(proposal: Proposal, language: str) -> tuple[Run, ...]:
    """Where it would be read from, as far as that says something, and what is not certain."""
    source = made(proposal.words).source()
    words = [host(source.url)] if source.kind == SourceKind.FEED else [shown(proposal.words)]
    words += [Adding.FOR_ALL.say(language)] if proposal.is_general else []
    words += [] if proposal.is_verified else [Adding.UNVERIFIED.say(language)]
    return (Run(" · ".join(words), faint=True),)


def _single(proposal: Proposal, company: Company) -> str:
    """Looks at a source first; one that tells of all companies is about none."""
    about = "" if proposal.is_general else company.id
    return _render(AddSource(url=proposal.words, company=about))


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="add",
        others=("watch", "添加", "新增"),
        page=ADD,
        options=(
            blanks.name(
                ("A company, or the address of a feed or page", "公司，或订阅源、网页的网址")
            ),
            Option(
                name="now",
                description="Without asking first",
                description_zh="不询问，直接添加",
                choices=(blanks.choice(("without asking", "不询问"), "now"),),
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
