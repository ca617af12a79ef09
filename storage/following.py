"""The one subscription of a channel: which companies it names, and by which rules it hears.

Read from an engine or inside a transaction; written only inside one, which is the caller's.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from storage import hearing, rows, seeding
from storage.channels import Channel, Subscription
from storage.engine import Engine, Transaction
from storage.records import digest

# The companies of a subscription come in as many rows as it names, after each other.
SUBSCRIPTION: Final = """
    SELECT s.*, f.company FROM subscriptions s LEFT JOIN followed f ON f.subscription = s.id
    WHERE s.platform = :platform AND s.workspace = :workspace AND s.channel = :channel
    ORDER BY f.position, f.company"""

SUBSCRIPTIONS: Final = """
    SELECT s.*, f.company FROM subscriptions s LEFT JOIN followed f ON f.subscription = s.id
    WHERE :everywhere = 1 OR s.workspace = :workspace
    ORDER BY s.workspace, s.platform, s.channel, f.position, f.company"""

# Named, or one of all those that its workspace watches; of everything, if it watches none by name.
WANTING: Final = """
    SELECT s.*, f.company FROM subscriptions s LEFT JOIN followed f ON f.subscription = s.id
    WHERE (EXISTS (
        SELECT 1 FROM followed n WHERE n.subscription = s.id AND n.company IN (:names))
      OR (s.all_companies = 1 AND (
        EXISTS (SELECT 1 FROM watches w
          WHERE w.company = :company AND w.workspace IN (s.workspace, '*'))
        OR NOT EXISTS (SELECT 1 FROM watches w
          WHERE w.company IS NOT NULL AND w.workspace IN (s.workspace, '*')))))
      AND NOT EXISTS (SELECT 1 FROM pauses p
        WHERE p.workspace = s.workspace AND p.company = :company AND p.until > :now)
    ORDER BY s.workspace, s.platform, s.channel, f.position, f.company"""

BY_NAME: Final = """
    SELECT company FROM watches WHERE company IS NOT NULL AND workspace IN (:workspace, '*')
    ORDER BY managed DESC, added_at, company"""

SUBSCRIBE: Final = """
    INSERT INTO subscriptions (id, platform, workspace, channel, all_companies, kinds, floor,
      language, updates, promises, news, pace, calls, managed)
    VALUES (:id, :platform, :workspace, :channel, :all_companies, :kinds, :floor, :language,
      :updates, :promises, :news, :pace, :calls, 0)"""

RULE: Final = """
    UPDATE subscriptions SET kinds = :kinds, floor = :floor, language = :language,
      updates = :updates, promises = :promises, news = :news, pace = :pace, calls = :calls
    WHERE id = :id"""

WIDEN: Final = "UPDATE subscriptions SET all_companies = 1 WHERE id = :id"
NARROW: Final = "UPDATE subscriptions SET all_companies = 0 WHERE id = :id"

FOLLOW: Final = """
    INSERT INTO followed (subscription, company, position, managed)
    VALUES (:id, :company, :position, 0)
    ON CONFLICT (subscription, company) DO UPDATE SET position = excluded.position"""

UNFOLLOW: Final = "DELETE FROM followed WHERE subscription = :id AND company = :company"
UNFOLLOW_ALL: Final = "DELETE FROM followed WHERE subscription = :id"
UNSUBSCRIBE: Final = "DELETE FROM subscriptions WHERE id = :id"


async def of(engine: Engine | Transaction, channel: Channel) -> Subscription | None:
    """What a channel follows; None if it follows nothing."""
    found = await engine.fetch(SUBSCRIPTION, **hearing.channel_values(channel))
    return next(iter(hearing.subscriptions(found)), None)


async def wanting(
    engine: Engine, company: str, groups: Sequence[str], *, now: datetime
) -> list[Subscription]:
    """Who wants to hear of a company, by its name, by a group that it is in, or as one of all."""
    query, named = rows.spread(WANTING, names=[company, *groups])
    found = await engine.fetch(query, company=company, now=rows.stamp(now), **named)
    return hearing.subscriptions(found)


async def all_of(engine: Engine, workspace: str | None) -> list[Subscription]:
    """Those of a workspace, or of all of them; by workspace, platform and channel."""
    everywhere = int(workspace is None)
    found = await engine.fetch(SUBSCRIPTIONS, everywhere=everywhere, workspace=workspace)
    return hearing.subscriptions(found)


async def by_name(transaction: Transaction, workspace: str) -> tuple[str, ...]:
    """The companies that a workspace watches by name, the config file's first."""
    found = await transaction.fetch(BY_NAME, workspace=workspace)
    return tuple(dict.fromkeys(rows.text_of(row, "company") for row in found))


def widened(
    before: Subscription | None, channel: Channel, companies: Sequence[str], language: str
) -> Subscription:
    """What a channel follows with these companies added; none: all of them."""
    if before is None:
        id_ = digest(str(channel))
        named = tuple(dict.fromkeys(companies))
        return Subscription(id=id_, channel=channel, companies=named, language=language)
    if not (before.companies and companies):
        return replace(before, companies=())
    return replace(before, companies=tuple(dict.fromkeys((*before.companies, *companies))))


async def write(
    transaction: Transaction, before: Subscription | None, after: Subscription | None
) -> None:
    """Put one subscription in the place of the other; None: there is none."""
    if after is None:
        if before is not None:
            await transaction.execute(UNFOLLOW_ALL, id=before.id)
            await transaction.execute(UNSUBSCRIBE, id=before.id)
        return
    values = hearing.subscription_values(after)
    if before is None:
        await transaction.execute(SUBSCRIBE, **values)
    elif replace(before, companies=after.companies) != after:
        await transaction.execute(RULE, **values)
    await _name(transaction, after)


def moved(before: Subscription | None, after: Subscription | None) -> tuple[str | None, str | None]:
    """What a channel follows no longer and what it follows anew, for the audit."""
    if not (before and after and before.companies and after.companies):
        return _told(before), _told(after)
    gone = [each for each in before.companies if each not in after.companies]
    new = [each for each in after.companies if each not in before.companies]
    return " ".join(gone) or None, " ".join(new) or None


async def _name(transaction: Transaction, subscription: Subscription) -> None:
    """Write which companies a subscription names, in their order; none: all."""
    id_, companies = subscription.id, subscription.companies
    met = await transaction.fetch(seeding.NAMED, id=id_)
    gone = [rows.text_of(row, "company") for row in met]
    await transaction.execute(NARROW if companies else WIDEN, id=id_)
    await transaction.many(
        UNFOLLOW, [{"id": id_, "company": each} for each in gone if each not in companies]
    )
    await transaction.many(
        FOLLOW,
        [
            {"id": id_, "company": company, "position": position}
            for position, company in enumerate(companies)
        ],
    )


def _told(subscription: Subscription | None) -> str | None:
    """What a subscription follows, for the audit."""
    return None if subscription is None else " ".join(subscription.companies) or "*"
