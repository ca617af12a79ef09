"""What one visit saw: the items of a source, or why there are none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.fetch import Fetched
from storage.records import Item
from storage.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer, read. With a `fault`, in words for people, nothing else is to be trusted."""

    items: tuple[Item, ...] = ()  # oldest first
    title: str | None = None  # the source's own name
    language: str | None = None  # two letters
    fault: str | None = None
    notes: tuple[str, ...] = ()  # oddities that were read past


class Reader(Protocol):
    """Reads the answer of one kind of source. Pure; never raises for bad input, tells it."""

    def __call__(self, source: Source, fetched: Fetched, *, seen: datetime) -> Reading:
        """The items in `fetched`, met at `seen` (aware UTC)."""
        ...
