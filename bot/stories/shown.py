"""What an alert tells of a story; look-ups tell all of it.

The news, and beside it what is read with little doubt of those whose news it is. Of the steps that
unseen pages mention beside their news three in four were read right, of those kept here nine in
ten. A date that is likelier wrong than right is left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from storage.records import Milestone, Story

SURE: Final = 0.8  # least chance of being read right of what is told beside the news
DATED: Final = 0.5  # least chance of a date


def is_sure(m: Milestone) -> bool:
    """Is it news, set right by a person, or hardly doubted?"""
    return m.headline or m.fix is not None or m.chance >= SURE


def shown(said: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The statements that an alert tells, in their order; all of them where none is news."""
    news = [m for m in said if m.headline]
    whose, sentences = {m.company for m in news}, {m.evidence for m in news}
    return tuple(
        m
        for m in said
        if not news
        or m.headline
        or (is_sure(m) and (m.company in whose or m.evidence in sentences))
    )


def as_shown(story: Story) -> Story:
    """The story as an alert tells it."""
    return replace(story, milestones=tuple(map(as_dated, shown(story.milestones))))


def as_dated(m: Milestone) -> Milestone:
    """The same without a date that is likelier wrong than right, unless a person set it right."""
    is_set = m.fix is not None and m.fix.was.when != m.when
    doubtful = m.when is not None and m.when_chance < DATED and not is_set
    return replace(m, when=None) if doubtful else m
