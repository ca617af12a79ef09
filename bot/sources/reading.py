"""What one visit saw: the items of a source, or why there are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Protocol

from adapters.fetch import Fetched
from storage.records import Item
from storage.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A further question of a reader: an address to fetch, or a name whose records it wants."""

    of: str  # an http(s) address, or a host name
    records: str = ""  # of a name: which type ("A", "CNAME", "NS"); empty for an address
    turn: int = 1  # the same question once more: a second look
    is_page: bool = False  # of an address: a page for people, to which robots.txt applies


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an `Ask`: an answer, or a fault in words for people."""

    fetched: Fetched | None = None
    records: tuple[str, ...] = ()
    fault: str = ""
    is_missing: bool = False  # the fault is that there is no such address or name


Answers = Mapping[Ask, Answer]
NONE_YET: Final[Answers] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer, read. With a `fault`, in words for people, nothing else is to be trusted.

    With `asks` it is not whole yet: they are put, and the reader reads again with the answers.
    """

    items: tuple[Item, ...] = ()  # oldest first
    title: str | None = None  # the source's own name
    language: str | None = None  # two letters
    fault: str | None = None
    notes: tuple[str, ...] = ()  # oddities that were read past
    asks: tuple[Ask, ...] = ()
    memory: Mapping[str, str] = field(default_factory=dict)  # for the next visit, beside its own
    again: bool = False  # the same answer may lead to more: it is read again at the next visit


class Reader(Protocol):
    """Reads the answer of one kind of source. Pure; never raises for bad input, tells it."""

    def __call__(
        self, source: Source, fetched: Fetched, /, *, seen: datetime, answers: Answers = NONE_YET
    ) -> Reading:
        """The items in `fetched`, met at `seen` (aware UTC).

        `answers` are those to all that was asked so far; what it asks again is not put again.
        """
        ...
