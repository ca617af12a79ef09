"""Does this item tell a known story, and what does it tell that nobody told before?

The structured steps decide (company, kind, phase, date, sum, count, agency, subject); nearness in
time and likeness of the words only tip the scale. When in doubt two stories stay two: a false
merge hides a milestone, a missed one only tells it twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.catalogue import Catalogue
from bot.stories.compare import AHEAD, same_step
from bot.stories.fit import JOIN, SAME_NEWS, best_points, fit, gap, has_news
from bot.stories.summary import summarise
from storage.records import Certainty, Item, Milestone, Phase, Story, digest

REACH: Final = timedelta(days=60)  # how far back stories are worth comparing with


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where an item belongs. `story` is the state after it, its revision raised by one."""

    story: Story
    fresh: bool  # a story of its own; its revision is 1
    news: tuple[Milestone, ...]  # headline steps never told before; empty: nothing to alert
    why: str  # for people


def group(
    item: Item,
    milestones: Sequence[Milestone],
    candidates: Sequence[Story],
    *,
    now: datetime,
    catalogue: Catalogue,
) -> Decision | None:
    """Put an item into the story that it tells, or into one of its own.

    `candidates` may hold stories of any company and age. A story that has the item already (it
    was edited) is preferred; what the item said there before is replaced. None without milestones.
    """
    if not milestones:
        return None
    at = told(item, now)
    said = tuple(replace(milestone, item=item.id) for milestone in milestones)
    steps = tuple(m for m in said if m.headline) or said
    near = [each for each in candidates if gap(each, at) <= REACH or item.id in each.items]
    home = _home(item, steps, said, at, near)
    news = _news(said, home, near, at)
    story = _grow(home, item, said, at) if home else _begin(item, said, at)
    return Decision(
        story=_worded(story, catalogue),
        fresh=home is None,
        news=news,
        why=_why(said, news, home, near, at),
    )


def told(item: Item, now: datetime) -> datetime:
    """When the item was told: as published, unless that lies in the future."""
    return min(item.published or item.seen, now)


def _home(
    item: Item,
    steps: Sequence[Milestone],
    said: Sequence[Milestone],
    at: datetime,
    candidates: Sequence[Story],
) -> Story | None:
    """The story that tells these steps as its news, if any does."""
    alone = next((story for story in candidates if story.items == (item.id,)), None)
    if alone:
        return alone  # the item was edited; its story is what it says now
    fits = [found for story in candidates if (found := fit(steps, said, at, story)).matched]
    own = [found for found in fits if item.id in found.story.items]
    joined = own or [found for found in fits if found.belongs]
    best = max(
        joined, key=lambda found: (found.matched, found.points, found.story.last_seen), default=None
    )
    return best.story if best else None


def _news(
    said: Sequence[Milestone], home: Story | None, candidates: Sequence[Story], at: datetime
) -> tuple[Milestone, ...]:
    """The headline steps that neither this story nor the news of another one told before."""
    return tuple(
        m
        for m in said
        if m.headline
        and not (home and has_news(home) and _is_known(m, home.milestones, home, at))
        and not any(
            _is_known(m, (k for k in story.milestones if k.headline), story, at)
            for story in candidates
            if best_points(m, at, story) >= JOIN
        )
    )


def _is_known(step: Milestone, told: Iterable[Milestone], story: Story, at: datetime) -> bool:
    """Was this step told, this far and as surely?"""
    same = [known for known in told if same_step(step, known)]
    if not same:
        return False
    if step.certainty == Certainty.OFFICIAL and all(
        known.certainty == Certainty.RUMOURED for known in same
    ):
        return False  # the confirmation of a rumour is news
    if step.phase in AHEAD or any(known.phase == step.phase for known in same):
        return True
    if step.phase != Phase.DONE:
        return False  # put off or dropped since
    return gap(story, at) <= SAME_NEWS and not any(_was_due(known, story, at) for known in same)


def _was_due(plan: Milestone, story: Story, at: datetime) -> bool:
    """The plan's day lay ahead when it was told and has come since: being done is news."""
    return plan.when is not None and story.first_seen.date() < plan.when.start <= at.date()


def _begin(item: Item, said: Sequence[Milestone], at: datetime) -> Story:
    return Story(
        id=digest("story", item.id, *(m.id for m in said)),
        revision=1,
        companies=_companies(said),
        title="",
        gist="",
        items=(item.id,),
        milestones=tuple(said),
        first_seen=at,
        last_seen=at,
    )


def _grow(story: Story, item: Item, said: Sequence[Milestone], at: datetime) -> Story:
    kept = tuple(m for m in story.milestones if m.item != item.id)
    milestones = (*kept, *said)
    return replace(
        story,
        revision=story.revision + 1,
        companies=tuple(dict.fromkeys((*story.companies, *_companies(milestones)))),
        items=tuple(dict.fromkeys((*story.items, item.id))),
        milestones=milestones,
        first_seen=min(story.first_seen, at),
        last_seen=max(story.last_seen, at),
    )


def _worded(story: Story, catalogue: Catalogue) -> Story:
    title, gist = summarise(story.milestones, catalogue)
    return replace(story, title=title, gist=gist)


def _companies(milestones: Sequence[Milestone]) -> tuple[str, ...]:
    """Whose story it is: those whose steps are the news, or all when there is none."""
    news = [m.company for m in milestones if m.headline]
    return tuple(dict.fromkeys(news or [m.company for m in milestones]))


def _why(
    said: Sequence[Milestone],
    news: Sequence[Milestone],
    home: Story | None,
    candidates: Sequence[Story],
    at: datetime,
) -> str:
    if news:
        return f"grows: {home.title}" if home else "a new story"
    if home is None and not any(m.headline for m in said):
        return "recalls old steps only"
    known = home or next(
        story for story in candidates if any(best_points(m, at, story) >= JOIN for m in said)
    )
    return f"told before: {known.title}"
