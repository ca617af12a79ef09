"""What was seen already: each thing is let through once, within a bounded memory."""

from collections import OrderedDict
from typing import Final

SIZE: Final = 10_000


class Once:
    """Marks that came by. An empty mark says nothing and is always let through."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def is_new(self, mark: str) -> bool:
        """Whether this mark comes for the first time; from now on it does not."""
        if not mark:
            return True
        if mark in self._seen:
            self._seen.move_to_end(mark)
            return False
        self._seen[mark] = None
        if len(self._seen) > SIZE:
            self._seen.popitem(last=False)
        return True
