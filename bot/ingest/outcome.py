"""What a visit, or a look at an address, came to."""

from dataclasses import dataclass

from storage.channels import Delivery
from storage.records import Item, Story
from storage.sources import Source


class VisitError(Exception):
    """A visit or a look cannot go on; the text says why, in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one visit came to. `silent` says of each fresh item that raised nothing why."""

    source: Source
    items: int = 0  # in the reading
    new: int = 0  # never met before
    stories: tuple[Story, ...] = ()  # begun or grown
    deliveries: tuple[Delivery, ...] = ()
    silent: tuple[tuple[Item, str], ...] = ()
    fault: str | None = None  # in words for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a visit to an address would bring; nothing of it is stored."""

    url: str  # of the feed, after redirects and discovery
    title: str = ""
    items: tuple[Item, ...] = ()
    alerts: tuple[Story, ...] = ()
    silent: tuple[tuple[Item, str], ...] = ()
    fault: str | None = None
    found: tuple[str, ...] = ()  # feeds that the page at the address names, best first
    source: Source | None = None  # what would be watched; None with a fault
