"""The steps of a visit that are news only where nothing that told them before is seen; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.stories.compare import same_step
from bot.stories.fit import gap
from bot.stories.group import REACH, unheard
from bot.stories.sight import part
from storage.records import Milestone, Story
from storage.sight import EVERYBODY, Viewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """Steps of one story that this visit tells again, and all stories that tell them, too."""

    story: str  # id of the story that the visit put them into
    steps: Sequence[Milestone]
    stories: Sequence[Story]  # as the visit leaves them
    at: Mapping[str, datetime]  # when each item of the visit was told, in their order
    viewers: Mapping[str, Viewed] = field(default_factory=dict)  # of each item of these stories
    alike: frozenset[Viewed] = frozenset()  # the same, each once: much fewer
    _missed: dict[frozenset[Viewed], tuple[Milestone, ...]] = field(default_factory=dict)

    @property
    def items(self) -> list[str]:
        """The items that tell these stories and are not of this visit."""
        told = dict.fromkeys(item for story in self.stories for item in story.told_by)
        return [item for item in told if item not in self.at]

    def seen_by(self, viewers: Mapping[str, Viewed]) -> "Retold | None":
        """The same where it is known who sees which item; None where all see every one.

        All: whoever sees an item of the visit.
        """
        watching = frozenset[str]().union(*(viewers[item].workspaces for item in self.at))
        alike = frozenset(viewers.values())
        if all(EVERYBODY in each.workspaces or watching <= each.workspaces for each in alike):
            return None
        return replace(self, viewers=viewers, alike=alike, _missed={})

    def missed_by(self, workspace: str) -> tuple[Milestone, ...]:
        """The steps that nothing which this workspace sees told before."""
        apart = frozenset(each for each in self.alike if not each.by(workspace))
        if apart not in self._missed:
            hidden = frozenset(item for item, each in self.viewers.items() if each in apart)
            self._missed[apart] = self._without(hidden) if hidden else ()
        return self._missed[apart]

    def _without(self, hidden: frozenset[str]) -> tuple[Milestone, ...]:
        """Each item meets the stories as they are without what is hidden and what comes later."""
        missed: list[Milestone] = []
        order = list(self.at)
        for position, item in enumerate(order):
            said = [m for m in self.steps if m.item == item and item not in hidden]
            if not said:
                continue
            at, unseen = self.at[item], hidden.union(order[position:])
            parts = (part(story, unseen) for story in self.stories)
            near = [each for each in parts if each and gap(each, at) <= REACH]
            home = next((each for each in near if each.id == self.story), None)
            missed += unheard(said, home, near, at)
        return tuple(missed)


def telling(steps: Sequence[Milestone], stories: Collection[Story]) -> list[Story]:
    """The stories that tell one of these steps: no others can have told them before."""
    kinds = {(m.company, m.kind) for m in steps}
    return [
        story
        for story in stories
        if any(
            (known.company, known.kind) in kinds and any(same_step(m, known) for m in steps)
            for known in story.milestones
        )
    ]
