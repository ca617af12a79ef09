"""What a store promises when kept items are read anew: stories change whole, items stay."""

from dataclasses import replace

import pytest

from storage.engine import Conflict
from storage.records import Denial, Item, Kind, Story
from storage.sources import Restatement
from storage.store import Store
from tests.fakes_storage import MINUTE, NOW, delivery, item, milestone, story, visit

ONE, TWO = item("1"), item("2", seen=NOW + MINUTE)


async def told(store: Store) -> Story:
    begun = story(ONE, TWO)
    await store.visits.record(visit(ONE, TWO, stories=[begun], deliveries=[delivery()]))
    return begun


async def test_a_story_read_anew_is_kept_with_its_deliveries(watched: Store) -> None:
    begun = await told(watched)
    anew = replace(
        begun, revision=2, milestones=(milestone(ONE, kind=Kind.RECALL),), items=(ONE.id,)
    )

    await watched.visits.restate(
        Restatement(
            at=NOW, stories=(anew,), based_on={anew.id: 1}, deliveries=(delivery(revision=2),)
        )
    )

    assert await watched.history.story(begun.id) == anew
    assert await watched.history.statements([ONE.id, TWO.id]) == {ONE.id: anew.milestones}
    assert [each.revision for each in await watched.outbox.queue("acme")] == [1, 2]


async def test_a_story_that_has_grown_meanwhile_is_a_conflict(watched: Store) -> None:
    begun = await told(watched)

    with pytest.raises(Conflict):
        await watched.visits.restate(
            Restatement(at=NOW, stories=(replace(begun, revision=3),), based_on={begun.id: 2})
        )

    assert await watched.history.story(begun.id) == begun


async def test_what_an_item_denied_before_is_forgotten_when_it_is_read_anew(watched: Store) -> None:
    await told(watched)
    old = Denial(company="xiaomi", kind=Kind.LAUNCH, evidence="No.", item=ONE.id)
    new = replace(old, evidence="Never.")
    await watched.visits.restate(Restatement(at=NOW, items=(ONE.id,), denials=(old,)))

    await watched.visits.restate(Restatement(at=NOW, items=(ONE.id,), denials=(new,)))

    assert [each.denial for each in await watched.history.objections("xiaomi")] == [new]


async def test_every_item_comes_once_oldest_first(watched: Store) -> None:
    items = [item(str(n), seen=NOW - n * MINUTE) for n in range(450)]
    await watched.visits.record(visit(*items))

    met: list[Item] = [each async for each in watched.visits.every_item()]

    assert met == items[::-1]


async def test_items_that_state_nothing_are_left_out(watched: Store) -> None:
    await watched.visits.record(visit(ONE))

    assert await watched.history.statements([ONE.id, "never kept"]) == {}
    assert await watched.history.statements([]) == {}
