"""Rows to records and back, for what is watched and who changed it (see `storage.rows`)."""

from datetime import datetime

from storage.records import Actor, Audit, Watch
from storage.rows import Columns, Values, source, stamp, stamp_or_none, time_or_none


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


def audit(row: Columns) -> Audit:
    """One change of the watchlist."""
    return Audit(
        at=datetime.fromisoformat(row["at"]),
        actor=Actor(
            platform=row["platform"],
            workspace=row["workspace"],
            channel=row["channel"],
            user=row["actor"],
            name=row["actor_name"],
        ),
        command=row["command"],
        allowed=bool(row["allowed"]),
        before=row["before"],
        after=row["after"],
    )


def audit_values(audit: Audit) -> Values:
    """One change of the watchlist."""
    return {
        "at": stamp(audit.at),
        "platform": audit.actor.platform,
        "workspace": audit.actor.workspace,
        "channel": audit.actor.channel,
        "actor": audit.actor.user,
        "actor_name": audit.actor.name,
        "command": audit.command,
        "allowed": int(audit.allowed),
        "before": audit.before,
        "after": audit.after,
    }
