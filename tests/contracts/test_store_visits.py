"""What a store promises about sources, visits, and what was told."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from storage.engine import Conflict, Engine, StoreError
from storage.records import Known
from storage.sources import Health, SourceState
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    GENERAL,
    MINUTE,
    NOW,
    FailingEngine,
    audit,
    delivery,
    dump,
    item,
    milestone,
    source,
    story,
    visit,
)


async def test_a_visit_is_read_back_as_it_was_written(watched: Store) -> None:
    told = item(marks=("b", "a"), published=NOW - MINUTE)
    launch = story(told, item("2"), milestones=[milestone(told, when=None), milestone(item("2"))])

    await watched.visits.record(
        visit(told, item("2"), stories=[launch], deliveries=[delivery()], title="The Daily")
    )

    assert await watched.history.story("launch") == launch
    assert await watched.visits.items([item("2").id, told.id, "unknown"]) == [
        (item("2"), "The Daily"),
        (told, "The Daily"),
    ]
    assert await watched.visits.item(told.id) == told
    assert await watched.history.counts() == {"items": 2, "stories": 1, "milestones": 2}
    assert [each.story for each in await watched.outbox.queue("acme")] == ["launch"]
    kept = await watched.visits.source(DAILY.id)
    assert kept is not None
    assert (kept.title, kept.memory, kept.failures) == ("The Daily", {"etag": '"1"'}, 0)


async def test_absence_is_told(store: Store) -> None:
    assert await store.visits.source("unknown") is None
    assert await store.visits.item("unknown") is None
    assert await store.history.story("unknown") is None
    assert await store.visits.next_due() is None
    assert await store.history.latest(5) == []
    assert await store.history.timeline("xiaomi") == []
    assert await store.history.candidates([], since=NOW) == []
    assert await store.visits.known(DAILY.id, keys=[], marks=[]) == []


async def test_a_visit_that_breaks_off_anywhere_leaves_nothing(
    watched: Store, engine: Engine
) -> None:
    old = item("1", marks=("m",))
    await watched.visits.record(visit(old, stories=[story(old)], deliveries=[delivery()]))
    new = item("2", marks=("n",))
    grown = story(old, new, revision=2)
    begun = story(new, name="other")
    second = visit(
        replace(old, text="edited"),
        new,
        at=NOW + MINUTE,
        stories=[grown, begun],
        based_on={"launch": 1},
        deliveries=[delivery(revision=2), delivery("other")],
        memory={"etag": '"2"'},
    )
    before = await dump(engine)

    statements = 0
    while True:
        failing = FailingEngine(engine, at=statements)
        try:
            await Store(failing).visits.record(second)
        except StoreError:
            assert await dump(engine) == before
            statements += 1
        else:
            break

    assert statements > 10
    assert await watched.history.story("launch") == grown
    assert await watched.history.counts() == {"items": 2, "stories": 2, "milestones": 3}


async def test_a_milestone_of_an_item_never_kept_is_refused_with_the_whole_visit(
    watched: Store, engine: Engine
) -> None:
    before = await dump(engine)
    stray = story(item(), milestones=[milestone(item("never kept"))])

    with pytest.raises(StoreError):
        await watched.visits.record(visit(item(), stories=[stray], deliveries=[delivery()]))

    assert await dump(engine) == before


async def test_a_visit_of_an_unknown_source_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="watchlist"):
        await store.visits.record(visit())


async def test_a_visit_made_from_an_old_revision_conflicts(watched: Store, engine: Engine) -> None:
    first, second, third = item("1"), item("2"), item("3")
    await watched.visits.record(visit(first, stories=[story(first)]))
    await watched.visits.record(
        visit(second, stories=[story(first, second, revision=2)], based_on={"launch": 1})
    )
    before = await dump(engine)

    late = visit(third, stories=[story(first, third, revision=2)], based_on={"launch": 1})
    with pytest.raises(Conflict):
        await watched.visits.record(late)

    assert await dump(engine) == before


async def test_a_story_begun_twice_conflicts(watched: Store, engine: Engine) -> None:
    await watched.visits.record(visit(item("1"), stories=[story(item("1"))]))
    before = await dump(engine)

    with pytest.raises(Conflict):
        await watched.visits.record(visit(item("2"), stories=[story(item("2"))]))

    assert await dump(engine) == before


async def test_a_story_that_was_read_and_left_as_it_is_must_be_the_newest_too(
    watched: Store,
) -> None:
    await watched.visits.record(visit(item("1"), stories=[story(item("1"))]))

    with pytest.raises(Conflict):
        await watched.visits.record(visit(item("2"), based_on={"launch": 2}))
    with pytest.raises(Conflict):
        await watched.visits.record(visit(item("2"), based_on={"unknown": 1}))
    await watched.visits.record(visit(item("2"), based_on={"launch": 1}))

    assert (await watched.history.counts())["items"] == 2


async def test_of_two_visits_at_once_one_conflicts_and_none_is_lost(watched: Store) -> None:
    await watched.visits.record(visit(item("0"), stories=[story(item("0"))]))

    async def grow(key: str) -> None:
        while True:
            [before] = await watched.history.candidates(["xiaomi"], since=NOW)
            told = item(key)
            grown = replace(
                before,
                revision=before.revision + 1,
                items=(*before.items, told.id),
                milestones=(*before.milestones, milestone(told)),
            )
            based_on = {before.id: before.revision}
            try:
                await watched.visits.record(visit(told, stories=[grown], based_on=based_on))
            except Conflict:
                continue
            return

    await asyncio.gather(*(grow(str(number)) for number in range(1, 9)))

    after = await watched.history.story("launch")
    assert after is not None
    assert after.revision == 9
    assert set(after.items) == {item(str(number)).id for number in range(9)}
    assert len(after.milestones) == 9


async def test_an_edited_item_is_replaced_but_first_seen_when_it_was(watched: Store) -> None:
    first = item(marks=("old",), published=NOW - MINUTE)
    later = item(
        title="New title",
        text="New text",
        url="https://new.example",
        seen=NOW + MINUTE,
        marks=("new", "old"),
    )
    await watched.visits.record(visit(first))

    await watched.visits.record(visit(later, at=NOW + MINUTE))

    assert await watched.visits.item(first.id) == replace(later, seen=NOW)


async def test_an_edited_item_without_a_date_keeps_its_place_in_the_timeline(
    watched: Store,
) -> None:
    first, second = item("1"), item("2", seen=NOW + MINUTE)
    told = story(first, second)
    await watched.visits.record(visit(first, second, stories=[told]))

    await watched.visits.record(visit(item("1", text="edited", seen=NOW + 2 * MINUTE)))

    timeline = await watched.history.timeline("xiaomi")
    assert [each.seen for each in timeline] == [NOW + MINUTE, NOW]


async def test_a_mark_that_an_edit_drops_is_known_no_more(watched: Store) -> None:
    await watched.visits.record(visit(item(marks=("a", "b"))))

    await watched.visits.record(visit(item(text="edited", marks=("b", "c"))))

    [known] = await watched.visits.known(DAILY.id, keys=[], marks=["a", "b", "c"])
    assert known.marks == ("b", "c")
    assert await watched.visits.known(DAILY.id, keys=[], marks=["a"]) == []


async def test_an_item_that_leaves_a_story_takes_its_statements_along(watched: Store) -> None:
    first, second = item("1"), item("2")
    await watched.visits.record(visit(first, second, stories=[story(first, second)]))

    left = story(second, revision=2)
    await watched.visits.record(visit(stories=[left], based_on={"launch": 1}))

    assert await watched.history.story("launch") == left
    assert await watched.history.stories_of([first.id]) == []
    assert [each.url for each in await watched.history.timeline("xiaomi")] == [second.url]


async def test_an_edited_item_takes_its_old_statements_along(watched: Store) -> None:
    told = item()
    old, new = milestone(told, evidence="It may launch."), milestone(told, evidence="It launched.")
    await watched.visits.record(visit(told, stories=[story(told, milestones=[old])]))

    grown = story(told, milestones=[new], revision=2)
    await watched.visits.record(visit(told, stories=[grown], based_on={"launch": 1}))

    assert [each.milestone for each in await watched.history.timeline("xiaomi")] == [new]


async def test_an_item_that_moves_to_another_story_is_told_once(watched: Store) -> None:
    told = item()
    await watched.visits.record(visit(told, stories=[story(told)]))

    await watched.visits.record(visit(told, stories=[story(told, name="other")]))

    assert [each.story for each in await watched.history.timeline("xiaomi")] == ["other"]


async def test_two_statements_that_differ_only_in_their_subject_are_both_kept(
    watched: Store,
) -> None:
    told = item()
    both = [milestone(told, subject="a factory"), milestone(told, subject="a lab")]

    await watched.visits.record(visit(told, stories=[story(told, milestones=both)]))

    assert [each.milestone for each in await watched.history.timeline("xiaomi")] == both


async def test_the_support_of_a_statement_comes_back_wherever_it_is_read(watched: Store) -> None:
    claim = milestone(support=("“It opens in May.”", "小米说。"))
    told = item(claims=(claim,))
    kept = milestone(told, support=claim.support)

    await watched.visits.record(visit(told, stories=[story(told, milestones=[kept])]))

    read = await watched.visits.item(told.id)
    assert read is not None
    assert read.claims == (claim,)
    assert (await watched.history.stories_of([told.id]))[0].milestones == (kept,)
    assert [each.milestone for each in await watched.history.timeline("xiaomi")] == [kept]
    assert [each.milestone for each in await watched.history.latest(1)] == [kept]


async def test_items_are_known_by_key_and_by_mark_within_their_source(watched: Store) -> None:
    other = source("weekly")
    await watched.watchlist.add_source(other, audit=audit())
    first, second = item("1", marks=("x", "a")), item("2", marks=("b",))
    await watched.visits.record(visit(first, second))
    await watched.visits.record(visit(item("1", of=other, marks=("a",)), of=other))

    known = await watched.visits.known(DAILY.id, keys=["2", "9"], marks=["a", "b", "z"])

    assert sorted(known, key=lambda each: each.key) == [
        Known(id=first.id, key="1", content=first.content, marks=("x", "a")),
        Known(id=second.id, key="2", content=second.content, marks=("b",)),
    ]


async def test_a_thousand_keys_and_marks_are_one_question(watched: Store) -> None:
    items = [item(str(number), marks=(f"m{number}",)) for number in range(1200)]
    await watched.visits.record(visit(*items))

    known = await watched.visits.known(
        DAILY.id, keys=[each.key for each in items], marks=[f"m{number}" for number in range(1200)]
    )
    found = await watched.visits.items([each.id for each in reversed(items)])

    assert {each.id for each in known} == {each.id for each in items}
    assert [each.id for each, _ in found] == [each.id for each in reversed(items)]


async def test_a_failing_visit_keeps_what_it_says_and_tells_why(watched: Store) -> None:
    await watched.visits.record(visit(item("1")))
    for minute in (1, 2):
        await watched.visits.record(
            visit(at=NOW + minute * MINUTE, memory={"etag": '"1"'}, failure="not a feed")
        )

    [status] = await watched.visits.statuses(now=NOW + 3 * MINUTE)

    assert status.state is SourceState.FAILING
    assert status.fault == "not a feed"
    assert status.source.failures == 2
    assert status.source.memory == {"etag": '"1"'}
    assert (status.last_success, status.last_try) == (NOW, NOW + 2 * MINUTE)
    assert status.next_try == NOW + 17 * MINUTE
    assert status.items == 1


async def test_a_success_ends_the_failures(watched: Store) -> None:
    await watched.visits.record(visit(failure="not a feed"))
    await watched.visits.record(visit(at=NOW + MINUTE))

    [status] = await watched.visits.statuses(now=NOW)

    assert (status.state, status.fault, status.source.failures) == (SourceState.OK, None, 0)


async def test_last_new_is_when_an_item_came_that_was_never_seen(watched: Store) -> None:
    await watched.visits.record(visit(item("1")))
    await watched.visits.record(visit(item("1", text="edited"), at=NOW + MINUTE))

    [status] = await watched.visits.statuses(now=NOW)

    assert status.last_new == NOW
    await watched.visits.record(visit(item("1"), item("2"), at=NOW + 2 * MINUTE))
    [status] = await watched.visits.statuses(now=NOW)
    assert status.last_new == NOW + 2 * MINUTE


async def test_a_source_never_visited_is_new_and_called_by_its_host(watched: Store) -> None:
    [status] = await watched.visits.statuses(now=NOW)

    assert status.state is SourceState.NEW
    assert status.source.title == "daily.example"
    assert (status.last_try, status.last_new, status.next_try) == (None, None, NOW)


async def test_due_is_longest_overdue_first(watched: Store) -> None:
    weekly, monthly = source("weekly"), source("monthly")
    for each in (weekly, monthly):
        await watched.watchlist.add_source(each, audit=audit())
    await watched.visits.hurry(DAILY.id, NOW + MINUTE)
    await watched.visits.hurry(monthly.id, NOW - MINUTE)

    assert [each.id for each in await watched.visits.due(NOW)] == [monthly.id, weekly.id]
    assert [each.id for each in await watched.visits.due(NOW, limit=1)] == [monthly.id]
    assert await watched.visits.next_due() == NOW - MINUTE
    assert len(await watched.visits.due(NOW + MINUTE)) == 3


async def test_those_due_are_told_apart_by_their_health(watched: Store) -> None:
    ill, new = source("weekly"), source("monthly")
    for each in (ill, new):
        await watched.watchlist.add_source(each, audit=audit())
    await watched.visits.record(visit())
    await watched.visits.record(visit(of=ill, failure="it is slow"))
    later = NOW + 15 * MINUTE

    met = {health: await watched.visits.due(later, health=health) for health in Health}

    assert {health: [each.id for each in met[health]] for health in Health} == {
        Health.WELL: [DAILY.id],
        Health.ILL: [ill.id],
        Health.NEW: [new.id],
    }


async def test_a_visited_source_is_due_when_the_visit_says(watched: Store) -> None:
    await watched.visits.record(visit())

    assert await watched.visits.due(NOW + 14 * MINUTE) == []
    assert await watched.visits.next_due() == NOW + 15 * MINUTE
    assert len(await watched.visits.due(NOW + 15 * MINUTE)) == 1


async def test_a_visit_recorded_twice_is_kept_once(watched: Store, engine: Engine) -> None:
    once = visit(item(marks=("a",)), deliveries=[])
    await watched.visits.record(once)
    before = await dump(engine)

    await watched.visits.record(once)

    assert await dump(engine) == before


async def test_a_backup_is_the_last_commit_and_takes_no_files_place(
    watched: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"

    await watched.backup(str(copy))

    assert copy.stat().st_size > 0
    with pytest.raises(StoreError, match="exists already"):
        await watched.backup(str(copy))


async def test_what_no_database_keeps_is_replaced_and_known_again(watched: Store) -> None:
    odd = item("k\ud800", title="a\x00b", text="x\udfff", marks=("m\ud800",))
    launch = story(odd, name="s\ud800", milestones=[milestone(odd, evidence="e\ud800")])

    await watched.visits.record(
        visit(odd, stories=[launch], deliveries=[delivery("s\ud800", GENERAL)])
    )

    [known] = await watched.visits.known(DAILY.id, keys=["k\ud800"], marks=[])
    assert (known.id, known.key, known.content) == (odd.id, odd.key, odd.content)
    kept = await watched.visits.item(odd.id)
    assert kept is not None
    assert (kept.key, kept.title, kept.text) == ("k\ufffd", "a\ufffdb", "x\ufffd")
    assert (kept.id, kept.content) == (odd.id, odd.content)
    assert await watched.history.timeline("\ud800") == []
    [telling] = await watched.history.timeline("xiaomi")
    assert telling.milestone.evidence == "e\ufffd"
    assert telling.milestone.id == launch.milestones[0].id


async def test_a_time_without_a_zone_is_refused(watched: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        await watched.visits.due(NOW.replace(tzinfo=None))
