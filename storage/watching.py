"""Rows to records and back, for what is watched (see `storage.rows`)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from storage import own_settings
from storage.rows import Columns, Values, stamp, stamp_or_none, time_or_none
from storage.sources import (
    SILENT_AFTER,
    TROUBLE,
    Source,
    SourceKind,
    SourceState,
    SourceStatus,
    Standing,
    Trouble,
    Watch,
)


def memory_text(memory: Mapping[str, str]) -> str:
    """What a source left for its next visit, as it is kept."""
    return json.dumps(dict(memory))


def source(row: Columns) -> Source:
    """A source; the operator's own name for it goes before the one that it tells."""
    return Source(
        id=row["id"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        title=row["label"] or row["title"],
        company=row["company"],
        language=row["language"],
        trust=row["trust"],
        every=timedelta(seconds=row["every_s"]),
        backfill=row["backfill"],
        memory=json.loads(row["memory"]),
        failures=row["failures"],
        settings=json.loads(row["settings"]),
    )


def source_values(source: Source) -> Values:
    """A source; it is called by its host until somebody names it."""
    return {
        "id": source.id,
        "kind": source.kind.value,
        "url": source.url,
        "title": source.title or urlsplit(source.url).hostname or source.url,
        "company": source.company,
        "language": source.language,
        "trust": source.trust,
        "every_s": source.every.total_seconds(),
        "backfill": source.backfill,
        "memory": memory_text(source.memory),
        "failures": source.failures,
        "settings": memory_text(source.settings),
    }


def state(row: Columns, *, now: datetime) -> SourceState:
    """How it does; `paused_until` of the row is "" where nobody paused it."""
    memory = json.loads(row["memory"])
    trouble = memory.get(TROUBLE) if row["failures"] else None
    if row["paused_until"] > stamp(now) or trouble == Trouble.GONE:
        return SourceState.PAUSED
    if row["failures"]:
        return SourceState.BLOCKED if trouble == Trouble.BLOCKED else SourceState.FAILING
    if not row["last_success"]:
        return SourceState.NEW
    silent_after = memory.get(SILENT_AFTER)
    is_stale = silent_after is not None and now >= datetime.fromisoformat(silent_after)
    return SourceState.STALE if is_stale else SourceState.OK


def standing(row: Columns, *, now: datetime) -> Standing:
    """A source with what was told of it; `told` of the row is NULL where nothing was."""
    return Standing(
        source=source(row),
        state=state(row, now=now),
        fault=row["fault"],
        told=SourceState(row["told"]) if row["told"] else None,
        told_at=time_or_none(row["told_at"]),
    )


def status(row: Columns, *, now: datetime) -> SourceStatus:
    """A source with how it does; its row as for `state`."""
    return SourceStatus(
        source=source(row),
        state=state(row, now=now),
        fault=row["fault"],
        last_try=time_or_none(row["last_try"]),
        last_success=time_or_none(row["last_success"]),
        last_new=time_or_none(row["last_new"]),
        next_try=time_or_none(row["next_try"]),
        items=row["items"],
    )


def status_seen(row: Columns, *, now: datetime) -> SourceStatus:
    """The same as a workspace sees it, whose own settings are in the same row."""
    told = status(row, now=now)
    return replace(told, source=own_settings.seen(told.source, own_settings.own(row)))


def watch(row: Columns) -> Watch:
    """A source or a company on a watchlist; the source's own columns are in the same row."""
    own = own_settings.own(row)
    shared = source(row) if row["watched_source"] is not None else None
    return Watch(
        workspace=row["workspace"],
        source=own_settings.seen(shared, own) if shared else None,
        company=row["watched_company"],
        paused_until=time_or_none(row["paused_until"]),
        managed=bool(row["managed"]),
        added_by=row["added_by"],
        added_at=time_or_none(row["added_at"]),
        own=own,
        known_as=shared.title if shared else "",
    )


def watch_values(watch: Watch) -> Values:
    """A source or a company on a watchlist; pauses have rows of their own."""
    return {
        "workspace": watch.workspace,
        "source": watch.source.id if watch.source else None,
        "company": watch.company,
        "managed": int(watch.managed),
        "added_by": watch.added_by,
        "added_at": stamp_or_none(watch.added_at),
    }
