"""What an alert tells of a story; look-ups tell all of it.

The news, and beside it what is read with little doubt of those whose news it is. Of the steps that
unseen pages mention beside their news three in four were read right, of those kept here nine in
ten. A date that is as likely wrong as right is left out, and what is hardly sure to be as far as
it was read is told without saying how far.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from storage.records import Milestone, Story

SURE: Final = 0.8  # least chance of being read right of what is told beside the news
DATED: Final = 0.6  # least chance of a date; below it more than every other one is wrong
READ: Final = 0.7  # least chance of being read right of what is told in own words
PLAIN: Final = 0.8  # the same of how far a step is
LIKELY: Final = 0.5  # the same for it to change what was told


def is_sure(m: Milestone) -> bool:
    """Is it news, set right by a person, or hardly doubted, and likely as far as it was read?"""
    is_read = m.fix is not None or m.headline or m.chance >= SURE
    return is_read and is_likely(m)


def is_likely(m: Milestone) -> bool:
    """Is it likelier as far as it was read than not, or so by a person's word?"""
    return m.fix is not None or m.phase_chance >= LIKELY


def is_plain(m: Milestone) -> bool:
    """Is it sure enough, or by a person's word, to be told as it was read, and so far?"""
    return m.fix is not None or (m.chance >= READ and m.phase_chance >= PLAIN)


def is_doubted(m: Milestone) -> bool:
    """Is it to be marked, where it is told at all?"""
    return not (is_sure(m) and is_plain(m))


def shown(said: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The statements that an alert tells, in their order; all of them where none is news."""
    news = [m for m in said if m.headline]
    whose, sentences = {m.company for m in news}, {m.evidence for m in news}
    return tuple(
        m
        for m in said
        if not news
        or m.headline
        or (not is_doubted(m) and (m.company in whose or m.evidence in sentences))
    )


def as_shown(story: Story) -> Story:
    """The story as an alert tells it."""
    return replace(story, milestones=tuple(map(as_dated, shown(story.milestones))))


def as_dated(m: Milestone) -> Milestone:
    """The same without a date that is as likely wrong as right, unless a person set it right."""
    is_set = m.fix is not None and m.fix.was.when != m.when
    doubtful = m.when is not None and m.when_chance < DATED and not is_set
    return replace(m, when=None) if doubtful else m
