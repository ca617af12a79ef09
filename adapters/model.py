"""The port to a language model: one question, one answer, and `ModelError` for what can be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question. `schema` is the JSON Schema that the answer is asked to follow."""

    system: str
    user: str
    schema: Mapping[str, object]
    max_tokens: int  # of the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back: the text as it is, trusted in nothing, and what it cost."""

    text: str
    tokens: int  # question and answer together, as the endpoint counts or as we estimate


class ModelError(Exception):
    """No usable answer. The text is fit for people: no key, no address.

    `permanent`: asking again will not help before somebody changes the settings.
    """

    def __init__(
        self, text: str, *, permanent: bool = False, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.retry_after = retry_after


class Model(Protocol):
    """Answer one question within its time limit; raises `ModelError` and nothing else."""

    name: str  # of the model: answers of another one are not mixed with its own

    async def __call__(self, prompt: Prompt) -> Answered:
        """Ask once; nothing is tried again here."""
        ...
