"""What was made of many tellings, kept for as long as it is asked for, within one size for all."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Concatenate, Final, Generic, ParamSpec, TypeVar

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
        self._most = most
        self._held: OrderedDict[int, tuple[Sequence[Hashable], int, R]] = OrderedDict()
        self._lock = Lock()
        self.tellings = 0  # that are kept now
        self.made = 0  # how often the function was called

    def __call__(self, tellings: tuple[Telling, ...], /, *args: P.args, **more: P.kwargs) -> R:
        """What the function gives."""
        asked = (tellings, args, tuple(sorted(more.items())))
        # Thousands are compared in no time where they are the same ones; to hash them takes longer.
        place = hash((len(tellings), tellings[:1], tellings[-1:], *asked[1:]))
        with self._lock:
            held = self._held.get(place)
            if held is not None and held[0] == asked:
                self._held.move_to_end(place)
                return held[2]
        found = self._function(tellings, *args, **more)
        with self._lock:
            self.made += 1
            self._drop(place)
            self._held[place] = (asked, len(tellings) + 1, found)
            self.tellings += len(tellings) + 1
            while self.tellings > self._most and len(self._held) > 1:
                self._drop(next(iter(self._held)))
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self.tellings = 0

    def _drop(self, place: int) -> None:
        if (held := self._held.pop(place, None)) is not None:
            self.tellings -= held[1]
