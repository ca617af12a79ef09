"""What workspaces set of a source for themselves: the schema step, and what visits make of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from storage.engine import Engine, Transaction
from storage.rows import Columns, Values, chunks, spread, stamp
from storage.sources import OwnSettings, Source

# NULL: as the source is for everybody.
OWN_SETTINGS: Final = (
    "ALTER TABLE watches ADD COLUMN own_title TEXT",
    "ALTER TABLE watches ADD COLUMN own_company TEXT",
    "ALTER TABLE watches ADD COLUMN own_language TEXT",
    "ALTER TABLE watches ADD COLUMN own_every_s REAL",
)
SOON: Final = timedelta(minutes=5)  # a rhythm that was asked for begins within this

OWN: Final = """
    SELECT w.own_title, w.own_company, w.own_language, w.own_every_s,
      s.label, s.title, s.company, s.language
    FROM watches w JOIN sources s ON s.id = w.source
    WHERE w.workspace = :workspace AND w.source = :source AND w.managed = 0"""

SET: Final = """
    UPDATE watches SET own_title = :own_title, own_company = :own_company,
      own_language = :own_language, own_every_s = :own_every_s
    WHERE workspace = :workspace AND source = :source AND managed = 0"""

# Of the sources of which anybody set anything, everybody who watches them.
WATCHERS: Final = """
    SELECT w.source, w.managed, w.own_title, w.own_company, w.own_language, w.own_every_s
    FROM watches w
    WHERE w.source IN (:sources) AND EXISTS (
      SELECT 1 FROM watches o WHERE o.source = w.source AND (o.own_company IS NOT NULL
        OR o.own_language IS NOT NULL OR o.own_every_s IS NOT NULL))"""

# A failing source keeps its back-off.
HURRY: Final = """
    UPDATE sources SET next_try = :soon
    WHERE id = :source AND failures = 0 AND next_try > :soon AND (:was_asked = 1 OR EXISTS (
      SELECT 1 FROM watches w WHERE w.source = sources.id AND w.own_every_s IS NOT NULL))"""


def own(row: Columns) -> OwnSettings:
    """What a workspace set for itself; the columns may be NULL."""
    every = row["own_every_s"]
    return OwnSettings(
        title=row["own_title"],
        company=row["own_company"],
        language=row["own_language"],
        every=None if every is None else timedelta(seconds=every),
    )


def own_values(settings: OwnSettings) -> Values:
    """What a workspace set for itself."""
    return {
        "own_title": settings.title,
        "own_company": settings.company,
        "own_language": settings.language,
        "own_every_s": settings.every.total_seconds() if settings.every else None,
    }


async def edit(
    transaction: Transaction,
    source: str,
    edit_: Callable[[OwnSettings], OwnSettings],
    workspace: str,
) -> bool:
    """Set what `edit_` makes of what the workspace set; False: the same, or it has no such row.

    What is so for everybody is none of its own.
    """
    target: Values = {"workspace": workspace, "source": source}
    found = await transaction.fetch(OWN, **target)
    if not found:
        return False
    before = own(found[0])
    after = _differing(edit_(before), found[0])
    if after == before:
        return False
    return bool(await transaction.execute(SET, **target, **own_values(after)))


def _differing(settings: OwnSettings, row: Columns) -> OwnSettings:
    shared_title = row["label"] or row["title"]
    return replace(
        settings,
        title=None if settings.title == shared_title else settings.title,
        company=None if settings.company == row["company"] else settings.company,
        language=None if settings.language == row["language"] else settings.language,
    )


def seen(source: Source, settings: OwnSettings) -> Source:
    """The source as the workspace sees it."""
    return replace(
        source,
        title=settings.title or source.title,
        company=settings.company or source.company,
        language=settings.language or source.language,
        every=settings.every or source.every,
    )


def asked(source: Source, watchers: Sequence[Columns]) -> Source:
    """The source as it is visited for all who watch it.

    It is read with a company and a language only where all of them see these so: what one of them
    set changes nothing for the others. What the config file watches is as the file says.
    """
    if not watchers or any(row["managed"] for row in watchers):
        return source
    each_own = [own(row) for row in watchers]
    rhythms = [each.every for each in each_own if each.every]
    return replace(
        source,
        company=_agreed([each.company for each in each_own], source.company),
        language=_agreed([each.language for each in each_own], source.language),
        asked=min(rhythms, default=None),
        asked_by_all=len(rhythms) == len(each_own),
    )


def _agreed(set_: Sequence[str | None], shared: str | None) -> str | None:
    seen_ = {each or shared for each in set_}
    return seen_.pop() if len(seen_) == 1 else shared


async def asked_of(engine: Engine, sources: Sequence[Source]) -> list[Source]:
    """The sources as they are visited for all who watch them, in their order."""
    found: dict[object, list[Columns]] = {}
    for some in chunks(source.id for source in sources):
        query, values = spread(WATCHERS, sources=some)
        for row in await engine.fetch(query, **values):
            found.setdefault(row["source"], []).append(row)
    return [asked(source, found.get(source.id, ())) for source in sources]


async def hurry(
    transaction: Transaction, changed: Sequence[Mapping[str, object]], *, at: datetime
) -> None:
    """Visit soon what is watched at another rhythm since these changes of the log.

    Else a source that was asked for once a week would keep somebody who comes later waiting.
    """
    for row in changed:
        was, is_ = (json.loads(str(row[name] or "{}")) for name in ("before", "after"))
        source = {**was, **is_}.get("source")
        rhythms = was.get("own_every_s"), is_.get("own_every_s")
        if row["owned"] != "watches" or not (source and (rhythms[0] != rhythms[1] or not was)):
            continue
        await hurry_one(transaction, source, at=at, was_asked=rhythms[0] is not None)


async def hurry_one(
    transaction: Transaction, source: str, *, at: datetime, was_asked: bool = False
) -> None:
    """Visit a source soon if anybody asks for a rhythm, or did."""
    soon = stamp(at + SOON)
    await transaction.execute(HURRY, source=source, soon=soon, was_asked=int(was_asked))
