"""What a store promises about a workspace's own view of a source that all share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.corrections import Own
from storage.engine import Engine, StoreError
from storage.own_settings import SOON, asked, own_values, seen
from storage.sources import OwnSettings, Source, Watch
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    GENERAL,
    MINUTE,
    NOW,
    FailingEngine,
    audit,
    dump,
    trail,
    visit,
)

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
OWN = OwnSettings(title="EV News", company="nio", language="zh", every=30 * MINUTE)


def to(own: OwnSettings) -> Callable[[OwnSettings], OwnSettings]:
    return lambda _: own


def rhythm(every: timedelta | None) -> Callable[[OwnSettings], OwnSettings]:
    return lambda own: replace(own, every=every)


async def source_of(store: Store, workspace: str) -> Source:
    [watch] = await store.watchlist.watches(workspace)
    assert watch.source is not None
    return watch.source


async def due(store: Store) -> Source:
    [found] = await store.visits.due(NOW + timedelta(days=30))
    return found


async def test_what_a_workspace_sets_it_alone_sees(watched: Store) -> None:
    await watched.watchlist.add_source(DAILY, audit=audit(workspace="other"))
    before = await source_of(watched, "other")

    assert await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())

    mine = await source_of(watched, "acme")
    assert (mine.title, mine.company, mine.language, mine.every) == (
        *("EV News", "nio", "zh"),
        30 * MINUTE,
    )
    [status] = await watched.visits.statuses("acme", now=NOW)
    assert status.source == mine
    assert await source_of(watched, "other") == before
    [status] = await watched.visits.statuses("other", now=NOW)
    assert status.source == before
    [status] = await watched.visits.statuses(now=NOW)
    assert status.source == before


async def test_what_is_the_same_changes_nothing_and_has_no_audit(watched: Store) -> None:
    await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())
    kept = await trail(watched)

    assert not await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())
    assert not await watched.watchlist.edit_source("unknown", to(OWN), audit=audit())
    theirs = audit(workspace="other")
    assert not await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=theirs)

    assert await trail(watched) == kept


async def test_what_is_so_for_everybody_is_none_of_its_own(watched: Store) -> None:
    shared = await source_of(watched, "acme")
    await watched.watchlist.edit_source(
        DAILY.id, to(replace(OWN, title=shared.title)), audit=audit()
    )

    await watched.visits.record(visit(title="Daily, renamed"))

    assert (await source_of(watched, "acme")).title == "Daily, renamed"


async def test_a_title_of_its_own_outlives_what_the_source_calls_itself(watched: Store) -> None:
    await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())

    await watched.visits.record(visit(title="Daily"))

    assert (await source_of(watched, "acme")).title == "EV News"


async def test_what_the_file_watches_is_as_the_file_says(watched: Store) -> None:
    await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())
    owned = replace(DAILY, title="The file's", company="byd", every=2 * HOUR)
    await watched.watchlist.seed(
        [Watch(workspace="*", source=owned, managed=True, added_by="file")], [], at=NOW
    )

    seen_ = [watch.source for watch in await watched.watchlist.watches("acme")]
    [status] = await watched.visits.statuses("acme", now=NOW)
    visited = await due(watched)

    for each in (*seen_, status.source, visited):
        assert each is not None
        assert (each.title, each.company, each.every) == ("The file's", "byd", 2 * HOUR)
    assert visited.asked is None
    assert not await watched.watchlist.edit_source("*", to(OWN), audit=audit())


async def test_a_removed_watch_takes_its_settings_along(watched: Store) -> None:
    await watched.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())

    await watched.watchlist.remove_source(DAILY.id, audit=audit())
    await watched.watchlist.add_source(DAILY, audit=audit())

    assert (await source_of(watched, "acme")).title != "EV News"
    assert (await due(watched)).asked is None


async def test_what_one_workspace_sets_changes_nothing_that_others_are_read(store: Store) -> None:
    shared = replace(DAILY, company="xiaomi")
    for workspace in ("first", "second"):
        await store.watchlist.add_source(shared, audit=audit(workspace=workspace))
    first, second = audit(workspace="first"), audit(workspace="second")

    own = OwnSettings(company="byd", language="en")
    await store.watchlist.edit_source(DAILY.id, to(own), audit=first)
    alone = await due(store)
    await store.watchlist.edit_source(
        DAILY.id, to(OwnSettings(company="nio", language="en")), audit=second
    )
    apart = await due(store)
    await store.watchlist.edit_source(DAILY.id, to(own), audit=second)
    agreed = await due(store)

    assert (alone.company, alone.language) == ("xiaomi", None)
    assert (apart.company, apart.language) == ("xiaomi", "en")
    assert (agreed.company, agreed.language) == ("byd", "en")
    assert (alone.asked, alone.asked_by_all) == (None, False)


async def test_who_watches_alone_is_read_as_it_set(watched: Store) -> None:
    own = OwnSettings(company="byd", language="zh")
    await watched.watchlist.edit_source(DAILY.id, to(own), audit=audit())

    visited = await due(watched)

    assert (visited.company, visited.language) == ("byd", "zh")


async def test_the_quickest_rhythm_that_is_asked_for_counts(store: Store) -> None:
    for workspace, every in (("first", 6 * HOUR), ("second", HOUR)):
        await store.watchlist.add_source(DAILY, audit=audit(workspace=workspace))
        await store.watchlist.edit_source(DAILY.id, rhythm(every), audit=audit(workspace=workspace))

    visited = await due(store)
    assert (visited.asked, visited.asked_by_all) == (HOUR, True)

    await store.watchlist.add_source(DAILY, audit=audit(workspace="third"))
    visited = await due(store)
    assert (visited.asked, visited.asked_by_all) == (HOUR, False)


@pytest.mark.parametrize("what", ["edit", "undo", "somebody else", "the file"])
async def test_a_rhythm_begins_soon_whatever_was_asked_for_before(
    watched: Store, what: str
) -> None:
    await watched.watchlist.edit_source(DAILY.id, rhythm(WEEK), audit=audit())
    await watched.visits.record(replace(visit(), next_at=NOW + WEEK))
    assert await watched.visits.next_due() == NOW + WEEK

    later = NOW + HOUR
    match what:
        case "edit":
            await watched.watchlist.edit_source(DAILY.id, rhythm(HOUR), audit=audit(at=later))
        case "undo":
            last = await watched.changes.last(GENERAL, "ann")
            assert last is not None
            await watched.changes.undo(last.id, GENERAL, audit(at=later))
        case "somebody else":
            await watched.watchlist.add_source(DAILY, audit=audit(workspace="other", at=later))
        case _:
            watch = Watch(workspace="*", source=DAILY, managed=True, added_by="file")
            await watched.watchlist.seed([watch], [], at=later)

    assert await watched.visits.next_due() == later + SOON


async def test_another_title_hurries_nobody(watched: Store) -> None:
    await watched.watchlist.edit_source(DAILY.id, rhythm(WEEK), audit=audit())
    await watched.visits.record(replace(visit(), next_at=NOW + WEEK))

    await watched.watchlist.edit_source(
        DAILY.id, lambda own: replace(own, title="EV News"), audit=audit()
    )

    assert await watched.visits.next_due() == NOW + WEEK


async def test_a_failing_source_keeps_its_back_off(watched: Store) -> None:
    await watched.visits.record(replace(visit(failure="HTTP 500"), next_at=NOW + 3 * HOUR))

    await watched.watchlist.edit_source(DAILY.id, rhythm(5 * MINUTE), audit=audit())

    assert await watched.visits.next_due() == NOW + 3 * HOUR


async def test_a_source_is_about_the_company_that_its_own_was_merged_into(watched: Store) -> None:
    await watched.editing.add_company(
        Own(workspace="acme", company="own_1", name="Foo"), audit=audit()
    )
    await watched.watchlist.edit_source(DAILY.id, to(OwnSettings(company="own_1")), audit=audit())

    await watched.editing.merge("acme", "own_1", "nio", audit=audit())
    assert (await source_of(watched, "acme")).company == "nio"


async def test_a_source_is_about_nobody_once_its_own_company_is_gone(watched: Store) -> None:
    await watched.editing.add_company(
        Own(workspace="acme", company="own_1", name="Foo"), audit=audit()
    )
    await watched.watchlist.edit_source(DAILY.id, to(OwnSettings(company="own_1")), audit=audit())

    await watched.editing.remove_company("acme", "own_1", audit=audit())

    assert (await source_of(watched, "acme")).company is None


async def test_an_edit_its_audit_and_the_next_visit_are_one_transaction(
    watched: Store, engine: Engine
) -> None:
    await watched.visits.record(replace(visit(), next_at=NOW + WEEK))
    before = await dump(engine)

    statements = 0
    while True:
        store = Store(FailingEngine(engine, at=statements))
        try:
            await store.watchlist.edit_source(DAILY.id, to(OWN), audit=audit())
        except StoreError:
            assert await dump(engine) == before
            statements += 1
        else:
            break

    assert statements > 1
    assert (await due(watched)).asked == 30 * MINUTE


everys = st.none() | st.timedeltas(5 * MINUTE, WEEK)
owns = st.builds(
    OwnSettings,
    title=st.none() | st.text(min_size=1),
    company=st.sampled_from([None, "nio", "byd"]),
    language=st.sampled_from([None, "en", "zh"]),
    every=everys,
)


@given(st.lists(st.tuples(owns, st.booleans()), max_size=5))
@settings(max_examples=60)
def test_watchers_in_any_number_make_one_source(
    watchers: list[tuple[OwnSettings, bool]],
) -> None:
    rows = [own_values(own) | {"managed": int(managed)} for own, managed in watchers]

    found = asked(DAILY, rows)

    if any(managed for _, managed in watchers):
        assert found == DAILY
        return
    rhythms = [own.every for own, _ in watchers if own.every]
    assert found.asked == min(rhythms, default=None)
    assert found.asked_by_all == (bool(watchers) and len(rhythms) == len(watchers))
    companies = {own.company for own, _ in watchers}
    assert found.company == (companies.pop() if len(companies) == 1 else None)
    assert (found.title, found.every) == (DAILY.title, DAILY.every)


@given(owns)
def test_a_workspace_without_settings_sees_what_all_see(own: OwnSettings) -> None:
    assert seen(DAILY, OwnSettings()) == DAILY
    assert seen(seen(DAILY, own), OwnSettings()) == seen(DAILY, own)
