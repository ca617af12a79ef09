"""What the config file owns of the watchlist, made as the file says; chat's own rows stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from storage import hearing, own_settings, rows, watching
from storage.channels import Subscription
from storage.engine import Transaction
from storage.sources import Watch

# The file's settings count from now on; memory, failures and the next visit stay as they are.
SOURCE: Final = """
    INSERT INTO sources (id, kind, url, label, title, company, language, trust, every_s, backfill,
      memory, failures, settings, next_try)
    VALUES (:id, :kind, :url, :label, :title, :company, :language, :trust, :every_s, :backfill,
      :memory, :failures, :settings, :at)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, url = excluded.url,
      label = excluded.label, company = excluded.company, language = excluded.language,
      trust = excluded.trust, every_s = excluded.every_s, backfill = excluded.backfill,
      settings = excluded.settings,
      next_try = CASE WHEN EXISTS (SELECT 1 FROM watches w WHERE w.source = sources.id)
        THEN sources.next_try ELSE excluded.next_try END"""

WATCH: Final = """
    INSERT INTO watches (workspace, source, company, managed, added_by, added_at)
    VALUES (:workspace, :source, :company, 1, :added_by, :added_at)
    ON CONFLICT DO NOTHING"""

WATCHES: Final = "SELECT workspace, source, company FROM watches WHERE managed = 1"

# The name that the file gave goes with its watch.
UNLABEL: Final = "UPDATE sources SET label = '' WHERE id = :source"

UNWATCH: Final = """
    DELETE FROM watches
    WHERE managed = 1 AND workspace = :workspace AND (source = :source OR company = :company)"""

SUBSCRIPTION: Final = """
    INSERT INTO subscriptions (id, platform, workspace, channel, all_companies, kinds, floor,
      language, updates, promises, news, pace, calls, managed)
    VALUES (:id, :platform, :workspace, :channel, :all_companies, :kinds, :floor, :language,
      :updates, :promises, :news, :pace, :calls, 1)
    ON CONFLICT (workspace, platform, channel) DO UPDATE SET
      all_companies = excluded.all_companies, kinds = excluded.kinds, floor = excluded.floor,
      language = excluded.language, updates = excluded.updates, promises = excluded.promises,
      news = excluded.news, pace = excluded.pace, calls = excluded.calls
    WHERE subscriptions.managed = 1"""

MANAGED: Final = "SELECT id, platform, workspace, channel FROM subscriptions WHERE managed = 1"

NAMED: Final = "SELECT company FROM followed WHERE subscription = :id ORDER BY position"

FORGET: Final = "DELETE FROM followed WHERE subscription = :id AND managed = 1"

FOLLOW: Final = """
    INSERT INTO followed (subscription, company, position, managed)
    VALUES (:id, :company, :position, 1) ON CONFLICT DO NOTHING"""

# What chat added to a subscription of the file stays when the file lets go of it.
RELEASE: Final = "UPDATE subscriptions SET managed = 0, all_companies = 0 WHERE id = :id"

DELETE_EMPTY: Final = """
    DELETE FROM subscriptions
    WHERE id = :id AND NOT EXISTS (SELECT 1 FROM followed f WHERE f.subscription = :id)"""


async def watches(transaction: Transaction, listed: Sequence[Watch], *, at: datetime) -> None:
    """Watch what is listed, and let go of what the file listed before."""
    kept = set()
    for watch in listed:
        if watch.source:
            label = watch.source.title
            values = watching.source_values(watch.source)
            await transaction.execute(SOURCE, **values, label=label, at=rows.stamp(at))
        values = watching.watch_values(watch)
        if await transaction.execute(WATCH, **values) and watch.source:
            await own_settings.hurry_one(transaction, watch.source.id, at=at)
        kept.add(_target(values))
    for row in await transaction.fetch(WATCHES):
        if _target(row) not in kept:
            await transaction.execute(UNWATCH, **row)
            await transaction.execute(UNLABEL, **row)


async def subscriptions(transaction: Transaction, listed: Sequence[Subscription]) -> None:
    """Subscribe the listed channels, and let go of those that the file listed before.

    A channel that chat subscribed is chat's: the file does not touch it.
    """
    by_channel = {each.channel: each for each in listed}
    for each in by_channel.values():
        await transaction.execute(SUBSCRIPTION, **hearing.subscription_values(each))
    for row in await transaction.fetch(MANAGED):
        id_ = rows.id_of(row)
        await transaction.execute(FORGET, id=id_)
        if wanted := by_channel.get(hearing.channel(row)):
            named = enumerate(wanted.companies)
            await transaction.many(
                FOLLOW,
                [{"id": id_, "company": each, "position": place} for place, each in named],
            )
        else:
            await transaction.execute(RELEASE, id=id_)
            await transaction.execute(DELETE_EMPTY, id=id_)


def _target(row: rows.Columns) -> tuple[object, ...]:
    return row["workspace"], row["source"], row["company"]
