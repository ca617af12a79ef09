"""`export`: the watchlist as a file; or, for admins, everything that is kept of this place."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from adapters.document import Button, Document, File
from adapters.forms import Option
from bot.commands.blanks import choices
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, nothing_more
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import ALL, lookup
from bot.compose.answers import note, text
from bot.compose.desk_words import Desk
from bot.compose.listing_words import Listing
from bot.exchange.lists.compare import exported
from bot.exchange.lists.formats import MEDIA, Format, write
from storage.engine import Row
from storage.sources import Role

WATCHLIST: Final = {"watchlist": ("list", "sources", "关注列表")}
FORMATS: Final[dict[Format, tuple[str, ...]]] = {
    Format.OPML: ("xml",),
    Format.CSV: ("table", "excel", "表格"),
    Format.TOML: (),
    Format.YAML: ("yml",),
}
PAGE: Final = Page(
    form="/evwatch export watchlist [opml | csv | toml | yaml] or all",
    short=("the watchlist, or everything of this place, as a file", "导出关注列表或全部数据"),
    long=(
        (
            (
                "The watchlist: opml for feed readers, csv for spreadsheets, toml and yaml for "
                "configuration; each can be brought in again. Addresses are in it in full."
            ),
            "关注列表：opml 用于阅读器，csv 用于表格，toml、yaml 用于配置；均可再导入。网址完整。",
        ),
        (
            (
                "all: every row as JSON, for admins: the watchlist, what channels hear, private "
                "ones too, roles, the log, deliveries. Only you see the answer."
            ),
            (
                "all：管理员以 JSON 导出全部数据：关注列表、频道设置（含私密频道）、角色、改动、"
                "投递。仅您可见。"
            ),
        ),
    ),
    examples=(
        ("/evwatch export watchlist opml", ("for a feed reader", "用于阅读器")),
        ("/evwatch export all", ("all of it", "全部数据")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAll(Command):
    """Give everything that is kept of a workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportList(Command):
    """Give the watchlist as a file; None: ask in which format."""

    format: Format | None = None


def _parse(words: Sequence[Token]) -> ExportAll | ExportList:
    if not words:
        raise _what()
    if words[0].text.casefold() in ALL:
        return ExportAll()  # in the one format that holds it, whatever else is named
    is_list = lookup(WATCHLIST, words[0].text) is not None
    rest = list(words[1:] if is_list else words)
    if not rest:
        return ExportList()
    format_ = lookup(FORMATS, rest.pop(0).text.lstrip("."))
    if format_ is None:
        raise _what()
    if not is_list and rest and lookup(WATCHLIST, rest[0].text):
        rest.pop(0)
    nothing_more(rest)
    return ExportList(format=format_)


def _what() -> CommandError:
    return CommandError(
        said(Listing.EXPORT_WHAT),
        example(PAGE.example),
        suggestions=("/evwatch export watchlist", "/evwatch export all"),
    )


def _line(command: ExportAll | ExportList) -> str:
    if isinstance(command, ExportAll):
        return "/evwatch export all"
    return f"/evwatch export watchlist {command.format or ''}".rstrip()


async def export(call: Call, command: ExportAll | ExportList) -> Document:
    """The file."""
    if isinstance(command, ExportAll):
        return await export_all(call)
    return await export_list(call, command)


async def export_list(call: Call, command: ExportList) -> Document:
    """The watchlist in that format; or the formats there are, as buttons."""
    language = call.language
    if command.format is None:
        lines = [(each.upper(), _line(ExportList(format=each))) for each in Format]
        return note(Listing.WHICH_FORMAT.say(language), buttons=[Button(*line) for line in lines])
    found = [exported(each) for each in await call.store.watchlist.watches(call.workspace)]
    data = await asyncio.to_thread(write, found, command.format)
    file = File(data=data.encode(), name=f"watchlist.{command.format}", kind=MEDIA[command.format])
    companies = sum(each.is_company for each in found)
    return note(
        Listing.EXPORTED.say(language, companies=companies, sources=len(found) - companies),
        more=[
            text(Listing.EXPORT_HINT.say(language, command="/evwatch import"), faint=True),
            file,
        ],
    )


async def export_all(call: Call) -> Document:
    """All rows by table; those of private channels, too, where only who asks sees the answer."""
    private = not call.request.public
    found = await call.store.leaving.everything(call.channel, private=private)
    at = call.now.astimezone(UTC).isoformat(timespec="seconds")
    told = await asyncio.to_thread(as_json, call.workspace, at, found)
    count = sum(map(len, found.values()))
    file = File(data=told.encode(), name="evwatch.json", kind="application/json")
    return note(Desk.EXPORTED.say(call.language, n=count), more=[file])


def as_json(workspace: str, at: str, tables: Mapping[str, Sequence[Row]]) -> str:
    """The export as a JSON object: `workspace`, `at` (ISO 8601, UTC) and `tables`."""
    rows = {name: [dict(row) for row in rows] for name, rows in tables.items() if rows}
    whole = {"workspace": workspace, "at": at, "tables": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="export",
        others=("dump", "导出"),
        page=PAGE,
        options=(
            Option(
                name="what",
                description="watchlist; or all: everything that is kept of this place",
                description_zh="watchlist 为关注列表；all 为本工作区的全部数据",
                required=True,
                choices=choices(
                    (
                        ("watchlist", ("The watchlist", "关注列表")),
                        ("all", ("Everything, for admins", "全部数据（管理员）")),
                    )
                ),
            ),
            Option(
                name="format",
                description="The format of the watchlist",
                description_zh="关注列表的格式",
                choices=choices((each.value, (each.upper(), each.upper())) for each in Format),
            ),
        ),
        commands=(ExportAll, ExportList),
        parse=_parse,
        render=_line,
        run=export,
        needs=lambda command: Role.ADMIN if isinstance(command, ExportAll) else Role.EDITOR,
    ),
)
