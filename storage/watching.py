"""Rows to records and back, for what is watched (see `storage.rows`)."""

from storage.records import Watch
from storage.rows import Columns, Values, source, stamp_or_none, time_or_none


def watch(row: Columns) -> Watch:
    """A source or a company on a watchlist; the source's own columns are in the same row."""
    return Watch(
        workspace=row["workspace"],
        source=source(row) if row["watched_source"] is not None else None,
        company=row["watched_company"],
        paused_until=time_or_none(row["paused_until"]),
        managed=bool(row["managed"]),
        added_by=row["added_by"],
        added_at=time_or_none(row["added_at"]),
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
