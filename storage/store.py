"""The one door to what the product remembers."""

from collections.abc import Callable, Sequence
from datetime import datetime

from storage.engine import Engine
from storage.history import History
from storage.holding import Holding
from storage.log import Changes
from storage.outbox import Outbox
from storage.parking import Parking
from storage.questions import Questions
from storage.responses import Responses
from storage.vault import Vault, cipher
from storage.visits import Visits
from storage.watchlist import Watchlist


class Store:
    """Everything that is kept, on one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.visits = Visits(engine)
        self.changes = Changes(engine)
        self.history = History(engine)
        self.outbox = Outbox(engine)
        self.holding = Holding(engine)
        self.parking = Parking(engine)
        self.responses = Responses(engine)
        self.watchlist = Watchlist(engine)
        self.questions = Questions(engine)

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
