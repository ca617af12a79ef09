"""`list` and `status`: what is watched here, and how it is doing. Only reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Document
from bot.commands.call import Call
from bot.commands.parsing import nothing_more
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers
from bot.compose.evidence import silence_name
from storage.sources import Role

LIST: Final = Page(
    form="/evwatch list",
    short=("what is watched, and what this channel hears", "关注列表与本频道订阅"),
    long=(
        (
            (
                "Shows companies and sources, which of them are paused, and which the "
                "configuration file owns."
            ),
            "列出公司与来源、哪些已暂停、哪些由配置文件设定。",
        ),
    ),
    examples=(("/evwatch list", ("the watchlist", "关注列表")),),
)
STATUS: Final = Page(
    form="/evwatch status",
    short=("how every source is doing, and what waits", "各来源状态与待发送消息"),
    long=(
        (
            (
                "For each source: its state and fault, its last success, its last new item, "
                "and the next try; then the deliveries that wait."
            ),
            "每个来源的状态与故障、上次成功、最近新内容、下次访问；以及等待发送的消息。",
        ),
    ),
    examples=(("/evwatch status", ("the state of it all", "整体状态")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Command):
    """Show what is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Command):
    """Show how every source is doing."""


def _list(words: Sequence[Token]) -> List:
    nothing_more(words)
    return List()


def _status(words: Sequence[Token]) -> Status:
    nothing_more(words)
    return Status()


async def show_list(call: Call, _command: List) -> Document:
    """What is watched here, and what this channel hears."""
    silences = await call.store.responses.silences(call.channel, now=call.now)
    return answers.watchlist(
        await call.store.watchlist.watches(call.workspace),
        await call.store.watchlist.subscription(call.channel),
        catalogue=call.catalogue,
        now=call.now,
        language=call.language,
        muted=[silence_name(each, call.catalogue, call.language) for each in silences],
    )


async def status(call: Call, _command: Status) -> Document:
    """How the sources are doing, and what waits to be delivered."""
    queue = await call.store.outbox.queue(call.workspace)
    return answers.status(
        await call.store.visits.statuses(call.workspace, now=call.now),
        Counter(delivery.state for delivery in queue),
        platforms=call.platforms,
        now=call.now,
        language=call.language,
    )


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="list",
        others=("ls", "watchlist", "列表"),
        page=LIST,
        commands=(List,),
        parse=_list,
        render=lambda _: "/evwatch list",
        run=show_list,
        needs=Role.VIEWER,
        shares=True,
    ),
    Verb(
        name="status",
        others=("health", "state", "状态"),
        page=STATUS,
        commands=(Status,),
        parse=_status,
        render=lambda _: "/evwatch status",
        run=status,
        needs=Role.VIEWER,
        shares=True,
    ),
)
