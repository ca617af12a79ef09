"""What one sentence says of one company, before statements of one step are put together."""

from dataclasses import dataclass

from storage.records import Certainty, Kind, Money, Phase, Quantity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A step as one sentence states it."""

    company: str
    kind: Kind
    phase: Phase
    certainty: Certainty
    evidence: str
    when: Span | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    agency: str | None = None
    subject: str | None = None
    position: int = 0  # of its sentence; the title is 0
    paragraph: int = 0
    titled: bool = False  # the title says it too
    fresh: bool = False  # told as of today
    background: bool = False  # told as history
    weight: int = 0  # how much of a pattern it took
    start: int = 0  # of the sentence, in the whole text
    carried: bool = False  # the company stands in an earlier sentence
    rule: str = ""
