"""A list that was handed in: fetched, read, compared with what is watched, and taken in whole."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.fetch import Fetch, FetchError
from bot.catalogue import Catalogue
from bot.commands.errors import CommandError, said
from bot.compose.addresses import shown
from bot.compose.listing_words import Listing
from bot.exchange.lists.compare import Compared, Fate, compare, seal
from bot.exchange.lists.entries import Contents, Listed, ListError, Why
from bot.exchange.lists.formats import FILE_MAX_BYTES, read
from bot.exchange.lists.report import because
from bot.sources import READERS
from bot.sources.charset import decode
from bot.sources.making import made
from storage.changes import Change
from storage.sources import OwnSettings, Watch
from storage.watchlist import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A list beside what is watched. `seal` names the difference."""

    contents: Contents
    compared: tuple[Compared, ...]
    seal: str

    @property
    def new(self) -> list[Listed]:
        """What would be watched from now on."""
        return [each.listed for each in self.compared if each.fate is Fate.NEW]


async def fetched(fetch: Fetch, url: str, language: str) -> str:
    """The text behind an address; raises `CommandError` where there is none that can be used."""
    try:
        answer = await fetch(url)
    except FetchError as fault:
        why = str(fault).rstrip(".")
        raise CommandError(said(Listing.NOT_FETCHED, url=shown(url), why=why)) from fault
    if len(answer.body) > FILE_MAX_BYTES:
        raise unreadable(ListError(Why.TOO_LARGE), language)
    return await asyncio.to_thread(decode, answer.body, answer.content_type)


async def taken(
    text: str, watches: Sequence[Watch], *, catalogue: Catalogue, language: str
) -> Taken:
    """Read and compare, off the loop; raises `CommandError` for what is no list at all."""
    try:
        return await asyncio.to_thread(_taken, text, watches, catalogue)
    except ListError as fault:
        raise unreadable(fault, language) from fault


def unreadable(fault: ListError, language: str) -> CommandError:
    """Why a text is no list, for who handed it in."""
    return CommandError(said(Listing.NOT_READ, why=because(fault.why, fault.word, language)))


async def add(watchlist: Watchlist, listed: Iterable[Listed], change: Change) -> int:
    """Watch all of these, as part of one change; gives how many are watched that were not.

    What the list says of a source is what this workspace sets of it for itself.
    """
    count = 0
    for each in listed:
        if each.is_company:
            count += await watchlist.add_company(each.company, audit=change)
            continue
        source = made(each.url).source(backfill=each.backfill or 0)
        if await watchlist.add_source(source, audit=change):
            count += 1
            await watchlist.edit_source(source.id, partial(_set, each), audit=change)
    return count


def _set(listed: Listed, _: OwnSettings) -> OwnSettings:
    return OwnSettings(
        title=listed.title or None,
        company=listed.company or None,
        language=listed.language or None,
        every=listed.every,
    )


def _taken(text: str, watches: Sequence[Watch], catalogue: Catalogue) -> Taken:
    def find(name: str) -> str | None:
        company = catalogue.find(name)
        return company.id if company else None

    contents = read(text, find=find, kinds=set(READERS))
    compared = compare(contents.entries, watches)
    return Taken(contents=contents, compared=compared, seal=seal(compared))
