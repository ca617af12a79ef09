"""The log of changes as it is read, and undo.

Undo puts the rows of a change back as they were, if they are still as it left them; all of them or
none. It is a change, too. What was done to the messages of a story is put back where they still
wait, and does not stand in the way where they do not.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from storage import auditing, owned
from storage.auditing import Entry
from storage.changes import By, Change, change
from storage.channels import Channel
from storage.engine import Engine
from storage.hearing import channel_values
from storage.owned import BY_TABLE, LOGGED, STORIES, Kept, Key, Owned
from storage.rows import Columns, within
from storage.sources import Audit

ROWS: Final = "SELECT * FROM changes WHERE audit = :id AND workspace = :workspace ORDER BY position"

# What was done in a private channel is seen there only.
_SEEN: Final = """(a.channel = :channel AND a.platform = :platform
      OR NOT EXISTS (SELECT 1 FROM private_channels p WHERE p.platform = a.platform
        AND p.workspace = a.workspace AND p.channel = a.channel))"""

ENTRY: Final = f"""
    SELECT a.* FROM audits a WHERE a.id = :id AND a.workspace = :workspace AND {_SEEN}"""  # noqa: S608 - a constant

ENTRIES: Final = f"""
    SELECT a.* FROM audits a
    WHERE a.workspace = :workspace AND {_SEEN} AND (:only = '' OR a.channel = :only)
      AND (a.actor_name LIKE :word ESCAPE '~' OR a.actor LIKE :word ESCAPE '~'
        OR a.command LIKE :word ESCAPE '~' OR a.before LIKE :word ESCAPE '~'
        OR a.after LIKE :word ESCAPE '~' OR a.command LIKE :other ESCAPE '~'
        OR a.before LIKE :other ESCAPE '~' OR a.after LIKE :other ESCAPE '~')
    ORDER BY a.id DESC LIMIT :limit OFFSET :first"""  # noqa: S608 - a constant

LAST: Final = f"""
    SELECT a.* FROM audits a
    WHERE a.workspace = :workspace AND a.platform = :platform AND a.actor = :user AND {_SEEN}
      AND a.undone IS NULL AND a.undoes IS NULL
      AND EXISTS (SELECT 1 FROM changes c WHERE c.audit = a.id)
    ORDER BY a.id DESC LIMIT 1"""  # noqa: S608 - a constant

# What was done about the same thing later and still holds; an undo holds what was before it.
LATER: Final = """
    SELECT a.* FROM changes c JOIN audits a ON a.id = c.audit
    WHERE c.workspace = :workspace AND c.topic = :topic AND c.audit > :id
      AND (:any = 1 OR (a.undone IS NULL AND a.undoes IS NULL))
    ORDER BY a.id DESC LIMIT 1"""


# Did it change what is nobody's own?
SHARED: Final = """
    SELECT 1 FROM changes WHERE audit = :id AND workspace = :workspace AND owned = 'stories'
    LIMIT 1"""


class Outcome(StrEnum):
    """What came of an undo."""

    DONE = "done"
    UNKNOWN = "unknown"  # no such change in this workspace
    NOTHING = "nothing"  # it changed no row: a refusal, or what only looked
    ALREADY = "already"  # it was undone before
    CHANGED = "changed"  # since: its rows are no longer as it left them


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What came of an undo. `since`: the change that stands in the way, if a person made it."""

    outcome: Outcome
    entry: Entry | None = None  # that was to be undone
    made: int | None = None  # the change that the undo is
    since: Entry | None = None
    hidden: bool = False  # a person made it, in a private channel
    shared: bool = False  # it is about stories, which are nobody's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries of the log are asked for, and from where."""

    here: Channel
    words: Sequence[str] = ()  # one or two: either is in it; none: any entry
    channel: str = ""  # only of this one; empty: of all


