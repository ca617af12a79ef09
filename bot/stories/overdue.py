"""Which plans are overdue and not yet said to be; what a story says of it, and until when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.stories.compare import NEAR_MISS, conflict, same_step
from bot.stories.left_out import as_told
from bot.stories.promises import Promise, State, follow
from bot.stories.slips import OF_A_PERIOD, Told, is_later, is_same_promise, told
from storage.records import Change, ChangeKind, Milestone, Phase, Story, Telling

# The figures of a period are told in the days after it: until then nothing is late.
COUNTING: Final = timedelta(days=10)
SETTLED: Final = frozenset({Phase.DONE, Phase.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A plan whose time has passed without news of it."""

    plan: Milestone  # as it was last told
    tellings: tuple[Milestone, ...]  # who else told it for this time, `plan` among them
    story: str  # id of the story that has `plan`
    stories: frozenset[str]  # ids of all that told the plan, whatever its time was then
    heard: date  # of the last word of it


def is_due(m: Milestone, today: date, *, max_age: timedelta) -> bool:
    """Has the time of a plan passed, and not so long ago that saying so is old news?

    Its last day has passed everywhere on earth; a count of a period may come some days later.
    """
    if m.when is None:
        return False
    is_counted = m.quantity is not None and m.quantity.unit in OF_A_PERIOD
    late = today - m.when.end - (COUNTING if is_counted else NEAR_MISS)
    return timedelta(0) < late <= max_age


def lapses(tellings: Sequence[Telling], today: date, *, max_age: timedelta) -> tuple[Lapse, ...]:
    """The plans among tellings of any companies that have come to be overdue of late.

    A plan counts only when somebody told it before its last day: what is told of the day itself is
    mostly dated by its announcement. In the order in which they were first told.
    """
    homes = {each.milestone.id: each.story for each in tellings}
    statements = [told(each) for each in tellings]
    return tuple(
        _lapse(promise, statements, homes)
        for promise in follow(statements, today)
        if promise.state == State.OVERDUE
        and as_told(promise.plan.milestone).when is not None
        and is_due(promise.plan.milestone, today, max_age=max_age)
        and any(_is_ahead(each, promise.plan.milestone) for each in promise.tellings)
    )


def unsaid(story: Story, found: Sequence[Lapse], said: Collection[Change]) -> tuple[Lapse, ...]:
    """Those of these plans of a story that are still to be said to be overdue.

    `said` are the changes of all stories that told the plans, as far as they were told there. What
    was said, is denied, or is no longer in the story is not said.
    """
    stated = {m.id for m in story.milestones}
    return tuple(
        each
        for each in found
        if each.plan.id in stated
        and not _is_denied(each.plan, story)
        and not any(_is_of(change, each.plan) for change in said)
    )


def say(story: Story, found: Iterable[Sequence[Lapse]]) -> Story:
    """The story with one more revision for each of these, which says that its plans are overdue."""
    for each in found:
        revision = story.revision + 1
        new = (
            Change(revision=revision, kind=ChangeKind.OVERDUE, milestone=m.plan, heard=m.heard)
            for m in each
        )
        story = replace(story, revision=revision, changes=(*story.changes, *new))
    return story


def tells_overdue(story: Story, revision: int) -> bool:
    """Is it for overdue plans that this revision was made?"""
    return any(
        change.kind == ChangeKind.OVERDUE and change.revision == revision
        for change in story.changes
    )


def told_there(story: Story, revisions: Collection[int]) -> Story:
    """The story as a workspace knows it that heard of these revisions.

    What was said to be overdue to others only, by texts that it may not see, is left out.
    """
    changes = tuple(
        change
        for change in story.changes
        if change.kind != ChangeKind.OVERDUE or change.revision in revisions
    )
    return story if changes == story.changes else replace(story, changes=changes)


def still_overdue(
    story: Story, revision: int, today: date, since: Sequence[Milestone] = ()
) -> tuple[Change, ...]:
    """What a revision said to be overdue, is due as it reads now, and was not heard of since.

    `since` is what other stories have told meanwhile.
    """
    return tuple(
        change
        for change in story.changes
        if change.kind == ChangeKind.OVERDUE and change.revision == revision
        if change.milestone.when and change.milestone.when.end < today
        if not any(_is_word_of(m, change.milestone) for m in (*story.milestones, *since))
        and not _is_denied(change.milestone, story)
    )


def _lapse(promise: Promise, statements: Sequence[Told], homes: dict[str, str]) -> Lapse:
    plan = promise.plan.milestone
    last = max(each.at for each in statements if _is_about(each.milestone, plan))
    return Lapse(
        plan=plan,
        tellings=tuple(
            each.milestone
            for each in promise.tellings
            if each.milestone.when and plan.when and each.milestone.when.end == plan.when.end
        ),
        story=homes[plan.id],
        stories=frozenset(homes[each.milestone.id] for each in promise.tellings),
        heard=_day(last),
    )


def _is_ahead(each: Told, plan: Milestone) -> bool:
    """Was this told before the last day of the plan?"""
    return plan.when is not None and _day(each.at) < plan.when.end


def _is_about(m: Milestone, plan: Milestone) -> bool:
    return m == plan or same_step(m, plan) or is_same_promise(m, plan)


def _is_of(change: Change, plan: Milestone) -> bool:
    """Does it say of this plan, for this time or a later one, that it is overdue?"""
    m = change.milestone
    if change.kind != ChangeKind.OVERDUE or m.when is None or plan.when is None:
        return False
    return m.when.end >= plan.when.end and conflict(m, plan, at_any_time=True) is None


def _is_word_of(m: Milestone, plan: Milestone) -> bool:
    """Does it tell that the plan was carried out or dropped, or is put off to a later time?"""
    if not _is_about(m, plan):
        return False
    return m.phase in SETTLED or (m.when is not None and is_later(m.when, plan.when))


def _is_denied(plan: Milestone, story: Story) -> bool:
    return any(
        denial.company == plan.company and denial.kind in {None, plan.kind}
        for denial in story.denials
    )


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
