"""The stories as a visit leaves them, before they are recorded; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.understand import Understood
from bot.milestones.extract import RULES_BY_LANGUAGE, detect
from bot.stories.group import group
from storage.records import Item, Milestone, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What the items of one visit make of the stories."""

    stories: tuple[Story, ...] = ()  # begun or grown, each once, its revision raised by one
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision; not new ones
    news: Mapping[str, tuple[Milestone, ...]] = field(default_factory=dict)  # by story id
    silent: tuple[tuple[Item, str], ...] = ()  # the items that raise nothing, and why


def draft(
    understood: Sequence[Understood],
    candidates: Sequence[Story],
    *,
    now: datetime,
    catalogue: Catalogue,
) -> Drafts:
    """Put each item into its story; later items meet the stories of earlier ones.

    However many of its items grow a story, the visit is one revision of it.
    """
    before = {story.id: story.revision for story in candidates}
    stories = {story.id: story for story in candidates}
    news: dict[str, tuple[Milestone, ...]] = {}
    silent: list[tuple[Item, str]] = []
    for each in understood:
        known = tuple(stories.values())
        decision = group(each.item, each.milestones, known, now=now, catalogue=catalogue)
        if decision is None:
            silent.append((each.item, each.hush or _nothing(each.item)))
            continue
        story = decision.story
        stories[story.id] = replace(story, revision=before.get(story.id, 0) + 1)
        fresh = () if each.hush else decision.news
        news[story.id] = (*news.get(story.id, ()), *fresh)
        if not fresh:
            silent.append((each.item, (each.hush if decision.news else None) or decision.why))
    return Drafts(
        stories=tuple(stories[story] for story in news),
        based_on={story: before[story] for story in news if story in before},
        news={story: told for story, told in news.items() if told},
        silent=tuple(silent),
    )


def _nothing(item: Item) -> str:
    """Why an item that states nothing is silent."""
    language = item.language or detect(item.title, item.text)
    return "no milestone" if language in RULES_BY_LANGUAGE else "no rules for its language yet"
