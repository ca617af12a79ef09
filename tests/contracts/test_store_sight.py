"""What a store promises of what a workspace sees: its sources, and of former ones what it saw."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records import Denial, digest
from storage.sight import EVERYBODY, EVERYTHING
from storage.sources import Source, SourceKind, Watch
from storage.store import Store
from tests.fakes_storage import NOW, audit, item, story, visit

DAY = timedelta(days=1)
ADDRESS = "https://theirs.example/feed"
THEIRS = Source(id=digest(ADDRESS), kind=SourceKind.FEED, url=ADDRESS)


@pytest.fixture
async def apart(watched: Store) -> Store:
    """A source that two watch, and one of another workspace, each with a text."""
    await watched.watchlist.add_source(THEIRS, audit=audit(workspace="other"))
    ours, theirs = item("1", text="ours"), item("2", of=THEIRS, text="theirs")
    await watched.visits.record(visit(ours, stories=[story(ours)]))
    told = replace(
        visit(theirs, of=THEIRS, stories=[story(theirs, name="s2")]),
        denials=(Denial(company="xiaomi", kind=None, evidence="No.", item=theirs.id),),
    )
    await watched.visits.record(told)
    return watched


async def texts(store: Store, workspace: str) -> set[str]:
    sight = await store.sights.of(workspace)
    found = [await store.search.find(word, sight) for word in ("ours", "theirs")]
    return {hit.text for hits in found for hit in hits.hits}


async def test_what_only_others_watch_is_not_there(apart: Store) -> None:
    acme, other = [await apart.sights.of(each) for each in ("acme", "other")]

    assert await texts(apart, "acme") == {"ours"}
    assert await texts(apart, "other") == {"theirs"}
    assert [await apart.search.size(each, limit=9) for each in (acme, other)] == [1, 1]
    [telling] = (await apart.sights.told("xiaomi", acme)).tellings
    assert telling.milestone.item == item("1").id
    assert (await apart.sights.told("xiaomi", acme)).objections == ()
    assert len((await apart.sights.told("xiaomi", other)).objections) == 1
    assert [each.title for each in await apart.recent.tellings("acme", seen=NOW)] == ["Article 1"]


async def test_what_several_places_read_at_once_is_each_one_s_own(apart: Store) -> None:
    async def read(workspace: str) -> set[str]:
        async def work(store: Store) -> set[str]:
            told = await store.sights.told("xiaomi", await store.sights.of(workspace))
            return {telling.milestone.item for telling in told.tellings}

        return await apart.at_once(work)

    places = ("acme", "other", "third") * 20
    found = await asyncio.gather(*map(read, places))

    own = {"acme": {item("1").id}, "other": {item("2", of=THEIRS).id}, "third": set[str]()}
    assert found == [own[each] for each in places]


async def test_texts_that_are_seen_alike_are_told_as_one_value(apart: Store) -> None:
    more = item("a2", text="ours, too")
    await apart.visits.record(visit(more))
    ours, theirs, unkept = item("1").id, item("2", of=THEIRS).id, item("3").id

    found = await apart.sights.viewers([ours, more.id, theirs, unkept])

    assert {id_: set(each.workspaces) for id_, each in found.items()} == {
        ours: {"acme"},
        more.id: {"acme"},
        theirs: {"other"},
    }
    assert found[more.id] is found[ours]


async def test_nothing_is_read_again_as_long_as_nothing_changes(apart: Store) -> None:
    sight = await apart.sights.of("acme")
    told = await apart.sights.told("xiaomi", sight)

    assert await apart.sights.of("acme") is sight
    assert await apart.sights.told("xiaomi", sight) is told
    await apart.watchlist.add_source(THEIRS, audit=audit(workspace="acme"))
    assert await apart.sights.of("acme") is not sight


async def test_who_watches_a_source_sees_what_it_brought_before(apart: Store) -> None:
    await apart.watchlist.add_source(THEIRS, audit=audit(workspace="acme"))

    assert await texts(apart, "acme") == {"ours", "theirs"}
    assert (await apart.sights.of("acme")).is_all


async def test_of_a_source_that_is_watched_no_more_is_seen_what_came_until_then(
    apart: Store,
) -> None:
    await apart.watchlist.add_source(THEIRS, audit=audit(workspace="acme"))
    await apart.watchlist.remove_source(THEIRS.id, audit=audit(workspace="acme"))
    later = item("3", of=THEIRS, text="theirs later", seen=NOW + DAY)
    await apart.visits.record(visit(later, of=THEIRS))

    assert await texts(apart, "acme") == {"ours", "theirs"}
    assert await texts(apart, "other") == {"theirs", "theirs later"}
    hidden = await apart.sights.hidden(await apart.sights.of("acme"), [later.id, item("1").id])
    assert hidden == {later.id}


async def test_what_can_be_found_is_counted_once_and_no_further_than_is_asked(
    apart: Store,
) -> None:
    async def sizes(*, limit: int = 99) -> list[int]:
        sights = [await apart.sights.of(each) for each in ("acme", "other", "third")]
        return [await apart.search.size(each, limit=limit) for each in (*sights, EVERYTHING)]

    await apart.visits.record(visit(*(item(f"a{n}", text="ours") for n in range(4))))
    assert await sizes() == [5, 1, 0, 6]

    # Both what is watched now and what was watched once count, each of their texts once.
    await apart.watchlist.add_source(THEIRS, audit=audit(workspace="acme"))
    await apart.watchlist.remove_source(THEIRS.id, audit=audit(workspace="acme"))
    late = [item(f"t{n}", of=THEIRS, text="theirs", seen=NOW + DAY) for n in range(3)]
    await apart.visits.record(visit(*late, of=THEIRS))
    assert await sizes() == [6, 4, 0, 9]
    assert await sizes(limit=5) == [5, 4, 0, 5]

    # Whatever the config file watches is everybody's, and nobody's twice.
    everybodys = Watch(workspace=EVERYBODY, source=THEIRS, managed=True)
    await apart.watchlist.seed([everybodys], [], at=NOW)
    assert await sizes() == [9, 4, 4, 9]
    assert await sizes(limit=8) == [8, 4, 4, 8]
