"""What a store promises about how stories grow: changes, denials, joins, pins, plans."""

from dataclasses import replace
from datetime import date

from storage.engine import Engine
from storage.records import (
    Change,
    ChangeKind,
    Denial,
    Join,
    Kind,
    Milestone,
    Phase,
    Pin,
    Span,
    Story,
)
from storage.store import Store
from tests.fakes_storage import (
    GENERAL,
    MINUTE,
    NEWS,
    NOW,
    delivery,
    dump,
    item,
    milestone,
    revision_of,
    story,
    visit,
)

TOLD, LATER = item("1"), item("2", seen=NOW + MINUTE)
PLAN = milestone(
    TOLD,
    kind=Kind.FACTORY,
    phase=Phase.PLANNED,
    when=Span(start=date(2025, 1, 1), end=date(2025, 12, 31)),
    subject="Szeged",
)
DENIED = Denial(company="xiaomi", kind=Kind.FACTORY, evidence="That is not so.", item=LATER.id)


def grown() -> Story:
    """A story that says all it can of itself."""
    return replace(
        story(TOLD, milestones=[PLAN], revision=2),
        changes=(
            Change(revision=2, kind=ChangeKind.CERTAINTY, milestone=PLAN, before=milestone(TOLD)),
            Change(revision=2, kind=ChangeKind.DENIAL, milestone=PLAN, denial=DENIED),
            Change(revision=2, kind=ChangeKind.OVERDUE, milestone=PLAN, heard=date(2024, 3, 28)),
        ),
        denials=(DENIED, replace(DENIED, evidence="Never.", kind=None)),
        joins=(Join(item=TOLD.id, at=NOW, points=0.0, why="a new story"),),
    )


async def keep(store: Store) -> None:
    await store.visits.record(visit(TOLD, stories=[story(TOLD, milestones=[PLAN])]))
    await store.visits.record(
        visit(LATER, at=NOW + MINUTE, stories=[grown()], based_on={"launch": 1})
    )


async def test_a_story_is_read_back_with_all_that_it_says_of_itself(watched: Store) -> None:
    await keep(watched)

    assert await watched.history.story("launch") == grown()
    assert await watched.history.candidates(["xiaomi"], since=NOW) == [grown()]


async def test_what_a_story_no_longer_says_goes(watched: Store) -> None:
    await keep(watched)
    plain = story(TOLD, milestones=[PLAN], revision=3)

    await watched.visits.record(visit(at=NOW + MINUTE, stories=[plain], based_on={"launch": 2}))

    assert await watched.history.story("launch") == plain
    assert await watched.history.objections("xiaomi") == []


async def test_a_denial_is_told_with_its_outlet_whether_or_not_a_story_has_it(
    watched: Store,
) -> None:
    await keep(watched)
    loose = Denial(company="xiaomi", kind=None, evidence="We make phones.", item=item("3").id)

    await watched.visits.record(replace(visit(item("3"), title="The Daily"), denials=(loose,)))

    found = await watched.history.objections("xiaomi")
    assert {(each.denial, each.story, each.outlet) for each in found} == {
        (DENIED, "launch", "The Daily"),
        (replace(DENIED, evidence="Never.", kind=None), "launch", "The Daily"),
        (loose, "", "The Daily"),
    }
    assert await watched.history.objections("byd") == []


async def test_an_edited_item_denies_only_what_it_denies_now(watched: Store) -> None:
    loose = Denial(company="xiaomi", kind=None, evidence="We make phones.", item=LATER.id)
    await watched.visits.record(replace(visit(LATER), denials=(loose,)))

    await watched.visits.record(visit(replace(LATER, text="Edited.")))

    assert await watched.history.objections("xiaomi") == []


async def test_a_visit_recorded_twice_keeps_one_denial(watched: Store) -> None:
    loose = Denial(company="xiaomi", kind=None, evidence="We make phones.", item=LATER.id)
    for _ in range(2):
        await watched.visits.record(replace(visit(LATER), denials=(loose, loose)))

    assert len(await watched.history.objections("xiaomi")) == 1


async def test_pins_are_kept_once_and_asked_by_item(watched: Store, engine: Engine) -> None:
    await keep(watched)
    pins = [Pin(item=TOLD.id, story="launch"), Pin(item=LATER.id, story="launch")]

    await watched.visits.pin(pins)
    once = await dump(engine)
    await watched.visits.pin(pins)

    assert await dump(engine) == once
    assert await watched.visits.pins([LATER.id, "unknown"]) == pins[1:]
    assert await watched.visits.pins([]) == []


async def test_what_is_planned_and_dated_is_found_however_old_its_story(watched: Store) -> None:
    done = milestone(TOLD, when=PLAN.when)
    undated = milestone(TOLD, phase=Phase.PLANNED)
    other = milestone(TOLD, "byd", phase=Phase.DELAYED, when=PLAN.when)
    said: list[Milestone] = [PLAN, done, undated, other]
    await watched.visits.record(visit(TOLD, stories=[story(TOLD, milestones=said)]))

    async def ahead(*companies: str, since: date) -> list[Milestone]:
        found = await watched.history.ahead(companies, since=since)
        return [each.milestone for each in found]

    assert await ahead("xiaomi", since=date(2025, 12, 31)) == [PLAN]
    assert await ahead("xiaomi", since=date(2026, 1, 1)) == []
    assert await ahead("byd", "xiaomi", since=date(2024, 1, 1)) == [other, PLAN]
    assert await ahead(since=date(2024, 1, 1)) == []


async def test_a_channel_has_heard_what_was_sent_to_it(watched: Store) -> None:
    await watched.visits.record(visit(TOLD, stories=[story(TOLD)], deliveries=[delivery()]))
    [claimed] = await watched.outbox.claim(NOW, platforms=("local",), lease=MINUTE, limit=1)

    before = await revision_of(watched, "launch", GENERAL)
    await watched.outbox.settle(claimed.key, message="m", at=NOW)

    assert (before, await revision_of(watched, "launch", GENERAL)) == (0, 1)
    assert await revision_of(watched, "launch", NEWS) == 0
