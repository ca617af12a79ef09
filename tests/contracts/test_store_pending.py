"""Lists that wait for a yes: each of its own channel, for a day, so many of a workspace."""

from dataclasses import replace
from datetime import timedelta

from storage.channels import Channel
from storage.pending import KEPT_FOR, List
from storage.store import Store
from tests.fakes_words import NOW

HERE = Channel(platform="local", workspace="home", id="general")
GIVEN = List(id="0123456789ab", text="https://a.example/rss\nnio")


async def keep(store: Store, given: List, here: Channel = HERE, **values: int) -> bool:
    most, later = values.get("most", 9), timedelta(hours=values.get("hours", 0))
    return await store.pending.keep(given, here, user="ann", at=NOW + later, most=most)


async def test_a_list_waits_in_its_own_channel_only(store: Store) -> None:
    await keep(store, GIVEN)
    others = (
        replace(HERE, id="other"),
        replace(HERE, workspace="other"),
        replace(HERE, platform="slack"),
    )

    assert await store.pending.waiting(GIVEN.id, HERE, at=NOW) == GIVEN
    for other in others:
        assert await store.pending.waiting(GIVEN.id, other, at=NOW) is None
        assert not await store.pending.drop(GIVEN.id, other)
    assert await store.pending.drop(GIVEN.id, HERE)
    assert not await store.pending.drop(GIVEN.id, HERE)


async def test_the_same_list_waits_in_two_channels_on_its_own(store: Store) -> None:
    there = replace(HERE, id="other")
    await keep(store, GIVEN)
    await keep(store, GIVEN, there)

    await store.pending.drop(GIVEN.id, HERE)

    assert await store.pending.waiting(GIVEN.id, there, at=NOW) == GIVEN


async def test_it_waits_for_a_day_from_when_it_was_given_last(store: Store) -> None:
    await keep(store, GIVEN)
    await keep(store, GIVEN, hours=5)

    assert await store.pending.waiting(GIVEN.id, HERE, at=NOW + KEPT_FOR) == GIVEN
    assert await store.pending.erase(at=NOW + KEPT_FOR) == 0
    assert await store.pending.waiting(GIVEN.id, HERE, at=NOW + timedelta(hours=29)) is None
    assert await store.pending.erase(at=NOW + timedelta(hours=29)) == 1


async def test_only_so_many_wait_until_one_is_decided(store: Store) -> None:
    other = replace(GIVEN, id="b" * 12)
    assert await keep(store, GIVEN, most=1)

    assert not await keep(store, other, most=1)
    assert await keep(store, GIVEN, most=1)
    assert await keep(store, other, replace(HERE, workspace="other"), most=1)
    await store.pending.drop(GIVEN.id, HERE)
    assert await keep(store, other, most=1)


async def test_those_of_yesterday_make_room(store: Store) -> None:
    await keep(store, GIVEN, most=1)

    assert await keep(store, replace(GIVEN, id="b" * 12), most=1, hours=24)
