"""What a store promises about what is held: it waits for its hour, and is told as one."""

from datetime import timedelta

from storage import pacing
from storage.channels import Channel, Delivery, DeliveryState, Heard
from storage.rules import Pace
from storage.store import Store
from tests.contracts.test_store_outbox import LEASE, claim, enqueue, unsettled
from tests.fakes_storage import (
    GENERAL,
    MINUTE,
    NEWS,
    NOW,
    audit,
    delivery,
    message_of,
    subscription,
)

USUAL = pacing.pace_text(Pace())
HOUR = timedelta(hours=1)


async def waking(store: Store, later: timedelta = timedelta()) -> list[Channel]:
    return await store.holding.waking(NOW + later, platforms=["local"])


async def held(store: Store, *names: str, to: Channel = GENERAL) -> list[Delivery]:
    """Deliveries that are held until an hour from now."""
    await store.watchlist.rule(to, lambda _: subscription(to), audit=audit())
    deliveries = [delivery(name, to) for name in names]
    await enqueue(store, *deliveries)
    for each in deliveries:
        await claim(store)
        await store.holding.hold(each.key, until=NOW + HOUR, by=USUAL)
    return deliveries


async def fold(store: Store, *deliveries: Delivery, to: Channel = GENERAL) -> list[Delivery]:
    keys = [each.key for each in deliveries]
    return await store.holding.fold(to, keys, now=NOW, lease=LEASE)


async def test_what_is_held_holds_up_nobody_and_wakes_at_its_hour(watched: Store) -> None:
    await held(watched, "a", "b")
    await enqueue(watched, delivery("c"))

    [next_] = await claim(watched, after=2 * HOUR)
    await watched.outbox.settle(next_.key, message="m", at=NOW)

    assert next_.story == "c"
    assert await waking(watched) == []
    assert await waking(watched, HOUR) == [GENERAL]
    assert [(each.story, by) for each, by in await watched.holding.held(GENERAL)] == [("a", USUAL), ("b", USUAL)]  # fmt: skip


async def test_nothing_wakes_while_something_waits_to_be_posted(watched: Store) -> None:
    first, *_ = await held(watched, "a", "b")
    await enqueue(watched, delivery("c"))

    assert await waking(watched, HOUR) == []
    assert await fold(watched, first) == []


async def test_a_channel_with_another_pace_or_none_wakes_at_once(watched: Store) -> None:
    await held(watched, "a")
    other = subscription(GENERAL, pace=Pace(digest=pacing.digest("hourly")))
    await watched.watchlist.rule(GENERAL, lambda _: other, audit=audit())
    changed = await waking(watched)
    await watched.watchlist.unfollow(GENERAL, (), audit=audit())

    assert changed == await waking(watched) == [GENERAL]


async def test_a_parked_channel_sleeps(watched: Store) -> None:
    await held(watched, "a")
    await watched.parking.park(GENERAL, fault="gone", at=NOW, next_probe=NOW)

    assert await waking(watched, HOUR) == []


async def test_what_is_kept_wakes_later(watched: Store) -> None:
    [only] = await held(watched, "a")

    await watched.holding.keep([only.key], until=NOW + 2 * HOUR, by=USUAL)

    assert await waking(watched, HOUR) == []
    assert await waking(watched, 2 * HOUR) == [GENERAL]


async def test_a_digest_is_settled_as_one(watched: Store) -> None:
    both = await held(watched, "a", "b")

    batch = await fold(watched, *both)
    [key] = {each.digest for each in batch}
    assert key is not None
    await watched.outbox.settle(key, message="m1", at=NOW)

    assert [each.story for each in batch] == ["a", "b"]
    assert key not in {each.key for each in batch}
    assert await watched.outbox.last("a", GENERAL) == Heard(
        message="m1", revision=1, is_shared=True, at=NOW
    )
    assert await watched.outbox.stories("m1", GENERAL) == ["b", "a"]
    assert [each.story for each in await watched.holding.told_by(key, GENERAL)] == ["a", "b"]
    assert await watched.holding.told_by(key, NEWS) == []
    assert await watched.holding.posted(GENERAL, since=NOW - MINUTE) == [NOW]


