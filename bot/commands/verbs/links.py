"""`links`: pages that can be read without the chat, made and revoked."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import Final

from adapters.document import Button, Document, Fact, Facts, Run
from adapters.forms import Option
from bot.commands.blanks import UNTIL, choices
from bot.commands.call import FOREVER, Call
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, quoted, split_until, typed, until_of, until_words
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import ALL, lookup
from bot.compose.answers import note
from bot.compose.figures import day, end
from bot.compose.linking import Linking
from bot.compose.rows import DOT, company_name, name_of
from bot.sharing import digest
from storage.links import Link
from storage.records import Company
from storage.sources import Role

SHOWN_MAX: Final = 25
ID_BYTES: Final = 4
_ID: Final = re.compile(r"#?([0-9a-f]{8})", re.IGNORECASE)
_ACTIONS: Final = {
    "add": ("make", "create", "new", "open", "创建", "公开"),
    "revoke": ("remove", "delete", "end", "close", "撤销", "删除"),
    "list": ("show", "列表"),
}

PAGE: Final = Page(
    form="/evwatch links [COMPANY [until DATE] | revoke ID or COMPANY or all]",
    short=("pages that can be read without the chat", "无需聊天即可阅读的页面"),
    long=(
        (
            (
                "With a company: makes a link to its page, with all steps, their evidence and "
                "their files. Whoever has the link may read it, until it is revoked or ends."
            ),
            "写公司名：生成其页面链接，含全部进展、出处与导出文件。持有链接者均可阅读，直至撤销或到期。",
        ),
        (
            "Without one: the links of this workspace. Only editors make, see and revoke them.",
            "不写：列出本工作区的链接。只有编辑可以创建、查看和撤销。",
        ),
    ),
    examples=(
        ("/evwatch links xiaomi", ("a link to the page of Xiaomi", "小米页面的链接")),
        ("/evwatch links xiaomi until 30d", ("the same, for a month", "同上，有效一个月")),
        ("/evwatch links revoke all", ("no link is good any more", "撤销全部链接")),
    ),
)
ACTION: Final = Option(
    name="action",
    description="What to do; without it a company gets a link, and none lists them",
    description_zh="操作；不选时：有公司名则生成链接，否则列出",
    choices=choices(
        (
            ("add", ("make a link", "生成链接")),
            ("revoke", ("revoke one or all", "撤销")),
            ("list", ("list them", "列出")),
        )
    ),
)
NAME: Final = Option(
    name="name",
    description="A company; or a link's number, or all, to revoke",
    description_zh="公司名称；撤销时填编号或 all",
    suggests=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLinks(Command):
    """Show which pages are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink(Command):
    """Open the page of a company; None: until it is revoked."""

    company: str
    until: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLinks(Command):
    """Close a page; without an id those of a company, without either all of them."""

    id: str = ""
    company: str = ""


AnyLinks = ShowLinks | MakeLink | RevokeLinks


def _parse(words: Sequence[Token]) -> AnyLinks:
    first = words[0] if words else None
    action = lookup(_ACTIONS, first.text) if first and not (first.key or first.quoted) else None
    rest = words[1:] if action else words
    if action == "revoke":
        return _revoked(rest)
    named, until = split_until(rest)
    if not named:
        return ShowLinks()
    return MakeLink(company=typed(named), until=until_of(until, PAGE.examples[1][0]))


def _revoked(words: Sequence[Token]) -> RevokeLinks:
    told = typed(words)
    if not told:
        raise CommandError(said(Linking.WHICH), example(PAGE.examples[2][0]))
    if told.casefold() in ALL:
        return RevokeLinks()
    found = _ID.fullmatch(told)
    return RevokeLinks(id=found[1].lower()) if found else RevokeLinks(company=told)


def _line(command: AnyLinks) -> str:
    match command:
        case MakeLink():
            # With its action: a company may be called as one of them.
            return f"/evwatch links add {quoted(command.company)}{until_words(command.until)}"
        case RevokeLinks():
            company = quoted(command.company) if command.company else ""
            return f"/evwatch links revoke {command.id or company or 'all'}"
        case ShowLinks():
            return "/evwatch links"


async def links(call: Call, command: AnyLinks) -> Document:
    """What is open; or one more; or one less."""
    match command:
        case MakeLink():
            return await _make(call, command)
        case RevokeLinks():
            return await _revoke(call, command)
        case ShowLinks():
            return await _show(call)


