"""What a store promises about the outbox: each delivery once, each channel in its order."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from storage.channels import Channel, Delivery, DeliveryState
from storage.store import Store
from tests.fakes_storage import (
    GENERAL,
    MINUTE,
    NEWS,
    NOW,
    audit,
    channel,
    delivery,
    item,
    message_of,
    story,
    visit,
)

LEASE = timedelta(minutes=2)


async def enqueue(store: Store, *deliveries: Delivery) -> None:
    """Record them with the stories that they are about."""
    names = dict.fromkeys(each.story for each in deliveries)
    known = [name for name in names if await store.history.story(name)]
    begun = [story(item(name), name=name) for name in names if name not in known]
    items = [item(each.id) for each in begun]
    await store.visits.record(visit(*items, stories=begun, deliveries=deliveries))


async def claim(
    store: Store, *, after: timedelta = timedelta(), platforms: Sequence[str] = ("local",)
) -> list[Delivery]:
    return await store.outbox.claim(NOW + after, platforms=platforms, lease=LEASE)


async def unsettled(store: Store, now: datetime, *, every: bool = False) -> list[Delivery]:
    return await store.outbox.unsettled(now, platforms=["local"], lease=LEASE, every=every)


def names(deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    return [(each.channel.id, each.story) for each in deliveries]


async def settle(store: Store, *deliveries: Delivery) -> None:
    for each in deliveries:
        await store.outbox.settle(each.key, message=f"m-{each.story}", at=NOW)


async def test_a_channel_hears_in_order_one_at_a_time(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"), delivery("c"), delivery("a", NEWS))

    first = await claim(watched)
    assert names(first) == [("general", "a"), ("news", "a")]
    assert await claim(watched) == []
    await settle(watched, *first)
    second = await claim(watched)
    assert names(second) == [("general", "b")]
    await settle(watched, *second)
    assert names(await claim(watched)) == [("general", "c")]


async def test_a_claim_says_when_and_how_often_it_was_tried(watched: Store) -> None:
    await enqueue(watched, delivery("a"))

    [first] = await claim(watched, after=MINUTE)
    await watched.outbox.release(first.key, not_before=NOW + 2 * MINUTE, fault="refused")
    [second] = await claim(watched, after=2 * MINUTE)

    assert (first.state, first.attempts, first.attempted, first.created) == (
        DeliveryState.SENDING,
        1,
        NOW + MINUTE,
        NOW,
    )
    assert (second.key, second.attempts, second.attempted) == (first.key, 2, NOW + 2 * MINUTE)


async def test_a_delivery_is_enqueued_once_whatever_became_of_it(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await settle(watched, taken)

    await enqueue(watched, delivery("a"), delivery("a"))

    assert await claim(watched) == []
    assert await watched.outbox.queue("acme") == []
    assert (await watched.outbox.counts())[DeliveryState.SENT] == 1


async def test_two_workers_never_get_the_same_delivery(watched: Store) -> None:
    channels = [channel(f"c{number}") for number in range(30)]
    await enqueue(watched, *(delivery("a", each) for each in channels))

    taken = await asyncio.gather(
        *(watched.outbox.claim(NOW, platforms=["local"], lease=LEASE, limit=7) for _ in range(8))
    )

    keys = [each.key for worker in taken for each in worker]
    assert max(len(worker) for worker in taken) == 7
    assert len(keys) == len(set(keys)) == 30


async def test_only_the_platforms_asked_for_are_claimed(watched: Store) -> None:
    await enqueue(watched, delivery("a", channel("x", platform="slack")), delivery("a"))

    assert names(await claim(watched)) == [("general", "a")]
    assert await claim(watched, platforms=()) == []
    assert names(await claim(watched, platforms=("slack", "discord"))) == [("x", "a")]


async def test_a_delivery_that_waits_for_its_time_holds_its_channel_only(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"), delivery("a", NEWS), delivery("b", NEWS))
    [general, _] = await claim(watched)
    await watched.outbox.release(general.key, not_before=NOW + MINUTE, fault="slow down")

    assert await claim(watched, after=MINUTE / 2) == []
    assert names(await claim(watched, after=MINUTE)) == [("general", "a")]


async def test_a_delivery_may_be_enqueued_for_later(watched: Store) -> None:
    await enqueue(watched, delivery("a", not_before=NOW + MINUTE))

    assert await claim(watched) == []
    assert names(await claim(watched, after=MINUTE)) == [("general", "a")]


@pytest.mark.parametrize("verb", ["park", "drop"])
async def test_what_is_given_up_holds_nobody_up(watched: Store, verb: str) -> None:
    await enqueue(watched, delivery("a"), delivery("b"))
    [taken] = await claim(watched)

    await getattr(watched.outbox, verb)(taken.key, fault="channel is gone")

    assert names(await claim(watched, after=LEASE)) == [("general", "b")]
    assert await unsettled(watched, NOW + 2 * LEASE, every=False) != [taken]


async def test_a_parked_delivery_rests_in_the_queue_and_may_be_released(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await watched.outbox.park(taken.key, fault="channel is gone")

    assert await unsettled(watched, NOW + 9 * LEASE, every=True) == []
    [parked] = await watched.outbox.queue("acme")
    await watched.outbox.release(parked.key, not_before=NOW, fault="")

    assert parked.state is DeliveryState.PARKED
    assert names(await claim(watched)) == [("general", "a")]


async def test_what_is_being_sent_is_unsettled_after_its_lease(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)

    assert await unsettled(watched, NOW + LEASE / 2) == []
    assert await unsettled(watched, NOW + LEASE) == [taken]


async def test_at_start_up_all_that_was_being_sent_is_unsettled(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"), delivery("b", NEWS))
    taken = await claim(watched)

    assert await unsettled(watched, NOW, every=True) == taken


async def test_what_is_unsettled_is_given_to_one_worker_only(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    late = NOW + LEASE

    given = await asyncio.gather(
        *(unsettled(watched, late) for _ in range(4)),
    )

    assert [each for worker in given for each in worker] == [taken]
    assert await claim(watched, after=LEASE) == []
    assert await unsettled(watched, late + LEASE) == [taken]


async def test_an_uncertain_delivery_is_looked_for_before_anything_else(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"))
    [taken] = await claim(watched)
    await watched.outbox.doubt(taken.key, not_before=NOW + MINUTE, fault="no answer")

    assert await claim(watched, after=9 * LEASE) == []
    assert await unsettled(watched, NOW) == []
    [doubted] = await unsettled(watched, NOW + MINUTE)
    assert doubted.state is DeliveryState.UNCERTAIN
    assert await unsettled(watched, NOW + MINUTE) == []
    await settle(watched, doubted)
    assert names(await claim(watched)) == [("general", "b")]


async def test_a_delivery_not_found_is_released_and_sent_again(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await watched.outbox.doubt(taken.key, not_before=NOW, fault="no answer")
    [doubted] = await unsettled(watched, NOW)

    await watched.outbox.release(doubted.key, not_before=NOW, fault="not in the channel")

    [again] = await claim(watched)
    assert (again.key, again.attempts) == (taken.key, 2)


async def test_what_was_sent_stays_sent(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await watched.outbox.settle(taken.key, message="first", at=NOW)

    await watched.outbox.settle(taken.key, message="second", at=NOW)
    await watched.outbox.release(taken.key, not_before=NOW, fault="late")
    await watched.outbox.doubt(taken.key, not_before=NOW, fault="late")
    await watched.outbox.park(taken.key, fault="late")
    await watched.outbox.drop(taken.key, fault="late")

    assert await message_of(watched, "a", GENERAL) == "first"
    assert await claim(watched) == []
    assert (await watched.outbox.counts())[DeliveryState.SENT] == 1


async def test_what_was_given_up_may_still_turn_out_to_be_sent(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await watched.outbox.park(taken.key, fault="no answer for a day")

    await settle(watched, taken)

    assert await message_of(watched, "a", GENERAL) == "m-a"


async def test_the_newest_sent_message_of_a_story_is_told(watched: Store) -> None:
    elsewhere = [channel("general", workspace="other"), channel("general", platform="slack"), NEWS]
    await enqueue(watched, delivery("a"), delivery("a", revision=2), delivery("a", revision=3))

    for revision in (1, 2):
        [taken] = await claim(watched)
        await watched.outbox.settle(taken.key, message=f"m{revision}", at=NOW)

    assert await message_of(watched, "a", GENERAL) == "m2"
    assert await message_of(watched, "b", GENERAL) is None
    assert [await message_of(watched, "a", each) for each in elsewhere] == [None] * 3


async def test_counts_name_every_state(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"), delivery("a", NEWS), delivery("b", NEWS))
    general, news = await claim(watched)
    await watched.outbox.drop(news.key, fault="unwanted")

    counts = await watched.outbox.counts()

    assert set(counts) == set(DeliveryState)
    assert counts[general.state] == 1
    assert counts[DeliveryState.WAITING] == 2
    assert counts[DeliveryState.DROPPED] == 1


async def test_a_workspace_sees_its_own_queue_oldest_first(watched: Store) -> None:
    other = Channel(platform="local", workspace="other", id="general")
    await enqueue(watched, delivery("b"), delivery("a"), delivery("a", other))

    assert names(await watched.outbox.queue("acme")) == [("general", "b"), ("general", "a")]
    assert [each.channel for each in await watched.outbox.queue("other")] == [other]


async def test_what_nobody_can_look_for_rests_and_those_behind_it_go_on(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("b"))
    [taken] = await claim(watched)
    await watched.outbox.rest(taken.key, fault="nobody can look")

    assert await unsettled(watched, NOW + 9 * LEASE, every=True) == []
    assert names(await claim(watched)) == [("general", "b")]
    [resting, _] = await watched.outbox.queue("acme")
    assert (resting.state, resting.not_before) == (DeliveryState.UNCERTAIN, None)


@pytest.mark.parametrize("again", [True, False])
async def test_a_person_decides_about_what_rests(watched: Store, *, again: bool) -> None:
    await enqueue(watched, delivery("a"), delivery("b"))
    [taken] = await claim(watched)
    await watched.outbox.rest(taken.key, fault="nobody can look")

    foreign = await watched.outbox.decide("", again=again, audit=audit(workspace="other"))
    [decided] = await watched.outbox.decide(taken.key[:6], again=again, audit=audit())

    assert foreign == []
    assert decided.key == taken.key
    assert names(await claim(watched)) == [("general", "a" if again else "b")]
    assert await watched.outbox.decide("", again=again, audit=audit()) == []


async def test_a_parked_channel_keeps_what_is_for_it_until_it_is_free(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("a", NEWS))
    parked = await watched.parking.park(
        GENERAL, fault="not a member", at=NOW, next_probe=NOW + MINUTE
    )
    again = await watched.parking.park(GENERAL, fault="gone", at=NOW + MINUTE, next_probe=NOW)

    assert (parked, again) == (True, False)
    assert names(await claim(watched)) == [("news", "a")]
    [kept] = await watched.parking.all()
    assert (kept.channel, kept.since, kept.fault, kept.told) == (
        GENERAL,
        NOW,
        "not a member",
        False,
    )
    assert await watched.parking.free(GENERAL)
    assert not await watched.parking.free(GENERAL)
    assert names(await claim(watched)) == [("general", "a")]


async def test_what_is_in_doubt_in_a_parked_channel_is_not_looked_for(watched: Store) -> None:
    await enqueue(watched, delivery("a"))
    [taken] = await claim(watched)
    await watched.outbox.doubt(taken.key, not_before=NOW, fault="lost")
    await watched.parking.park(GENERAL, fault="gone", at=NOW, next_probe=NOW)

    assert await unsettled(watched, NOW + LEASE) == []
    await watched.parking.free(GENERAL)
    assert [each.key for each in await unsettled(watched, NOW + LEASE)] == [taken.key]


async def test_only_what_waits_too_long_for_a_parked_channel_is_dropped(watched: Store) -> None:
    await enqueue(watched, delivery("a"), delivery("a", NEWS))
    await watched.parking.park(GENERAL, fault="gone", at=NOW, next_probe=NOW)

    assert await watched.parking.expire(NOW, fault="too old") == 0
    assert await watched.parking.expire(NOW + MINUTE, fault="too old") == 1
    await watched.parking.free(GENERAL)
    assert names(await claim(watched)) == [("news", "a")]


async def test_a_probe_that_failed_and_a_word_to_the_operators_are_kept(watched: Store) -> None:
    await watched.parking.park(GENERAL, fault="gone", at=NOW, next_probe=NOW)
    await watched.parking.put_off(GENERAL, fault="still gone", next_probe=NOW + MINUTE)
    await watched.parking.told(GENERAL)

    [kept] = await watched.parking.all()
    assert (kept.fault, kept.next_probe, kept.probes, kept.told) == (
        "still gone",
        NOW + MINUTE,
        1,
        True,
    )


async def test_what_waits_is_told_by_story_and_channel(watched: Store) -> None:
    elsewhere = channel("general", platform="slack")
    await enqueue(
        watched,
        delivery("a"),
        delivery("a", revision=2),
        delivery("a", revision=3),
        delivery("a", NEWS, revision=4),
        delivery("a", elsewhere, revision=5),
        delivery("b", revision=6),
    )
    assert await watched.outbox.waiting("a", GENERAL) == [1, 2, 3]

    await settle(watched, *await claim(watched))
    await claim(watched)
    assert await watched.outbox.waiting("a", GENERAL) == [3]
