"""What is watched, who changed that, and what a visit brings; as frozen values.

All times are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from storage.channels import Delivery
from storage.records import Denial, Item, Pin, Story


class SourceKind(StrEnum):
    """How a source is read; each has one reader in `bot.sources`."""

    FEED = "feed"
    PAGE = "page"  # a page without a feed
    DOMAIN = "domain"  # a name: its registration, its records, its certificates
    REGISTER = "register"  # a list of rows: a regulator's, an exchange's


class SourceState(StrEnum):
    """How a source is doing, as `/evwatch status` tells it."""

    NEW = "new"
    OK = "ok"
    PAUSED = "paused"
    FAILING = "failing"
    STALE = "stale"  # it answers, and has been silent for longer than its rhythm allows
    BLOCKED = "blocked"  # a challenge or a login stands where it was


TROUBLED: Final = frozenset({SourceState.FAILING, SourceState.STALE, SourceState.BLOCKED})


class Trouble(StrEnum):
    """What kind of failure it is, where that makes a state of its own."""

    GONE = "gone"  # the address says so (410): paused, and asked once a day
    BLOCKED = "blocked"


TROUBLE: Final = "trouble"  # in the memory of a source, while it fails
SILENT_AFTER: Final = "silent_after"  # in its memory: ISO time from which it counts as stale
MOVED: Final = "moved"  # in its memory: where it has moved for good


class News(StrEnum):
    """What operators are told of a source beside its states."""

    REKEYED = "rekeyed"  # its articles came under new ids, and were known
    REDATED = "redated"  # they came with other dates, and were known
    MOVED = "moved"  # it answers at another address from now on


class Role(StrEnum):
    """What a person may do in a workspace; each may do what those before it may."""

    VIEWER = "viewer"  # look, flag, take out what they see
    EDITOR = "editor"  # change the list and what channels hear
    ADMIN = "admin"  # give roles, undo for others, take out everything

    def allows(self, needed: "Role") -> bool:
        """May a person of this role do what needs that one?"""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address that is visited. `memory` is what the last visit left for the next one."""

    id: str  # digest of the address as added
    kind: SourceKind
    url: str
    title: str = ""  # as people know it; the host name until the source tells its own
    company: str | None = None  # a query feed is about one company
    language: str | None = None
    trust: int = 0  # higher wins when two outlets disagree
    every: timedelta = timedelta(minutes=15)
    backfill: int = 0  # items of the first poll that may alert; 0: the first poll is silent
    memory: Mapping[str, str] = field(default_factory=dict)  # etag, modified, body digest, ...
    failures: int = 0  # in a row
    settings: Mapping[str, str] = field(default_factory=dict)  # what its reader goes by
    asked: timedelta | None = None  # the quickest rhythm that a watcher asks for; None: none does
    asked_by_all: bool = False  # every watcher asks for one


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSettings:
    """What a workspace set of a source for itself; None: as the source is for everybody."""

    title: str | None = None
    company: str | None = None
    language: str | None = None
    every: timedelta | None = None


class Health(StrEnum):
    """What may be expected of a source that is due."""

    ILL = "ill"  # it failed last
    NEW = "new"  # it was never visited
    WELL = "well"  # it answered last


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source as `/evwatch status` shows it."""

    source: Source
    state: SourceState
    fault: str | None  # why it fails, in words for people; None when it does not
    last_try: datetime | None
    last_success: datetime | None
    last_new: datetime | None  # when it last brought an item never seen before
    next_try: datetime | None
    items: int  # kept from this source

    @property
    def moved(self) -> str | None:
        """Where it answers now, when that is another address than the one that was added."""
        return self.source.memory.get(MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A watched source, and what the operators were last told of it."""

    source: Source
    state: SourceState
    fault: str | None
    told: SourceState | None  # None: nothing yet
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something of a source that the operators are told once."""

    id: int
    source: Source
    news: News
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a visit made of an item, for whoever asks why it came or did not."""

    item: str
    is_edit: bool = False  # it was known, and says something else now
    is_article: bool = False  # read from the article behind the entry
    silent: str = ""  # why it raised nothing; empty: it did


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """All that one visit changes; recorded whole or not at all."""

    source: str
    at: datetime
    next_at: datetime
    memory: Mapping[str, str]
    title: str | None = None  # the source's own name, when it told one
    items: tuple[Item, ...] = ()  # new and edited ones; others are not written again
    stories: tuple[Story, ...] = ()  # in the state after this visit, revision already raised
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision it came from
    denials: tuple[Denial, ...] = ()  # of its items, those that deny no story's step
    deliveries: tuple[Delivery, ...] = ()
    questions: tuple[str, ...] = ()  # ids of items to ask the language model about
    notes: tuple[Note, ...] = ()  # of its items
    failure: str | None = None  # in words for people; None after a success
    news: tuple[News, ...] = ()  # what the operators are to be told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """Kept items read anew: what that makes of the stories. No source was visited."""

    at: datetime
    items: tuple[str, ...] = ()  # ids of those that were read anew
    stories: tuple[Story, ...] = ()  # in the state after it, revision already raised
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision it came from
    deliveries: tuple[Delivery, ...] = ()
    denials: tuple[Denial, ...] = ()  # those that deny no story's step


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaping:
    """Stories taken apart or put together by a person's word."""

    stories: tuple[Story, ...]  # in the state after it, revision already raised
    based_on: Mapping[str, int]  # story id -> revision it came from; not new ones
    pins: tuple[Pin, ...] = ()  # kept from now on
    unpinned: tuple[Pin, ...] = ()  # kept no longer
    merged: Mapping[str, str] = field(default_factory=dict)  # story id -> that which has it now


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who gives a command, and from where."""

    platform: str
    workspace: str
    channel: str
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as their platform knows them."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One change of what a workspace owns: who, when, from where, what it was and what it became.

    `before` and `after` are a few words for people; the rows are kept beside (`storage.changes`).
    """

    at: datetime
    actor: Actor
    command: str
    allowed: bool = True
    before: str | None = None
    after: str | None = None
    needs: Role = Role.EDITOR  # the role that the command needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A source or a company on the watchlist of a workspace; exactly one of the two is set.

    `source` is as the workspace sees it, with what it set for itself, its `own`.
    """

    workspace: str
    source: Source | None = None
    company: str | None = None
    paused_until: datetime | None = None  # `datetime.max` (UTC): until resumed; None: not paused
    managed: bool = False  # owned by the config file, refused for edits in chat
    added_by: str = ""
    added_at: datetime | None = None
    own: OwnSettings = OwnSettings()
    known_as: str = ""  # the source to everybody else
