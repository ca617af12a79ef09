"""What the look-ups share: how much an answer means, and where its pages begin."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import filter_of, page_of
from bot.commands.tokens import Token
from bot.compose.addresses import title
from bot.compose.coverage import Coverage
from bot.compose.lookup_words import Look
from storage.sources import TROUBLED, SourceState, SourceStatus

STALE_AFTER: Final = timedelta(days=1)  # and not before three visits were missed
MISSED: Final = 3
EVERYTHING: Final = "*"

A = TypeVar("A")


async def coverage(call: Call, company: str = EVERYTHING) -> Coverage:
    """How this workspace watches a company, or all that it watches."""
    found = await call.store.coverage.watching(call.workspace, company, now=call.now)
    return Coverage(
        watched=found.watched,
        since=found.since,
        paused_until=_later(found.paused_until, call.now),
        has_source=found.has_source,
        sources=found.sources,
        silent=tuple(
            (title(each.source), each.last_success)
            for each in found.suspects
            if is_silent(each, call.now)
        ),
    )


async def follows(call: Call, company: str) -> bool:
    """Does this channel hear of the company already, by its name, in a group, or as one of all?"""
    subscription = await call.store.watchlist.subscription(call.channel)
    if subscription is None or not subscription.companies:
        return subscription is not None
    return company in call.catalogue.members(subscription.companies)


def is_silent(status: SourceStatus, now: datetime) -> bool:
    """Does a source fail, or has it not answered for so long that news may be missing?"""
    if status.state in TROUBLED:
        return True
    if status.state != SourceState.OK or status.last_success is None:
        return False
    patience = max(STALE_AFTER, MISSED * status.source.every)
    return now - status.last_success > patience


def places(
    words: Sequence[Token], read: Callable[[str], A | None]
) -> tuple[int, A | None, A | None, list[Token]]:
    """The page's number, what it is older than, what it is newer than, and the other words."""
    number, older, newer, others = 1, None, None, list[Token]()
    for word in words:
        match filter_of(word):
            case "page":
                number = page_of(word)
            case "older":
                older = _anchor(word, read)
            case "newer":
                newer = _anchor(word, read)
            case _:
                others.append(word)
    return number, older, newer, others


def place_words(number: int, older: object | None, newer: object | None) -> str:
    """The same as it is typed, with a space before it; empty for the first page."""
    if older is not None:
        return f" older:{older}"
    if newer is not None:
        return f" newer:{newer}"
    return f" page:{number}" if number > 1 else ""


def _anchor(word: Token, read: Callable[[str], A | None]) -> A:
    found = read(word.text)
    if found is None:
        raise CommandError(said(Look.BAD_ANCHOR, word=f"{word.key}:{word.text}"))
    return found


def _later(until: datetime | None, now: datetime) -> datetime | None:
    """The end of a pause that is not over."""
    return until if until and until > now else None
