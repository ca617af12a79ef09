"""One kept item understood once more, with what each rule made of it; pure, runs in a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones.account import Reason
from bot.milestones.extract import Trace, detect, extract
from bot.stories.compare import conflict
from bot.stories.fit import JOIN, fit
from bot.stories.group import told
from storage.records import Item, Milestone, Story

NEAR_MAX: Final = 3  # stories that the item did not join


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A story that an item could have told, and why it does not."""

    story: str
    points: float  # of agreement
    why: str  # for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the rules make of an item now."""

    language: str
    companies: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    noise: str = ""  # why nothing of it counts
    trace: tuple[Trace, ...] = ()
    account: tuple[Reason, ...] = ()
    near: tuple[Near, ...] = ()


def study(item: Item, catalogue: Catalogue, others: Sequence[Story], now: datetime) -> Study:
    """Understand an item; `others` are stories of its companies that it does not tell."""
    at = told(item, now)
    if item.claims:
        companies = tuple(dict.fromkeys(claim.company for claim in item.claims))
        return Study(language=item.language, companies=companies, milestones=item.claims)
    found = extract(
        item.title,
        item.text,
        language=item.language or detect(item.title, item.text),
        published=at.date(),
        catalogue=catalogue,
        explain=True,
    )
    return Study(
        language=found.language,
        companies=found.companies,
        milestones=found.milestones,
        noise=found.noise or (found.aside if not found.milestones else "") or "",
        trace=found.trace,
        account=found.account,
        near=_near(found.milestones, others, at),
    )


def _near(said: Sequence[Milestone], others: Sequence[Story], at: datetime) -> tuple[Near, ...]:
    steps = tuple(m for m in said if m.headline) or tuple(said)
    if not steps:
        return ()
    fits = sorted((fit(steps, said, at, story) for story in others), key=lambda f: -f.points)
    found: list[Near] = []
    for each in fits[:NEAR_MAX]:
        reasons = [conflict(a, b) for a in steps for b in each.story.milestones]
        against = next((reason for reason in reasons if reason), None)
        if each.matched and not each.belongs:
            why = "tells only a part of it"
        elif against and all(reasons):
            why = f"they cannot be one step: {against}"
        else:
            why = f"too little agrees: less than {JOIN:g} points"
        found.append(Near(story=each.story.id, points=each.points, why=why))
    return tuple(found)
