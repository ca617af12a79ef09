"""What a language model is to be asked, what it answered, and what that cost.

An item stands in the queue from the visit that kept it until its answer was used or given up.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final

from storage import rows
from storage.engine import Engine

OPEN: Final = """
    SELECT item AS id FROM questions WHERE closed IS NULL AND not_before <= :now
    ORDER BY not_before, item LIMIT :limit"""

CLOSE: Final = "UPDATE questions SET closed = :at, outcome = :outcome WHERE item = :item"

PUT_OFF: Final = """
    UPDATE questions SET tries = tries + 1, not_before = :until
    WHERE item = :item AND closed IS NULL"""

TRIES: Final = "SELECT tries FROM questions WHERE item = :item"

OUTCOMES: Final = """
    SELECT coalesce(outcome, 'open') AS outcome, count(*) AS count FROM questions
    GROUP BY coalesce(outcome, 'open')"""

CALL: Final = """
    INSERT INTO model_calls (key, model, at, tokens, answer)
    VALUES (:key, :model, :at, :tokens, :answer)"""

ANSWER: Final = """
    SELECT answer FROM model_calls WHERE key = :key AND answer IS NOT NULL
    ORDER BY id DESC LIMIT 1"""

SPENT: Final = "SELECT coalesce(sum(tokens), 0) AS tokens FROM model_calls WHERE at >= :since"


class Questions:
    """The queue of doubtful items, and the calls made for them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def open(self, now: datetime, *, limit: int = 10) -> list[str]:
        """Ids of the items to ask about now, longest waiting first."""
        return [
            rows.id_of(row)
            for row in await self._engine.fetch(OPEN, now=rows.stamp(now), limit=limit)
        ]

    async def close(self, item: str, outcome: str, at: datetime) -> None:
        """The question is done with, and what came of it in a word. Twice is harmless."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(CLOSE, item=item, outcome=outcome, at=rows.stamp(at))

    async def put_off(self, item: str, until: datetime) -> int:
        """Ask again at that time; gives how often that was said, this time included."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(PUT_OFF, item=item, until=rows.stamp(until))
            [row] = await transaction.fetch(TRIES, item=item)
            return rows.number_of(row, "tries")

    async def outcomes(self) -> Mapping[str, int]:
        """How many questions came to what; `open` for those still waiting."""
        found = await self._engine.fetch(OUTCOMES)
        return {rows.text_of(row, "outcome"): rows.number_of(row, "count") for row in found}

    async def called(
        self, key: str, *, model: str, at: datetime, tokens: int, answer: str | None
    ) -> None:
        """A call was made; `answer` is None when none came back. The tokens count either way."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                CALL, key=key, model=model, at=rows.stamp(at), tokens=tokens, answer=answer
            )

    async def answer(self, key: str) -> str | None:
        """What was answered to this very question before; None when nothing was."""
        found = await self._engine.fetch(ANSWER, key=key)
        return rows.text_of(found[0], "answer") if found else None

    async def spent(self, now: datetime) -> int:
        """Tokens of the calls of this day, UTC."""
        midnight = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
        [row] = await self._engine.fetch(SPENT, since=rows.stamp(midnight))
        return rows.number_of(row, "tokens")
