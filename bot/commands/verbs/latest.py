"""`latest`: what was told last of all companies that are watched here."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from adapters.document import Document
from bot.commands import asked
from bot.commands.asked import NOTHING, Asked, within
from bot.commands.call import Call
from bot.commands.lookups import coverage, place_words, places
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import anchors
from bot.compose.actions import Turns
from bot.compose.anchors import Since
from bot.compose.coverage import Coverage
from bot.compose.filters import Filter
from bot.compose.latest import Shown, latest, page
from storage.recent import At
from storage.records import Telling
from storage.sources import Role

# Tellings at once: most pages are full after the first, of fewer companies; a filter that hardly
# anything fits leaves a page short.
FIRST: Final = 30
READS: Final = (FIRST, *(100,) * 6)
MOVED_MAX: Final = 200  # items that corrections gave to other companies

HELP: Final = Page(
    form="/evwatch latest [FILTERS]",
    short=("what is new of all that is watched here", "所关注公司的最新进展"),
    long=(
        (
            (
                "Each step once, by the day on which it was told last. Filters are those of "
                "/milestones: a kind, a phase, a time, a model."
            ),
            "每项进展只列一次，按最近报道日期排列。筛选词与 /milestones 相同。",
        ),
    ),
    examples=(
        ("/evwatch latest", ("what is new", "最新进展")),
        ("/evwatch latest recalls this year", ("recalls of this year", "今年的召回")),
        ("/milestones", ("the same as latest", "等同于 latest")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest(Command):
    """Show what was told last; one page of it."""

    asked: Asked = NOTHING
    older: Since | None = None
    newer: Since | None = None


def parse(words: Sequence[Token]) -> Latest:
    """Filters, in any order, with their names or without."""
    found, rest = asked.read(words)
    _, older, newer, plain = places(rest, anchors.read_telling)
    found = asked.loosened(found, phrase_of(plain).split())
    return Latest(asked=found, older=older, newer=newer)


def render(command: Latest) -> str:
    """The command as it may be typed."""
    place = place_words(1, command.older, command.newer)
    return f"/milestones latest{command.asked.words}{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of all that is watched here."""

    newest: datetime  # when the newest of what is seen here came in
    watched: frozenset[str]  # the companies watched by name; empty: all of them are shown
    coverage: Coverage


async def _known(call: Call) -> _Known:
    return _Known(
        newest=await call.store.recent.seen(call.workspace) or call.now,
        watched=await call.store.recent.companies(call.workspace),
        coverage=await coverage(call),
    )


async def show(call: Call, command: Latest) -> Document:
    """What was told last, and how much the answer means."""
    known = await call.at_once(_known)
    at = command.older or command.newer
    seen = at.seen if at else known.newest
    today = call.now.astimezone(UTC).date()
    only = within(command.asked, today, lambda other: render(Latest(asked=other)))
    shown, told = await _page(call, command, seen, only, known.watched)
    steps = shown.steps[::-1] if command.newer else shown.steps
    return await asyncio.to_thread(
        latest,
        steps,
        told,
        companies=len(known.watched),
        turns=_turns(replace(command, older=None, newer=None), shown, command, seen, known.newest),
        coverage=known.coverage,
        only=only,
        catalogue=call.catalogue,
        now=call.now,
        language=call.language,
    )


async def _page(
    call: Call, command: Latest, seen: datetime, only: Filter, watched: frozenset[str]
) -> tuple[Shown, dict[str, tuple[Telling, ...]]]:
    """The steps of a page, and all tellings of their companies."""
    known: dict[str, tuple[Telling, ...]] = {}
    tellings: list[Telling] = []
    behind = _at(command.older) if command.older else None
    before = _at(command.newer, after=True) if command.newer else None
    pools, moved = _pools(call, watched), _moved(call, watched)

    async def read(limit: int, call: Call) -> list[Telling]:
        more = await call.store.recent.tellings(
            call.workspace,
            seen=seen,
            behind=behind,
            before=before,
            kinds=only.kinds,
            pools=pools,
            items=moved,
            limit=limit,
        )
        some = _whole(more) if len(more) == limit else more
        named = dict.fromkeys(each.milestone.company for each in call.view.tellings(some))
        known.update(
            await call.timelines(
                [
                    company
                    for company in named
                    if company not in known and (not watched or company in watched)
                ]
            )
        )
        return more

    for limit in READS:
        more = await call.at_once(partial(read, limit))
        is_cut = len(more) == limit
        if is_cut and limit == FIRST and _is_one(more):  # of an item that tells very much
            continue
        more = _whole(more) if is_cut else more
        tellings += [each for each in call.view.tellings(more) if each.milestone.company in known]
        shown = await asyncio.to_thread(page, tellings, known, seen=seen, only=only)
        if shown.more or not is_cut:
            return shown, known
        last = more[-1]
        place = At(told=last.published or last.seen, item=last.milestone.item)
        behind, before = (None, replace(place, item=f"{place.item}~")) if before else (place, None)
    return replace(shown, more=True), known


def _pools(call: Call, watched: Collection[str]) -> tuple[str, ...]:
    """The ids under which is kept what the workspace's own names of its companies brought."""
    return tuple(own for own, company in call.view.overlay.shown.items() if company in watched)


def _moved(call: Call, watched: Iterable[str]) -> tuple[str, ...]:
    """The newest items of which a correction made steps of a watched company."""
    found = [item for company in watched for item in call.view.overlay.moved(company)]
    return tuple(found[:MOVED_MAX])


def _at(place: Since, *, after: bool = False) -> At:
    """The place in the store. `after`: behind every id that begins so, in its order."""
    return At(told=place.told, item=f"{place.item}~" if after else place.item)


def _whole(tellings: list[Telling]) -> list[Telling]:
    """Without those of the last item, which may be cut short; all where there is no other."""
    last = tellings[-1].milestone.item
    return [each for each in tellings if each.milestone.item != last] or tellings


def _is_one(tellings: Sequence[Telling]) -> bool:
    return len({each.milestone.item for each in tellings}) == 1


def _turns(first: Latest, shown: Shown, command: Latest, seen: datetime, newest: datetime) -> Turns:
    top, end = (shown.last, shown.first) if command.newer else (shown.first, shown.last)
    has_newer = command.older is not None or (command.newer is not None and shown.more)
    has_older = command.newer is not None or shown.more
    return Turns(
        newest=render(first) if newest > seen else "",
        newer=render(replace(first, newer=_since(top, seen))) if has_newer and top else "",
        older=render(replace(first, older=_since(end, seen))) if has_older and end else "",
    )


def _since(telling: Telling, seen: datetime) -> Since:
    at = telling.published or telling.seen
    return Since(seen=seen, told=at, item=telling.milestone.item[: anchors.ID_CHARS])


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="latest",
        others=("news", "newest", "new", "recent", "最新", "最新进展"),
        page=HELP,
        commands=(Latest,),
        parse=parse,
        render=render,
        run=show,
        needs=Role.VIEWER,
        shares=True,
    ),
)
