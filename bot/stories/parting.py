"""Taking a story apart again: a wrong merge undone by a person's word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.catalogue import Catalogue
from bot.stories.shown import shown
from bot.stories.summary import summarise
from storage.records import Change, ChangeKind, Join, Milestone, Pin, Story, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A story taken apart. `pins` keep the halves from growing together again."""

    rest: Story  # the story without the items, its revision raised by one
    other: Story  # a story of the items, its revision 1
    pins: tuple[Pin, ...]


def split(story: Story, items: Collection[str], *, catalogue: Catalogue) -> Parted:
    """Take items out of a story into one of their own.

    The other story is the one that the first of the items would have begun; both have the times,
    steps and words of what is left to them. Raises `ValueError` unless some items of the story go
    and some stay.
    """
    going = tuple(item for item in story.items if item in items)
    staying = tuple(item for item in story.items if item not in items)
    if not going or not staying:
        raise ValueError("of a story some items must go and some must stay")
    rest = _part(story, staying, catalogue)
    other = _part(story, going, catalogue)
    first = [m for m in other.milestones if m.item == going[0]]
    other = replace(other, id=story_id(going[0], first), revision=1, changes=_said(other))
    pins = (
        *(Pin(item=item, story=story.id) for item in going),
        *(Pin(item=item, story=other.id) for item in staying),
    )
    return Parted(rest=replace(rest, revision=story.revision + 1), other=other, pins=pins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two stories put together. `unpinned` no longer keep their items apart."""

    whole: Story  # the one that stays, with what the other told, its revision raised by one
    empty: Story  # the other, which nothing tells any more, its revision raised by one
    unpinned: tuple[Pin, ...]


def join(home: Story, gone: Story, *, catalogue: Catalogue) -> Joined:
    """Put a story into another: a person says that they are one.

    What was said to have changed about the one that goes is not said again.
    """
    times = {each.item: each.at for each in (*home.joins, *gone.joins)}
    items = tuple(dict.fromkeys((*home.items, *gone.items)))
    if all(item in times for item in items):
        items = tuple(sorted(items, key=lambda item: times[item]))
    by_item: dict[str, list[Milestone]] = {}
    for m in (*home.milestones, *gone.milestones):
        by_item.setdefault(m.item, []).append(m)
    told = tuple(m for item in items for m in by_item.get(item, ()))
    joins = {each.item: each for each in (*_together(gone.joins), *home.joins)}
    whole = replace(
        home,
        revision=home.revision + 1,
        companies=companies(told),
        items=items,
        milestones=told,
        first_seen=min(home.first_seen, gone.first_seen),
        last_seen=max(home.last_seen, gone.last_seen),
        changes=(*(replace(change, revision=0) for change in gone.changes), *home.changes),
        denials=tuple({each.id: each for each in (*home.denials, *gone.denials)}.values()),
        joins=tuple(joins[item] for item in items if item in joins),
    )
    empty = replace(
        gone,
        revision=gone.revision + 1,
        companies=(),
        items=(),
        milestones=(),
        changes=(),
        denials=(),
        joins=(),
    )
    unpinned = (
        *(Pin(item=item, story=home.id) for item in gone.items),
        *(Pin(item=item, story=gone.id) for item in home.items),
    )
    return Joined(whole=worded(whole, catalogue), empty=empty, unpinned=unpinned)


def _together(joins: Sequence[Join]) -> list[Join]:
    return [replace(each, why="a person says that it is one story") for each in joins]


def leave(story: Story, item: str, catalogue: Catalogue) -> Story:
    """The story without what an item says that no longer tells it; its revision stays.

    A story that nothing tells any more keeps its words and has neither steps nor companies: no
    look-up and no later item finds it.
    """
    kept = tuple(each for each in story.items if each != item)
    if kept:
        return _part(story, kept, catalogue)
    return replace(story, companies=(), milestones=(), denials=())


def story_id(item: str, said: Sequence[Milestone]) -> str:
    """The id of the story that an item begins with what it says."""
    return digest("story", item, *(m.id for m in said))


def companies(milestones: Sequence[Milestone]) -> tuple[str, ...]:
    """Whose story it is: those whose steps are the news, or all when there is none."""
    news = [m.company for m in milestones if m.headline]
    return tuple(dict.fromkeys(news or [m.company for m in milestones]))


def worded(story: Story, catalogue: Catalogue) -> Story:
    """The story with the headline and gist of its steps.

    Told by the companies of the catalogue, where it has any: another workspace's own are not named.
    """
    said = shown(story.milestones)
    told = [m for m in said if m.company in catalogue.companies]
    title, gist = summarise(told or said, catalogue, day=story.first_seen.date())
    return replace(story, title=title, gist=gist)


def _part(story: Story, items: Sequence[str], catalogue: Catalogue) -> Story:
    """The story as if only these items had told it."""
    milestones = tuple(m for m in story.milestones if m.item in items)
    joins = tuple(join for join in story.joins if join.item in items)
    times = [join.at for join in joins] if len(joins) == len(items) else []
    part = replace(
        story,
        companies=companies(milestones),
        items=tuple(items),
        milestones=milestones,
        first_seen=min(times, default=story.first_seen),
        last_seen=max(times, default=story.last_seen),
        joins=_begun(joins),
        changes=tuple(
            change
            for change in story.changes
            if _is_kept(change, items, set(story.items) - set(items))
        ),
        denials=tuple(
            denial
            for denial in story.denials
            if any((m.company, m.kind) == (denial.company, denial.kind) for m in milestones)
        ),
    )
    return worded(part, catalogue)


def _is_kept(change: Change, items: Collection[str], gone: Collection[str]) -> bool:
    """Does it stay when these items are left? That a plan is overdue is never said again."""
    if change.kind == ChangeKind.OVERDUE:
        return True
    is_told = change.milestone.item in items
    return is_told and (change.before is None or change.before.item not in gone)


def _said(part: Story) -> tuple[Change, ...]:
    """What a part must remember although it is new: that it was said before there was it."""
    overdue = (change for change in part.changes if change.kind == ChangeKind.OVERDUE)
    return tuple(replace(change, revision=0) for change in overdue)


def _begun(joins: Sequence[Join]) -> tuple[Join, ...]:
    """The first item of a part joined nothing."""
    return tuple(
        replace(join, points=0.0, why="a new story") if place == 0 else join
        for place, join in enumerate(joins)
    )
