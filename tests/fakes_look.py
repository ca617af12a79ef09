"""A stand-in for looking at addresses: answers from a table, nothing is fetched."""

from collections.abc import Sequence

from bot.catalogue import Catalogue
from bot.ingest import Look
from bot.ingest.study import Study, study
from storage.corrections import Own
from storage.records import Item


class FakeLook:
    """Looks at addresses from a table; remembers what it was asked."""

    def __init__(self, looks: dict[str, Look] | None = None) -> None:
        self.looks = looks or {}
        self.asked: list[str] = []

    async def look(self, url: str, *, owns: Sequence[Own] = ()) -> Look:  # noqa: ARG002 - the port's
        self.asked.append(url)
        return self.looks.get(url) or Look(url=url, fault="the host does not answer")

    async def study(self, item: Item, catalogue: Catalogue) -> Study:
        return study(item, catalogue, (), item.seen)
