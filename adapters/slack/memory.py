"""What this process knows of its own messages, so that it need not ask. Bounded, oldest out."""

from typing import Final

from cachetools import FIFOCache

SIZE: Final = 20_000

Place = tuple[str, str, str]  # workspace, channel, and a key or a timestamp


class Memory:
    """Which message a key became, in whose thread a message is, what is in doubt."""

    def __init__(self) -> None:
        self._messages: FIFOCache[Place, str] = FIFOCache(SIZE)
        self._roots: FIFOCache[Place, str] = FIFOCache(SIZE)
        self._doubts: FIFOCache[Place, str | None] = FIFOCache(SIZE)

    def message(self, key: Place) -> str | None:
        """The message that the key became."""
        return self._messages.get(key)

    def root(self, message: Place) -> str | None:
        """The message beneath which this one is, or itself; None: not known."""
        return self._roots.get(message)

    def is_doubted(self, key: Place) -> bool:
        """Whether the answer to a post of this key was lost."""
        return key in self._doubts

    def keep(self, key: Place, message: str) -> None:
        """The key is that message."""
        self._messages[key] = message
        self.settle(key)

    def place(self, message: Place, root: str) -> None:
        """The message is beneath `root`."""
        self._roots[message] = root

    def doubt(self, key: Place, root: str | None) -> None:
        """The key may or may not have become a message, or one beneath `root` or in its place."""
        self._doubts[key] = root

    def doubted_root(self, key: Place) -> str | None:
        """Where a key that is in doubt may be found."""
        return self._doubts.get(key)

    def settle(self, key: Place) -> None:
        """It was looked for, or posted: no doubt is left."""
        self._doubts.pop(key, None)
