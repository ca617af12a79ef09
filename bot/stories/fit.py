"""How well an item's steps fit a story: step by step, and seen from both sides.

Seen from both sides, so that it hardly matters which of two texts came first: what a short text
shares with a long one, the long one shares with the short one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.stories.compare import (
    AHEAD,
    NEAR_MISS,
    SHORT,
    conflict,
    days,
    names_agree,
    slots_agree,
    words_agree,
)
from bot.stories.parties import parties
from storage.records import Kind, Milestone, Story

SAME_NEWS: Final = timedelta(hours=72)  # outlets tell one event within three days of each other
# Retellings come for weeks; each bound costs points, so a late one must agree in more slots.
LATENESS: Final = ((SAME_NEWS, 1.0), (timedelta(days=14), 0.0), (timedelta(days=30), -1.0))
TOO_LATE: Final = -2.0
JOIN: Final = 3.0  # points at which two headline statements are one event
SURE: Final = 4.5  # points that also count for what is told beside the news
SAME_WORDS: Final = 10.0  # points of one sentence told twice
# A company does this so seldom that two fresh texts about it, with nothing against it, are one.
RARE: Final = frozenset({Kind.RESTRUCTURING, Kind.COMPANY_SETUP})
LATER: Final = 0.75  # of both, when it is no longer fresh: all, but one of four or more
DOMAIN: Final = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")
MOSTLY: Final = 0.5  # share of the steps of the shorter text that the longer one must tell too


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How an item's steps match the news of one story."""

    story: Story
    matched: int  # of the item's steps
    points: float
    belongs: bool  # it is a telling of this story


def fit(steps: Sequence[Milestone], said: Sequence[Milestone], at: datetime, story: Story) -> Fit:
    """Compare an item with a story. `steps` are what it is news for (or all), `said` is all."""
    away = gap(story, at)
    found = _fit(steps, said, at, story, _news(story, away))
    if found.matched or away > SAME_NEWS or not steps[0].headline:
        return found
    # What it states beside its news may be what the story leads with, as the other way round.
    side = [m for m in said if not m.headline and _is_of_the_day(m, at)]
    lead = [m for m in story.milestones if m.headline] or story.milestones
    found = _fit(side, said, at, story, lead)
    if found.matched:
        return found
    plans = [m for m in said if _is_plan_beside(m, at) and _surely(m, lead, away)]
    return _fit(plans, said, at, story, lead)


def _fit(
    steps: Sequence[Milestone],
    said: Sequence[Milestone],
    at: datetime,
    story: Story,
    told: Sequence[Milestone],
) -> Fit:
    away = gap(story, at)
    plans = [m for m in story.milestones if away <= SAME_NEWS and _is_plan_beside(m, at)]
    best = [max(_best(step, told, away), _surely(step, plans, away)) for step in steps]
    hits = [points for points in best if points >= JOIN]
    matched = [step for step, points in zip(steps, best, strict=True) if points >= JOIN]
    return Fit(
        story=story,
        matched=len(hits),
        points=sum(hits),
        belongs=bool(hits) and _belongs(steps, said, matched, at, story),
    )


def _surely(step: Milestone, told: Iterable[Milestone], away: timedelta) -> float:
    """The points of the best match, where it leaves no doubt; else 0."""
    best = _best(step, told, away)
    return best if best >= SURE else 0.0


def _is_plan_beside(m: Milestone, at: datetime) -> bool:
    """Is it a plan ahead, told beside the news? Another outlet may lead with it."""
    return not m.headline and m.phase in AHEAD and m.when is not None and m.when.end >= at.date()


def best_points(step: Milestone, at: datetime, story: Story) -> float:
    """The points of the statement of the story's news that matches best; 0 when none does."""
    away = gap(story, at)
    return _best(step, _news(story, away), away)


def _best(step: Milestone, told: Iterable[Milestone], away: timedelta) -> float:
    return max((points(step, m, away) for m in told), default=0.0)


def points(a: Milestone, b: Milestone, away: timedelta) -> float:
    """How surely two statements are news for one event, told this far from each other."""
    if _are_of_one_name(a, b):
        return SURE  # a name is registered, certified, filed: days apart, and one story
    if conflict(a, b) is not None:
        return 0.0
    if a.evidence == b.evidence and a.phase == b.phase:
        return SAME_WORDS
    if a.phase == b.phase:
        phase = 1.0
    elif {a.phase, b.phase} <= AHEAD:
        phase = 0.75
    elif away <= SAME_NEWS:
        phase = 0.0  # outlets word one announcement as a plan and as a fact
    else:
        return 0.0
    lateness = next((worth for bound, worth in LATENESS if away <= bound), TOO_LATE)
    opinion = _second_opinion(a, b) if away <= SAME_NEWS else 0.0
    return slots_agree(a, b) + phase + lateness + opinion


