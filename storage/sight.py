"""Whose texts a workspace sees: those of the sources that it watches or that the config file does.

Of a source that it watches no more it sees what came until then. What only others watch does not
exist for it: no look-up shows a text, an address, a title or a name of it.
"""

import json
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Final, TypeVar

from storage import knowing, rows
from storage.corrections import Correction, Own
from storage.engine import Engine
from storage.hand import Told
from storage.records import Objection, Telling
from storage.shelf import Shelf

ALWAYS: Final = datetime.max.replace(tzinfo=UTC)
NEVER: Final = datetime.min.replace(tzinfo=UTC)
EVERYBODY: Final = "*"
SIGHTS_MAX: Final = 200  # workspaces at hand
TELLINGS_MAX: Final = 40_000  # of companies as workspaces see them, where that is not everything

Any_ = TypeVar("Any_", Telling, Objection)

# Of an item `i`, for a query that names the workspace.
SEEN: Final = """EXISTS (SELECT 1 FROM seen_sources v
        WHERE v.source = i.source AND v.workspace IN (:workspace, '*') AND i.seen <= v.until)"""

REVISION: Final = "SELECT revision FROM sights"
SOURCES: Final = """
    SELECT source, max(until) AS until FROM seen_sources
    WHERE workspace IN (:workspace, '*') AND until <> '' GROUP BY source"""
OTHERS: Final = """
    SELECT 1 FROM sources s WHERE NOT EXISTS (SELECT 1 FROM seen_sources v
      WHERE v.source = s.id AND v.workspace IN (:workspace, '*') AND v.until > :always) LIMIT 1"""
PAST: Final = "9999-12-31"  # before the end of time, behind everything else
ITEMS: Final = "SELECT id, source, seen FROM items WHERE id IN (:items)"
# One row an item: those that see it are many, and mostly the same of all.
VIEWERS: Final = """
    SELECT i.id, i.language, (
      SELECT json_group_array(v.workspace) FROM seen_sources v
      WHERE v.source = i.source AND i.seen <= v.until) AS workspaces
    FROM items i WHERE i.id IN (:items)"""
WATCHERS: Final = """
    SELECT workspace FROM seen_sources WHERE source = :source AND until > :always"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one workspace sees; `until` says of a source until when it watched that.

    With what it knows better, which is laid over what is seen.
    """

    workspace: str
    revision: int
    is_all: bool  # there is no source of which it does not see everything
    until: Mapping[str, datetime]
    owns: tuple[Own, ...] = ()
    corrections: tuple[Correction, ...] = ()  # oldest first

    def sees(self, source: str, seen: datetime) -> bool:
        """Does it see what this source brought then?"""
        return self.is_all or seen <= self.until.get(source, NEVER)

    def knows(self, source: str) -> bool:
        """Does it see anything of this source, or did it once?"""
        return self.is_all or source in self.until


