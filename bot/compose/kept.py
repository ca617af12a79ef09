"""What was made of many tellings, kept for as long as it is asked for, within one size for all."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from operator import itemgetter
from threading import Lock
from typing import Concatenate, Final, Generic, ParamSpec, TypeVar

from cachetools import LRUCache
from cachetools.keys import hashkey

from storage.records import Telling

TELLINGS_MAX: Final = 120_000  # of all that is kept of one function; one takes about 150 bytes

P = ParamSpec("P")
R = TypeVar("R")


class Kept(Generic[P, R]):
    """A pure function of tellings that keeps what it gave; may be called by several threads.

    While news come in each call has one telling more than the one before, and is kept beside it: so
    the tellings are counted, not the calls. What was asked for longest ago goes first.
    """

    def __init__(
        self,
        function: Callable[Concatenate[tuple[Telling, ...], P], R],
        *,
        most: int = TELLINGS_MAX,
    ) -> None:
        self._function = function
        self._held: LRUCache[Hashable, tuple[int, tuple[Telling, ...], R]] = LRUCache(
            most, getsizeof=itemgetter(0)
        )
        self._lock = Lock()
        self.made = 0  # how often the function was called

    @property
    def tellings(self) -> float:
        """How many are kept now."""
        return self._held.currsize

    def __call__(self, tellings: tuple[Telling, ...], /, *args: P.args, **more: P.kwargs) -> R:
        """What the function gives."""
        # The same thousands are compared in no time; to hash each of them takes milliseconds.
        ends = (len(tellings), tellings[:1], tellings[-1:])
        asked = hashkey(ends, *args, **more)  # type: ignore[arg-type] # what is given is hashable
        with self._lock:
            held = self._held.get(asked)
        if held is None or held[1] != tellings:
            found = self._function(tellings, *args, **more)
            held = len(tellings) + 1, tellings, found
            with self._lock, suppress(ValueError):  # alone too large: it is not kept
                self.made += 1
                self._held[asked] = held
        return held[2]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
