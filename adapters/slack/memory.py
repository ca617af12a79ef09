"""What this process knows of its own messages, so that it need not ask. Bounded, oldest out."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, TypeVar

SIZE: Final = 20_000

T = TypeVar("T")
Place = tuple[str, str, str]  # workspace, channel, and a key or a timestamp


@dataclass(slots=True)
class Memory:
    """Which message a key became, in whose thread a message is, what is in doubt."""

    _messages: OrderedDict[Place, str] = field(default_factory=OrderedDict)
    _roots: OrderedDict[Place, str] = field(default_factory=OrderedDict)
    _doubts: OrderedDict[Place, str | None] = field(default_factory=OrderedDict)

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
        _put(self._messages, key, message)
        self.settle(key)

    def place(self, message: Place, root: str) -> None:
        """The message is beneath `root`."""
        _put(self._roots, message, root)

    def doubt(self, key: Place, root: str | None) -> None:
        """The key may or may not have become a message, or one beneath `root` or in its place."""
        _put(self._doubts, key, root)

    def doubted_root(self, key: Place) -> str | None:
        """Where a key that is in doubt may be found."""
        return self._doubts.get(key)

    def settle(self, key: Place) -> None:
        """It was looked for, or posted: no doubt is left."""
        self._doubts.pop(key, None)


def _put(places: OrderedDict[Place, T], place: Place, value: T) -> None:
    places[place] = value
    places.move_to_end(place)
    if len(places) > SIZE:
        places.popitem(last=False)
