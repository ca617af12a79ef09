"""From a source to stories in the store: one visit at a time, whole or not at all."""

from bot.ingest.line import Ingest
from bot.ingest.outcome import Look, Outcome

__all__ = ["Ingest", "Look", "Outcome"]
