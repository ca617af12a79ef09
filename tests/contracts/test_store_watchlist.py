"""What a store promises about watchlists: each workspace its own, every change with its audit."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Engine, StoreError
from storage.sources import Audit, SourceState, Watch
from storage.store import Store
from storage.watchlist import Watchlist
from tests.fakes_storage import (
    DAILY,
    FOREVER,
    GENERAL,
    MINUTE,
    NEWS,
    NOW,
    THEIRS,
    WEEKLY,
    FailingEngine,
    audit,
    dump,
    heard,
    item,
    trail,
    visit,
)


async def test_a_company_is_watched_once(store: Store) -> None:
    assert await store.watchlist.add_company("xiaomi", audit=audit())
    assert not await store.watchlist.add_company("xiaomi", audit=audit())

    [watch] = await store.watchlist.watches("acme")
    assert watch == Watch(workspace="acme", company="xiaomi", added_by="ann", added_at=NOW)
    assert await trail(store) == [(None, "xiaomi")]
    assert await store.watchlist.watched_companies() == {"xiaomi"}


async def test_a_company_is_removed_once(store: Store) -> None:
    await store.watchlist.add_company("xiaomi", audit=audit())

    assert await store.watchlist.remove_company("xiaomi", audit=audit())
    assert not await store.watchlist.remove_company("xiaomi", audit=audit())

    assert await store.watchlist.watches("acme") == []
    assert await trail(store) == [(None, "xiaomi"), ("xiaomi", None)]


async def test_a_source_is_shared_and_its_watches_are_not(store: Store) -> None:
    assert await store.watchlist.add_source(DAILY, audit=audit())
    await store.visits.record(visit(item(), memory={"etag": "1"}))

    assert await store.watchlist.add_source(
        replace(DAILY, language="zh"), audit=audit(workspace="other")
    )
    assert await store.watchlist.remove_source(DAILY.id, audit=audit())

    [status] = await store.visits.statuses("other", now=NOW)
    assert (status.source.memory, status.source.language, status.items) == ({"etag": "1"}, None, 1)
    assert await store.visits.statuses("acme", now=NOW) == []
    assert len(await store.visits.due(NOW + 15 * MINUTE)) == 1


async def test_a_source_that_nobody_watches_is_not_visited_and_keeps_its_memory(
    store: Store,
) -> None:
    await store.watchlist.add_source(DAILY, audit=audit())
    await store.visits.record(visit(memory={"etag": "1"}))
    await store.watchlist.remove_source(DAILY.id, audit=audit())

    assert await store.visits.due(NOW + timedelta(days=9)) == []
    assert await store.visits.next_due() is None
    assert await store.visits.statuses(now=NOW) == []
    await store.watchlist.add_source(DAILY, audit=audit(at=NOW + MINUTE))
    [again] = await store.visits.due(NOW + MINUTE)
    assert again.memory == {"etag": "1"}


async def test_a_watched_source_added_by_another_keeps_its_next_visit(watched: Store) -> None:
    await watched.visits.record(visit())

    await watched.watchlist.add_source(DAILY, audit=audit(workspace="other", at=NOW + MINUTE))

    assert await watched.visits.next_due() == NOW + 15 * MINUTE


CHANGES: dict[str, Callable[[Watchlist], Awaitable[object]]] = {
    "add_company": lambda watchlist: watchlist.add_company("nio", audit=audit()),
    "add_source": lambda watchlist: watchlist.add_source(WEEKLY, audit=audit()),
    "remove_company": lambda watchlist: watchlist.remove_company("byd", audit=audit()),
    "remove_source": lambda watchlist: watchlist.remove_source(DAILY.id, audit=audit()),
    "follow": lambda watchlist: watchlist.follow(GENERAL, ["nio"], audit=audit()),
    "follow all": lambda watchlist: watchlist.follow(GENERAL, [], audit=audit()),
    "unfollow": lambda watchlist: watchlist.unfollow(GENERAL, ["byd"], audit=audit()),
    "unfollow all": lambda watchlist: watchlist.unfollow(GENERAL, [], audit=audit()),
    "pause": lambda watchlist: watchlist.pause(company="byd", until=FOREVER, audit=audit()),
    "resume": lambda watchlist: watchlist.resume(source=DAILY.id, audit=audit()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_and_its_audit_are_one_transaction(
    watched: Store, engine: Engine, change: Callable[[Watchlist], Awaitable[object]]
) -> None:
    await watched.watchlist.add_company("byd", audit=audit())
    await watched.watchlist.follow(GENERAL, ["byd", "xiaomi"], audit=audit())
    await watched.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())
    before = await dump(engine)

    statements = 0
    while True:
        try:
            await change(Store(FailingEngine(engine, at=statements)).watchlist)
        except StoreError:
            assert await dump(engine) == before
            statements += 1
        else:
            break

    after = await dump(engine)
    assert statements > 1
    assert len(after["audits"]) == len(before["audits"]) + 1
    assert {**after, "audits": ()} != {**before, "audits": ()}


async def test_a_workspace_sees_nothing_of_another(store: Store) -> None:
    theirs = audit("/evwatch secret", workspace="other", user="bob")
    await store.watchlist.add_company("xiaomi", audit=theirs)
    await store.watchlist.add_source(DAILY, audit=theirs)
    await store.watchlist.follow(THEIRS, ["xiaomi"], audit=theirs)

    assert await store.watchlist.watches("acme") == []
    assert await store.watchlist.all_subscriptions("acme") == []
    assert await store.watchlist.audits("acme") == []
    assert await store.visits.statuses("acme", now=NOW) == []
    assert await store.outbox.queue("acme") == []
    assert len(await store.watchlist.audits("other")) == 3


async def test_a_workspace_changes_nothing_of_another(store: Store, engine: Engine) -> None:
    theirs = audit(workspace="other")
    await store.watchlist.add_company("xiaomi", audit=theirs)
    await store.watchlist.add_source(DAILY, audit=theirs)
    await store.watchlist.follow(THEIRS, ["xiaomi"], audit=theirs)
    await store.watchlist.pause(company="xiaomi", until=FOREVER, audit=theirs)
    before = await dump(engine)

    assert not await store.watchlist.remove_company("xiaomi", audit=audit())
    assert not await store.watchlist.remove_source(DAILY.id, audit=audit())
    assert not await store.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())
    assert not await store.watchlist.resume(company="xiaomi", audit=audit())
    with pytest.raises(StoreError, match="workspace"):
        await store.watchlist.follow(THEIRS, ["byd"], audit=audit())
    with pytest.raises(StoreError, match="workspace"):
        await store.watchlist.unfollow(THEIRS, [], audit=audit())

    assert await dump(engine) == before


async def test_a_paused_source_rests_until_then(watched: Store) -> None:
    until = NOW + 5 * MINUTE

    assert await watched.watchlist.pause(source=DAILY.id, until=until, audit=audit())

    assert await watched.visits.due(until - MINUTE) == []
    assert await watched.visits.next_due() == until
    for whose in ("acme", None):
        [status] = await watched.visits.statuses(whose, now=NOW)
        assert status.state is SourceState.PAUSED
        [status] = await watched.visits.statuses(whose, now=until)
        assert status.state is SourceState.NEW
    assert len(await watched.visits.due(until)) == 1
    [watch] = await watched.watchlist.watches("acme")
    assert watch.paused_until == until


async def test_a_source_paused_for_good_is_due_never_and_resumed_at_once(watched: Store) -> None:
    await watched.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())

    assert await watched.visits.next_due() is None
    assert await watched.watchlist.resume(source=DAILY.id, audit=audit())
    assert not await watched.watchlist.resume(source=DAILY.id, audit=audit())

    assert len(await watched.visits.due(NOW)) == 1
    assert [after is None for _, after in (await trail(watched))[1:]] == [False, True]


async def test_a_second_pause_replaces_the_first(watched: Store) -> None:
    await watched.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())

    assert await watched.watchlist.pause(source=DAILY.id, until=NOW + MINUTE, audit=audit())

    assert await watched.visits.next_due() == NOW + MINUTE


async def test_a_source_that_another_workspace_watches_goes_on(watched: Store) -> None:
    await watched.watchlist.add_source(DAILY, audit=audit(workspace="other"))

    await watched.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())

    assert len(await watched.visits.due(NOW)) == 1
    states = [
        (await watched.visits.statuses(whose, now=NOW))[0].state for whose in ("acme", "other")
    ]
    assert states == [SourceState.PAUSED, SourceState.NEW]
    await watched.watchlist.pause(
        source=DAILY.id, until=NOW + MINUTE, audit=audit(workspace="other")
    )
    assert await watched.visits.due(NOW) == []
    assert await watched.visits.next_due() == NOW + MINUTE


async def test_only_what_is_watched_can_be_paused(watched: Store) -> None:
    assert not await watched.watchlist.pause(source=WEEKLY.id, until=FOREVER, audit=audit())
    assert not await watched.watchlist.pause(company="xiaomi", until=FOREVER, audit=audit())


async def test_a_paused_company_is_not_heard_of_until_then(store: Store) -> None:
    for workspace, to in (("acme", GENERAL), ("other", THEIRS)):
        await store.watchlist.add_company("xiaomi", audit=audit(workspace=workspace))
        await store.watchlist.follow(to, ["xiaomi", "byd"], audit=audit(workspace=workspace))
    await store.watchlist.follow(NEWS, [], audit=audit())

    await store.watchlist.pause(company="xiaomi", until=NOW + MINUTE, audit=audit())

    assert await heard(store, "xiaomi") == ["other/general"]
    assert await heard(store, "byd") == ["acme/general", "other/general"]
    assert await heard(store, "xiaomi", later=MINUTE) == [
        "acme/general",
        "acme/news",
        "other/general",
    ]


async def test_a_pause_ends_with_the_watch(watched: Store) -> None:
    await watched.watchlist.pause(source=DAILY.id, until=FOREVER, audit=audit())
    await watched.watchlist.remove_source(DAILY.id, audit=audit())

    await watched.watchlist.add_source(DAILY, audit=audit())

    assert len(await watched.visits.due(NOW)) == 1


async def test_an_audit_says_who_when_and_from_where(store: Store) -> None:
    told = replace(audit("/evwatch add xiaomi"), before="b", after="a")

    await store.watchlist.add_company("xiaomi", audit=told)

    assert await store.watchlist.audits("acme") == [told]


async def test_a_refused_command_is_kept_too(store: Store) -> None:
    refused = Audit(at=NOW, actor=audit().actor, command="/evwatch add x", allowed=False)

    await store.watchlist.note(refused)

    assert await store.watchlist.audits("acme") == [refused]


async def test_audits_are_newest_first_and_limited(store: Store) -> None:
    for company in ("a", "b", "c"):
        await store.watchlist.add_company(company, audit=audit(f"add {company}"))

    found = await store.watchlist.audits("acme", limit=2)

    assert [each.command for each in found] == ["add c", "add b"]
