"""Where a page of an answer begins or ends, so that pages stay as they are while news comes in.

An anchor names the last moment that the answer knows of and a place in it. What came later is
left out of the pages behind it, and shown by asking anew.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, TypeVar

from bot.compose.entries import Entry, Key

PAGE: Final = 10  # steps
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
ID_CHARS: Final = 8  # of an id: enough to tell the steps of one day and kind apart
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP: Final = re.compile(r"(~?[0-9a-z]{1,12})-([0-9a-z]{1,5})-([01])([0-9a-z])-([0-9a-f]{8})")
_TELLING: Final = re.compile(r"(~?[0-9a-z]{1,12})-(~?[0-9a-z]{1,12})-([0-9a-f]{8})")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place in a timeline as it was when everything `seen` until then was known."""

    seen: datetime
    place: Key  # of the step beside it; of its id the first characters

    def __str__(self) -> str:
        """The anchor as a word of a command."""
        day, is_news, rank, id_ = self.place
        return (
            f"{_written(self.seen)}-{_base36(day)}-{int(is_news)}{_base36(-rank)}-{id_[:ID_CHARS]}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some steps of an answer: `first` is the place of the first of them, from 0 on."""

    steps: tuple[T, ...]
    first: int
    of: int

    @property
    def number(self) -> int:
        """Which page it is, from 1 on."""
        return -(-self.first // PAGE) + 1

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(-(-self.of // PAGE), self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A place among the tellings of many companies: beside an item told at a moment."""

    seen: datetime
    told: datetime
    item: str  # the first characters of its id

    def __str__(self) -> str:
        """The anchor as a word of a command."""
        return f"{_written(self.seen)}-{_written(self.told)}-{self.item[:ID_CHARS]}"


def read(text: str) -> Anchor | None:
    """The place in a timeline that was written so, or None when it is none."""
    found = _STEP.fullmatch(text)
    seen = _moment(found[1]) if found else None
    if found is None or seen is None:
        return None
    place = (int(found[2], 36), found[3] == "1", -int(found[4], 36), found[5])
    return Anchor(seen=seen, place=place)


def read_telling(text: str) -> Since | None:
    """The place among tellings that was written so, or None when it is none."""
    found = _TELLING.fullmatch(text)
    seen, told = (_moment(found[1]), _moment(found[2])) if found else (None, None)
    if found is None or seen is None or told is None:
        return None
    return Since(seen=seen, told=told, item=found[3])


def anchor(entry: Entry, seen: datetime) -> Anchor:
    """The place of a step, in an answer that knows what was seen until then."""
    return Anchor(seen=seen, place=_place(entry))


def turn(
    steps: Sequence[Entry],
    *,
    older: Anchor | None = None,
    newer: Anchor | None = None,
    number: int = 1,
) -> Page[Entry]:
    """The page behind or before an anchor; else the one of that number, or the nearest there is.

    `steps` are in their order, the newest first.
    """
    of = len(steps)
    if older:
        first = sum(_place(each) >= older.place for each in steps)
        first = min(first, max(of - 1, 0))
    elif newer:
        first = max(sum(_place(each) > newer.place for each in steps) - PAGE, 0)
    else:
        first = (min(max(number, 1), max(-(-of // PAGE), 1)) - 1) * PAGE
    return Page(steps=tuple(steps[first : first + PAGE]), first=first, of=of)


def _place(entry: Entry) -> Key:
    day, is_news, rank, id_ = entry.key
    return day, is_news, rank, id_[:ID_CHARS]


def _written(at: datetime) -> str:
    return _base36((at - EPOCH) // MICROSECOND)


def _moment(text: str) -> datetime | None:
    try:
        return EPOCH + int(text.replace("~", "-"), 36) * MICROSECOND
    except (OverflowError, ValueError):
        return None


def _base36(number: int) -> str:
    """A whole number in few characters; a minus is written "~"."""
    sign, rest, digits = "~" if number < 0 else "", abs(number), ""
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return sign + digits
