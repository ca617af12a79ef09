"""A story in a headline and one to three sentences, built from slots alone.

Every name, number and date in them is a slot of a milestone, and what was only reported or
rumoured is told as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import ModuleType
from typing import Final

from bot.catalogue import Catalogue
from bot.stories import chinese, english
from bot.stories.steps import merge
from storage.records import Kind, Milestone, Phase

HEADLINE_STEPS: Final = 2
HEADLINE_MAX_CHARS: Final = 140
SENTENCES: Final = 3
NEWS_STEPS: Final = 4  # more would not be read
OTHER_STEPS: Final = 3  # of one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One step and all who take it together: the sides of a deal, the parents of a venture."""

    names: tuple[str, ...]
    milestone: Milestone
    is_news: bool

    @property
    def rank(self) -> int:
        """Its sentence: the news, what is still open, what is planned, what was before."""
        if self.is_news:
            return 0
        return {Phase.PENDING: 1, Phase.PLANNED: 2}.get(self.milestone.phase, 3)


def summarise(
    milestones: Sequence[Milestone], catalogue: Catalogue, *, language: str = "en"
) -> tuple[str, str]:
    """The headline and the gist."""
    told = _told(milestones, catalogue, language)
    words = chinese if language == "zh" else english
    return _headline(told, words), _gist(told, words)


def headline(milestones: Sequence[Milestone], catalogue: Catalogue, *, language: str = "en") -> str:
    """What happened, in one line; the news first. Empty only without milestones."""
    return summarise(milestones, catalogue, language=language)[0]


def gist(milestones: Sequence[Milestone], catalogue: Catalogue, *, language: str = "en") -> str:
    """One to three sentences: the news, what is still open, what is planned, what was before.

    Empty only without milestones.
    """
    return summarise(milestones, catalogue, language=language)[1]


def _headline(told: Sequence[_Told], words: ModuleType) -> str:
    first = [step for step in told if step.names == told[0].names and step.rank == told[0].rank]
    line = ""
    for count in range(1, min(HEADLINE_STEPS, len(first)) + 1):
        longer: str = words.title(first[0].names, [step.milestone for step in first[:count]])
        line = longer if not line or len(longer) <= HEADLINE_MAX_CHARS else line
    return line


def _gist(told: Sequence[_Told], words: ModuleType) -> str:
    sentences: list[str] = []
    last: tuple[str, ...] = ()
    for rank, group in groupby(told, key=lambda step: step.rank):
        if len(sentences) == SENTENCES:
            break
        steps = list(group)[: OTHER_STEPS if rank else NEWS_STEPS]
        clauses = [(step.names, step.milestone) for step in steps]
        sentences.append(words.sentence(clauses, again=steps[0].names == last))
        last = steps[-1].names
    space: str = words.SPACE
    return space.join(sentences)


def _told(milestones: Sequence[Milestone], catalogue: Catalogue, language: str) -> list[_Told]:
    """The steps as told: those of several companies together, in the order of their sentences."""
    together: dict[tuple[object, ...], _Told] = {}
    for step in merge(milestones):
        m = step.best
        is_news = any(milestones[i].headline for i in step.tellings)
        joint = _subject(m, milestones, catalogue) if m.kind == Kind.PARTNERSHIP else m.subject
        key = (is_news, m.kind, m.phase, m.certainty, m.when, m.amount, m.quantity, m.agency, joint)
        name = _name(m.company, catalogue, language)
        before = together.get(key)
        if before is None:
            together[key] = _Told(names=(name,), milestone=m, is_news=is_news)
        elif name not in before.names:
            both = replace(before.milestone, subject=joint)
            together[key] = replace(before, names=(*before.names, name), milestone=both)
    return sorted(together.values(), key=lambda told: told.rank)


def _subject(
    milestone: Milestone, milestones: Sequence[Milestone], catalogue: Catalogue
) -> str | None:
    """The subject of a deal; None when it only names another side of the same deal."""
    sides = {m.company for m in milestones if m.kind == milestone.kind} - {milestone.company}
    company = catalogue.find(milestone.subject) if milestone.subject else None
    return None if company and company.id in sides else milestone.subject


def _name(company: str, catalogue: Catalogue, language: str) -> str:
    """What a company is called; its id when the catalogue does not know it."""
    known = catalogue.companies.get(company)
    if known is None:
        return company
    if language == "zh":
        return next((name for name in known.names if not name.isascii()), known.name)
    return known.name
