"""What the rules of a language give: statements of steps, not put together yet, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.milestones.text import Sentence
from storage.records import Certainty, Denial, Kind, Money, Phase, Quantity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A step as one sentence states it."""

    company: str
    kind: Kind
    phase: Phase
    certainty: Certainty
    evidence: str
    support: tuple[str, ...] = ()  # further sentences of the text that its slots stand in
    when: Span | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    agency: str | None = None
    subject: str | None = None
    theme: str | None = None  # a noun of it, however general, "" for none; None: as the subject
    position: int = 0  # of its sentence; the title is 0
    paragraph: int = 0
    titled: bool = False  # the title says it too
    fresh: bool = False  # told as of today
    background: bool = False  # told as history
    weight: int = 0  # how much of a pattern it took
    start: int = 0  # of the sentence, in the whole text
    carried: bool = False  # the company stands in an earlier sentence
    announced: bool = False  # the title speaks of such a step of this company
    echoes: int = 0  # telling words that its sentence shares with the title
    recaps: bool = False  # words of its sentence look back: "previously", "two years ago"
    sums_up: bool = False  # a running total or a figure of comparison
    tally: bool = False  # its count is of a period, not of one day: "sold 3,000 cars"
    by_verb: bool = False  # by a verb, and not as what will be: "costs" rather than "will cost"
    vague: bool = False  # no verb of its sentence says how far the step is
    listed: bool = False  # entered in a list that may be open for comments
    stage: str = ""  # which sort of step of its kind: a plant begun or opened, a sale, a venture
    parties: tuple[str, ...] = ()  # of an agreement, as far as they are followed
    shared: bool = False  # money that partners put into what they share
    timeless: bool = False  # told as what is so; it counts with a date, a sum or a number
    usual: bool = (
        False  # told in the present tense behind the first sentences: "is built in Bremen"
    )
    recently: bool = False  # told as of "recently": no day of the text is its own
    capital: bool = False  # registered capital, put in with the registration
    doubtful: bool = False  # by a trained model it may be misread
    chance: float = 1.0  # by the same of being read right; 1 where it was not asked
    row: bool = False  # of a table: the others stand beside it
    again: bool = False  # put together with an earlier step, which it may not be
    guess: bool = False  # proposed by a trained model that is not sure of it
    when_chance: float = 1.0  # by a trained model of its date being right
    phase_chance: float = 1.0  # by a trained model of its phase being right
    dated: str = ""  # why that model took another date than the rules
    rule: str = ""

    @property
    def matter(self) -> str | None:
        """What tells it from other steps of its text; unlike the subject it is told to nobody."""
        return self.subject if self.theme is None else self.theme or None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A step that a trained model does not believe: how likely it is right, what speaks against."""

    step: Statement
    chance: float  # 0 to 1
    least: float  # a step of its place in the text needs at least this one
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one sentence tells of the size of a step of this kind, or of who decides on it."""

    position: int
    companies: tuple[str, ...]
    kind: Kind = Kind.FACTORY
    amount: Money | None = None
    quantity: Quantity | None = None
    agency: str | None = None
    when: Span | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence: who was met, which steps were seen, what became of them."""

    sentence: str
    companies: tuple[str, ...]
    seen: tuple[str, ...]
    verdict: str


@dataclass(slots=True)
class Result:
    """What the rules found in a text, in the order of the text."""

    statements: list[Statement] = field(default_factory=list)
    guesses: list[Statement] = field(default_factory=list)  # what may be stated besides
    seen: list[Seen] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    sentences: tuple[str, ...] = ()  # as they were read, the title first
    starts: tuple[int, ...] = ()  # where each begins
    companies: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()  # companies of the first sentences
    begins: int = 1  # the sentence that names a company first, where the first ones name none
    named: tuple[str, ...] = ()  # companies that the title names
    doubts: Sequence[Doubt] = ()  # steps that a model did not believe
    facts: list[Fact] = field(default_factory=list)  # sums and capacities told beside a plant
    noise: str | None = None  # why nothing of it counts
    aside: str | None = None  # why it is hardly news
    dateline: Span | None = None  # the first day named, when the text is of about that day
    dayless: bool = False  # no sentence names a day of the last days
    recalls: bool = False  # the title says that the text looks back, or answers questions
    outsiders_news: bool = False  # the title is about a company that is not followed

    def lay_out(self, parts: Sequence[Sentence]) -> None:
        """Keep the sentences of the text."""
        self.sentences = tuple(s.text for s in parts)
        self.starts = tuple(s.start for s in parts)
