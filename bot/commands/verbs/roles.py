"""`role`: who may do what here; shown to all, given and taken by admins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Document
from adapters.forms import Option
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, name_in, person_of, typed, whole
from bot.commands.permission import who_may
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import lookup
from bot.compose import desk
from bot.compose.answers import note
from bot.compose.desk_words import MAY, ROLES, Desk
from bot.compose.phrases import pick
from bot.config.whom import is_id
from storage.roles import EVERYBODY
from storage.sources import Person, Role

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "viewer": ("viewers", "reader", "查看者"),
    "editor": ("editors", "编辑"),
    "admin": ("admins", "administrator", "owner", "管理员"),
    "reset": ("none", "remove", "重置"),
}
EVERYONE: Final = frozenset({"everyone", "everybody", "all", "所有人", "全体"})

PAGE: Final = Page(
    form="/evwatch role [PERSON [viewer | editor | admin | reset]]",
    short=("who may do what here", "谁可以做什么"),
    long=(
        (
            (
                "A viewer looks things up and flags alerts; an editor changes the watchlist and "
                "what channels hear; an admin gives roles, undoes changes of others and takes out "
                "all data."
            ),
            "查看者可查询和标记误报；编辑可更改关注列表和频道内容；管理员可授予角色、撤销他人改动、导出全部数据。",
        ),
        (
            (
                "Admins of a Slack workspace, and on Discord people with Manage Server, are "
                "always admins. everyone stands for all who were given no role."
            ),
            (
                "Slack 工作区的管理员和拥有者、Discord 上有“管理服务器”权限者始终是管理员。"
                "everyone 指所有未授予角色的人。"
            ),
        ),
    ),
    examples=(
        ("/evwatch role", ("your own role, and who was given which", "您的角色及已授予的角色")),
        ("/evwatch role @ann editor", ("let her edit", "授予编辑角色")),
        ("/evwatch role everyone editor", ("let all edit", "所有人都可编辑")),
        ("/evwatch role @ann reset", ("take it back", "收回角色")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRoles(Command):
    """Show the role of who asks and those that were given; `person`: of this one only."""

    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole(Command):
    """Let a person have a role; None: none of their own any more. `person` is an id, or `*`.

    `name`: what the platform calls the person, where it said so.
    """

    person: str
    role: Role | None
    name: str = ""


def _parse(words: Sequence[Token]) -> ShowRoles | GiveRole:
    found = [name for word in words if (name := _role_name(word))]
    named = [word for word in words if not _role_name(word)]
    if not named:
        if found:
            raise CommandError(said(Desk.WHOSE_ROLE), example(PAGE.examples[1][0]))
        return ShowRoles()
    told = typed(named)
    person = EVERYBODY if told.casefold().lstrip("@") in EVERYONE else person_of(told)
    if person is None or len(found) > 1:
        raise CommandError(said(Desk.WHOSE_ROLE), example(PAGE.examples[1][0]))
    if not found:
        return ShowRoles(person=person)
    if found[0] == Role.ADMIN.value and person == EVERYBODY:
        raise CommandError(said(Desk.NOT_ALL_ADMINS))
    role = None if found[0] == "reset" else Role(found[0])
    return GiveRole(person=person, role=role, name=name_in(told))


def _role_name(word: Token) -> str | None:
    return None if word.key or word.quoted else lookup(NAMES, whole(word).text)


def _person_words(person: str) -> str:
    return "everyone" if person == EVERYBODY else f"<@{person}>"


def _line(command: ShowRoles | GiveRole) -> str:
    if isinstance(command, ShowRoles):
        return f"/evwatch role {_person_words(command.person) if command.person else ''}".rstrip()
    role = command.role.value if command.role else "reset"
    named = f"<@{command.person}|{command.name}>" if command.name else ""
    return f"/evwatch role {named or _person_words(command.person)} {role}"


async def role(call: Call, command: ShowRoles | GiveRole) -> Document:
    """Show roles, or give and take one."""
    if isinstance(command, ShowRoles):
        return await _show(call, command)
    language, store = call.language, call.store
    person = Person(id=command.person, name=command.name)
    platform = call.request.platform
    name = desk.person_name(person, platform, language)
    if command.role is None:
        async with call.change() as change:
            had = await store.roles.take(command.person, audit=change)
        done = Desk.ROLE_TAKEN if had else Desk.HAD_NO_ROLE
        return note(done.say(language, name=name))
    if person.id != EVERYBODY and not is_id(platform, "user", person.id):
        # Given to a word that is nobody's id, the role would be nobody's.
        raise CommandError(said(Desk.NOBODY_HERE, word=person.id))
    async with call.change() as change:
        await store.roles.give(person, command.role, audit=change)
    return note(
        Desk.ROLE_GIVEN.say(language, name=name, role=pick(ROLES[command.role], language)),
        Desk.ALWAYS_ADMINS.say(language, who=await who_may(call, Role.ADMIN)),
    )


async def _show(call: Call, command: ShowRoles) -> Document:
    language, request = call.language, call.request
    given = await call.store.roles.given(call.workspace, request.platform)
    if command.person:
        given = [each for each in given if each[0].id == command.person]
        own = await call.store.roles.of(call.workspace, request.platform, command.person)
        name = desk.person_name(Person(id=command.person), request.platform, language)
        said_ = Desk.THEIR_ROLE.say(language, name=name, role=pick(ROLES[own], language))
    else:
        own = call.role
        said_ = Desk.YOUR_ROLE.say(
            language, role=pick(ROLES[own], language), may=pick(MAY[own], language)
        )
    always = Desk.ALWAYS_ADMINS.say(language, who=await who_may(call, Role.ADMIN))
    return desk.roles(said_, always, given, platform=request.platform, language=language)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="role",
        others=("roles", "permission", "permissions", "角色", "权限"),
        page=PAGE,
        options=(
            Option(
                name="person",
                description="Whose role: a mention, or everyone; nothing: yours",
                description_zh="谁的角色：提及某人，或 everyone；不填为您自己",
            ),
            Option(
                name="role",
                description="Which role to give; reset takes it back",
                description_zh="授予的角色；reset 为收回",
                choices=blanks.choices((name, (name, words[-1])) for name, words in NAMES.items()),
            ),
        ),
        commands=(ShowRoles, GiveRole),
        parse=_parse,
        render=_line,
        run=role,
        needs=lambda command: Role.ADMIN if isinstance(command, GiveRole) else Role.VIEWER,
    ),
)
