"""`company`: companies that the catalogue does not know, and further names, of this place alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from adapters.document import Button, Document, Fact, Facts, Part, Run, Text
from adapters.forms import Option
from bot.catalogue import fold
from bot.catalogue.naming import is_common, refusal
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.own_company import ACTIONS, PAGE, Action, OwnCompany, line, parse
from bot.commands.parsing import quoted
from bot.commands.verb import AnyVerb, Verb
from bot.compose import answers
from bot.compose.naming_words import REFUSALS, Naming
from bot.compose.rows import DOT, company_name, name_of
from bot.compose.wording import Phrase, listed
from storage.corrections import Own, OwnName, is_own, own_id
from storage.records import Company as Firm
from storage.sources import Role

READ_DAYS: Final = 30
OWN_MAX: Final = 100  # companies of one place
NAMES_MAX: Final = 20  # of one company


async def company(call: Call, command: OwnCompany) -> Document:
    """Do it, or show what there is."""
    return await _DO[command.action](call, command)


async def _list(call: Call, _command: OwnCompany) -> Document:
    language = call.language
    mine = [own for own in call.view.owns if is_own(own.company)]
    others = [own for own in call.view.owns if not is_own(own.company)]
    if not call.view.owns:
        return answers.note(Naming.NOTHING.say(language, command='/evwatch company add "…"'))
    parts: list[Part] = [Facts(tuple(_row(call, own) for own in mine))] if mine else []
    if others:
        parts.append(Text((Run(Naming.LIST_NAMES.say(language), bold=True),)))
        parts.append(Facts(tuple(_row(call, own) for own in others)))
    return answers.note(Naming.LIST.say(language, n=len(mine)), more=parts)


def _row(call: Call, own: Own) -> Fact:
    names = [name.text for name in own.names if name.text != own.name]
    told = [listed(names, call.language)] if names else []
    if own.into:
        other = name_of(own.into, call.catalogue, call.language)
        told.append(Naming.SHOWN_AS.say(call.language, other=other))
    called = own.name or name_of(own.company, call.catalogue, call.language)
    return Fact(label=called, detail=(Run(DOT.join(told)),))


async def _add(call: Call, command: OwnCompany) -> Document:
    [name] = command.words
    names = tuple(dict.fromkeys(filter(None, (name, command.zh, *command.aliases))))
    mine = [own for own in call.view.owns if is_own(own.company)]
    if len(mine) >= OWN_MAX:
        raise CommandError(said(Naming.MANY, n=OWN_MAX))
    given = await _fit_names(call, names, Firm(id="", name=name, names=(), country=""))
    own = Own(
        workspace=call.workspace,
        company=own_id(call.workspace, fold(name)),
        name=name,
        names=given,
    )
    async with call.change(after=", ".join(names)) as change:
        await call.store.editing.add_company(own, audit=change)
    language = call.language
    watch = f"/evwatch add {quoted(name)}"
    return answers.note(
        Naming.ADDED.say(language, company=name),
        *_warnings(given, language),
        Naming.HOW_TO_WATCH.say(language, command=watch),
        buttons=[
            Button(Naming.WATCH.say(language), watch),
            _reread_button(name, language),
        ],
    )


async def _alias(call: Call, command: OwnCompany) -> Document:
    firm, name = _named(call, command)
    if fold(name) in {fold(each) for each in firm.names}:
        return answers.note(Naming.HAD_NAME.say(call.language, company=_called(call, firm)))
    had = [own for own in call.view.owns if own.company == firm.id]
    if sum(len(own.names) for own in had) >= NAMES_MAX:
        raise CommandError(said(Naming.MANY, n=NAMES_MAX))
    given = await _fit_names(call, (name,), firm)
    own = Own(workspace=call.workspace, company=firm.id, names=given)
    async with call.change(after=f"{firm.name}: {name}") as change:
        await call.store.editing.add_names(own, audit=change)
    language = call.language
    return answers.note(
        Naming.NAMED.say(language, company=_called(call, firm), names=name),
        *_warnings(given, language),
        buttons=[_reread_button(company_name(firm, language), language)],
    )


async def _unalias(call: Call, command: OwnCompany) -> Document:
    name = " ".join(command.words)
    for own in call.view.owns:
        for given in own.names:
            if given.key != fold(name):
                continue
            if given.text == own.name:
                remove = line(OwnCompany(action="remove", words=(own.name,)))
                raise CommandError(said(Naming.FIRST_NAME, name=given.text, command=remove))
            called = own.name or name_of(own.company, call.catalogue, call.language)
            async with call.change(before=f"{called}: {given.text}") as change:
                await call.store.editing.remove_name(call.workspace, given, audit=change)
            words = Naming.UNNAMED.say(call.language, name=given.text, company=called)
            return answers.note(words)
    raise CommandError(said(Naming.NO_NAME, name=name), suggestions=("/evwatch company",))


async def _merge(call: Call, command: OwnCompany) -> Document:
    firm, other = _two(call, command)
    if firm.id == other.id:
        raise CommandError(said(Naming.SAME))
    if not is_own(firm.id):
        back = (line(OwnCompany(action="merge", words=(other.name, firm.name))),)
        called = _called(call, firm)
        meant = back if is_own(other.id) else ()
        raise CommandError(said(Naming.NOT_OWN, company=called), suggestions=meant)
    async with call.change(before=firm.name, after=other.name) as change:
        await call.store.editing.merge(call.workspace, firm.id, other.id, audit=change)
    language = call.language
    return answers.note(
        Naming.MERGED.say(language, company=firm.name, other=_called(call, other)),
        buttons=[Button(Phrase.TIMELINE.say(language), f"/milestones {other.id}")],
    )


async def _unmerge(call: Call, command: OwnCompany) -> Document:
    own = _own(call, command, merged=True)
    async with call.change(before=own.into, after=own.name) as change:
        await call.store.editing.merge(call.workspace, own.company, "", audit=change)
    follow = f"/evwatch follow {quoted(own.name)}"
    words = Naming.UNMERGED.say(call.language, company=own.name, command=follow)
    return answers.note(words, buttons=[Button(follow, follow)])


async def _remove(call: Call, command: OwnCompany) -> Document:
    own = _own(call, command)
    async with call.change(before=own.name) as change:
        await call.store.editing.remove_company(call.workspace, own.company, audit=change)
    return answers.note(Naming.REMOVED.say(call.language, company=own.name))


async def _reread(call: Call, command: OwnCompany) -> Document:
    name = " ".join(command.words)
    firm = call.company(name, lambda near: line(OwnCompany(action="reread", words=(near,))))
    if not call.reread(call.request, firm.id):
        raise CommandError(said(Naming.READING_ALREADY))
    return answers.note(Naming.READING.say(call.language, n=READ_DAYS))


_DO: Final[Mapping[Action, Callable[[Call, OwnCompany], Awaitable[Document]]]] = {
    "list": _list,
    "add": _add,
    "alias": _alias,
    "unalias": _unalias,
    "merge": _merge,
    "unmerge": _unmerge,
    "remove": _remove,
    "reread": _reread,
}


async def _fit_names(call: Call, names: Sequence[str], firm: Firm) -> tuple[OwnName, ...]:
    """The names, fit to be looked for in texts; raises `CommandError` for one that is not."""
    if len(names) > NAMES_MAX:
        raise CommandError(said(Naming.MANY, n=NAMES_MAX))
    for name in names:
        if refused := refusal(name, call.catalogue, firm.id):
            why, owner = refused
            told = name_of(owner, call.catalogue, call.language) if owner else ""
            raise CommandError(said(REFUSALS[why], name=name, owner=told))
    common = await asyncio.to_thread(lambda: [is_common(name) for name in names])
    return tuple(
        OwnName(text=name, key=fold(name), common=each)
        for name, each in zip(names, common, strict=True)
    )


def _named(call: Call, command: OwnCompany) -> tuple[Firm, str]:
    """The company and its new name: the longest beginning that is a company's name."""
    words = command.words
    for cut in range(len(words) - 1, 0, -1):
        firm = call.catalogue.find(" ".join(words[:cut]))
        if firm is not None:
            return firm, " ".join(words[cut:])

    def suggest(near: str) -> str:
        return line(OwnCompany(action="alias", words=(near, *words[1:])))

    return call.company(words[0], suggest), " ".join(words[1:])