class Changes:
    """The log of one database, each workspace's own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def change(self, audit: By) -> AsyncIterator[Change]:
        """One edit: what is done with it is done together, and undone together."""
        async with change(self._engine, audit) as made:
            yield made

    async def entry(self, here: Channel, id_: int) -> Entry | None:
        """One change or refusal of a workspace, if it may be seen in this channel."""
        found = await self._engine.fetch(ENTRY, id=id_, **channel_values(here))
        return auditing.entry(found[0]) if found else None

    async def entries(self, wanted: Wanted, *, first: int = 0, limit: int = 50) -> list[Entry]:
        """Changes and refusals of a workspace that may be seen in this channel, newest first."""
        words = [within(each) for each in wanted.words] or ["%"]
        found = await self._engine.fetch(
            ENTRIES,
            **channel_values(wanted.here),
            only=wanted.channel,
            word=words[0],
            other=words[-1],
            first=first,
            limit=limit,
        )
        return [auditing.entry(row) for row in found]

    async def last(self, here: Channel, user: str) -> Entry | None:
        """The last change that a person made there and that is not undone; no undo counts."""
        found = await self._engine.fetch(LAST, user=user, **channel_values(here))
        return auditing.entry(found[0]) if found else None

    async def is_shared(self, id_: int, workspace: str) -> bool:
        """Is this change of a workspace about what is nobody's own, such as a story taken apart?"""
        return bool(await self._engine.fetch(SHARED, id=id_, workspace=workspace))

    async def undo(self, id_: int, here: Channel, audit: Audit) -> Undoing:
        """Put the rows of a change back as they were before it, if nothing happened to them since.

        `here`: the channel in which it is asked for. What that may not see is not known.

        All of them or none. Undoing an undo makes it so again.
        """
        async with change(self._engine, audit) as made:
            entry = await _entry(made, here, id_)
            if entry is None:
                return Undoing(outcome=Outcome.UNKNOWN)
            rows = await made.fetch(ROWS, id=id_, workspace=audit.actor.workspace)
            if not rows:
                return Undoing(outcome=Outcome.NOTHING, entry=entry)
            if entry.undone is not None:
                since = await _entry(made, here, entry.undone)
                return Undoing(outcome=Outcome.ALREADY, entry=entry, since=since)
            changed = await _to_put_back(made, [_Changed.of(row) for row in rows])
            is_free, since = await _in_the_way(made, entry, changed)
            seen = await _entry(made, here, since.id) if since else None
            if not is_free:
                return Undoing(
                    outcome=Outcome.CHANGED,
                    entry=entry,
                    since=seen,
                    hidden=since is not None and seen is None,
                    shared=any(each.owned is STORIES for each in changed),
                )
            await _put_back(made, changed)
            made.undoes = entry
            made.note(before=entry.audit.after, after=entry.audit.before)
            made.audit = replace(made.audit, needs=entry.audit.needs)
        return Undoing(outcome=Outcome.DONE, entry=entry, made=made.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """One row that a change touched. None: there was none, or is none any more."""

    owned: Owned
    key: Key
    topic: str
    before: Kept | None
    after: Kept | None

    @property
    def channel(self) -> tuple[object, ...]:
        """Where it is heard, of what is."""
        row = self.after or self.before or {}
        return row.get("platform"), row.get("workspace"), row.get("channel")

    @classmethod
    def of(cls, row: Columns) -> "_Changed":
        return cls(
            owned=BY_TABLE[row["owned"]],
            key=tuple(json.loads(row["key"])),
            topic=row["topic"],
            before=json.loads(row["before"]) if row["before"] else None,
            after=json.loads(row["after"]) if row["after"] else None,
        )


async def _entry(made: Change, here: Channel, id_: int) -> Entry | None:
    found = await made.fetch(ENTRY, id=id_, **channel_values(here))
    return auditing.entry(found[0]) if found else None


async def _to_put_back(made: Change, changed: Sequence[_Changed]) -> list[_Changed]:
    """What is put back of a change: without the messages of stories where one went on since."""
    if not any(each.owned is STORIES for each in changed):
        return list(changed)
    gone_on = {
        each.channel
        for each in changed
        if each.owned.table == "deliveries" and not await _is_as_left(made, each)
    }
    return [each for each in changed if each.owned is STORIES or each.channel not in gone_on]


async def _in_the_way(
    made: Change, entry: Entry, changed: Sequence[_Changed]
) -> tuple[bool, Entry | None]:
    """Are all rows as the change left them? If not, which change of a person came after it."""
    workspace = made.audit.actor.workspace
    is_free = True
    for topic in dict.fromkeys(each.topic for each in changed):
        ids = {"workspace": workspace, "topic": topic, "id": entry.id}
        own = [each for each in changed if each.topic == topic]
        is_as_left = all([await _is_as_left(made, each) for each in own])
        later = await made.fetch(LATER, **ids, any=int(not is_as_left))
        if later:
            return False, auditing.entry(later[0])
        is_free = is_free and is_as_left
    return is_free, None


async def _is_as_left(made: Change, changed: _Changed) -> bool:
    found = await owned.named(made, changed.owned, [changed.key])
    if changed.before is None and await owned.is_held(made, changed.owned, changed.key):
        return False
    return owned.is_as(changed.owned, found.get(changed.key), changed.after)


async def _put_back(made: Change, changed: Sequence[_Changed]) -> None:
    by_table = {each.table: [c for c in changed if c.owned is each] for each in LOGGED}
    for table, rows in by_table.items():
        if BY_TABLE[table].large:
            await made.touch(table, [each.key for each in rows])
    for each in (row for rows in reversed(by_table.values()) for row in rows):
        if each.before is None:
            await owned.remove(made, each.owned, each.key)
    for each in (row for rows in by_table.values() for row in rows):
        if each.before is not None:
            await owned.put(made, each.owned, each.key, each.before)