EVERYTHING: Final = Sight(workspace="", revision=0, is_all=True, until={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """Who sees an item: these workspaces, or everybody."""

    language: str
    workspaces: frozenset[str]

    def by(self, workspace: str) -> bool:
        """Does this workspace see it?"""
        return not self.workspaces.isdisjoint((workspace, EVERYBODY))


@dataclass(slots=True)
class _Hand:
    """What is at hand of each workspace, asked for last at the end; shared by threads."""

    sights: OrderedDict[str, Sight] = field(default_factory=OrderedDict)
    told: "OrderedDict[tuple[str, str], _Held]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


class Sights:
    """What each workspace sees. May be asked at once by many."""

    def __init__(self, engine: Engine, shelf: Shelf, *, hand: _Hand | None = None) -> None:
        self._engine = engine
        self._shelf = shelf
        self._hand = hand or _Hand()

    def on(self, engine: Engine, shelf: Shelf) -> "Sights":
        """The same, asking the database through another engine."""
        return Sights(engine, shelf, hand=self._hand)

    async def of(self, workspace: str) -> Sight:
        """What a workspace sees; the same value for as long as nothing of it changes."""
        [row] = await self._engine.fetch(REVISION)
        return await self.at(workspace, rows.number_of(row, "revision"))

    async def at(self, workspace: str, revision: int) -> Sight:
        """The same, where it has just been read how often any of that has changed."""
        held = self._hand.sights.get(workspace)
        if held is None or held.revision != revision:
            held = await self._read(workspace, revision)
        with self._hand.lock:
            sights = self._hand.sights
            sights[workspace] = held
            sights.move_to_end(workspace)
            while len(sights) > SIGHTS_MAX:
                sights.popitem(last=False)
        return held

    async def told(self, company: str, sight: Sight) -> Told:
        """All that is told of a company, of it what is seen; the same value while none changes."""
        [found] = await self.told_of([company], sight)
        return found

    async def told_of(self, companies: Sequence[str], sight: Sight) -> list[Told]:
        """The same of several companies, in their order."""
        found = await self._shelf.told_of(companies)
        if sight.is_all:
            return found
        return [self._cut(each, told, sight) for each, told in zip(companies, found, strict=True)]

    def _cut(self, company: str, told: Told, sight: Sight) -> Told:
        key, count = (company, sight.workspace), (told.revision, told.common)
        held = self._hand.told.get(key)
        if held is None or held.sight is not sight or held.count != count:
            held = _Held(sight=sight, count=count, told=_cut(told, sight))
        with self._hand.lock:
            self._hand.told[key] = held
            self._hand.told.move_to_end(key)
            self._let_go()
        return held.told or told

    async def hidden(self, sight: Sight, items: Sequence[str]) -> frozenset[str]:
        """Those of these kept items that are not seen."""
        if sight.is_all:
            return frozenset()
        found: set[str] = set()
        for chunk in rows.chunks(items):
            query, named = rows.spread(ITEMS, items=chunk)
            for row in await self._engine.fetch(query, **named):
                seen = datetime.fromisoformat(rows.text_of(row, "seen"))
                if not sight.sees(rows.text_of(row, "source"), seen):
                    found.add(rows.id_of(row))
        return frozenset(found)

    async def viewers(self, items: Sequence[str]) -> dict[str, Viewed]:
        """Who sees each of these items, by its id; those that are not kept are left out.

        Items that are seen alike have one and the same value.
        """
        found: dict[str, Viewed] = {}
        alike: dict[tuple[str, str], Viewed] = {}
        for chunk in rows.chunks(items):
            query, named = rows.spread(VIEWERS, items=chunk)
            for row in await self._engine.fetch(query, **named):
                said = rows.text_of(row, "language"), rows.text_of(row, "workspaces")
                if said not in alike:
                    seeing = frozenset[str](json.loads(said[1]))
                    alike[said] = Viewed(language=said[0], workspaces=seeing)
                found[rows.id_of(row)] = alike[said]
        return found

    async def watchers(self, source: str) -> frozenset[str]:
        """The workspaces that see what this source brings from now on; `*`: all of them."""
        found = await self._engine.fetch(WATCHERS, source=source, always=PAST)
        return frozenset(rows.text_of(row, "workspace") for row in found)

    def _let_go(self) -> None:
        held = self._hand.told
        size = sum(each.size for each in held.values())
        while size > TELLINGS_MAX and len(held) > 1:
            size -= held.popitem(last=False)[1].size

    async def _read(self, workspace: str, revision: int) -> Sight:
        found = await self._engine.fetch(SOURCES, workspace=workspace)
        others = await self._engine.fetch(OTHERS, workspace=workspace, always=PAST)
        until = {
            rows.text_of(row, "source"): datetime.fromisoformat(rows.text_of(row, "until"))
            for row in found
        }
        return Sight(
            workspace=workspace,
            revision=revision,
            is_all=not others,
            until=until,
            owns=tuple(await knowing.owns(self._engine, workspace)),
            corrections=tuple(await knowing.corrections(self._engine, workspace)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a workspace sees of a company; `told` is None where it sees everything."""

    sight: Sight
    count: tuple[int, int]
    told: Told | None

    @property
    def size(self) -> int:
        return len(self.told.tellings) if self.told else 0


def _cut(told: Told, sight: Sight) -> Told | None:
    seen = [each for each in zip(told.places, told.tellings, strict=True) if _sees(sight, each[1])]
    objections = tuple(each for each in told.objections if _sees(sight, each))
    if len(seen) == len(told.tellings) and len(objections) == len(told.objections):
        return None
    return Told(
        revision=told.revision,
        common=told.common,
        places=tuple(place for place, _ in seen),
        tellings=tuple(telling for _, telling in seen),
        objections=objections,
    )


def _sees(sight: Sight, each: Telling | Objection) -> bool:
    return sight.sees(each.source, each.seen)


def seen_only(sight: Sight, found: Collection[Any_]) -> list[Any_]:
    """Those of the tellings or denials that are seen, in their order."""
    return [each for each in found if _sees(sight, each)]
