"""What a store promises about watchlists: each workspace its own, every change with its audit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Engine, StoreError
from storage.records import (
    Audit,
    Certainty,
    Channel,
    Kind,
    SourceState,
    Subscription,
    Updates,
    Watch,
    digest,
)
from storage.store import Store
from storage.watchlist import Watchlist
from tests.fakes_storage import (
    DAILY,
    FOREVER,
    GENERAL,
    MINUTE,
    NOW,
    FailingEngine,
    audit,
    channel,
    dump,
    item,
    source,
    visit,
)

NEWS = channel("news")
THEIRS = channel("general", workspace="other")
WEEKLY = source("weekly")


def subscription(to: Channel = GENERAL, *companies: str, **more: object) -> Subscription:
    return Subscription(id=digest(str(to)), channel=to, companies=companies, **more)  # type: ignore[arg-type] # the tests name fields of Subscription


def listed(*what: object) -> list[Watch]:
    """Watches of the config file: sources, and companies by name."""
    return [
        Watch(workspace="*", company=each, managed=True, added_by="file", added_at=NOW)
        if isinstance(each, str)
        else Watch(workspace="*", source=each, managed=True, added_by="file", added_at=NOW)  # type: ignore[arg-type] # the rest are sources
        for each in what
    ]


async def heard(store: Store, *companies: str, later: timedelta = timedelta()) -> list[str]:
    """The channels that want to hear of these companies."""
    wanting = await store.watchlist.subscriptions(companies, now=NOW + later)
    return [f"{each.channel.workspace}/{each.channel.id}" for each in wanting]


async def follows(store: Store, to: Channel = GENERAL) -> tuple[str, ...] | None:
    found = await store.watchlist.subscription(to)
    return None if found is None else found.companies


async def watched_by(store: Store, workspace: str) -> list[str]:
    watches = await store.watchlist.watches(workspace)
    return [each.company or (each.source.url if each.source else "") for each in watches]


async def trail(store: Store, workspace: str = "acme") -> list[tuple[str | None, str | None]]:
    """What changed, oldest first: before and after."""
    return [(each.before, each.after) for each in reversed(await store.watchlist.audits(workspace))]


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


async def test_a_channel_has_one_subscription_that_grows(store: Store) -> None:
    first = await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit(), language="zh")
    second = await store.watchlist.follow(GENERAL, ["byd", "xiaomi"], audit=audit(), language="en")

    assert first == subscription(GENERAL, "xiaomi", language="zh")
    assert second == subscription(GENERAL, "xiaomi", "byd", language="zh")
    assert await store.watchlist.subscription(GENERAL) == second
    assert await store.watchlist.all_subscriptions() == [second]
    assert await trail(store) == [(None, "xiaomi"), ("xiaomi", "xiaomi byd")]


async def test_to_follow_what_is_followed_changes_nothing(store: Store) -> None:
    first = await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())

    assert await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit()) == first

    assert len(await store.watchlist.audits("acme")) == 1


async def test_a_channel_keeps_the_order_in_which_it_followed(store: Store) -> None:
    await store.watchlist.follow(GENERAL, ["c", "a", "z"], audit=audit())
    await store.watchlist.unfollow(GENERAL, ["a"], audit=audit())
    after = await store.watchlist.follow(GENERAL, ["a", "b"], audit=audit())

    assert after.companies == ("c", "z", "a", "b")
    assert await follows(store) == ("c", "z", "a", "b")


async def test_the_last_company_takes_the_subscription_along(store: Store) -> None:
    await store.watchlist.follow(GENERAL, ["xiaomi", "byd"], audit=audit())

    assert await store.watchlist.unfollow(GENERAL, ["xiaomi"], audit=audit())
    assert await follows(store) == ("byd",)
    assert await store.watchlist.unfollow(GENERAL, ["byd"], audit=audit())

    assert await follows(store) is None
    assert await heard(store, "xiaomi", "byd", "nio") == []
    assert not await store.watchlist.unfollow(GENERAL, [], audit=audit())
    assert (await trail(store))[1:] == [("xiaomi byd", "byd"), ("byd", None)]


async def test_to_unfollow_what_is_not_followed_changes_nothing(
    store: Store, engine: Engine
) -> None:
    await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())
    before = await dump(engine)

    assert not await store.watchlist.unfollow(GENERAL, ["byd"], audit=audit())
    assert not await store.watchlist.unfollow(NEWS, ["xiaomi"], audit=audit())
    assert not await store.watchlist.unfollow(NEWS, [], audit=audit())

    assert await dump(engine) == before


async def test_to_unfollow_everything_is_to_follow_nothing(store: Store) -> None:
    await store.watchlist.follow(GENERAL, [], audit=audit())
    await store.watchlist.follow(NEWS, ["xiaomi", "byd"], audit=audit())

    for each in (GENERAL, NEWS):
        assert await store.watchlist.unfollow(each, [], audit=audit())

    assert await store.watchlist.all_subscriptions() == []
    assert await heard(store, "xiaomi") == []


async def test_a_channel_that_follows_all_hears_what_its_workspace_watches(store: Store) -> None:
    await store.watchlist.follow(GENERAL, [], audit=audit())
    await store.watchlist.follow(THEIRS, [], audit=audit(workspace="other"))
    await store.watchlist.add_company("xiaomi", audit=audit())
    await store.watchlist.add_company("byd", audit=audit(workspace="other"))

    assert await heard(store, "xiaomi") == ["acme/general"]
    assert await heard(store, "byd") == ["other/general"]
    assert await heard(store, "nio") == []
    assert await heard(store, "xiaomi", "byd") == ["acme/general", "other/general"]


async def test_a_channel_that_follows_all_of_nothing_particular_hears_everything(
    store: Store,
) -> None:
    await store.watchlist.follow(GENERAL, [], audit=audit())
    await store.watchlist.add_source(DAILY, audit=audit())

    assert await heard(store, "whoever") == ["acme/general"]
    await store.watchlist.seed(listed("xiaomi"), [], at=NOW)
    assert await heard(store, "whoever") == []
    assert await heard(store, "xiaomi") == ["acme/general"]


async def test_a_channel_that_follows_all_goes_on_doing_so(store: Store) -> None:
    await store.watchlist.follow(GENERAL, [], audit=audit())

    assert (await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())).companies == ()

    assert await heard(store, "byd") == ["acme/general"]


async def test_a_channel_may_go_from_some_to_all(store: Store) -> None:
    await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())
    await store.watchlist.follow(GENERAL, [], audit=audit())

    assert await follows(store) == ()
    assert await heard(store, "byd") == ["acme/general"]
    assert (await trail(store))[-1] == ("xiaomi", "*")


async def test_all_but_one_is_the_others_by_name(store: Store) -> None:
    for company in ("xiaomi", "byd", "nio"):
        await store.watchlist.add_company(company, audit=audit())
    await store.watchlist.follow(GENERAL, [], audit=audit())

    assert await store.watchlist.unfollow(GENERAL, ["byd"], audit=audit())

    assert set(await follows(store) or ()) == {"xiaomi", "nio"}
    assert await heard(store, "byd") == []
    for company in ("xiaomi", "nio"):
        await store.watchlist.unfollow(GENERAL, [company], audit=audit())
    assert await follows(store) is None


async def test_all_but_one_of_nothing_particular_cannot_be_named(
    store: Store, engine: Engine
) -> None:
    await store.watchlist.follow(GENERAL, [], audit=audit())
    before = await dump(engine)

    assert not await store.watchlist.unfollow(GENERAL, ["byd"], audit=audit())

    assert await dump(engine) == before


async def test_followed_companies_are_watched_ones(store: Store) -> None:
    await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())
    await store.watchlist.add_company("byd", audit=audit(workspace="other"))

    assert await store.watchlist.watched_companies() == {"xiaomi", "byd"}


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
