"""A plan is overdue for who sees no word of it: what others alone see neither stops nor shapes that."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.compose.plain import text
from bot.views import timeline, view
from storage.channels import Channel, Subscription
from storage.corrections import Correction
from storage.records import Milestone, Span
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.bot.test_overdue import DONE, JULY, MARCH, PLAN, SAID, SOURCE, Line, follower
from tests.fakes_stories import milestone

PRIVATE = Source(id="theirs", kind=SourceKind.FEED, url="https://theirs.example/feed")
MAY = datetime.fromisoformat("2024-05-20T09:00+00:00")
Told = tuple[datetime, Milestone]


def plan(when: str, phase: str = "planned", evidence: str = "Zz says so.") -> Milestone:
    return milestone(kind="production", phase=phase, when=when, subject="SU7", evidence=evidence)


# What only the other workspace sees.
DONE_THERE = (MAY, replace(DONE, when=plan("2024-05-20").when, evidence="Zz it began."))
PUT_OFF = (MAY, plan("2024-10-01/2024-12-31", "delayed"))
SOONER = (MAY, plan("2024-06-01/2024-06-28"))
RETOLD = (MAY, plan("2024-01-01/2024-06-30"))
AT_LAST = (JULY, plan("2024-07-01", "done"))
DROPPED = (MAY, milestone(kind="production", phase="cancelled", subject="SU7"))
OTHER_CAR = (MAY, replace(plan("2024-06-01/2024-06-30"), subject="YU7"))
THERE: dict[str, Told] = {
    "done": DONE_THERE,
    "put off": PUT_OFF,
    "sooner": SOONER,
    "retold": RETOLD,
    "done at last": AT_LAST,
    "dropped": DROPPED,
    "another car": OTHER_CAR,
}


def theirs(name: str = "general", **more: object) -> Subscription:
    there = Channel(platform="fake", workspace="x", id=name)
    return replace(follower(f"x {name}", **more), channel=there)


async def opened(*channels: Subscription) -> Line:
    """Two workspaces that both watch one feed; only the other watches a second one."""
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Line(store)
    await made.watch(SOURCE, "w")
    await made.watch(SOURCE, "x")
    await made.watch(PRIVATE, "x")
    await made.follow(*channels)
    await made.tell("plan", PLAN)
    await made.deliver()
    return made


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = await opened(follower(), theirs())
    yield made
    await made.store.close()


async def told_there(line: Line, told: Sequence[Told]) -> None:
    for n, (at, said) in enumerate(sorted(told, key=lambda each: each[0])):
        line.clock.now = at
        await line.tell(f"there {n}", said, silent=True, source=PRIVATE.id)


def heard(line: Line, workspace: str = "w") -> list[str]:
    posts = (post for post in line.chat.posts if post.to.workspace == workspace)
    return [text(post.document) for post in posts]


async def days_on(line: Line) -> None:
    """Every day until the end of the year an overdue plan may be said."""
    line.clock.now = max(line.clock.now, datetime.fromisoformat("2024-05-25T09:00+00:00"))
    for _ in range(16):
        await line.said()
        line.clock.pass_by(timedelta(days=3))


@pytest.mark.parametrize("told", list(THERE.values()), ids=list(THERE))
async def test_what_others_see_changes_nothing_of_what_is_heard_here(
    line: Line, told: Told
) -> None:
    alone = await opened(follower())
    await days_on(alone)

    await told_there(line, [told])
    await days_on(line)

    assert heard(line) == heard(alone)
    assert len(heard(line)) == 2  # the plan, and that it is overdue
    assert "Zz" not in "".join(heard(line))
    await alone.store.close()


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(sorted(THERE)), min_size=1), st.booleans())
def test_nor_does_whatever_they_see(names: set[str], asks: bool) -> None:  # noqa: FBT001 - drawn
    async def run() -> None:
        alone = await opened(follower())
        beside = await opened(follower(), theirs(promises=asks))
        await told_there(beside, [THERE[name] for name in sorted(names)])
        for each in (alone, beside):
            await days_on(each)
        assert heard(beside) == heard(alone)
        for each in (alone, beside):
            await each.store.close()

    asyncio.run(run())


async def test_who_sees_that_it_was_done_hears_nothing(line: Line) -> None:
    await told_there(line, [DONE_THERE])
    line.clock.now = JULY

    assert await line.said() == [SAID]
    assert len(heard(line, "x")) == 1
    assert await line.said() == []


async def test_since_when_nothing_was_heard_is_told_by_what_each_sees(line: Line) -> None:
    await told_there(line, [RETOLD])
    line.clock.now = JULY

    await line.said()

    assert "since 28 Mar 2024" in heard(line)[-1]
    assert "since 20 May 2024" in heard(line, "x")[-1]
    assert await line.said() == []


async def test_a_plan_that_only_others_see_is_overdue_for_them_alone(line: Line) -> None:
    await told_there(line, [OTHER_CAR])
    line.clock.now = JULY

    await line.said()

    assert "YU7" not in "".join(heard(line))
    assert "YU7" in "".join(heard(line, "x"))


async def test_it_is_judged_again_by_what_each_sees_before_it_is_posted(line: Line) -> None:
    line.clock.now = JULY
    await line.overdue.turn()
    await told_there(line, [AT_LAST])

    await line.deliver()

    assert "Overdue" in heard(line)[-1]
    assert "Overdue" not in "".join(heard(line, "x"))


async def test_a_corrected_plan_is_overdue_by_its_corrected_date(line: Line) -> None:
    [kept] = await line.store.history.timeline("xiaomi")
    fixed = replace(kept.milestone, when=Span(start=date(2024, 4, 1), end=date(2024, 5, 31)))
    await _correct(line, fixed, kept.story)
    line.clock.now = datetime.fromisoformat("2024-06-05T09:00+00:00")

    await line.said()

    assert "Overdue" in heard(line)[-1]
    assert "planned for Apr–May 2024" in heard(line)[-1]
    assert len(heard(line, "x")) == 1
    line.clock.now = JULY
    assert await line.said() == [SAID]
    assert len(heard(line)) == 2
    assert heard(line, "x")[-1].startswith("Xiaomi")


async def test_what_a_correction_put_off_is_said_no_more(line: Line) -> None:
    [kept] = await line.store.history.timeline("xiaomi")
    line.clock.now = JULY
    await line.overdue.turn()
    later = Span(start=date(2024, 7, 1), end=date(2024, 12, 31))
    await _correct(line, replace(kept.milestone, when=later), kept.story)

    await line.deliver()

    assert len(heard(line)) == 1
    assert "Overdue" in heard(line, "x")[-1]


async def _correct(line: Line, fixed: Milestone, story: str) -> None:
    correction = Correction(
        workspace="w", story=story, statements=(replace(fixed, when=PLAN.when),), value=fixed,
        slots=("when",), by="Ann", at=line.clock(),
    )  # fmt: skip
    actor = Actor(platform="fake", workspace="w", channel="general", user="u")
    audit = Audit(at=MARCH, actor=actor, command="test")
    await line.store.editing.correct(correction, audit=audit)
    assert [m.milestone.when for m in await timeline(line.store, await view(line.store, line.overdue.catalogue, "w"), "xiaomi")] == [fixed.when]  # fmt: skip
