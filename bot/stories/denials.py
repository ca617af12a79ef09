"""A denial meets the story whose step it denies: shown beside it, never instead of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.stories.compare import words_agree
from bot.stories.fit import gap
from storage.records import Change, ChangeKind, Denial, Milestone, Story

WEEKS: Final = timedelta(weeks=4)  # companies deny what was told of late


def deny(
    denial: Denial, stories: Sequence[Story], at: datetime
) -> tuple[Story, Milestone, bool] | None:
    """The story with its denial, its revision raised; the step; and whether that is new.

    Same company and kind, told within some weeks; where several fit, the one whose words are
    most alike, then the newest. A denial that does not tell its kind needs words in common. None
    when nothing fits: it denies a step that nobody told. A denial in other words of a step that is
    denied already is kept, and not new.
    """
    fits = [
        (_likeness(denial, m), story.last_seen, story.id, m, story)
        for story in stories
        if gap(story, at) <= WEEKS
        for m in story.milestones
        if _is_denied(denial, m)
    ]
    if not fits:
        return None
    *_, step, story = max(fits, key=lambda each: each[:3])
    is_new = not any(c.denial and _is_same(denial, c.denial) for c in story.changes)
    revision = story.revision + 1
    change = Change(revision=revision, kind=ChangeKind.DENIAL, milestone=step, denial=denial)
    denied = replace(
        story,
        revision=revision,
        denials=(*(old for old in story.denials if old.id != denial.id), denial),
        changes=(*story.changes, change) if is_new else story.changes,
    )
    return denied, step, is_new


def without(story: Story, item: str) -> Story:
    """The story without what an item denied of it; that it was told stays in its changes."""
    kept = tuple(denial for denial in story.denials if denial.item != item)
    return replace(story, denials=kept)


def _is_denied(denial: Denial, m: Milestone) -> bool:
    """Is it this step? Never one that the denying text itself states beside."""
    if m.company != denial.company or m.item == denial.item:
        return False
    if denial.kind is None:
        return _likeness(denial, m) > 0.0
    return m.kind == denial.kind


def _likeness(denial: Denial, m: Milestone) -> float:
    return words_agree(replace(m, evidence=denial.evidence), m)


def _is_same(one: Denial, other: Denial) -> bool:
    return (one.company, one.kind) == (other.company, other.kind)
