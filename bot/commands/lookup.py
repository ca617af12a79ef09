"""What only reads the memory: `/milestones`, `list` and `status`. Nothing is fetched here."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.document import Document
from bot.catalogue import Catalogue
from bot.commands import times
from bot.commands.call import Call
from bot.commands.render import render
from bot.commands.values import (
    List,
    Milestones,
    Status,
)
from bot.commands.vocabulary import FILTERS, KINDS, PHASES, lookup
from bot.compose import answers, timeline
from bot.compose.addresses import title
from bot.compose.evidence import silence_name
from bot.compose.timeline import Coverage, Filter
from storage.records import Company
from storage.sources import SourceState, SourceStatus, Watch

STALE_AFTER: Final = timedelta(days=1)  # and not before three visits were missed
MISSED: Final = 3


async def milestones(call: Call, command: Milestones) -> Document:
    """The steps of a company, and how much the answer means."""

    def suggest(name: str) -> str:
        return render(replace(command, company=name, page=1))

    def turn(page: int) -> str:
        if page == 0:
            return render(Milestones(company=company.id))
        return render(replace(command, company=company.id, page=page))

    command = loosened(command, call.catalogue)
    company = call.company(command.company, suggest)
    today = call.now.astimezone(UTC).date()
    # Telling the steps of a busy company apart takes longer than the loop may be held up.
    return await asyncio.to_thread(
        timeline,
        company,
        await call.timeline(company.id),
        coverage=await _coverage(call, company),
        turn=turn,
        now=call.now,
        only=Filter(
            kinds=command.kinds,
            phases=command.phases,
            since=command.since.start(today) if command.since else None,
        ),
        page=command.page,
        language=call.language,
        objections=await call.objections(company.id),
    )


def loosened(command: Milestones, catalogue: Catalogue) -> Milestones:
    """The command with its last words read as filters, where they are no part of a name.

    "byd deliveries since 2023" means `byd kind:delivery since:2023`. As it is, if they are neither.
    """
    words = command.company.split()
    if catalogue.find(command.company):
        return command
    for cut in range(len(words) - 1, 0, -1):
        name = " ".join(words[:cut])
        if catalogue.find(name):
            return _narrowed(replace(command, company=name), words[cut:]) or command
    return command


def _narrowed(command: Milestones, words: Sequence[str]) -> Milestones | None:
    kinds, phases, since = list(command.kinds), list(command.phases), command.since
    for place, word in enumerate(words):
        if kind := lookup(KINDS, word):
            kinds.append(kind)
        elif phase := lookup(PHASES, word):
            phases.append(phase)
        else:
            is_told = lookup(FILTERS, word) == "since"
            since = times.read(" ".join(words[place + is_told :]))
            if since is None:
                return None
            break
    return replace(command, kinds=tuple(kinds), phases=tuple(phases), since=since)


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


async def _coverage(call: Call, company: Company) -> Coverage:
    watches = await call.store.watchlist.watches(call.workspace)
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    telling = [each for each in statuses if each.source.company in (None, company.id)]
    watched = _watched(watches, company)
    return Coverage(
        watched=bool(watched),
        since=min((each.added_at for each in watched if each.added_at), default=None),
        paused_until=_paused(watched, call.now),
        sources=len(telling),
        silent=tuple(
            (title(each.source), each.last_success) for each in telling if is_silent(each, call.now)
        ),
    )


def is_silent(status: SourceStatus, now: datetime) -> bool:
    """Does a source fail, or has it not answered for so long that news may be missing?"""
    if status.state == SourceState.FAILING:
        return True
    if status.state != SourceState.OK or status.last_success is None:
        return False
    patience = max(STALE_AFTER, MISSED * status.source.every)
    return now - status.last_success > patience


def _watched(watches: Sequence[Watch], company: Company) -> list[Watch]:
    """The rows that watch a company: its own, or all sources where no company is named."""
    named = [each for each in watches if each.company]
    if named:
        return [each for each in named if each.company == company.id]
    return [each for each in watches if each.source]


def _paused(watched: Sequence[Watch], now: datetime) -> datetime | None:
    """When the pause of a company ends; None while any row watches it."""
    ends = [each.paused_until for each in watched if each.company]
    over = [end for end in ends if end is None or end <= now]
    return None if over else max((end for end in ends if end), default=None)
