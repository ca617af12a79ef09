"""`digest`: all that one digest of this channel told, a page at a time."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Button, Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, nothing_more, page_of
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose.alert import alert
from bot.compose.digest import page
from bot.compose.rules_words import Ruling
from bot.compose.wording import Phrase
from storage.channels import Delivery
from storage.sources import Role

ROWS: Final = 10
_KEY: Final = re.compile(r"#?([0-9a-f]{20})", re.IGNORECASE)
PAGE: Final = Page(
    form="/evwatch digest KEY [page:N]",
    short=("all that a digest told", "查看汇总的全部内容"),
    long=(("The button under a digest does this.", "汇总消息下方的按钮即可。"),),
    examples=(("/evwatch digest 0123456789abcdef0123", ("that digest", "该汇总")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Command):
    """Show what a digest told; `page` from 1 on."""

    key: str
    page: int = 1


def _parse(words: Sequence[Token]) -> Gathered:
    left = [word for word in words if not word.key]
    key = _KEY.fullmatch(left[0].text) if left else None
    if key is None:
        raise CommandError(said(Ruling.WHICH_DIGEST), example(PAGE.example))
    nothing_more([*left[1:], *(word for word in words if word.key and word.key != "page")])
    pages = [page_of(word) for word in words if word.key == "page"]
    return Gathered(key=key[1].lower(), page=pages[-1] if pages else 1)


def _line(command: Gathered) -> str:
    turned = f" page:{command.page}" if command.page > 1 else ""
    return f"/evwatch digest {command.key}{turned}"


async def digest(call: Call, command: Gathered) -> Document:
    """What a digest of this channel told, as its stories are now."""
    kept = await call.store.holding.told_by(command.key, call.channel)
    told = list({each.story: each for each in kept}.values())
    if not told:
        raise CommandError(said(Ruling.NO_SUCH_DIGEST))
    pages = -(-len(told) // ROWS)
    number = min(command.page, pages)
    some = told[(number - 1) * ROWS : number * ROWS]
    shown = [(each.story, found) for each in some if (found := await _alert(call, each))]
    return page(
        shown, count=len(told), turn=_turn(call, command, number, pages), language=call.language
    )


async def _alert(call: Call, delivery: Delivery) -> Document | None:
    story = await call.story(delivery.story)
    if story is None:
        return None
    sources = await call.store.visits.items(story.told_by)
    # As for an alert: a busy story would hold up the loop.
    return await asyncio.to_thread(
        alert, story, sources, catalogue=call.catalogue, language=call.language
    )


def _turn(call: Call, command: Gathered, number: int, pages: int) -> list[Button]:
    before = Button(
        Phrase.NEWER.say(call.language), _line(Gathered(key=command.key, page=number - 1))
    )
    after = Button(
        Phrase.OLDER.say(call.language), _line(Gathered(key=command.key, page=number + 1))
    )
    return [before] * (number > 1) + [after] * (number < pages)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="digest",
        others=("gathered", "汇总"),
        page=PAGE,
        options=(
            Option(
                name="key", description="The digest's key", description_zh="汇总编号", required=True
            ),
            Option(name="page", description="Page", description_zh="页码", keyed=True),
        ),
        commands=(Gathered,),
        parse=_parse,
        render=_line,
        run=digest,
        needs=Role.VIEWER,
        shares=True,
    ),
)
