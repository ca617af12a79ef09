"""What was read last of each company: some of it as it is, all of it folded small besides.

A telling takes 1.2 KiB as it is and some 90 bytes folded; to unfold one takes 25 us, to read it
anew 60. May be asked by several threads.
"""

import pickle
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from storage.records import Objection, Telling

TELLINGS_MAX: Final = 40_000  # of all companies, as they are
FOLDED_MAX: Final = 16 * 1024 * 1024  # bytes
FEW: Final = 200

Place = tuple[str, str, int]  # when it was told, its story, where in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a company, newest first by when it was told."""

    revision: int
    common: int  # the count of what changes for all companies at once
    places: tuple[Place, ...]  # of each telling
    tellings: tuple[Telling, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class _Folded:
    revision: int
    common: int
    packed: bytes

    @classmethod
    def of(cls, told: Told) -> "_Folded":
        return cls(told.revision, told.common, zlib.compress(pickle.dumps(told), level=1))

    def unfold(self) -> Told:
        told = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - what this process packed
        if not isinstance(told, Told):
            raise TypeError(type(told).__name__)
        return told


@dataclass(slots=True)
class Hand:
    """What is at hand, asked for last at the end; `most` counts tellings, `room` bytes."""

    most: int = TELLINGS_MAX
    room: int = FOLDED_MAX
    _told: OrderedDict[str, Told] = field(default_factory=OrderedDict)
    _folded: OrderedDict[str, _Folded] = field(default_factory=OrderedDict)
    _size: int = 0  # of what is folded, in bytes
    _lock: Lock = field(default_factory=Lock)

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The companies of which something is at hand as it is."""
        return tuple(self._told)

    @property
    def folded(self) -> tuple[str, ...]:
        """Those of which something is folded, whether or not it is there as it is, too."""
        return tuple(self._folded)

    def has(self, company: str) -> bool:
        """Is anything at hand of it?"""
        return company in self._told or company in self._folded

    def get(self, company: str, common: int) -> Told | None:
        """What was read last of it, unless `common` has changed since."""
        told = self._told.get(company)
        if told is not None:
            return told if told.common == common else None
        folded = self._folded.get(company)
        return folded.unfold() if folded and folded.common == common else None

    def put(self, company: str, told: Told) -> None:
        """Keep what is told of it now."""
        with self._lock:
            self._told[company] = told
            self._told.move_to_end(company)
            if company in self._folded:
                self._folded.move_to_end(company)
            self._let_go()

    def _let_go(self) -> None:
        """Fold as many as it takes, never the last one: first those that are soon unfolded again.

        These are the companies with little news; among them those asked for longest ago.
        """
        size = sum(len(each.tellings) for each in self._told.values())
        while size > self.most and len(self._told) > 1:
            *older, _ = self._told
            few = (name for name in older if len(self._told[name].tellings) < FEW)
            company = next(few, older[0])
            told = self._told.pop(company)
            size -= len(told.tellings)
            self._fold(company, told)

    def _fold(self, company: str, told: Told) -> None:
        known = self._folded.get(company)
        if known and (known.revision, known.common) == (told.revision, told.common):
            return
        self._drop(company)
        self._folded[company] = folded = _Folded.of(told)
        self._size += len(folded.packed)
        while self._size > self.room:
            self._drop(next(iter(self._folded)))

    def _drop(self, company: str) -> None:
        if folded := self._folded.pop(company, None):
            self._size -= len(folded.packed)
