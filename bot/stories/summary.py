"""A story in a headline and one to three sentences, built from slots alone.

Every name, number and date in them is a slot of a milestone, a figure and a date with the bound
that the evidence gives it, and what was only reported or rumoured is told as such. What is hardly
sure to be as far as it was read is no sentence: where there is nothing else it is only named.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from types import ModuleType
from typing import Final, NamedTuple

from bot.catalogue import Catalogue
from bot.stories import chinese, english
from bot.stories.phrases import Detail
from bot.stories.shown import is_plain, is_said
from bot.stories.told import Told, told
from storage.records import Kind, Milestone

HEADLINE_STEPS: Final = 2
SURE: Final = 0.85  # of being read right is what a headline tells beside the first step
HEADLINE_MAX_CHARS: Final = 140
SENTENCES: Final = 3
SENTENCE_MAX_CHARS: Final = 320  # more clauses would not be read
NEWS_STEPS: Final = 4
OTHER_STEPS: Final = 3  # of one sentence
# A start is one of its company where nothing else is said.
STARTS: Final = frozenset((Kind.PRODUCTION, Kind.DELIVERY, Kind.FACTORY))


class Short(NamedTuple):
    """A headline, and the sentences for whoever has read it: they tell what it does not."""

    line: str
    rest: str  # empty where the headline says it all
    plain: bool  # does the headline say how far a step is?


def summarise(
    milestones: Sequence[Milestone],
    catalogue: Catalogue,
    *,
    language: str = "en",
    day: date | None = None,
) -> tuple[str, str]:
    """The headline, at most 140 characters, and the gist of one to three sentences.

    `day` is that on which the story was first told: it tells a plan from one that was announced
    long ago, and a new date from the day of a delay. Both empty only without milestones.
    """
    steps, words = _told(milestones, catalogue, language, day)
    line = _headline(steps, words)[0]
    plain = [step for step in steps if _is_said(step)]
    return line, _gist(plain, words) or (line and f"{line}{words.STOP}")


def in_short(
    milestones: Sequence[Milestone],
    catalogue: Catalogue,
    *,
    language: str = "en",
    day: date | None = None,
) -> Short:
    """The headline, and what it does not tell; both empty without milestones."""
    steps, words = _told(milestones, catalogue, language, day)
    line, said = _headline(steps, words)
    rest = [step for step in steps if step not in said and _is_said(step)]
    is_of_one = len({step.names for step in steps if step.is_news}) == 1
    more = _gist(rest, words, last=said[0].names if said and is_of_one else ())
    return Short(line, more, plain=bool(steps) and is_plain(steps[0].milestone))


def headline(
    milestones: Sequence[Milestone],
    catalogue: Catalogue,
    *,
    language: str = "en",
    day: date | None = None,
) -> str:
    """What happened, in one line; the news first. Empty only without milestones."""
    return summarise(milestones, catalogue, language=language, day=day)[0]


def gist(
    milestones: Sequence[Milestone],
    catalogue: Catalogue,
    *,
    language: str = "en",
    day: date | None = None,
) -> str:
    """One to three sentences: the news, what is still open, what is planned, what was before.

    Empty only without milestones.
    """
    return summarise(milestones, catalogue, language=language, day=day)[1]


def thing(milestone: Milestone, catalogue: Catalogue, *, language: str = "en") -> str:
    """A step as the subject of a sentence: "production of the SU7", SU7投产; never empty."""
    [step] = told([milestone], catalogue, language, None)
    words = chinese if language == "zh" else english
    return str(words.noun(step))


def _told(
    milestones: Sequence[Milestone], catalogue: Catalogue, language: str, day: date | None
) -> tuple[list[Told], ModuleType]:
    """The steps worth telling, and the wording of the language."""
    words = chinese if language == "zh" else english
    steps = told(milestones, catalogue, language, day)
    ranked = sorted(steps, key=lambda step: (step.rank, not is_plain(step.milestone)))
    return _telling(ranked, words), words


def _is_said(step: Told) -> bool:
    return is_plain(step.milestone) and (step.is_news or is_said(step.milestone))


def _telling(steps: Sequence[Told], words: ModuleType) -> list[Told]:
    """Those of the steps whose clause says something; of the news at least one.

    A start says something by its date alone, unless there is another, as plain or as unclear, with
    which it could be mixed up.
    """
    saying = [step for step in steps if not words.says_nothing(step)]
    sorts = [(step.names, step.milestone.kind, is_plain(step.milestone)) for step in steps]
    kept = [
        step
        for step, sort in zip(steps, sorts, strict=True)
        if step in saying
        or (sort[1] in STARTS and step.milestone.when is not None and sorts.count(sort) == 1)
    ]
    if not any(step.rank == steps[0].rank for step in kept):
        return [*steps[:1], *kept]
    return kept


def _headline(steps: Sequence[Told], words: ModuleType) -> tuple[str, list[Told]]:
    """Company, step and hedge; all else and a second step as far as they fit.

    And the steps that it tells whole.
    """
    if not steps:
        return "", []
    if not is_plain(steps[0].milestone):
        return _cut(words.unclear(steps[0])), []
    first = [step for step in steps if (step.names, step.rank) == (steps[0].names, steps[0].rank)]
    sure = [s for s in first[1:] if s.milestone.chance >= SURE and is_plain(s.milestone)]
    both, one = [*first[:1], *sure][:HEADLINE_STEPS], first[:1]
    details = (Detail.LINE, Detail.CORE)
    tries = [(some, detail) for detail in details for some in (both, one)]
    for some, detail in tries:
        line: str = words.title(some, detail)
        if len(line) <= HEADLINE_MAX_CHARS:
            return line, some if detail is Detail.LINE else []
    return _cut(words.title(one, Detail.BARE)), []


def _cut(line: str) -> str:
    """A line that holds a very long name, ended at a word."""
    if len(line) <= HEADLINE_MAX_CHARS:
        return line
    head = line[: HEADLINE_MAX_CHARS - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _groups(steps: Sequence[Told]) -> list[list[Told]]:
    """The steps of each sentence; what is open and what is planned share one where they must."""
    groups = [
        list(group)[: OTHER_STEPS if rank else NEWS_STEPS]
        for rank, group in groupby(steps, key=lambda step: step.rank)
    ]
    if len(groups) > SENTENCES:
        groups[1:3] = [[*groups[1][:1], *groups[2][: OTHER_STEPS - 1]]]
    return groups


def _gist(steps: Sequence[Told], words: ModuleType, *, last: tuple[str, ...] = ()) -> str:
    """The sentences; `last` are those that were spoken of before."""
    sentences: list[str] = []
    for group in _groups(steps):
        chosen, again = group, group[0].names == last
        said: str = words.sentence(chosen, again=again)
        while len(said) > SENTENCE_MAX_CHARS and len(chosen) > 1:
            chosen = chosen[:-1]
            said = words.sentence(chosen, again=again)
        sentences.append(said)
        last = chosen[-1].names
    space: str = words.SPACE
    return space.join(sentences)