async def _make(call: Call, command: MakeLink) -> Document:
    company = call.company(command.company, lambda name: _line(replace(command, company=name)))
    until = await call.until(command.until)
    name = secrets.token_hex(ID_BYTES)
    link = Link(
        id=name,
        workspace=call.workspace,
        company=company.id,
        language=call.language,
        digest=digest(call.sharing.token(call.workspace, name)),
        made_by=call.request.user_name or call.request.user,
        made_at=call.now,
        until=None if until == FOREVER else until,
    )
    address = call.sharing.address(link, call.request.platform)
    if address is None:
        raise CommandError(said(Linking.NO_ADDRESS))
    async with call.change() as change:
        await call.store.links.add(link, audit=change)
    text = Linking.MADE.say(call.language, company=company_name(company, call.language))
    where = Fact(
        label=Linking.PAGE.say(call.language, company=company_name(company, call.language)),
        detail=(Run(address, href=address),),
    )
    revoke = Button(Linking.REVOKE.say(call.language), _line(RevokeLinks(id=name)))
    ends = _ends(link, await call.zone(), call.language)
    return note(text, ends, more=[Facts((where,))], buttons=[revoke])


async def _revoke(call: Call, command: RevokeLinks) -> Document:
    open_ = await call.store.links.of(call.workspace, now=call.now)
    company = call.catalogue.find(command.company) if command.company else None
    word = command.id or command.company
    ids = [each.id for each in open_ if not word or each.id == command.id or _is_of(each, company)]
    if word and not ids:
        raise CommandError(said(Linking.UNKNOWN, word=word), example("/evwatch links"))
    async with call.change() as change:
        count = await call.store.links.revoke(ids, audit=change)
    return note(Linking.REVOKED.say(call.language, n=count))


def _is_of(link: Link, company: Company | None) -> bool:
    return company is not None and link.company == company.id


async def _show(call: Call) -> Document:
    found = await call.store.links.of(call.workspace, now=call.now)
    how = Linking.HOW.say(call.language, command="/evwatch links xiaomi")
    if not found:
        return note(Linking.NONE.say(call.language), how)
    is_editor = call.role.allows(Role.EDITOR)
    zone = await call.zone()
    rows = tuple(_row(call, each, zone, is_editor=is_editor) for each in found[:SHOWN_MAX])
    buttons = [Button(Linking.REVOKE_ALL.say(call.language), _line(RevokeLinks()))]
    return note(
        Linking.LINKS.say(call.language, n=len(found)),
        more=[Facts(rows)],
        buttons=buttons if is_editor else (),
    )


def _row(call: Call, link: Link, zone: tzinfo, *, is_editor: bool) -> Fact:
    """One link; its address only for those who could revoke it."""
    language = call.language
    runs = [Run(link.id), Run(_ends(link, zone, language, inside=True), faint=True)]
    runs.append(Run(Linking.MADE_BY.say(language, name=link.made_by), faint=True))
    if is_editor:
        address = call.sharing.address(link, call.request.platform)
        runs.append(Run(address or Linking.DEAD.say(language), href=address))
    detail = [run for pair in ((Run(DOT, faint=True), run) for run in runs) for run in pair][1:]
    made = day(link.made_at.astimezone(UTC).date(), language)
    label = name_of(link.company, call.catalogue, language)
    return Fact(label=label, detail=tuple(detail), when=made)


def _ends(link: Link, zone: tzinfo, language: str, *, inside: bool = False) -> str:
    """Until when it opens, as a sentence, or as words inside a line."""
    if link.until is None:
        return (Linking.IS_FOREVER if inside else Linking.FOREVER).say(language)
    phrase = Linking.IS_UNTIL if inside else Linking.UNTIL
    return phrase.say(language, until=end(link.until.astimezone(zone), language))


def _needs(command: AnyLinks) -> Role:
    return Role.VIEWER if isinstance(command, ShowLinks) else Role.EDITOR


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="links",
        others=("link", "page", "pages", "链接", "页面"),
        page=PAGE,
        options=(ACTION, NAME, UNTIL),
        commands=(ShowLinks, MakeLink, RevokeLinks),
        parse=_parse,
        render=_line,
        run=links,
        needs=_needs,
    ),
)
