"""`export all`: everything that is kept of this place, for its admins, as JSON."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from adapters.document import Code, Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, typed
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import ALL
from bot.compose.answers import note
from bot.compose.desk_words import Desk
from storage.engine import Row
from storage.sources import Role

PAGE: Final = Page(
    form="/evwatch export all",
    short=("everything that is kept of this place", "导出本工作区的全部数据"),
    long=(
        (
            (
                "All rows as JSON: the watchlist, what channels hear, roles, the log, deliveries. "
                "What is of another private channel is left out: ask for it there."
            ),
            (
                "以 JSON 导出：关注列表、频道设置、角色、改动记录、投递。"
                "其他私密频道的数据不包含在内，请在那里导出。"
            ),
        ),
    ),
    examples=(("/evwatch export all", ("all of it", "全部数据")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAll(Command):
    """Give everything that is kept of a workspace."""


def _parse(words: Sequence[Token]) -> ExportAll:
    if typed(words).casefold() not in ALL:
        raise CommandError(said(Desk.EXPORT_WHAT), example(PAGE.example))
    return ExportAll()


async def export_all(call: Call, _command: ExportAll) -> Document:
    """All rows by table."""
    found = await call.store.leaving.everything(call.channel)
    at = call.now.astimezone(UTC).isoformat(timespec="seconds")
    told = await asyncio.to_thread(as_json, call.workspace, at, found)
    count = sum(map(len, found.values()))
    return note(Desk.EXPORTED.say(call.language, n=count), more=[Code(told)])


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
                description="all: everything that is kept of this place",
                description_zh="all 表示本工作区的全部数据",
                required=True,
            ),
        ),
        commands=(ExportAll,),
        parse=_parse,
        render=lambda _: "/evwatch export all",
        run=export_all,
        needs=Role.ADMIN,
    ),
)
