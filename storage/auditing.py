"""Who changed what: audit rows, written in the transaction of the change itself."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from storage.engine import StoreError, Transaction
from storage.rows import Columns, Values, stamp
from storage.sources import Actor, Audit

EVERYBODY: Final = "*"  # the workspace of the config file

NOTE: Final = """
    INSERT INTO audits (at, platform, workspace, channel, actor, actor_name, command, allowed,
      before, after)
    VALUES (:at, :platform, :workspace, :channel, :actor, :actor_name, :command, :allowed,
      :before, :after)"""


async def note(
    transaction: Transaction, audit: Audit, *, before: str | None = None, after: str | None = None
) -> None:
    """Keep the audit; what it was and what it became come from the change unless they are told."""
    if audit.actor.workspace == EVERYBODY:
        raise StoreError("nobody speaks for the config file: change it there")
    if audit.before is None and audit.after is None:
        audit = replace(audit, before=before, after=after)
    await transaction.execute(NOTE, **audit_values(audit))


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
