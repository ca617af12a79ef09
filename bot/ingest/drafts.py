"""The stories as a visit leaves them, before they are recorded; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.understand import Understood
from bot.milestones.extract import RULES_BY_LANGUAGE, detect
from bot.stories.denials import deny, without
from bot.stories.group import group, told
from bot.stories.parting import leave
from bot.stories.slips import Told
from storage.records import Denial, Item, Milestone, Pin, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What the items of one visit make of the stories."""

    stories: tuple[Story, ...] = ()  # begun or grown, each once, its revision raised by one
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision; not new ones
    news: Mapping[str, tuple[Milestone, ...]] = field(default_factory=dict)  # by story id
    denials: tuple[Denial, ...] = ()  # those that deny no story's step
    silent: tuple[tuple[Item, str], ...] = ()  # the items that raise nothing, and why


def draft(  # noqa: PLR0913 - what is known beside the items
    understood: Sequence[Understood],
    candidates: Sequence[Story],
    *,
    now: datetime,
    catalogue: Catalogue,
    plans: Sequence[Told] = (),
    pins: Collection[Pin] = (),
) -> Drafts:
    """Put each item into its story; later items meet the stories of earlier ones.

    However many of its items grow a story, the visit is one revision of it. A step that is denied
    is news as a new one is. `plans` and `pins` are those of `group`.
    """
    sheet = _Sheet(candidates, now=now, catalogue=catalogue)
    for each in understood:
        if each.is_edit:
            sheet.forget(each)
        why = sheet.told(each, plans, pins)
        is_heard, reason = sheet.denied(each)
        if why and not is_heard:
            sheet.silent.append((each.item, why if each.milestones else reason or why))
    return sheet.drafts()


class _Sheet:
    """The stories while the items of a visit are put into them, one after the other."""

    def __init__(self, candidates: Sequence[Story], *, now: datetime, catalogue: Catalogue) -> None:
        self.silent: list[tuple[Item, str]] = []
        self._before = {story.id: story.revision for story in candidates}
        self._stories = {story.id: story for story in candidates}
        self._news: dict[str, tuple[Milestone, ...]] = {}  # of every story that was touched
        self._loose: list[Denial] = []
        self._now = now
        self._catalogue = catalogue

    def forget(self, each: Understood) -> None:
        """Take back what an edited item denied before, and all it said when it says nothing now."""
        for story in list(self._stories.values()):
            if any(denial.item == each.item.id for denial in story.denials):
                self._keep(without(story, each.item.id), ())
        if not each.milestones:
            self._leave(each.item, but="")

    def told(self, each: Understood, plans: Sequence[Told], pins: Collection[Pin]) -> str | None:
        """Put what an item states into its story; gives why that raises nothing, if so."""
        decision = group(
            each.item,
            each.milestones,
            tuple(self._stories.values()),
            now=self._now,
            catalogue=self._catalogue,
            plans=plans,
            pins=pins,
        )
        if decision is None:
            return each.hush or _nothing(each.item)
        fresh = () if each.hush else decision.news
        self._keep(decision.story, fresh)
        if each.is_edit:
            self._leave(each.item, but=decision.story.id)
        if fresh:
            return None
        return (each.hush if decision.news else None) or decision.why

    def denied(self, each: Understood) -> tuple[bool, str]:
        """Put what an item denies beside the steps: is any of it news, and if not, why not."""
        at = told(each.item, self._now)
        is_heard, why = False, ""
        for denial in each.denials:
            said = replace(denial, item=each.item.id)
            met = deny(said, tuple(self._stories.values()), at)
            if met is None:
                self._loose.append(said)
                why = why or "denies a step that nobody told"
                continue
            story, step, is_new = met
            is_news = is_new and not each.hush
            self._keep(story, (step,) if is_news else ())
            is_heard = is_heard or is_news
            why = (each.hush if is_new else None) or f"denied before: {story.title}"
        return is_heard, why

    def drafts(self) -> Drafts:
        """What came of it."""
        return Drafts(
            stories=tuple(self._stories[story] for story in self._news),
            based_on={story: self._before[story] for story in self._news if story in self._before},
            news={story: told for story, told in self._news.items() if told},
            denials=tuple({denial.id: denial for denial in self._loose}.values()),
            silent=tuple(self.silent),
        )

    def _leave(self, item: Item, *, but: str) -> None:
        """Take an item out of the other stories that it told: it no longer does."""
        for story in list(self._stories.values()):
            if story.id != but and any(m.item == item.id for m in story.milestones):
                self._keep(leave(story, item.id, self._catalogue), ())

    def _keep(self, story: Story, news: Sequence[Milestone]) -> None:
        """The story as one more item leaves it: still one revision after the visit's first."""
        revision = self._before.get(story.id, 0) + 1
        changes = tuple(
            replace(change, revision=min(change.revision, revision)) for change in story.changes
        )
        self._stories[story.id] = replace(story, revision=revision, changes=changes)
        self._news[story.id] = (*self._news.get(story.id, ()), *news)


def _nothing(item: Item) -> str:
    """Why an item that states nothing is silent."""
    language = item.language or detect(item.title, item.text)
    return "no milestone" if language in RULES_BY_LANGUAGE else "no rules for its language yet"
