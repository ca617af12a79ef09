"""What is watched and who follows it; every change with its audit row, in one transaction.

The workspace is that of the audit's actor. Workspace `*` is the config file's: what it watches is
watched by every workspace, and no command changes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from storage import auditing, following, hearing, own_settings, rows, seeding, watching
from storage.changes import By, Change, change
from storage.channels import Channel, Subscription
from storage.engine import Engine, StoreError, Transaction
from storage.sources import Audit, OwnSettings, Source, Watch

ADD_SOURCE: Final = """
    INSERT INTO sources (id, kind, url, title, company, language, trust, every_s, backfill, memory,
      failures, settings, next_try)
    VALUES (:id, :kind, :url, :title, :company, :language, :trust, :every_s, :backfill, :memory,
      :failures, :settings, :next_try)
    ON CONFLICT (id) DO NOTHING"""

# A source that nobody watched for a while starts again: its old back-off is no longer wanted.
WAKE_SOURCE: Final = """
    UPDATE sources SET next_try = :at
    WHERE id = :source AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.source = sources.id)"""

ADD_WATCH: Final = """
    INSERT INTO watches (workspace, source, company, managed, added_by, added_at)
    SELECT :workspace, :source, :company, :managed, :added_by, :added_at
    WHERE NOT EXISTS (
      SELECT 1 FROM watches w WHERE w.workspace IN (:workspace, '*')
        AND (w.source = :source OR w.company = :company))"""

REMOVE_WATCH: Final = """
    DELETE FROM watches
    WHERE workspace = :workspace AND managed = 0 AND (source = :source OR company = :company)"""

WATCHES: Final = """
    SELECT w.workspace, w.managed, w.added_by, w.added_at, w.source AS watched_source,
      w.company AS watched_company, w.own_title, w.own_company, w.own_language, w.own_every_s,
      p.until AS paused_until, s.*
    FROM watches w LEFT JOIN sources s ON s.id = w.source
    LEFT JOIN pauses p ON p.workspace = :workspace
      AND (p.source = w.source OR p.company = w.company)
    WHERE w.workspace IN (:workspace, '*')
    ORDER BY w.managed, w.added_at, w.source, w.company"""

WATCHED_COMPANIES: Final = """
    SELECT company FROM watches WHERE company IS NOT NULL
    UNION SELECT company FROM followed"""

WATCHED: Final = """
    SELECT 1 AS one FROM watches WHERE workspace IN (:workspace, '*')
      AND (source = :source OR company = :company) LIMIT 1"""

PAUSE: Final = """
    INSERT INTO pauses (workspace, source, company, until)
    VALUES (:workspace, :source, :company, :until)"""

PAUSED: Final = """
    SELECT until FROM pauses
    WHERE workspace = :workspace AND (source = :source OR company = :company)"""

RESUME: Final = """
    DELETE FROM pauses
    WHERE workspace = :workspace AND (source = :source OR company = :company)"""

WORKSPACES: Final = """
    SELECT workspace FROM subscriptions UNION SELECT workspace FROM own_names
    UNION SELECT workspace FROM watches WHERE workspace <> '*'
    UNION SELECT workspace FROM corrections"""

AUDITS: Final = "SELECT * FROM audits WHERE workspace = :workspace ORDER BY id DESC LIMIT :limit"


class Watchlist:
    """Companies, sources and subscriptions, each seen by its own workspace only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add_company(self, company: str, *, audit: By) -> bool:
        """Watch a company; False, and no audit row, if the workspace does already."""
        async with change(self._engine, audit) as transaction:
            return await _add(transaction, audit, company=company)

    async def add_source(self, source: Source, *, audit: By) -> bool:
        """Watch a source; False, and no audit row, if the workspace does already.

        Sources are shared: one that is known keeps its settings and its memory. One that nobody
        watched is due at once.
        """
        at = rows.stamp(audit.at)
        async with change(self._engine, audit) as transaction:
            values = watching.source_values(source) | {"next_try": at}
            await transaction.execute(ADD_SOURCE, **values)
            await transaction.execute(WAKE_SOURCE, source=source.id, at=at)
            return await _add(transaction, audit, source=source.id)

    async def remove_company(self, company: str, *, audit: By) -> bool:
        """Watch a company no more; False if the workspace itself did not."""
        async with change(self._engine, audit) as transaction:
            return await _remove(transaction, audit, company=company)

    async def remove_source(self, source: str, *, audit: By) -> bool:
        """Watch a source no more; False if the workspace itself did not. What it told is kept."""
        async with change(self._engine, audit) as transaction:
            return await _remove(transaction, audit, source=source)

    async def edit_source(
        self, source: str, edit: Callable[[OwnSettings], OwnSettings], *, audit: By
    ) -> bool:
        """Set for the workspace what `edit` makes of what it set of a source so far.

        `edit` is called once, inside the transaction. False: that is the same, or the workspace
        itself does not watch it.
        """
        async with change(self._engine, audit) as transaction:
            return await own_settings.edit(transaction, source, edit, audit.actor.workspace)

    async def follow(
        self, channel: Channel, companies: Sequence[str], *, audit: By, language: str = "en"
    ) -> Subscription:
        """Add companies to the one subscription of a channel; gives it as it is then.

        No companies: all that the workspace watches. A channel that follows all goes on doing so.
        The language is that of a new subscription; another keeps its own.
        """
        _check_workspace(channel, audit)
        async with change(self._engine, audit) as transaction:
            before = await following.of(transaction, channel)
            after = following.widened(before, channel, companies, language)
            if after == before:
                return after
            await following.write(transaction, before, after)
            was, is_ = following.moved(before, after)
            transaction.note(before=was, after=is_)
            return after

    async def hear(
        self, channel: Channel, companies: Sequence[str], *, audit: By, language: str = "en"
    ) -> Subscription:
        """As `follow`, but a channel of the config file's is left as it is.

        No companies: so is one that follows some by name.
        """
        _check_workspace(channel, audit)
        async with change(self._engine, audit) as transaction:
            before = await following.of(transaction, channel)
            if before and (before.managed or not companies):
                return before
            return await self.follow(channel, companies, audit=transaction, language=language)

    async def forget(self, channel: Channel, company: str, *, audit: By) -> bool:
        """As `unfollow` of one company, but one that follows all, or is the file's, goes on so."""
        _check_workspace(channel, audit)
        async with change(self._engine, audit) as transaction:
            before = await following.of(transaction, channel)
            if before is None or before.managed or company not in before.companies:
                return False
            return await self.unfollow(channel, [company], audit=transaction)

    async def unfollow(self, channel: Channel, companies: Sequence[str], *, audit: By) -> bool:
        """Take companies from the subscription of a channel, or all of them; False if it had none.

        A subscription without companies left is deleted. One of all that the workspace watches
        becomes one of the others by name; where the workspace watches none by name there are no
        others to name, and it stays as it is.
        """
        _check_workspace(channel, audit)
        async with change(self._engine, audit) as transaction:
            before = await following.of(transaction, channel)
            if before is None:
                return False
            named = before.companies or await following.by_name(transaction, channel.workspace)
            left = tuple(each for each in named if each not in companies) if companies else ()
            if companies and left == named:
                return False
            after = replace(before, companies=left) if left else None
            await following.write(transaction, before, after)
            was, is_ = following.moved(before, after)
            transaction.note(before=was, after=is_)
            return True

    async def rule(
        self, channel: Channel, edit: Callable[[Subscription | None], Subscription], *, audit: By
    ) -> Subscription:
        """Give a channel the rules that `edit` makes of those it has; gives them.

        `edit` is called once, inside the transaction; what it raises leaves everything as it was.
        """
        _check_workspace(channel, audit)
        async with change(self._engine, audit) as transaction:
            before = await following.of(transaction, channel)
            after = edit(before)
            if after == before:
                return after
            await following.write(transaction, before, after)
            was, is_ = hearing.rules_told(before, after)
            transaction.note(before=was, after=is_)
            return after

    async def subscription(self, channel: Channel) -> Subscription | None:
        """What a channel follows; None if it follows nothing."""
        return await following.of(self._engine, channel)

    async def subscriptions(
        self,
        companies: Sequence[str],
        *,
        now: datetime | None = None,
        within: Callable[[str], Sequence[str]] = lambda _company: (),
    ) -> list[Subscription]:
        """Who wants to hear of any of these companies, each channel once.

        By name, by a group that it is `within`, or as one of all that its workspace watches (of
        everything, if it watches none by name); not of a company that its workspace has paused at
        `now`, the present by default.
        """
        now = now or datetime.now(tz=UTC)
        found: dict[str, Subscription] = {}
        for company in dict.fromkeys(companies):
            wanting = await following.wanting(self._engine, company, within(company), now=now)
            found |= {each.id: each for each in wanting}
        return list(found.values())

    async def all_subscriptions(self, workspace: str | None = None) -> list[Subscription]:
        """Those of a workspace, or of all of them; by workspace, platform and channel."""
        return await following.all_of(self._engine, workspace)

    async def watches(self, workspace: str) -> list[Watch]:
        """What a workspace watches, oldest first, then what the config file watches for all.

        `paused_until` is what this workspace said, and may be over.
        """
        found = [
            watching.watch(row) for row in await self._engine.fetch(WATCHES, workspace=workspace)
        ]
        # The file may have come to watch what the workspace did already: then it is the file's.
        once = {(each.source and each.source.id, each.company): each for each in found}
        return list(once.values())

    async def watched_companies(self) -> frozenset[str]:
        """The companies that any workspace watches, or any channel follows by name."""
        found = await self._engine.fetch(WATCHED_COMPANIES)
        return frozenset(rows.text_of(row, "company") for row in found)

    async def pause(
        self,
        *,
        source: str | None = None,
        company: str | None = None,
        until: datetime,
        audit: By,
    ) -> bool:
        """Let a source or a company rest for this workspace; False if it is not watched.

        `datetime.max` (UTC): until resumed. Again with another time: that one counts.
        """
        target: rows.Values = {
            "workspace": audit.actor.workspace,
            "source": source,
            "company": company,
        }
        async with change(self._engine, audit) as transaction:
            if not await transaction.fetch(WATCHED, **target):
                return False
            before = await _paused(transaction, target)
            await transaction.execute(RESUME, **target)
            await transaction.execute(PAUSE, **target, until=rows.stamp(until))
            transaction.note(before=before, after=rows.stamp(until))
            return True

    async def resume(
        self, *, source: str | None = None, company: str | None = None, audit: By
    ) -> bool:
        """End a pause of this workspace; False if there was none."""
        target: rows.Values = {
            "workspace": audit.actor.workspace,
            "source": source,
            "company": company,
        }
        async with change(self._engine, audit) as transaction:
            before = await _paused(transaction, target)
            if before is None:
                return False
            await transaction.execute(RESUME, **target)
            transaction.note(before=before, after=None)
            return True

    async def note(self, audit: Audit) -> None:
        """Keep that a command was given which changed nothing, as one that was refused."""
        async with self._engine.transaction() as transaction:
            await auditing.note(transaction, audit)

    async def workspaces(self) -> frozenset[str]:
        """Every workspace that watches, follows or knows anything of its own."""
        found = await self._engine.fetch(WORKSPACES)
        return frozenset(rows.text_of(row, "workspace") for row in found)

    async def audits(self, workspace: str, *, limit: int = 50) -> list[Audit]:
        """What was changed in a workspace, newest first."""
        found = await self._engine.fetch(AUDITS, workspace=workspace, limit=limit)
        return [auditing.audit(row) for row in found]

    async def seed(
        self, watches: Sequence[Watch], subscriptions: Sequence[Subscription], *, at: datetime
    ) -> None:
        """Make what the config file owns as the file says, in one transaction; twice is harmless.

        Adds, updates, and removes what is no longer listed. What chat made stays, and so does what
        a source remembers.
        """
        async with self._engine.transaction() as transaction:
            await seeding.watches(transaction, watches, at=at)
            await seeding.subscriptions(transaction, subscriptions)


def _check_workspace(channel: Channel, audit: By) -> None:
    if channel.workspace != audit.actor.workspace:
        raise StoreError(f"{channel} belongs to another workspace: ask somebody there")


async def _add(
    transaction: Change,
    audit: By,
    *,
    source: str | None = None,
    company: str | None = None,
) -> bool:
    added = await transaction.execute(
        ADD_WATCH,
        workspace=audit.actor.workspace,
        source=source,
        company=company,
        managed=0,
        added_by=audit.actor.name or audit.actor.user,
        added_at=rows.stamp(audit.at),
    )
    if added:
        transaction.note(before=None, after=source or company)
    return bool(added)


async def _remove(
    transaction: Change,
    audit: By,
    *,
    source: str | None = None,
    company: str | None = None,
) -> bool:
    target: rows.Values = {"workspace": audit.actor.workspace, "source": source, "company": company}
    if not await transaction.execute(REMOVE_WATCH, **target):
        return False
    await transaction.execute(RESUME, **target)
    transaction.note(before=source or company, after=None)
    return True


async def _paused(transaction: Transaction, target: rows.Values) -> str | None:
    found = await transaction.fetch(PAUSED, **target)
    return rows.text_of(found[0], "until") if found else None
