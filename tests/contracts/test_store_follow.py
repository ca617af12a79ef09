"""What a store promises about who follows what: a channel has one subscription, never by accident all."""

from storage.engine import Engine
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    GENERAL,
    NEWS,
    NOW,
    THEIRS,
    audit,
    dump,
    follows,
    heard,
    listed,
    subscription,
    trail,
)


async def test_a_channel_has_one_subscription_that_grows(store: Store) -> None:
    first = await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit(), language="zh")
    second = await store.watchlist.follow(GENERAL, ["byd", "xiaomi"], audit=audit(), language="en")

    assert first == subscription(GENERAL, "xiaomi", language="zh")
    assert second == subscription(GENERAL, "xiaomi", "byd", language="zh")
    assert await store.watchlist.subscription(GENERAL) == second
    assert await store.watchlist.all_subscriptions() == [second]
    assert await trail(store) == [(None, "xiaomi"), (None, "byd")]


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
    assert (await trail(store))[1:] == [("xiaomi", None), ("byd", None)]


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


async def test_a_subscription_that_names_nothing_is_none_rather_than_all(
    store: Store, engine: Engine
) -> None:
    await store.watchlist.follow(GENERAL, ["xiaomi"], audit=audit())

    async with engine.transaction() as transaction:
        await transaction.execute("DELETE FROM followed")

    assert await store.watchlist.subscription(GENERAL) is None
    assert await store.watchlist.all_subscriptions() == []
    assert await heard(store, "xiaomi", "byd") == []