def _are_of_one_name(a: Milestone, b: Milestone) -> bool:
    """Are both about one domain name?"""
    return (
        a.kind == b.kind == Kind.REGISTRATION
        and a.company == b.company
        and a.subject == b.subject
        and bool(a.subject and DOMAIN.fullmatch(a.subject))
    )


def _second_opinion(a: Milestone, b: Milestone) -> float:
    """What speaks for fresh news besides its slots: words, a name in them, that it is rare."""
    rare = 1.0 if a.kind in RARE and a.phase == b.phase else 0.0
    named = 1.0 if names_agree(a, b) else 0.0
    return words_agree(a, b) + rare + named


def gap(story: Story, at: datetime) -> timedelta:
    """How far `at` lies outside the time in which the story was told."""
    return max(story.first_seen - at, at - story.last_seen, timedelta(0))


def has_news(story: Story) -> bool:
    """Is any of its texts news, rather than a recap?"""
    return any(m.headline for m in story.milestones)


def _news(story: Story, away: timedelta) -> Sequence[Milestone]:
    """What of a story counts as its news, for an item told this far from it."""
    told: Sequence[Milestone] = [m for m in story.milestones if m.headline]
    if away > SAME_NEWS:
        return told
    # A fresh story that only recalls may be news whose teller did not say so: there all count.
    # What fresh news states without a date, or of the day, is as new.
    times = {join.item: join.at for join in story.joins}
    return [
        m
        for m in story.milestones
        if m.headline or not told or _is_of_the_day(m, times.get(m.item, story.first_seen))
    ]


def _is_of_the_day(m: Milestone, at: datetime) -> bool:
    """Is it undated, or of the days before, so that another outlet may lead with it?"""
    if m.when is None:
        return True
    return days(m.when) <= SHORT and -NEAR_MISS <= at.date() - m.when.end <= SAME_NEWS


def _belongs(
    steps: Sequence[Milestone],
    said: Sequence[Milestone],
    matched: Sequence[Milestone],
    at: datetime,
    story: Story,
) -> bool:
    """Is it one telling of the story's event, and not only of a part of it?

    While the news is fresh, most of the shorter of two texts is enough; then the story grows.
    Later nearly all of both must agree. A text that only recalls belongs to fresh news as soon as
    it recalls any of it. A round-up and a text about one of its companies stay two.
    """
    away = gap(story, at)
    tellings = _tellings(story)
    if not any(_are_of_one_size(said, told, matched) for told in tellings):
        return False
    if not steps[0].headline and has_news(story):
        return away <= SAME_NEWS or len(matched) == len(steps)
    if away <= SAME_NEWS:
        return len(matched) >= MOSTLY * len(steps) or any(
            _shared(told, steps, away) >= MOSTLY for told in tellings
        )
    return len(matched) >= LATER * len(steps) and any(
        _shared(told, steps, away) >= LATER for told in tellings
    )


def _tellings(story: Story) -> list[tuple[Milestone, ...]]:
    """What each item of the story says."""
    by_item: dict[str, list[Milestone]] = {}
    for m in story.milestones:
        by_item.setdefault(m.item, []).append(m)
    return [tuple(told) for told in by_item.values()]


def _shared(told: Iterable[Milestone], steps: Sequence[Milestone], away: timedelta) -> float:
    """The share of one telling's news, of a recap's steps, that these steps tell too."""
    said = list(told)
    news = [m for m in said if m.headline] or said
    hits = [m for m in news if any(points(m, step, away) >= JOIN for step in steps)]
    return len(hits) / len(news) if news else 0.0


def _are_of_one_size(
    said: Sequence[Milestone], told: Sequence[Milestone], matched: Sequence[Milestone]
) -> bool:
    """Do two texts share most of their parties? With one party each there is nothing to ask."""
    mine, other = parties(said), parties(told)
    leads = [parties([m for m in side if m.headline]) for side in (said, told)]
    if min(map(len, leads)) > 1:
        mine, other = leads  # what each of two round-ups adds below is for it to choose
    most = max(len(mine), len(other))
    if most == 1:
        return True
    companies = {m.company for m in matched}
    shared = min(sum(bool(party & companies) for party in side) for side in (mine, other))
    return shared > MOSTLY * most
