"""Which plans are overdue, for how long that is news, and when it is said no more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.stories.overdue import (
    Lapse,
    is_due,
    lapses,
    say,
    still_overdue,
    tells_overdue,
    told_there,
    unsaid,
)
from bot.stories.parting import leave, split
from storage.records import Change, ChangeKind, Denial, Kind, Milestone, Story, Telling
from tests.fakes_stories import catalogue, item, milestone

H1 = "2024-01-01/2024-06-30"
H2 = "2024-07-01/2024-12-31"
JULY = "2024-07-01/2024-07-31"
MAX_AGE = timedelta(days=14)
TOLD = datetime(2024, 3, 28, 9, tzinfo=UTC)
DUE = date(2024, 7, 3)


def plan(when: str | None = H1, subject: str | None = "SU7", *, kind: str = "production", phase: str = "planned", **slots: str) -> Milestone:  # fmt: skip
    return milestone(kind=kind, phase=phase, when=when, subject=subject, **slots)  # type: ignore[arg-type] # a test's shorthand


def telling(m: Milestone, day: str = "2024-03-28", *, key: str = "", story: str = "s") -> Telling:
    at = datetime.fromisoformat(f"{day}T09:00+00:00")
    said = replace(m, item=item(key or f"{day} {m.phase}").id)
    return Telling(milestone=said, story=story, url="", title="", outlet="", published=at, seen=at)


def found(*tellings: Telling, today: date = DUE) -> tuple[Lapse, ...]:
    return lapses(tellings, today, max_age=MAX_AGE)


LATE = [
    ("its last day", "2024-06-30", False),
    ("the day after, in another time zone", "2024-07-01", False),
    ("two days later", "2024-07-02", True),
    ("two weeks later", "2024-07-15", True),
    ("long ago", "2024-07-16", False),
    ("the day before", "2024-06-29", False),
]


@pytest.mark.parametrize(("today", "expected"), [case[1:] for case in LATE], ids=[c[0] for c in LATE])  # fmt: skip
def test_a_plan_is_due_for_as_long_as_that_is_news(today: str, expected: bool) -> None:  # noqa: FBT001 - a table
    day = date.fromisoformat(today)

    assert is_due(plan(), day, max_age=MAX_AGE) is expected
    assert bool(found(telling(plan()), today=day)) is expected


def test_the_count_of_a_period_has_some_days_to_be_told() -> None:
    target = plan(subject=None, kind="delivery", quantity="100000 vehicles")

    assert not is_due(target, date(2024, 7, 10), max_age=MAX_AGE)
    assert is_due(target, date(2024, 7, 11), max_age=MAX_AGE)
    assert not is_due(plan(None), DUE, max_age=MAX_AGE)


OVERDUE: list[tuple[str, Sequence[Telling]]] = [
    ("told once", [telling(plan())]),
    ("put off, and due again", [telling(plan("2023-10-01/2023-12-31"), "2023-03-01"), telling(plan(phase="delayed"))]),
    ("another model came out", [telling(plan()), telling(plan("2024-06-01", "YU7", phase="done"), "2024-06-01")]),
    ("another kind", [telling(plan()), telling(plan("2024-06-01", kind="unveil", phase="done"), "2024-06-01")]),
    ("told by many", [telling(plan(), key="a"), telling(plan(), "2024-05-01", key="b")]),
]  # fmt: skip

NOT_OVERDUE: list[tuple[str, Sequence[Telling]]] = [
    ("nothing was told", []),
    ("done in time", [telling(plan()), telling(plan("2024-03-28", phase="done"), "2024-05-28")]),
    ("done early", [telling(plan()), telling(plan("2024-05-02", phase="done"), "2024-05-02")]),
    ("done late", [telling(plan()), telling(plan("2024-07-02", phase="done"), "2024-07-02")]),
    ("dropped", [telling(plan()), telling(plan(None, phase="cancelled"), "2024-05-28")]),
    ("put off", [telling(plan()), telling(plan(H2, phase="delayed"), "2024-05-28")]),
    ("retold for later", [telling(plan()), telling(plan(H2), "2024-05-28")]),
    ("not yet due", [telling(plan(H2))]),
    ("no date", [telling(plan(None))]),
    ("a horizon", [telling(plan("2014-07-01/2024-06-30"), "2024-01-01")]),
    ("a plan recalled after its time", [telling(plan(), "2024-07-01")]),
    ("dated by its announcement", [telling(plan("2024-06-30", kind="investment"), "2024-06-30")]),
    ("no plan", [telling(plan(phase="done"))]),
]  # fmt: skip


@pytest.mark.parametrize("told", [case[1] for case in OVERDUE], ids=[c[0] for c in OVERDUE])
def test_a_plan_is_overdue(told: Sequence[Telling]) -> None:
    [lapse] = found(*told)

    assert lapse.plan.when == plan().when
    assert lapse.plan in lapse.tellings
    assert found(*reversed(told)) == (lapse,)


@pytest.mark.parametrize("told", [c[1] for c in NOT_OVERDUE], ids=[c[0] for c in NOT_OVERDUE])
def test_a_plan_is_not_overdue(told: Sequence[Telling]) -> None:
    assert found(*told) == ()


def test_it_is_in_the_story_that_told_it_last_and_knows_all_of_them() -> None:
    first = telling(plan(), story="one")
    last = telling(plan(), "2024-05-01", story="two")
    recalled = telling(plan(None, phase="pending"), "2024-06-20", story="three")

    [lapse] = found(recalled, last, first)

    assert (lapse.plan, lapse.story) == (last.milestone, "two")
    assert lapse.stories == {"one", "two"}
    assert lapse.heard == date(2024, 6, 20)


# --- what a story says of it

PLAN = telling(plan(), key="a").milestone


def lapse(m: Milestone = PLAN) -> Lapse:
    return Lapse(plan=m, tellings=(m,), story="s", stories=frozenset({"s"}), heard=TOLD.date())


def told(*milestones: Milestone, changes: tuple[Change, ...] = (), **more: object) -> Story:
    return Story(
        id="s",
        revision=1,
        companies=("xiaomi",),
        title="",
        gist="",
        items=tuple(dict.fromkeys(m.item for m in milestones)),
        milestones=milestones,
        first_seen=TOLD,
        last_seen=TOLD,
        changes=changes,
        **more,  # type: ignore[arg-type] # a test's shorthand
    )


def test_it_is_one_change_of_the_next_revision() -> None:
    assert unsaid(told(PLAN), [lapse()], []) == (lapse(),)

    grown = say(told(PLAN), [[lapse()]])

    assert (grown.revision, grown.last_seen, grown.milestones) == (2, TOLD, (PLAN,))
    assert grown.changes == (
        Change(revision=2, kind=ChangeKind.OVERDUE, milestone=PLAN, heard=TOLD.date()),
    )
    assert (tells_overdue(grown, 1), tells_overdue(grown, 2)) == (False, True)
    assert still_overdue(grown, 2, DUE) == grown.changes


def test_those_who_see_other_texts_have_a_revision_of_their_own() -> None:
    last = replace(lapse(), heard=date(2024, 6, 20))

    grown = say(told(PLAN), [[lapse()], [last]])

    assert [(each.revision, each.heard) for each in grown.changes] == [
        (2, date(2024, 3, 28)),
        (3, date(2024, 6, 20)),
    ]
    assert told_there(grown, {1, 3}).changes == grown.changes[1:]
    assert told_there(grown, {2, 3}) is grown


def overdue(m: Milestone = PLAN) -> Change:
    return Change(revision=2, kind=ChangeKind.OVERDUE, milestone=m)


SAID = [
    ("said", overdue(), True),
    ("said in other words", overdue(replace(PLAN, item="b", evidence="Cars will be made.")), True),
    ("said of an earlier time", overdue(plan("2023-10-01/2023-12-31")), False),
    ("said of another model", overdue(plan(subject="YU7")), False),
    ("another change", replace(overdue(), kind=ChangeKind.DATE), False),
]


@pytest.mark.parametrize(("change", "is_said"), [c[1:] for c in SAID], ids=[c[0] for c in SAID])
def test_what_was_said_is_never_said_again(change: Change, is_said: bool) -> None:  # noqa: FBT001 - a table
    assert bool(unsaid(told(PLAN), [lapse()], [change])) is not is_said


def test_what_is_denied_or_gone_from_the_story_is_not_said() -> None:
    denial = Denial(company="xiaomi", kind=Kind.PRODUCTION, evidence="We build no cars.")

    assert not unsaid(told(PLAN, denials=(denial,)), [lapse()], [])
    assert not unsaid(told(replace(PLAN, item="b")), [lapse()], [])


SINCE = [
    ("done", plan("2024-07-02", phase="done"), False),
    ("dropped", plan(None, phase="cancelled"), False),
    ("put off", plan(H2, phase="delayed"), False),
    ("another model", plan("2024-07-02", "YU7", phase="done"), True),
    ("told again", plan(), True),
]


@pytest.mark.parametrize(("word", "expected"), [c[1:] for c in SINCE], ids=[c[0] for c in SINCE])
def test_it_is_not_said_when_the_story_has_heard_of_it_since(word: Milestone, expected: bool) -> None:  # noqa: FBT001 - a table  # fmt: skip
    story = told(PLAN, replace(word, item="b"), changes=(overdue(),))

    assert bool(still_overdue(story, 2, DUE)) is expected


def test_it_is_not_said_when_the_plan_reads_otherwise_now() -> None:
    fixed = told(plan(H2), changes=(overdue(plan(H2)),))

    assert still_overdue(fixed, 2, DUE) == ()


def test_a_story_taken_apart_remembers_that_it_was_said() -> None:
    other = replace(PLAN, item=item("b").id)
    story = replace(told(PLAN, other, changes=(overdue(),)), revision=2)

    parted = split(story, [PLAN.item], catalogue=catalogue())

    left = leave(story, PLAN.item, catalogue())
    for part in (parted.rest, parted.other, left):
        assert [change.milestone for change in part.changes] == [PLAN]
    assert not tells_overdue(parted.rest, parted.rest.revision)
    assert not tells_overdue(parted.other, parted.other.revision)


def test_a_plan_whose_date_is_likelier_wrong_never_lapses() -> None:
    def late(m: Milestone) -> int:
        return len(lapses([telling(m)], DUE, max_age=MAX_AGE))

    assert late(plan()) == 1
    assert late(replace(plan(), when_chance=0.3)) == 0
