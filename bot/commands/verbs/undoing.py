"""`audit` and `undo`: what was changed here, by whom, and how it is taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Button, Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import channel_of, example, page_of, quoted, typed, whole
from bot.commands.permission import demand, permit_shared
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import FILTERS, lookup
from bot.compose import desk
from bot.compose.answers import note
from bot.compose.desk_words import Desk
from bot.compose.rows import name_of
from bot.compose.wording import Phrase
from storage.auditing import Entry
from storage.log import Wanted
from storage.sources import Role

SHOWN_MAX: Final = 10
OWN: Final = re.compile(r"\bown_[0-9a-f]+\b")
_NUMBER: Final = re.compile(r"#?(\d{1,15})")

AUDIT: Final = Page(
    form="/evwatch audit [NAME] [channel:ID] [page:2]",
    short=("who changed what here, and when", "谁在何时改动了什么"),
    long=(
        (
            (
                "Each change with its number, who made it, where, and what it was before and "
                "after; refused commands, too. NAME may be a person, a company or any word of it."
            ),
            (
                "列出每项改动的编号、人员、位置、前后内容；被拒绝的命令也在内。"
                "NAME 可为人员、公司或其中的词。"
            ),
        ),
        (
            "What was done in a private channel is shown in that channel only.",
            "私密频道中的改动只在该频道显示。",
        ),
    ),
    examples=(
        ("/evwatch audit", ("the latest changes", "最近的改动")),
        ("/evwatch audit nio", ("what was done about NIO", "与蔚来有关的改动")),
        ("/evwatch audit channel:here page:2", ("of this channel, page 2", "本频道，第2页")),
    ),
)
UNDO: Final = Page(
    form="/evwatch undo [ID]",
    short=("take a change back", "撤销一项改动"),
    long=(
        (
            (
                "Without a number: shows the last change of your own and asks. With one: makes "
                "everything that it changed exactly as it was before."
            ),
            "不写编号：显示您最近的改动并询问。写编号：将其改动的内容完全恢复原状。",
        ),
        (
            (
                "Where somebody changed the same thing since, nothing is done and you are told "
                "who. An undo can be undone, too. Changes of others need an admin."
            ),
            "若此后有人改动同一内容，则不执行并告知是谁。撤销本身也可撤销。撤销他人的改动需要管理员。",
        ),
    ),
    examples=(
        ("/evwatch undo", ("my last change", "我最近的改动")),
        ("/evwatch undo 12", ("the change of that number", "该编号的改动")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audits(Command):
    """Show what was changed here. Empty: by anybody, anywhere."""

    words: str = ""
    channel: str = ""  # its id, or "here"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    """Take a change back; None: show the last one of the person, and ask."""

    change: int | None = None


def _audit(words: Sequence[Token]) -> Audits:
    named: list[Token] = []
    channel, page = "", 1
    for word in words:
        match lookup(FILTERS, word.key) if word.key else None:
            case "channel":
                channel = channel_of(word.text)
            case "page":
                page = page_of(word)
            case _:
                named.append(whole(word))
    return Audits(words=phrase_of(named), channel=channel, page=page)


def _audit_line(command: Audits) -> str:
    parts = [
        quoted(command.words) if command.words else "",
        f"channel:{quoted(command.channel)}" if command.channel else "",
        f"page:{command.page}" if command.page > 1 else "",
    ]
    return " ".join(["/evwatch audit", *filter(None, parts)])


def _undo(words: Sequence[Token]) -> Undo:
    if not words:
        return Undo()
    told = typed(words)
    found = _NUMBER.fullmatch(told)
    if found is None:
        raise CommandError(said(Desk.NOT_A_CHANGE, word=told), example(UNDO.examples[1][0]))
    return Undo(change=int(found[1]))


def _undo_line(command: Undo) -> str:
    return "/evwatch undo" if command.change is None else f"/evwatch undo {command.change}"


async def audit(call: Call, command: Audits) -> Document:
    """The log, a page of it."""
    company = call.catalogue.find(command.words) if command.words else None
    wanted = Wanted(
        words=tuple(dict.fromkeys([command.words, *([company.id] if company else [])])),
        channel=call.channel.id if command.channel == "here" else command.channel,
        here=call.channel,
    )
    first = (command.page - 1) * SHOWN_MAX
    found = await call.store.changes.entries(wanted, first=first, limit=SHOWN_MAX + 1)
    turn: list[Button] = []
    if command.page > 1 and found:
        newer = _audit_line(replace(command, page=command.page - 1))
        turn.append(Button(Phrase.NEWER.say(call.language), newer))
    if len(found) > SHOWN_MAX:
        older = _audit_line(replace(command, page=command.page + 1))
        turn.append(Button(Phrase.OLDER.say(call.language), older))
    shown = [_named(call, entry) for entry in found[:SHOWN_MAX]]
    is_whole = command == Audits()
    return desk.log(
        shown,
        here=call.channel,
        turn=turn,
        now=call.now,
        language=call.language,
        is_whole=is_whole,
    )


async def undo(call: Call, command: Undo) -> Document:
    """Take a change back, or show which one that would be."""
    changes, user = call.store.changes, call.request.user
    if command.change is None:
        last = await changes.last(call.channel, user)
        if last is None:
            return note(Desk.NO_CHANGE_YET.say(call.language, command=desk.AUDIT))
        return desk.would_undo(_named(call, last), call.now, call.language)
    entry = await changes.entry(call.channel, command.change)
    if entry:
        await demand(call, entry.audit.needs if _is_own(call, entry) else Role.ADMIN)
        if await changes.is_shared(entry.id, call.workspace):
            await permit_shared(call)
    undoing = await changes.undo(command.change, call.channel, call.audit())
    if undoing.entry:
        undoing = replace(undoing, entry=_named(call, undoing.entry))
    return desk.undone(undoing, command.change, call.now, call.language)


def _named(call: Call, entry: Entry) -> Entry:
    """A change with the names of companies of the workspace where their ids were kept."""

    def name(found: re.Match[str]) -> str:
        return name_of(found[0], call.catalogue, call.language)

    audit = entry.audit
    before, after = (each and OWN.sub(name, each) for each in (audit.before, audit.after))
    return replace(entry, audit=replace(audit, before=before, after=after))


def _is_own(call: Call, entry: Entry) -> bool:
    actor = entry.audit.actor
    return (actor.platform, actor.user) == (call.request.platform, call.request.user)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="audit",
        others=("changes", "log", "审计", "日志", "改动记录"),
        page=AUDIT,
        options=(
            Option(
                name="name",
                description="A person, a company, or any word of it",
                description_zh="人员、公司或其中的词",
            ),
            Option(
                name="channel",
                description="Only changes made in this channel; here: this one",
                description_zh="只看该频道的改动；here 为本频道",
                keyed=True,
            ),
        ),
        commands=(Audits,),
        parse=_audit,
        render=_audit_line,
        run=audit,
        needs=Role.EDITOR,
    ),
    Verb(
        name="undo",
        others=("revert", "rollback", "撤销"),
        page=UNDO,
        options=(
            Option(
                name="id",
                description="The number of the change; nothing: your last one",
                description_zh="改动编号；不填为您最近的改动",
            ),
        ),
        commands=(Undo,),
        parse=_undo,
        render=_undo_line,
        run=undo,
        needs=Role.VIEWER,  # that of the change itself; an admin where it is another's
    ),
)
