"""Who changed what: audit rows, written in the transaction of the change itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from storage.engine import StoreError, Transaction
from storage.rows import Columns, Values, number_of, stamp
from storage.sources import Actor, Audit, Role

EVERYBODY: Final = "*"  # the workspace of the config file

NOTE: Final = """
    INSERT INTO audits (at, platform, workspace, channel, actor, actor_name, command, allowed,
      before, after, needs, undoes)
    VALUES (:at, :platform, :workspace, :channel, :actor, :actor_name, :command, :allowed,
      :before, :after, :needs, :undoes)
    RETURNING id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An audit row as it is kept. `undoes` and `undone` are the ids of other entries."""

    id: int
    audit: Audit
    undoes: int | None = None  # the change that this one took back
    undone: int | None = None  # the change that took this one back


async def note(
    transaction: Transaction,
    audit: Audit,
    *,
    before: str | None = None,
    after: str | None = None,
    undoes: int | None = None,
) -> int:
    """Keep the audit; gives its id.

    What it was and what it became come from the change unless they are told.
    """
    check(audit)
    if audit.before is None and audit.after is None:
        audit = replace(audit, before=before, after=after)
    [row] = await transaction.fetch(NOTE, **audit_values(audit), undoes=undoes)
    return number_of(row, "id")


def check(audit: Audit) -> None:
    """Raise `StoreError` where nobody may change anything."""
    if audit.actor.workspace == EVERYBODY:
        raise StoreError("nobody speaks for the config file: change it there")


def entry(row: Columns) -> Entry:
    """One audit with what became of it."""
    return Entry(id=row["id"], audit=audit(row), undoes=row["undoes"], undone=row["undone"])


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
        needs=Role(row["needs"]),
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
        "needs": audit.needs.value,
    }
