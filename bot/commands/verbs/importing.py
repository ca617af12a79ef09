"""`import`: a watchlist from an address, a file or pasted text; shown first, then taken in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from adapters.document import Button, Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, Said, said
from bot.commands.parsing import example
from bot.commands.taking import Taken, add, fetched, taken
from bot.commands.tokens import Token, address
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import lookup
from bot.compose.addresses import shown
from bot.compose.answers import hears, note
from bot.compose.listing_words import Listing
from bot.compose.wording import Phrase
from bot.exchange.lists.report import report
from storage.pending import List
from storage.records import digest
from storage.sources import Role

WAITING_MAX: Final = 20  # of a workspace, a megabyte each at most
ID_CHARS: Final = 12
LIST: Final = "/evwatch list"
PAGE: Final = Page(
    form="/evwatch import ADDRESS or TEXT",
    short=("bring in a watchlist: OPML, CSV, TOML, YAML", "导入关注列表：OPML、CSV、TOML、YAML"),
    long=(
        (
            (
                "Takes the address of a file, or its text pasted behind the command. Shows "
                "first what is new, what is watched already, and which lines cannot be read and "
                "why; nothing is changed until you confirm. Then all that is new is added, or "
                "nothing, and one undo takes it back."
            ),
            (
                "可输入文件网址，或在命令后粘贴其内容。先显示新增、已关注及无法读取的行和原因；"
                "确认前不做任何改动。确认后一次全部添加或全不添加，可一次撤销。"
            ),
        ),
    ),
    examples=(
        ("/evwatch import https://example.org/feeds.opml", ("look at that list", "查看该列表")),
    ),
)
Decision = Literal["confirm", "cancel"]
DECISIONS: Final[dict[Decision, tuple[str, ...]]] = {
    "confirm": ("yes", "确认"),
    "cancel": ("no", "取消"),
}
_NO_ADDRESS: Final = re.compile(r"[\s<>\"']")
_DECIDED: Final = re.compile(r"(\w+)\s+([0-9a-f]{12})(?:\s+([0-9a-f]{12}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFrom(Command):
    """Show what the list behind an address would change."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportText(Command):
    """Show what a pasted list would change."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command):
    """Take a list in as it was shown, which its seal says; or forget it."""

    decision: Decision
    id: str
    seal: str = ""


def _whole(text: str) -> Command:
    decided = _DECIDED.fullmatch(text)
    if decided and (decision := lookup(DECISIONS, decided[1])):
        return Decide(decision=decision, id=decided[2].lower(), seal=(decided[3] or "").lower())
    url = address(text.strip("<>\"'"))
    if url and not _NO_ADDRESS.search(url):
        return ImportFrom(url=url)
    return ImportText(text=_bare(text))


def _bare(text: str) -> str:
    """Without the quotes that a form puts around all of it."""
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if is_quoted else text


def _parse(words: Sequence[Token]) -> Command:
    return _whole(" ".join(word.text for word in words))


def _line(command: ImportFrom | ImportText | Decide) -> str:
    match command:
        case ImportFrom():
            return f"/evwatch import {command.url}"
        case ImportText():
            return f"/evwatch import {command.text}".rstrip()
        case _:
            return f"/evwatch import {command.decision} {command.id} {command.seal}".rstrip()


def _kept(command: ImportFrom | ImportText | Decide) -> ImportFrom | ImportText | Decide:
    match command:
        case ImportFrom():
            return replace(command, url=shown(command.url))
        case ImportText() if command.text:
            return replace(command, text="…")
        case _:
            return command


async def bring_in(call: Call, command: ImportFrom | ImportText | Decide) -> Document:
    """Show what a list would change, or decide about one that was shown."""
    match command:
        case ImportFrom():
            return await _show(call, await fetched(call.fetch, command.url, call.language))
        case ImportText():
            if not command.text:
                raise CommandError(
                    said(Listing.MISSING_LIST), example(PAGE.example), *_by_file(call)
                )
            return await _show(call, command.text)
        case _ if command.decision == "cancel":
            if not await call.store.pending.drop(command.id, call.channel):
                raise _gone()
            return note(Listing.CANCELLED.say(call.language))
        case _:
            return await _confirmed(call, command)


def _by_file(call: Call) -> list[Said]:
    """How a file is handed in where somebody asks, if it can be."""
    ways = {"slack": Listing.AS_FILE_SLACK, "discord": Listing.AS_FILE_DISCORD}
    way = ways.get(call.request.platform)
    return [said(way)] if way else []


async def _show(call: Call, text: str) -> Document:
    found = await _taken(call, text)
    id_ = digest(text)[:ID_CHARS]
    if found.new:
        kept = await call.store.pending.keep(
            List(id=id_, text=text),
            call.channel,
            user=call.request.user,
            at=call.now,
            most=WAITING_MAX,
        )
        if not kept:
            raise CommandError(said(Listing.TOO_MANY_WAIT))
    return _report(call, found, id_)


async def _confirmed(call: Call, command: Decide) -> Document:
    waiting = await call.store.pending.waiting(command.id, call.channel, at=call.now)
    if waiting is None:
        raise _gone()
    found = await _taken(call, waiting.text)
    if found.seal[:ID_CHARS] != command.seal:
        return _report(call, found, command.id, before=Listing.IS_OTHER.say(call.language))
    language = call.language
    async with call.change(after=Listing.ENTRIES.say("en", n=len(found.new))) as change:
        if not await call.store.pending.drop(command.id, call.channel, within=change):
            raise _gone()  # pressed twice at once
        count = await add(call.store.watchlist, found.new, change)
        subscription = await call.store.watchlist.hear(
            call.channel, (), audit=change, language=language
        )
    return note(
        Listing.IMPORTED.say(language, n=count),
        hears(subscription, call.catalogue, language),
        Phrase.FIRST_VISIT_SILENT.say(language),
        buttons=[Button(Phrase.WATCHLIST.say(language), LIST)],
    )


async def _taken(call: Call, text: str) -> Taken:
    watches = await call.store.watchlist.watches(call.workspace)
    return await taken(text, watches, catalogue=call.catalogue, language=call.language)


def _report(call: Call, found: Taken, id_: str, *, before: str = "") -> Document:
    seal = found.seal[:ID_CHARS]
    buttons = [
        Button(
            Listing.CONFIRM.say(call.language, n=len(found.new)),
            _line(Decide(decision="confirm", id=id_, seal=seal)),
        ),
        Button(Listing.CANCEL.say(call.language), _line(Decide(decision="cancel", id=id_))),
    ]
    return report(
        found.contents,
        found.compared,
        catalogue=call.catalogue,
        language=call.language,
        buttons=buttons if found.new else (),
        before=before,
    )


def _gone() -> CommandError:
    return CommandError(said(Listing.IS_GONE, command=LIST))


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="import",
        others=("load", "导入"),
        page=PAGE,
        options=(
            Option(
                name="list",
                description="The address of a list, or its text",
                description_zh="列表网址或其内容",
            ),
            Option(
                name="file",
                description="A file with the list",
                description_zh="列表文件",
                is_file=True,
            ),
        ),
        commands=(ImportFrom, ImportText, Decide),
        parse=_parse,
        whole=_whole,
        render=_line,
        run=bring_in,
        needs=Role.EDITOR,
        keep=_kept,
    ),
)
