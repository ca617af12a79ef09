"""What was seen already: each thing is let through once, within a bounded memory."""

from typing import Final

from cachetools import FIFOCache

SIZE: Final = 10_000


class Once:
    """Marks that came by. An empty mark says nothing and is always let through."""

    def __init__(self) -> None:
        self._seen: FIFOCache[str, None] = FIFOCache(SIZE)

    def is_new(self, mark: str) -> bool:
        """Whether this mark comes for the first time; from now on it does not."""
        if not mark:
            return True
        is_new = mark not in self._seen
        self._seen[mark] = None
        return is_new
