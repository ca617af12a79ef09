"""The one door to what the product remembers."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from storage.coverage import Coverage
from storage.editing import Editing
from storage.engine import Engine
from storage.history import History
from storage.holding import Holding
from storage.hushes import Hushes
from storage.leaving import Leaving
from storage.links import Links
from storage.log import Changes
from storage.meeting import Meeting
from storage.outbox import Outbox
from storage.parking import Parking
from storage.pending import Pending
from storage.privacy import Privacy
from storage.pushes import Pushes
from storage.questions import Questions
from storage.recent import Recent
from storage.responses import Responses
from storage.roles import Roles
from storage.search import Search
from storage.shelf import Shelf
from storage.sight import Sights
from storage.tending import Tending
from storage.tracing import Tracing
from storage.vault import Vault, cipher
from storage.visits import Visits
from storage.watchlist import Watchlist

T = TypeVar("T")


class Store:
    """Everything that is kept, on one engine; what is at hand of it is shared with `like`."""

    def __init__(self, engine: Engine, *, like: "Store | None" = None) -> None:
        self._engine = engine
        self.visits = Visits(engine)
        self.changes = Changes(engine)
        self.history = History(engine)
        self.shelf: Shelf = like.shelf.on(engine) if like else Shelf(engine)
        self.recent = Recent(engine)
        self.sights: Sights = (
            like.sights.on(engine, self.shelf) if like else Sights(engine, self.shelf)
        )
        self.meeting = Meeting(engine, self.sights)
        self.search = Search(engine)
        self.coverage = Coverage(engine)
        self.links = Links(engine)
        self.outbox = Outbox(engine)
        self.holding = Holding(engine)
        self.parking = Parking(engine)
        self.responses = Responses(engine)
        self.hushes = Hushes(engine)
        self.privacy = Privacy(engine)
        self.leaving = Leaving(engine)
        self.pending = Pending(engine)
        self.roles = Roles(engine)
        self.pushes = Pushes(engine)
        self.tending = Tending(engine)
        self.watchlist = Watchlist(engine)
        self.questions = Questions(engine)
        self.editing = Editing(engine)
        self.tracing = Tracing(engine)

    async def at_once(self, work: "Callable[[Store], Coroutine[Any, Any, T]]") -> T:
        """What `work` gives, done in one go beside the event loop: one wait instead of many.

        It is given the same store, to read from; it may wait for nothing else. Raises `StoreError`
        where it tries to, or to write.
        """
        return await self._engine.at_once(lambda engine: work(Store(engine, like=self)))

    def vault(self, keys: str, *, clock: Callable[[], datetime]) -> Vault:
        """The secrets of workspaces under these keys; raises `ValueError` for what is none."""
        return Vault(self._engine, cipher(keys), clock=clock)

    async def migrate(self) -> Sequence[str]:
        """Bring the schema up to date; gives the names of the steps applied. Twice is harmless."""
        return await self._engine.migrate()

    async def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while others read and write."""
        await self._engine.backup(path)

    async def close(self) -> None:
        """Finish what is in hand and let go; twice is harmless."""
        await self._engine.close()
