"""What a store promises about the config file: what it owns is as it says, and nothing else is touched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.channels import Updates
from storage.engine import Engine, StoreError
from storage.records import Certainty, Kind
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    FOREVER,
    GENERAL,
    MINUTE,
    NEWS,
    NOW,
    THEIRS,
    WEEKLY,
    audit,
    dump,
    follows,
    item,
    listed,
    source,
    subscription,
    visit,
    watched_by,
)


async def test_a_source_of_the_file_rests_when_every_workspace_paused_it(store: Store) -> None:
    await store.watchlist.seed(listed(DAILY), [], at=NOW)
    await store.watchlist.follow(GENERAL, [], audit=audit())
    await store.watchlist.follow(THEIRS, [], audit=audit(workspace="other"))

    assert await store.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())
    assert len(await store.visits.due(NOW)) == 1
    await store.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit(workspace="other"))

    assert await store.visits.due(NOW) == []
    await store.watchlist.resume(source=DAILY.id, audit=audit())
    assert len(await store.visits.due(NOW)) == 1


async def test_a_seed_is_watched_by_every_workspace_and_due_at_once(store: Store) -> None:
    weekly = source(
        "weekly", title="The Weekly", company="byd", every=timedelta(hours=1), backfill=3, trust=2
    )

    await store.watchlist.seed(listed(DAILY, weekly, "xiaomi"), [], at=NOW)

    for workspace in ("acme", "other"):
        assert set(await watched_by(store, workspace)) == {DAILY.url, weekly.url, "xiaomi"}
        assert len(await store.visits.statuses(workspace, now=NOW)) == 2
    assert {each.id for each in await store.visits.due(NOW)} == {DAILY.id, weekly.id}
    assert await store.visits.source(weekly.id) == weekly
    assert await store.watchlist.watched_companies() == {"xiaomi"}
    assert await store.watchlist.audits("acme") == []


async def test_a_seed_twice_is_a_seed_once(store: Store, engine: Engine) -> None:
    watches = listed(DAILY, WEEKLY, "xiaomi")
    subscriptions = [subscription(GENERAL, "xiaomi", "byd"), subscription(NEWS)]
    await store.watchlist.seed(watches, subscriptions, at=NOW)
    before = await dump(engine)

    await store.watchlist.seed(watches, subscriptions, at=NOW + MINUTE)

    assert await dump(engine) == before


async def test_a_seed_updates_settings_and_keeps_memory_and_pace(store: Store) -> None:
    await store.watchlist.seed(listed(DAILY), [], at=NOW)
    await store.visits.record(visit(memory={"etag": "1"}, title="The Daily", failure="gone"))
    renamed = replace(DAILY, title="Ours", every=timedelta(hours=2), language="zh")

    await store.watchlist.seed(listed(renamed), [], at=NOW + MINUTE)

    assert await store.visits.source(DAILY.id) == replace(renamed, memory={"etag": "1"}, failures=1)
    assert await store.visits.next_due() == NOW + 15 * MINUTE


async def test_the_files_name_for_a_source_goes_before_its_own(store: Store) -> None:
    await store.watchlist.seed(listed(replace(DAILY, title="Ours"), WEEKLY), [], at=NOW)

    for each in (DAILY, WEEKLY):
        await store.visits.record(visit(item(of=each), of=each, title="Its own"))

    outlets = [await store.visits.items([item(of=each).id]) for each in (DAILY, WEEKLY)]
    assert [outlet for [(_, outlet)] in outlets] == ["Ours", "Its own"]


async def test_what_the_file_lists_no_more_is_watched_no_more(store: Store) -> None:
    await store.watchlist.seed(listed(replace(DAILY, title="Ours"), WEEKLY, "xiaomi"), [], at=NOW)
    await store.watchlist.add_company("byd", audit=audit())
    await store.visits.record(visit(item(), title="The Daily"))

    await store.watchlist.seed(listed(WEEKLY), [], at=NOW)

    assert set(await watched_by(store, "acme")) == {WEEKLY.url, "byd"}
    kept = await store.visits.source(DAILY.id)
    assert kept is not None
    assert (kept.title, kept.memory) == ("The Daily", {"etag": '"1"'})


async def test_a_source_listed_again_is_due_at_once(store: Store) -> None:
    await store.watchlist.seed(listed(DAILY), [], at=NOW)
    await store.visits.record(visit())
    await store.watchlist.seed([], [], at=NOW)

    await store.watchlist.seed(listed(DAILY), [], at=NOW + MINUTE)

    assert await store.visits.next_due() == NOW + MINUTE


async def test_no_command_changes_what_the_file_watches(store: Store, engine: Engine) -> None:
    await store.watchlist.seed(listed(DAILY, "xiaomi"), [], at=NOW)
    before = await dump(engine)

    assert not await store.watchlist.add_company("xiaomi", audit=audit())
    assert not await store.watchlist.add_source(DAILY, audit=audit())
    assert not await store.watchlist.remove_company("xiaomi", audit=audit())
    assert not await store.watchlist.remove_source(DAILY.id, audit=audit())

    assert await dump(engine) == before


async def test_nobody_speaks_for_the_file(store: Store, engine: Engine) -> None:
    await store.watchlist.seed(listed(DAILY, "xiaomi"), [], at=NOW)
    before = await dump(engine)
    pretended = audit(workspace="*")

    with pytest.raises(StoreError, match="config file"):
        await store.watchlist.add_company("byd", audit=pretended)
    with pytest.raises(StoreError, match="config file"):
        await store.watchlist.pause(company="xiaomi", until=FOREVER, audit=pretended)
    with pytest.raises(StoreError, match="config file"):
        await store.watchlist.remove_company("xiaomi", audit=pretended)

    assert await dump(engine) == before


async def test_what_the_file_comes_to_watch_is_listed_once_as_its_own(store: Store) -> None:
    await store.watchlist.add_company("xiaomi", audit=audit())

    await store.watchlist.seed(listed("xiaomi"), [], at=NOW)

    [watch] = await store.watchlist.watches("acme")
    assert watch.managed
    await store.watchlist.seed([], [], at=NOW)
    [watch] = await store.watchlist.watches("acme")
    assert not watch.managed


async def test_a_seed_subscribes_channels_as_the_file_says(store: Store) -> None:
    every = subscription(
        GENERAL,
        "xiaomi",
        kinds=(Kind.LAUNCH, Kind.RECALL),
        floor=Certainty.OFFICIAL,
        language="zh",
        updates=Updates.EDIT,
    )
    await store.watchlist.seed([], [subscription(GENERAL), subscription(NEWS)], at=NOW)

    await store.watchlist.seed([], [every], at=NOW)

    assert await store.watchlist.all_subscriptions() == [every]
    await store.watchlist.seed([], [subscription(GENERAL)], at=NOW)
    assert await store.watchlist.all_subscriptions("acme") == [subscription(GENERAL)]
    await store.watchlist.seed([], [], at=NOW)
    assert await store.watchlist.all_subscriptions() == []


async def test_what_chat_subscribed_is_not_the_files(store: Store) -> None:
    mine = await store.watchlist.follow(GENERAL, ["byd"], audit=audit())

    for companies in (["xiaomi"], []):
        await store.watchlist.seed([], [subscription(GENERAL, *companies)], at=NOW)
        assert await store.watchlist.all_subscriptions() == [mine]
    await store.watchlist.seed([], [], at=NOW)

    assert await store.watchlist.all_subscriptions() == [mine]


@pytest.mark.parametrize("file", [["xiaomi"], []])
async def test_what_chat_adds_to_the_files_subscription_outlives_it(
    store: Store, file: Sequence[str]
) -> None:
    await store.watchlist.seed([], [subscription(GENERAL, "xiaomi", "nio")], at=NOW)
    await store.watchlist.follow(GENERAL, ["byd"], audit=audit())

    await store.watchlist.seed([], [subscription(GENERAL, "xiaomi")], at=NOW)
    assert set(await follows(store) or ()) == {"xiaomi", "byd"}
    await store.watchlist.seed([], [subscription(GENERAL, *file)] if file else [], at=NOW)

    assert set(await follows(store) or ()) == {*file, "byd"}
