"""`company` as it is typed: what is to be done about a company or a name of one place alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.parsing import example, quoted, whole
from bot.commands.tokens import Token, tokens
from bot.commands.verb import Command, Page
from bot.commands.vocabulary import lookup, nearest
from bot.compose.naming_words import Naming
from bot.compose.wording import Phrase

Action = Literal["list", "add", "alias", "unalias", "merge", "unmerge", "remove", "reread"]

ACTIONS: Final[Mapping[Action, tuple[str, ...]]] = {
    "list": ("show", "ls", "列表"),
    "add": ("new", "create", "添加", "新增"),
    "alias": ("name", "call", "别名"),
    "unalias": ("unname", "取消别名"),
    "merge": ("join", "合并"),
    "unmerge": ("part", "取消合并"),
    "remove": ("delete", "rm", "移除", "删除"),
    "reread": ("read", "again", "重读"),
}
INTO: Final = frozenset({"into", "to", "并入", "到", "->", "=>", "→"})
AS: Final = frozenset({"as", "=", "叫", "为"})
ZH: Final = frozenset({"zh", "中文"})
AKA: Final = frozenset({"aka", "a.k.a.", "又名", "又称", "别名"})
ALIAS: Final = frozenset({"alias", "aliases", "names", "别名"})

PAGE: Final = Page(
    form="/evwatch company add NAME [zh:… alias:…]",
    short=("companies and names that only this place knows", "本处自有的公司与名称"),
    long=(
        (
            (
                "add makes a company known here that the catalogue does not have; alias gives a "
                "company a further name; merge shows one of yours as another company. unalias, "
                "unmerge and remove take that back. No other place sees any of it."
            ),
            (
                "add 添加目录中没有的公司；alias 给公司添加名称；merge 把自有公司并入另一家。"
                "unalias、unmerge、remove 可撤销。其他工作区看不到。"
            ),
        ),
        (
            "New texts are read for it at once; reread reads those of the last days, silently.",
            "新内容立即识别；reread 会静默重读最近的内容。",
        ),
    ),
    examples=(
        ('/evwatch company add "Foo Motors" zh:福汽车 alias:FooEV', ("a new company", "新公司")),
        ("/evwatch company alias nio 蔚来集团", ("a further name of NIO", "蔚来的另一名称")),
        ('/evwatch company merge "Foo Motors" into byd', ("show it as BYD", "并入比亚迪")),
        ("/evwatch company", ("those of this place", "自有公司列表")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCompany(Command):
    """Do something about companies and names of this place.

    `words`: the name, or what is named and what it is to be. Words that nothing holds apart
    ("li auto 理想集团") are told apart by what is known.
    """

    action: Action = "list"
    words: tuple[str, ...] = ()
    zh: str = ""
    aliases: tuple[str, ...] = ()


def parse(words: Sequence[Token]) -> OwnCompany:
    """What is to be done; raises `CommandError` with what to type instead."""
    if not words:
        return OwnCompany()
    action = lookup(ACTIONS, words[0].text)
    if action is None:
        word = words[0].text
        near = tuple(map(str, nearest(ACTIONS, word)))
        known = () if near else (said(Phrase.THESE_ARE, names=", ".join(ACTIONS)),)
        raise WrongWord(said(Naming.NO_ACTION, word=word), *known, word=word, near=near)
    names, zh, aliases = _taken_apart(words[1:])
    if action == "add" and names:
        names = [" ".join(names)]
    needed = {"list": 0, "alias": 2, "merge": 2}.get(action, 1)
    if len(names) == 1 < needed and not aliases:  # a form gives both in one blank
        names, zh, aliases = _taken_apart(tokens(names[0]))
    if len(names) + (action == "alias" and bool(aliases)) < needed:
        missing = Naming.WHICH_TWO if action == "merge" else Naming.WHICH
        lines = (line for line, _ in PAGE.examples if f" {action} " in line)
        raise CommandError(said(missing), example(next(lines, PAGE.example)))
    if action != "add":
        names = [*names, *aliases] if action == "alias" else names
        zh, aliases = "", ()
    return OwnCompany(action=action, words=tuple(names), zh=zh, aliases=tuple(aliases))


def _taken_apart(words: Sequence[Token]) -> tuple[list[str], str, tuple[str, ...]]:
    """The names, the Chinese one, and the further ones; "into" and "as" hold names apart.

    "aka" says the same as `alias:`.
    """
    groups: list[list[str]] = [[]]
    keyed: dict[str, list[str]] = {}
    into: list[str] | None = None
    for word in words:
        key = word.key.casefold()
        if key in ZH or key in ALIAS:
            into = keyed.setdefault("zh" if key in ZH else "alias", [])
            into.append(word.text)
        elif not word.quoted and word.text.casefold() in AKA and groups[-1]:
            into = keyed.setdefault("alias", [])
            into.append("")
        elif into and (not into[-1] or not word.quoted) and not word.key:
            into[-1] = f"{into[-1]} {word.text}".strip()
        elif not word.quoted and word.text.casefold() in INTO | AS and groups[-1]:
            groups.append([])
        else:
            groups[-1].append(whole(word).text)
    names = groups[0] if len(groups) == 1 else [" ".join(group) for group in groups if group]
    told = (part.strip() for each in keyed.get("alias", ()) for part in _parts(each))
    return names, " ".join(keyed.get("zh", ())), tuple(dict.fromkeys(filter(None, told)))


def _parts(text: str) -> list[str]:
    for sign in "，、;；":
        text = text.replace(sign, ",")
    return text.split(",")


def line(command: OwnCompany) -> str:
    """The command as it is typed."""
    if command.action == "list":
        return "/evwatch company"
    join = " into " if command.action == "merge" and len(command.words) == 2 else " "  # noqa: PLR2004 - this one into that one
    told = f"/evwatch company {command.action} {join.join(map(quoted, command.words))}"
    told += f" zh:{quoted(command.zh)}" if command.zh else ""
    return told + (f" alias:{quoted(', '.join(command.aliases))}" if command.aliases else "")
