"""What the lines did, counted; who waits for it is woken, and who listens is told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.document import Document
from bot.ingest import Outcome
from bot.telemetry import Metrics
from storage.channels import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Who is told, beside the metrics, what the line does; the demo listens."""

    visited: Callable[[Outcome], None] = lambda _outcome: None
    posted: Callable[[str, Document], None] = lambda _channel, _document: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Keeps the metrics of visits, questions and posts."""

    metrics: Metrics = field(default_factory=Metrics)
    ears: Ears = field(default_factory=Ears)
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # set: the outbox has something new

    def visited(self, outcome: Outcome) -> None:
        """Count a visit, and wake the deliverer when it left something to deliver."""
        name = "failed" if outcome.fault else "new" if outcome.new else "same"
        self.metrics.visits.labels(outcome=name).inc()
        self.metrics.items.inc(outcome.new)
        for story in outcome.stories:
            self.metrics.stories.labels(change="new" if story.revision == 1 else "grown").inc()
        if outcome.deliveries:
            self.bell.set()
        self.ears.visited(outcome)

    def asked(self, outcome: str) -> None:
        """Count a question to the language model, and wake the deliverer when it was of use."""
        self.metrics.questions.labels(outcome=outcome).inc()
        if outcome == "kept":
            self.bell.set()

    def tried(self, delivery: Delivery, outcome: str, document: Document | None) -> None:
        """Count an attempt to post; `document` is what was posted, None where nothing was."""
        self.metrics.deliveries.labels(outcome=outcome).inc()
        if document is not None:
            self.ears.posted(delivery.channel.id, document)