async def test_a_digest_of_one_story_is_a_message_of_its_own(watched: Store) -> None:
    both = await held(watched, "a", "b")
    batch = await fold(watched, *both)
    await watched.outbox.drop(batch[1].key, fault="muted")

    await watched.outbox.settle(batch[0].digest or "", message="m1", at=NOW)

    last = await watched.outbox.last("a", GENERAL)
    assert last is not None
    assert not last.is_shared
    assert await message_of(watched, "b", GENERAL) is None


async def test_a_digest_that_was_not_posted_is_held_again_for_another_one(watched: Store) -> None:
    both = await held(watched, "a", "b")
    batch = await fold(watched, *both)

    await watched.outbox.release(batch[0].digest or "", not_before=NOW + MINUTE, fault="refused")

    assert await waking(watched) == []
    assert await waking(watched, MINUTE) == [GENERAL]
    assert [each.digest for each, _ in await watched.holding.held(GENERAL)] == [None, None]


async def test_a_digest_in_doubt_comes_back_whole(watched: Store) -> None:
    both = await held(watched, "a", "b")
    batch = await fold(watched, *both)

    await watched.outbox.doubt(batch[0].digest or "", not_before=NOW + MINUTE, fault="lost")
    early = await unsettled(watched, NOW)
    found = await unsettled(watched, NOW + MINUTE)

    assert early == []
    assert [(each.story, each.digest) for each in found] == [(each.story, each.digest) for each in batch]  # fmt: skip


async def test_a_digest_that_rests_is_decided_about_as_one(watched: Store) -> None:
    both = await held(watched, "a", "b")
    batch = await fold(watched, *both)
    key = batch[0].digest or ""
    await watched.outbox.rest(key, fault="nobody can look")

    decided = await watched.outbox.decide(key[:6], again=True, audit=audit())

    assert [each.state for each in decided] == [DeliveryState.HELD, DeliveryState.HELD]
    assert await waking(watched) == [GENERAL]


async def test_what_is_held_for_a_channel_can_be_forgotten(watched: Store) -> None:
    await held(watched, "a")
    await held(watched, "b", to=NEWS)

    await watched.holding.forget(GENERAL, fault="follows nothing")

    counts = await watched.outbox.counts()
    assert (counts[DeliveryState.DROPPED], counts[DeliveryState.HELD]) == (1, 1)


async def test_messages_are_counted_once_whatever_they_told(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"), delivery("c"))
    for name, message, at in (("a", "m1", NOW), ("b", "m1", NOW + MINUTE), ("c", "m2", NOW + HOUR)):
        [each] = await claim(watched)
        assert each.story == name
        await watched.outbox.settle(each.key, message=message, at=at)

    assert sorted(await watched.holding.posted(GENERAL, since=NOW - MINUTE)) == [NOW, NOW + HOUR]
    assert await watched.holding.posted(GENERAL, since=NOW + MINUTE) == [NOW + HOUR]
    assert await watched.holding.posted(NEWS, since=NOW - MINUTE) == []


async def test_rules_come_back_as_they_were_given(watched: Store) -> None:
    rules = subscription(
        GENERAL,
        "byd",
        "all-china",
        news=("zh",),
        pace=Pace(digest=pacing.digest("weekly@sun@18:30"), zone="Asia/Shanghai", cap=None),
        calls=(pacing.call("recall=group:S1"),),
    )

    await watched.watchlist.rule(GENERAL, lambda _: rules, audit=audit())

    assert await watched.watchlist.subscription(GENERAL) == rules


async def test_who_follows_a_group_hears_of_the_companies_in_it(watched: Store) -> None:
    await watched.watchlist.rule(NEWS, lambda _: subscription(NEWS, "all-china"), audit=audit())

    hears = await watched.watchlist.subscriptions(["byd"], within=lambda _: ("all-china",))
    others = await watched.watchlist.subscriptions(["tesla"], within=lambda _: ())
    await watched.watchlist.add_company("byd", audit=audit())
    await watched.watchlist.pause(company="byd", until=NOW + HOUR, audit=audit())
    paused = await watched.watchlist.subscriptions(["byd"], now=NOW, within=lambda _: ("all-china",))  # fmt: skip

    assert [each.channel for each in hears] == [NEWS]
    assert others == []
    assert paused == []
