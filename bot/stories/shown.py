"""What an alert tells of a story; look-ups tell all of it.

The news, and beside it what is read with little doubt of those whose news it is. Of the steps that
unseen pages mention beside their news three in four were read right, of those kept here 88 in a
hundred, of those told in sentences 93; the others have a row alone. What is not sure to be as
far as it was read is told without saying how far; what is left out of a step: `left_out.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.stories.left_out import as_told, is_count_doubted, without_elsewhere
from bot.stories.names import is_chinese
from storage.records import Milestone, Story

SURE: Final = 0.8  # least chance of being read right of what is told beside the news
SAID: Final = 0.875  # the same of what is told there in sentences; Chinese is read more surely
READ: Final = 0.7  # least chance of being read right of what is told in own words
PLAIN: Final = 0.825  # the same of how far a step is
LIKELY: Final = 0.5  # the same for it to change what was told


def is_sure(m: Milestone) -> bool:
    """Is it news, set right by a person, or hardly doubted, and likely as far as it was read?"""
    is_read = m.fix is not None or m.headline or (m.chance >= SURE and not is_count_doubted(m))
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


def is_said(m: Milestone) -> bool:
    """Is it news, or told in sentences beside it, rather than in a row alone?"""
    least = SURE if is_chinese(m.evidence) else SAID
    return m.fix is not None or m.headline or m.chance >= least


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
    told = map(as_told, shown(story.milestones))
    return replace(story, milestones=tuple(map(without_elsewhere, told)))
