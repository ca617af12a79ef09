"""A workspace's own companies and names, and its corrections; each seen by it alone."""

import json
from collections.abc import Sequence
from typing import Final

from storage import knowing, news, rows
from storage.changes import By, change
from storage.corrections import Correction, Own, OwnName
from storage.engine import Engine, Transaction

ADD: Final = """
    INSERT INTO own_companies (workspace, id, name, into_company, added_by, added_at)
    VALUES (:workspace, :id, :name, '', :added_by, :added_at)
    ON CONFLICT (workspace, id) DO NOTHING"""

NAME: Final = """
    INSERT INTO own_names (workspace, name_key, company, name, common, position)
    VALUES (:workspace, :name_key, :company, :name, :common,
      (SELECT count(*) FROM own_names WHERE workspace = :workspace AND company = :company))
    ON CONFLICT (workspace, name_key) DO NOTHING"""

UNNAME: Final = "DELETE FROM own_names WHERE workspace = :workspace AND name_key = :name_key"

MERGE: Final = """
    UPDATE own_companies SET into_company = :into
    WHERE workspace = :workspace AND id = :id AND into_company <> :into"""

# Who watched or followed the one that is merged does so with the other.
MOVE_WATCH: Final = """
    INSERT INTO watches (workspace, source, company, managed, added_by, added_at)
    SELECT w.workspace, NULL, :into, 0, w.added_by, w.added_at FROM watches w
    WHERE w.workspace = :workspace AND w.company = :id AND NOT EXISTS (
      SELECT 1 FROM watches o WHERE o.company = :into AND o.workspace IN (:workspace, '*'))"""

MOVE_FOLLOWED: Final = """
    INSERT INTO followed (subscription, company, position, managed)
    SELECT f.subscription, :into, f.position, 0 FROM followed f
    JOIN subscriptions s ON s.id = f.subscription AND s.workspace = :workspace
    WHERE f.company = :id AND NOT EXISTS (
      SELECT 1 FROM followed o WHERE o.subscription = f.subscription AND o.company = :into)"""

UNWATCH: Final = "DELETE FROM watches WHERE workspace = :workspace AND company = :id"

UNPAUSE: Final = "DELETE FROM pauses WHERE workspace = :workspace AND company = :id"

UNFOLLOW: Final = """
    DELETE FROM followed WHERE company = :id AND subscription IN (
      SELECT id FROM subscriptions WHERE workspace = :workspace)"""

# One that is left without any company follows nothing: it would come to mean all of them.
UNSUBSCRIBE: Final = """
    DELETE FROM subscriptions WHERE workspace = :workspace AND all_companies = 0
      AND NOT EXISTS (SELECT 1 FROM followed f WHERE f.subscription = subscriptions.id)"""

# The same for the sources that it said to be about it; none: about nobody that it knows of.
MOVE_SOURCES: Final = """
    UPDATE watches SET own_company = :into WHERE workspace = :workspace AND own_company = :id"""

FORGET: Final = "DELETE FROM own_companies WHERE workspace = :workspace AND id = :id"
FORGET_NAMES: Final = "DELETE FROM own_names WHERE workspace = :workspace AND company = :id"
PART: Final = """
    UPDATE own_companies SET into_company = ''
    WHERE workspace = :workspace AND into_company = :id"""

CORRECT: Final = """
    INSERT INTO corrections (workspace, id, story, statements, value, slots, rejected, editor, at)
    VALUES (:workspace, :id, :story, :statements, :value, :slots, :rejected, :editor, :at)
    ON CONFLICT (workspace, id) DO NOTHING"""

TAKE_BACK: Final = "DELETE FROM corrections WHERE workspace = :workspace AND id = :id"


