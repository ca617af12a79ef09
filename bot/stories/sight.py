"""A story as those see it who do not see all that tells it; pure."""

from collections.abc import Collection
from dataclasses import replace

from bot.catalogue import Catalogue
from bot.stories.changes import changes, new_steps
from bot.stories.parting import companies, worded
from bot.stories.slips import Told
from storage.records import Change, Story


def cut(story: Story, hidden: Collection[str], catalogue: Catalogue) -> Story | None:
    """The story without what these items tell, worded anew; None when nothing is left of it.

    The same value where they tell nothing of it. `catalogue` is the bundled one.
    """
    left = part(story, hidden)
    return worded(left, catalogue) if left and left is not story and left.milestones else left


def part(story: Story, hidden: Collection[str]) -> Story | None:
    """The same with the words of the whole."""
    if not hidden or set(story.told_by).isdisjoint(hidden):
        return story
    milestones = tuple(m for m in story.milestones if m.item not in hidden)
    denials = tuple(each for each in story.denials if each.item not in hidden)
    items = tuple(item for item in story.items if item not in hidden)
    if not items:
        return None
    joins = tuple(join for join in story.joins if join.item not in hidden)
    times = [join.at for join in joins] if len(joins) == len(items) else []
    return replace(
        story,
        items=items,
        milestones=milestones,
        companies=companies(milestones) if milestones else story.companies,
        first_seen=min(times, default=story.first_seen),
        last_seen=max(times, default=story.last_seen),
        changes=tuple(each for each in story.changes if _is_seen(each, hidden)),
        denials=denials,
        joins=joins,
    )


def caught_up(story: Story, since: Collection[str], revision: int) -> Story:
    """The story with what these items of it changed, as far as only hidden ones had told that.

    What they changed for those who see the story so is said to be of that `revision`.
    """
    said = [m for m in story.milestones if m.item in since]
    had = [m for m in story.milestones if m.item not in since]
    if not said or not had:
        return story
    times = {join.item: join.at for join in story.joins}
    known = [Told(milestone=m, at=times.get(m.item, story.first_seen)) for m in had]
    found = changes(said, had, known, at=story.last_seen, revision=revision)
    news = [m for m in said if m.headline]
    found = (*found, *new_steps(news, found, had, revision=revision))
    told = {(change.kind, change.milestone.id) for change in story.changes}
    new = (change for change in found if (change.kind, change.milestone.id) not in told)
    return replace(story, changes=(*story.changes, *new))


def _is_seen(change: Change, hidden: Collection[str]) -> bool:
    told = (change.milestone, change.before, change.denial)
    return all(each is None or each.item not in hidden for each in told)