def _two(call: Call, command: OwnCompany) -> tuple[Firm, Firm]:
    words = command.words
    cuts = range(len(words) - 1, 0, -1)
    pairs = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in cuts)
    for one, other in pairs:
        first, second = call.catalogue.find(one), call.catalogue.find(other)
        if first and second:
            return first, second
    if len(words) > 2:  # noqa: PLR2004 - this one into that one
        raise CommandError(said(Naming.WHICH_TWO))
    one, other = words

    def suggest(near: str) -> str:
        return line(OwnCompany(action="merge", words=(near, other)))

    return call.company(one, suggest), call.company(
        other, lambda near: line(OwnCompany(action="merge", words=(one, near)))
    )


def _own(call: Call, command: OwnCompany, *, merged: bool = False) -> Own:
    """The company of this place that is meant; raises `CommandError` when there is none."""
    name = " ".join(command.words)
    mine = [own for own in call.view.owns if is_own(own.company)]
    for own in mine:
        is_it = own.company == name or fold(name) in {given.key for given in own.names}
        if is_it and (own.into or not merged):
            return own
    known = call.catalogue.find(name)
    if known is not None and not is_own(known.id):
        raise CommandError(said(Naming.NOT_OWN, company=_called(call, known)))
    raise CommandError(said(Naming.NO_OWN, name=name), suggestions=("/evwatch company",))


def _called(call: Call, firm: Firm) -> str:
    return company_name(firm, call.language)


def _warnings(given: Sequence[OwnName], language: str) -> list[str]:
    common = [name.text for name in given if name.common]
    return [Naming.COMMON.say(language, names=listed(common, language))] if common else []


def _reread_button(name: str, language: str) -> Button:
    return _button(Naming.READ_ANEW.say(language, n=READ_DAYS), "reread", name)


def _button(label: str, action: Action, name: str) -> Button:
    return Button(label, line(OwnCompany(action=action, words=(name,))))


_LABELS: Final[Mapping[Action, tuple[str, str]]] = {
    action: (action, others[-1]) for action, others in ACTIONS.items()
}
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="company",
        others=("firm", "brand", "公司"),
        page=PAGE,
        options=(
            Option(
                name="action",
                description="What to do; nothing: show them",
                description_zh="操作；不填为查看",
                choices=blanks.choices(_LABELS.items()),
            ),
            blanks.name(
                (
                    "The company; behind it its new name, or into which",
                    "公司；其后写新名称或并入哪家",
                ),
                required=False,
            ),
            Option(
                name="zh", description="Its Chinese name", description_zh="中文名称", keyed=True
            ),
            Option(
                name="alias",
                description="Further names, with commas",
                description_zh="其他名称，用逗号分隔",
                keyed=True,
            ),
        ),
        commands=(OwnCompany,),
        parse=parse,
        render=line,
        run=company,
        needs=lambda command: Role.VIEWER if command.action == "list" else Role.EDITOR,
    ),
)
