"""Stories as they grow, where no store keeps them: those worth comparing with, by company."""

from collections.abc import Iterable
from datetime import datetime

from bot.stories.group import REACH
from storage.records import Story


class Shelf:
    """The newest state of each story. Items must come in order of time."""

    def __init__(self) -> None:
        self._by_company: dict[str, dict[str, Story]] = {}

    def near(self, companies: Iterable[str], at: datetime) -> list[Story]:
        """The stories of any of these companies that an item of this time may tell.

        The newest first. Older ones are forgotten.
        """
        found: dict[str, Story] = {}
        for company in companies:
            kept = self._by_company.get(company, {})
            old = [story.id for story in kept.values() if at - story.last_seen > REACH]
            for story in old:
                del kept[story]
            found |= kept
        return sorted(found.values(), key=lambda story: (story.last_seen, story.id), reverse=True)

    def put(self, story: Story) -> None:
        """Keep a story as it is now."""
        for company in {*story.companies, *(m.company for m in story.milestones)}:
            self._by_company.setdefault(company, {})[story.id] = story
