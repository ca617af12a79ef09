"""The steps of a visit that are news only where nothing that told them before was heard; pure.

What a channel hears are the stories of which it sees a text in a language that it reads; of those
all that it sees, for its messages tell all of that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.stories.compare import same_step
from bot.stories.fit import gap
from bot.stories.group import REACH, unheard
from bot.stories.route import speaks
from bot.stories.sight import part
from storage.channels import Subscription
from storage.records import Milestone, Story
from storage.sight import EVERYBODY, Viewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A story that this visit tells, and all stories that tell steps of it, too."""

    story: Story
    told: Collection[str]  # the items of the visit that tell it and are not to be silent about
    stories: Sequence[Story]  # as the visit leaves them, the story itself among them
    at: Mapping[str, datetime]  # when each item of the visit was told, in their order
    viewers: Mapping[str, Viewed] = field(default_factory=dict)  # of each item of these stories
    alike: frozenset[Viewed] = frozenset()  # the same, each once: much fewer
    _missed: dict[tuple[frozenset[Viewed], ...], tuple[Milestone, ...]] = field(
        default_factory=dict
    )

    @property
    def items(self) -> list[str]:
        """The items that tell these stories and are not of this visit."""
        told = dict.fromkeys(item for story in self.stories for item in story.told_by)
        return [item for item in told if item not in self.at]

    def seen_by(self, viewers: Mapping[str, Viewed]) -> "Retold | None":
        """The same where it is known who sees which item; None where nobody missed a thing.

        That is so where all see every one, and each story was told in all the languages in which
        this one is now. All: whoever sees an item of the visit.
        """
        watching = frozenset[str]().union(*(viewers[item].workspaces for item in self.at))
        alike = frozenset(viewers.values())
        if all(EVERYBODY in each.workspaces or watching <= each.workspaces for each in alike):
            languages = _languages(self.story, viewers)
            before = (part(each, self.at.keys()) or each for each in self.stories)
            if all(languages <= _languages(each, viewers) for each in before):
                return None
        return replace(self, viewers=viewers, alike=alike, _missed={})

    def missed_by(self, channel: Subscription) -> tuple[Milestone, ...]:
        """The steps that this channel hears of now and that nothing which it hears told before."""
        workspace = channel.channel.workspace
        unseen = frozenset(each for each in self.alike if not each.by(workspace))
        foreign = frozenset(each for each in self.alike if not speaks(channel, [each.language]))
        if not (unseen or foreign):
            return ()
        if (unseen, foreign) not in self._missed:
            self._missed[unseen, foreign] = self._without(unseen, foreign)
        return self._missed[unseen, foreign]

    def _without(
        self, unseen: Collection[Viewed], foreign: Collection[Viewed]
    ) -> tuple[Milestone, ...]:
        """Each item meets the stories that are heard, without what is hidden or comes later."""
        hidden = {item for item, each in self.viewers.items() if each in unseen}
        missed: list[Milestone] = []
        order = list(self.at)
        for position, item in enumerate(order):
            if item not in self.told or item in hidden:
                continue
            now = self._heard(self.story, hidden.union(order[position + 1 :]), foreign)
            if now is None:
                continue
            at, before = self.at[item], hidden.union(order[position:])
            parts = (self._heard(story, before, foreign) for story in self.stories)
            heard = {each.id: each for each in parts if each}
            near = {id_: each for id_, each in heard.items() if gap(each, at) <= REACH}
            # Of a story that was not heard so far all is told, whatever told it.
            is_first = self.story.id not in heard
            said = [m for m in now.milestones if is_first or m.item == item]
            missed += unheard(said, near.get(self.story.id), [*near.values()], at)
        return tuple(missed)

    def _heard(
        self, story: Story, hidden: Collection[str], foreign: Collection[Viewed]
    ) -> Story | None:
        """The story as far as it is seen; None where no text of that is in a language read."""
        seen = part(story, hidden)
        is_read = seen and any(self.viewers[item] not in foreign for item in seen.items)
        return seen if is_read else None


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


def _languages(story: Story, viewers: Mapping[str, Viewed]) -> set[str]:
    return {viewers[item].language for item in story.items}
