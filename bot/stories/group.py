"""Does this item tell a known story, and what does it tell that nobody told before?

The structured steps decide (company, kind, phase, date, sum, count, agency, subject); nearness in
time and likeness of the words only tip the scale. When in doubt two stories stay two: a false
merge hides a milestone, a missed one only tells it twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.catalogue import Catalogue
from bot.stories.changes import changes, new_steps
from bot.stories.compare import AHEAD, same_step
from bot.stories.fit import JOIN, SAME_NEWS, Fit, best_points, fit, gap, has_news
from bot.stories.parting import companies, story_id, worded
from bot.stories.shown import is_likely
from bot.stories.slips import Told
from storage.records import Certainty, Change, Item, Join, Milestone, Phase, Pin, Story

REACH: Final = timedelta(days=60)  # how far back stories are worth comparing with


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where an item belongs. `story` is the state after it, its revision raised by one."""

    story: Story
    fresh: bool  # a story of its own; its revision is 1
    news: tuple[Milestone, ...]  # headline steps never told before; empty: nothing to alert
    why: str  # for people


def group(  # noqa: PLR0913 - what is known beside the item
    item: Item,
    milestones: Sequence[Milestone],
    candidates: Sequence[Story],
    *,
    now: datetime,
    catalogue: Catalogue,
    plans: Sequence[Told] = (),
    pins: Collection[Pin] = (),
) -> Decision | None:
    """Put an item into the story that it tells, or into one of its own.

    `candidates` may hold stories of any company and age. A story that has the item already (it
    was edited) is preferred; what the item said there before is replaced. `plans` are what was
    told as planned of the same companies, in stories of any age; `pins` forbid a story to an item.
    None without milestones.
    """
    if not milestones:
        return None
    at = told(item, now)
    said = tuple(replace(milestone, item=item.id) for milestone in milestones)
    steps = tuple(m for m in said if m.headline) or said
    open_ = [each for each in candidates if Pin(item=item.id, story=each.id) not in pins]
    near = [each for each in open_ if gap(each, at) <= REACH or item.id in each.items]
    home, found = _home(item, steps, said, at, near)
    news = unheard(said, home, near, at)
    if home is None:
        story = _begin(item, said, at)
    else:
        story = _grow(home, item, said, at, points=found.points if found else 0.0)
    known = (*plans, *(each for story in near for each in _statements(story)))
    changed = _changes(story, item, said, news, known, at)
    story = replace(story, changes=(*story.changes, *changed))
    return Decision(
        story=worded(story, catalogue),
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
) -> tuple[Story | None, Fit | None]:
    """The story that tells these steps as its news, if any does, and how well they fit it."""
    alone = next((story for story in candidates if story.items == (item.id,)), None)
    if alone:
        return alone, None  # the item was edited; its story is what it says now
    fits = [found for story in candidates if (found := fit(steps, said, at, story)).matched]
    own = [found for found in fits if item.id in found.story.items]
    joined = own or [found for found in fits if found.belongs]
    best = max(joined, key=_worth, default=None)
    return (best.story, best) if best else (None, None)


def _worth(found: Fit) -> tuple[object, ...]:
    return found.matched, found.points, found.story.last_seen, found.story.id


def unheard(
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
    if is_likely(step):
        same = [known for known in same if is_likely(known)]
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
        id=story_id(item.id, said),
        revision=1,
        companies=companies(said),
        title="",
        gist="",
        items=(item.id,),
        milestones=tuple(said),
        first_seen=at,
        last_seen=at,
        joins=(Join(item=item.id, at=at, points=0.0, why="a new story"),),
    )


def _grow(
    story: Story, item: Item, said: Sequence[Milestone], at: datetime, *, points: float
) -> Story:
    milestones = (*_others(story, item), *said)
    had = next((join for join in story.joins if join.item == item.id), None)
    begun = had is not None and had.points == 0.0
    join = Join(
        item=item.id,
        at=at,
        points=0.0 if begun else points,
        why=had.why if had and begun else f"tells {len(said)} of its steps, {points:.1f} points",
    )
    return replace(
        story,
        revision=story.revision + 1,
        companies=tuple(dict.fromkeys((*story.companies, *companies(milestones)))),
        items=tuple(dict.fromkeys((*story.items, item.id))),
        milestones=milestones,
        first_seen=min(story.first_seen, at),
        last_seen=max(story.last_seen, at),
        joins=tuple({each.item: each for each in (*story.joins, join)}.values()),
    )


def _changes(  # noqa: PLR0913, PLR0917 - what is known beside the item
    story: Story,
    item: Item,
    said: Sequence[Milestone],
    news: Sequence[Milestone],
    known: Sequence[Told],
    at: datetime,
) -> list[Change]:
    """What the item changes about its story, each change once, however often it is edited."""
    before, revision = _others(story, item), story.revision
    found = changes(said, before, known, at=at, revision=revision)
    if before:
        found += new_steps(news, found, before, revision=revision)
    had = {(change.kind, change.milestone.id) for change in story.changes}
    return [change for change in found if (change.kind, change.milestone.id) not in had]


def _statements(story: Story) -> list[Told]:
    """What a story says, each with the time at which its item told it."""
    times = {join.item: join.at for join in story.joins}
    return [Told(milestone=m, at=times.get(m.item, story.first_seen)) for m in story.milestones]


def _others(story: Story, item: Item) -> tuple[Milestone, ...]:
    """What the story's other items say."""
    return tuple(m for m in story.milestones if m.item != item.id)


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