class Editing:
    """What a workspace knows better; every change with its audit row, in one transaction.

    The workspace of a change is that of the audit's actor.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def owns(self, workspace: str | None = None) -> list[Own]:
        """The companies and names of a workspace, or of all of them; by workspace and company."""
        return await knowing.owns(self._engine, workspace)

    async def corrections(self, workspace: str) -> list[Correction]:
        """The corrections of a workspace, oldest first."""
        return await knowing.corrections(self._engine, workspace)

    async def add_company(self, own: Own, *, audit: By) -> bool:
        """Keep a company with its names; False: the workspace has it already."""
        async with change(self._engine, audit) as transaction:
            added = await transaction.execute(
                ADD,
                workspace=own.workspace,
                id=own.company,
                name=own.name,
                added_by=transaction.actor.name or transaction.actor.user,
                added_at=rows.stamp(transaction.at),
            )
            if added:
                await _name(transaction, own)
                transaction.note(after=own.name)
            return bool(added)

    async def add_names(self, own: Own, *, audit: By) -> int:
        """Give a company further names; gives how many of them are new to the workspace."""
        async with change(self._engine, audit) as transaction:
            added = await _name(transaction, own)
            if added:
                told = ", ".join(name.text for name in own.names)
                transaction.note(after=told)
            return added

    async def remove_name(self, workspace: str, name: OwnName, *, audit: By) -> bool:
        """Take a name back; False: the workspace never gave it."""
        async with change(self._engine, audit) as transaction:
            gone = await transaction.execute(UNNAME, workspace=workspace, name_key=name.key)
            if gone:
                transaction.note(before=name.text)
            return bool(gone)

    async def merge(self, workspace: str, company: str, into: str, *, audit: By) -> bool:
        """Show the steps of a company of the workspace under another one; '': under its own again.

        False: so they are already, or it has no such company. Who watched or followed it does so
        with the other from then on.
        """
        target: rows.Values = {"workspace": workspace, "id": company}
        async with change(self._engine, audit) as transaction:
            merged = await transaction.execute(MERGE, **target, into=into)
            if merged and into:
                await transaction.execute(MOVE_WATCH, **target, into=into)
                await transaction.execute(MOVE_FOLLOWED, **target, into=into)
                await transaction.execute(MOVE_SOURCES, **target, into=into)
                await _leave(transaction, target)
            if merged:
                transaction.note(before=company, after=into)
            return bool(merged)

    async def remove_company(self, workspace: str, company: str, *, audit: By) -> bool:
        """Know a company of the workspace no longer; False: it had none such.

        It is watched and followed no longer, and what was merged into it stands for itself again.
        Its kept steps are seen again once it is added again.
        """
        target: rows.Values = {"workspace": workspace, "id": company}
        async with change(self._engine, audit) as transaction:
            gone = await transaction.execute(FORGET, **target)
            if gone:
                await transaction.execute(FORGET_NAMES, **target)
                await transaction.execute(PART, **target)
                await transaction.execute(MOVE_SOURCES, **target, into=None)
                await _leave(transaction, target)
                await transaction.execute(UNSUBSCRIBE, workspace=workspace)
                transaction.note(before=company)
            return bool(gone)

    async def correct(self, correction: Correction, *, audit: By) -> None:
        """Keep an editor's word on a step; twice is once."""
        async with change(self._engine, audit) as transaction:
            if await transaction.execute(CORRECT, **_correction_values(correction)):
                transaction.note()

    async def take_back(self, corrections: Sequence[Correction], *, audit: By) -> int:
        """Let what was extracted count again; gives how many corrections there were."""
        async with change(self._engine, audit) as transaction:
            gone = await transaction.many(
                TAKE_BACK, [{"workspace": each.workspace, "id": each.id} for each in corrections]
            )
            if gone:
                transaction.note()
            return gone


async def _leave(transaction: Transaction, target: rows.Values) -> None:
    """Let nobody of the workspace watch or follow a company."""
    for sql in (UNWATCH, UNPAUSE, UNFOLLOW):
        await transaction.execute(sql, **target)


async def _name(transaction: Transaction, own: Own) -> int:
    added = 0
    for name in own.names:  # one by one: each is placed behind those before it
        added += await transaction.execute(
            NAME,
            workspace=own.workspace,
            name_key=name.key,
            company=own.company,
            name=name.text,
            common=int(name.common),
        )
    return added


def _correction_values(correction: Correction) -> rows.Values:
    said = [news.milestone_values(each) for each in correction.statements]
    return {
        "workspace": correction.workspace,
        "id": correction.id,
        "story": correction.story,
        "statements": json.dumps(said),
        "value": json.dumps(news.milestone_values(correction.value)),
        "slots": json.dumps(correction.slots),
        "rejected": int(correction.rejected),
        "editor": correction.by,
        "at": rows.stamp(correction.at),
    }
