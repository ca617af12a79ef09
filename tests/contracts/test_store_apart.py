"""What a store promises about channels and workspaces: none hears of another's, on any platform."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.channels import Channel, Silence
from storage.store import Store
from tests.fakes_storage import (
    GENERAL,
    NOW,
    audit,
    channel,
    delivery,
    item,
    message_of,
    story,
    visit,
)

OTHERS = [
    channel("news"),
    channel("general", workspace="other"),
    channel("general", platform="slack"),
]
DAY = timedelta(days=1)


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_a_silence_is_that_of_one_channel(store: Store, other: Channel) -> None:
    until = NOW + DAY
    silence = Silence(channel=GENERAL, what="kind", name="recall", until=until)
    await store.responses.silence(silence, audit=audit())

    assert await store.responses.silences(other, now=NOW) == []
    assert not await store.responses.unsilence(other, "kind", "recall", audit=audit())
    assert await store.responses.silences(GENERAL, now=NOW) == [silence]
    assert await store.responses.silences(GENERAL, now=until) == []


async def test_a_flag_is_seen_and_taken_back_in_its_workspace_only(watched: Store) -> None:
    told = item("a")
    await watched.visits.record(visit(told, stories=[story(told, name="a")]))
    mine = audit()
    theirs = replace(mine, actor=replace(mine.actor, workspace="other"))
    await watched.responses.flag("a", audit=mine)

    assert await watched.responses.flags("other") == []
    assert not await watched.responses.unflag("a", audit=theirs)
    [flagging] = await watched.responses.flags(mine.actor.workspace)
    assert flagging.people == (mine.actor.user,)


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_a_parked_channel_holds_and_frees_no_other(watched: Store, other: Channel) -> None:
    told = item("a")
    both = (delivery("a"), delivery("a", other))
    await watched.visits.record(visit(told, stories=[story(told, name="a")], deliveries=both))
    await watched.parking.park(GENERAL, fault="gone", at=NOW, next_probe=NOW)

    assert not await watched.parking.free(other)
    claimed = await watched.outbox.claim(NOW, platforms=["local", "slack"], lease=DAY)
    assert [each.channel for each in claimed] == [other]
    assert [each.channel for each in await watched.parking.all()] == [GENERAL]


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_a_message_stands_for_its_story_in_its_channel_only(
    watched: Store, other: Channel
) -> None:
    told = item("a")
    await watched.visits.record(
        visit(told, stories=[story(told, name="a")], deliveries=(delivery("a"),))
    )
    [claimed] = await watched.outbox.claim(NOW, platforms=["local"], lease=DAY)
    await watched.outbox.settle(claimed.key, message="m7", at=NOW)

    assert await watched.outbox.stories("m7", GENERAL) == ["a"]
    assert await watched.outbox.stories("m7", other) == []
    assert await message_of(watched, "a", other) is None
