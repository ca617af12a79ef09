"""What is told: items, milestones, stories, as frozen values; nothing of ours is imported.

What a channel hears is in `storage.channels`, what is watched in `storage.sources`.

Kinds, phases, certainties and units are those of the milestone guide (docs/milestones.md).
All times are aware UTC; a date without a time is a `date`.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

# PostgreSQL keeps no NUL and neither engine a lone surrogate; JSON feeds can carry both.
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Kind(StrEnum):
    """Which step on the way into or through the electric-vehicle business."""

    COMPANY_SETUP = "company_setup"
    INVESTMENT = "investment"
    FUNDING = "funding"
    PARTNERSHIP = "partnership"
    REGISTRATION = "registration"
    APPROVAL = "approval"
    FACTORY = "factory"
    TESTING = "testing"
    PRODUCTION = "production"
    UNVEIL = "unveil"
    LAUNCH = "launch"
    DELIVERY = "delivery"
    MARKET_ENTRY = "market_entry"
    TECHNOLOGY = "technology"
    INFRASTRUCTURE = "infrastructure"
    RECALL = "recall"
    RESTRUCTURING = "restructuring"


class Phase(StrEnum):
    """How far a step has come."""

    PLANNED = "planned"
    PENDING = "pending"
    DONE = "done"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


class Certainty(StrEnum):
    """Who says so: the company or a regulator, a medium, or nobody in particular."""

    OFFICIAL = "official"
    REPORTED = "reported"
    RUMOURED = "rumoured"


class Unit(StrEnum):
    """What a quantity counts."""

    VEHICLES = "vehicles"
    VEHICLES_PER_YEAR = "vehicles/year"
    ORDERS = "orders"
    GWH = "GWh"
    GWH_PER_YEAR = "GWh/year"
    STATIONS = "stations"
    JOBS = "jobs"


class ChangeKind(StrEnum):
    """What a later telling changed about a story."""

    STEP = "step"  # a step of the story that nobody had told
    PHASE = "phase"  # it has come further, was put off or dropped
    CERTAINTY = "certainty"  # a surer voice says so
    DATE = "date"  # the time is told more exactly
    SLIP = "slip"  # the time it is planned for has moved back
    FIGURE = "figure"  # a sum or count that was missing
    DISPUTE = "dispute"  # another sum or count than the one told before
    DENIAL = "denial"  # it is denied
    OVERDUE = "overdue"  # the time it was planned for has passed, and nobody told that it was done


def keepable(text: str) -> str:
    """The text as a database gives it back: U+FFFD where it holds NUL or a lone surrogate."""
    return _UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def digest(*parts: str) -> str:
    """A short stable name for these parts: 20 hex characters, different when any part differs.

    Of the parts as they are kept, so that a value read back has the id it was written under.
    """
    joined = keepable("\x1f".join(parts)).encode()
    return hashlib.blake2b(joined, digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company of the catalogue, with every name it goes by."""

    id: str
    name: str
    names: tuple[str, ...]  # every alias in every script, `name` included
    country: str  # ISO 3166-1 alpha-2
    ticker: str | None = None  # EXCHANGE:SYMBOL
    domains: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()  # names that are also common words: they need context
    sectors: tuple[str, ...] = ()  # cars, batteries, ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` to `end`, both inclusive: a day, month, quarter, half, year or horizon."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"span ends before it starts: {self.start}/{self.end}")

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum in plain units of one currency (ISO 4217)."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A count of something."""

    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """An editor's word on a statement: `was` is what was extracted, and is kept as it is."""

    by: str  # as people call the editor
    at: datetime
    was: "Milestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One step of one company, as one text states it.

    `evidence` is a literal part of the text, and so is each of `support`: company, date, sum,
    count, agency and subject are found again in the one and the others together.
    """

    company: str
    kind: Kind
    phase: Phase
    certainty: Certainty
    evidence: str
    headline: bool  # the text is news for this step, rather than recalling it
    when: Span | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    agency: str | None = None
    subject: str | None = None
    support: tuple[str, ...] = ()  # further sentences that slots came from; none repeats evidence
    item: str = ""  # id of the item that states it; empty until kept
    rules: str = ""  # version of the rules that found it
    chance: float = field(default=1.0, compare=False)  # of being read right; 1: nobody doubted it
    when_chance: float = field(default=1.0, compare=False)  # the same of its date alone
    phase_chance: float = field(default=1.0, compare=False)  # the same of how far it is
    fix: Fix | None = None  # a workspace's own correction, laid over what is kept; never kept here
    _id: str = field(default="", init=False, repr=False, compare=False)  # once it was asked for

    def __hash__(self) -> int:
        """Of its texts, which Python hashes once: what is told is looked up by the thousand."""
        return hash((self.item, self.company, self.evidence, self.subject))

    @property
    def id(self) -> str:
        """Stable for one statement of one item: writing it twice is writing it once."""
        if not self._id:  # a look-up asks for each four times; it was a fifth of its work
            slots = (self.when, self.amount, self.quantity, self.agency, self.subject)
            said = (self.item, self.company, self.kind, self.phase, self.evidence)
            object.__setattr__(self, "_id", digest(*said, *map(str, slots)))
        return self._id


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A step that somebody denies: no milestone, but shown beside what it denies."""

    company: str
    kind: Kind | None  # None: the text does not tell which step
    evidence: str  # a literal part of the text
    item: str = ""  # id of the item that states it; empty until kept

    @property
    def id(self) -> str:
        """Stable for one denial of one item."""
        return digest("denial", self.item, self.company, self.kind or "", self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one revision of a story changed.

    A denial, a new step and an overdue one have no `before`.
    """

    revision: int  # of the story, the first that has it
    kind: ChangeKind
    milestone: Milestone  # the step as it is told now; the one that is denied
    before: Milestone | None = None  # as it was told until then
    denial: Denial | None = None
    heard: date | None = None  # of an overdue step: the day of the last word of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why an item is in a story: what a person needs who takes it out again."""

    item: str
    at: datetime  # when the item was told
    points: float  # of agreement; 0 for the item that began the story
    why: str  # for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person's word that this item never tells that story."""

    item: str
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a source: an article, a post, a row."""

    source: str
    key: str  # stable within the source
    url: str  # empty when the source gives none
    title: str
    text: str  # plain text, page furniture removed
    seen: datetime
    language: str = ""  # "en", "zh", or another two-letter tag; empty when unknown
    published: datetime | None = None
    marks: tuple[str, ...] = ()  # other digests by which the same article is known again
    claims: tuple[Milestone, ...] = ()  # what a register row states by itself

    @property
    def id(self) -> str:
        """The same for every telling of this entry by this source."""
        return digest(self.source, self.key)

    @property
    def content(self) -> str:
        """Changes when what a reader reads changes; a new date alone is no change."""
        return digest(self.title, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An item met before: what a visit must know to tell old from new and edited."""

    id: str
    key: str
    content: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event, told by one or many items. A joint venture is one story of two companies."""

    id: str
    revision: int  # 1 when new; every change that is recorded adds one
    companies: tuple[str, ...]
    title: str
    gist: str  # one to three sentences
    items: tuple[str, ...]  # ids, in the order in which they were met
    milestones: tuple[Milestone, ...]  # every statement of every item, oldest item first
    first_seen: datetime
    last_seen: datetime
    changes: tuple[Change, ...] = ()  # oldest first; nothing of the first revision
    denials: tuple[Denial, ...] = ()  # of its steps; the items that deny need not be among `items`
    joins: tuple[Join, ...] = ()  # one an item, in their order; none for items of older versions

    @property
    def told_by(self) -> tuple[str, ...]:
        """The ids of the items that tell it and of those that deny it, each once, in that order."""
        return tuple(dict.fromkeys((*self.items, *(denial.item for denial in self.denials))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A kept milestone with where it was told: one line of evidence in a look-up."""

    milestone: Milestone
    story: str
    url: str
    title: str
    outlet: str  # title of the source
    published: datetime | None
    seen: datetime
    source: str = ""  # its id

    def __hash__(self) -> int:
        """Of its texts, as of a milestone."""
        return hash((self.milestone, self.story, self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A kept denial with where it was told; `story` is empty when it denies no known step."""

    denial: Denial
    story: str
    url: str
    title: str
    outlet: str
    published: datetime | None
    seen: datetime
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An item that a search found; `number` is its place among all, the newest told highest."""

    number: int
    url: str
    title: str
    text: str
    outlet: str
    told: datetime
    steps: tuple[Milestone, ...]  # what it states
